"""Cases of clauses 8.1 to 8.4: files, imports, extensions, artifacts, correlation, items, messages, sequence flow."""

# ruff: noqa: E501 - each case is one line of a table, and its XML is easier to follow unbroken

from tests.engine.definitions.standard.cases import STEPS, Case, catch, task, throw, whole

_BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_OTHER = (
    f'<definitions xmlns="{_BPMN}" id="file_other" targetNamespace="urn:other"><itemDefinition id="thing"/></definitions>'
).encode()
_BESIDE = {"other.bpmn": _OTHER}
_IMPORT = whole(
    before=f'<import importType="{_BPMN}" location="other.bpmn" namespace="urn:other"/>'
    '<message id="hello" name="hello" itemRef="o:thing" xmlns:o="urn:other"/>'
)
_SCHEMA = whole(
    before='<import importType="http://www.w3.org/2001/XMLSchema" location="http://example.test/a.xsd" namespace="urn:a"/>'
)
_NOTE = whole(
    STEPS
    + '<textAnnotation id="note"><text>x</text></textAnnotation><association id="tie" sourceRef="check" targetRef="note"/>'
)
_GROUP = whole(
    STEPS + '<group id="frame" categoryValueRef="value"/>',
    before='<category id="category" name="c"><categoryValue id="value" value="v"/></category>',
)
_CATEGORY = _GROUP.replace(
    '<userTask id="check"/>', '<userTask id="check"><categoryValueRef>value</categoryValueRef></userTask>'
)
_KEYED = whole(
    before='<message id="hello" name="hello"/><correlationProperty id="number" name="number"><correlationPropertyRetrievalExpression '
    'messageRef="hello"><messagePath>number</messagePath></correlationPropertyRetrievalExpression></correlationProperty>'
    '<correlationProperty id="year" name="year"><correlationPropertyRetrievalExpression '
    'messageRef="hello"><messagePath>year</messagePath></correlationPropertyRetrievalExpression></correlationProperty>'
    '<collaboration id="talk"><participant id="us" processRef="p"/><correlationKey id="key"><correlationPropertyRef>number'
    "</correlationPropertyRef></correlationKey></collaboration>",
    content=STEPS + '<correlationSubscription id="asks" correlationKeyRef="key"><correlationPropertyBinding id="bound" '
    'correlationPropertyRef="number"><dataPath>number</dataPath></correlationPropertyBinding></correlationSubscription>',
)
_ERROR = whole(
    '<startEvent id="begin"/><endEvent id="done"><errorEventDefinition id="fails" errorRef="failure"/></endEvent>'
    '<sequenceFlow id="way" sourceRef="begin" targetRef="done"/>',
    before='<itemDefinition id="thing"/><error id="failure" name="f" errorCode="F1" structureRef="thing"/><signal id="ping" name="ping"/>',
)
_ESCALATION = whole(
    throw('<escalationEventDefinition id="tells" escalationRef="more"/>'),
    before='<itemDefinition id="thing"/><escalation id="more" name="m" escalationCode="M1" structureRef="thing"/>'
    '<signal id="ping" name="ping"/>',
)
_SIGNAL = whole(
    catch('<signalEventDefinition id="hears" signalRef="ping"/>'),
    before='<itemDefinition id="thing"/><signal id="ping" name="ping" structureRef="thing"/><message id="hello" name="hello"/>',
)
_MESSAGE = whole(
    catch('<messageEventDefinition id="hears" messageRef="hello"/>'),
    before='<itemDefinition id="thing"/><message id="hello" name="hello" itemRef="thing"/><signal id="ping" name="ping"/>',
)
_SERVICE = whole(
    before='<message id="asked" name="asked"/><message id="told" name="told"/><error id="failure" errorCode="F1"/>'
    '<interface id="desk" name="desk"><operation id="ask" name="ask"><inMessageRef>asked</inMessageRef><outMessageRef>told'
    "</outMessageRef><errorRef>failure</errorRef></operation></interface>"
)
_RESOURCE = whole(
    task(
        "userTask",
        content='<potentialOwner id="owner"><resourceRef>desk</resourceRef><resourceParameterBinding parameterRef="town">'
        "<formalExpression>1</formalExpression></resourceParameterBinding></potentialOwner>",
    ),
    before='<itemDefinition id="thing"/><resource id="desk" name="officer"><resourceParameter id="town" name="town" type="thing" '
    'isRequired="true"/><resourceParameter id="street" name="street" isRequired="false"/></resource>'
    '<resource id="desks" name="desks"><resourceParameter id="floor" name="floor"/></resource>',
)
_CHOICE = whole(
    '<startEvent id="begin"/><exclusiveGateway id="choose" default="no"/><endEvent id="done"/><endEvent id="other"/>'
    '<sequenceFlow id="to" sourceRef="begin" targetRef="choose"/><sequenceFlow id="yes" sourceRef="choose" targetRef="done">'
    '<conditionExpression id="when" xsi:type="tFormalExpression" evaluatesToTypeRef="thing">amount &gt; 1</conditionExpression>'
    '</sequenceFlow><sequenceFlow id="no" sourceRef="choose" targetRef="other"/>',
    before='<itemDefinition id="thing"/>',
)
_SPLIT = whole(
    '<startEvent id="begin"/><userTask id="check"/><endEvent id="done"/><endEvent id="other"/>'
    '<sequenceFlow id="to" sourceRef="begin" targetRef="check"/><sequenceFlow id="yes" sourceRef="check" targetRef="done">'
    "<conditionExpression>amount &gt; 1</conditionExpression></sequenceFlow>"
    '<sequenceFlow id="no" sourceRef="check" targetRef="other"/>'
)
_RELATED = whole(after='<relationship type="x"><source>check</source><target>done</target></relationship>')
_LISTED = whole(
    '<startEvent id="begin"><outgoing>one</outgoing></startEvent><endEvent id="done"><incoming>one</incoming></endEvent>'
    '<sequenceFlow id="one" sourceRef="begin" targetRef="done"/>'
)

CASES = (
    Case("import type", "import_type_unknown", _IMPORT, f'importType="{_BPMN}"', 'importType="urn:x"', _BESIDE),
    Case("import location", "import_missing", _IMPORT, 'location="other.bpmn"', 'location="none.bpmn"', _BESIDE),
    Case("import schema location", "import_missing", _SCHEMA, "http://example.test/a.xsd", "a.xsd"),
    Case("import namespace", "import_namespace_differs", _IMPORT, '"urn:other"', '"urn:others"', _BESIDE),
    Case("imported name", "reference_dangling", _IMPORT, '"o:thing"', '"o:nothing"', _BESIDE),
    Case("import attributes", "schema_invalid", _IMPORT, ' namespace="urn:other"', "", _BESIDE),
    Case("prefix", "schema_invalid", _IMPORT, '"o:thing"', '"q:thing"', _BESIDE),
    Case("foreign namespace", "reference_dangling", _MESSAGE, 'itemRef="thing"', 'itemRef="bpmndi:thing"'),
    Case(
        "must understand",
        "extension_not_understood",
        whole(before='<extension definition="tns:x" mustUnderstand="false"/>'),
        '"false"',
        '"true"',
    ),
    Case("target namespace", "schema_invalid", whole(), ' targetNamespace="urn:test"', ""),
    Case("relationship source", "reference_dangling", _RELATED, "<source>check<", "<source>nobody<"),
    Case("relationship target", "reference_dangling", _RELATED, "<target>done<", "<target>nobody<"),
    Case("relationship type", "schema_invalid", _RELATED, ' type="x"', ""),
    Case("association end", "reference_dangling", _NOTE, 'targetRef="note"', 'targetRef="nothing"'),
    Case(
        "association direction",
        "schema_invalid",
        _NOTE,
        'targetRef="note"',
        'targetRef="note" associationDirection="Two"',
    ),
    Case("group category", "reference_dangling", _GROUP, 'categoryValueRef="value"', 'categoryValueRef="values"'),
    Case(
        "group category kind", "reference_kind_wrong", _GROUP, 'categoryValueRef="value"', 'categoryValueRef="category"'
    ),
    Case("category of a step", "reference_kind_wrong", _CATEGORY, "Ref>value<", "Ref>category<"),
    Case("artifact in a flow", "flow_dangling", _NOTE, 'targetRef="done"', 'targetRef="note"'),
    Case("artifact in a flow, kind", "reference_kind_wrong", _NOTE, 'targetRef="done"', 'targetRef="note"'),
    Case(
        "key without properties",
        "correlation_key_empty",
        _KEYED,
        "<correlationPropertyRef>number</correlationPropertyRef>",
        "",
    ),
    Case("key property", "reference_kind_wrong", _KEYED, "Ref>number<", "Ref>hello<"),
    Case("key property missing", "reference_dangling", _KEYED, "Ref>number<", "Ref>numbers<"),
    Case("retrieval message", "reference_kind_wrong", _KEYED, 'messageRef="hello"', 'messageRef="number"'),
    Case("subscription key", "reference_kind_wrong", _KEYED, 'correlationKeyRef="key"', 'correlationKeyRef="hello"'),
    Case(
        "subscription key missing", "reference_dangling", _KEYED, 'correlationKeyRef="key"', 'correlationKeyRef="keys"'
    ),
    Case(
        "binding of another key",
        "correlation_binding_wrong",
        _KEYED,
        'correlationPropertyRef="number"',
        'correlationPropertyRef="year"',
    ),
    Case(
        "binding property",
        "reference_kind_wrong",
        _KEYED,
        'correlationPropertyRef="number"',
        'correlationPropertyRef="hello"',
    ),
    Case("binding without a path", "schema_invalid", _KEYED, "<dataPath>number</dataPath>", ""),
    Case("property without expression", "schema_invalid", _KEYED, "<messagePath>year</messagePath>", ""),
    Case("empty path", "expression_empty", _KEYED, "<messagePath>year<", "<messagePath><"),
    Case(
        "property taken twice",
        "correlation_message_twice",
        _KEYED,
        '</correlationPropertyRetrievalExpression></correlationProperty><correlationProperty id="year"',
        '</correlationPropertyRetrievalExpression><correlationPropertyRetrievalExpression messageRef="hello"><messagePath>a'
        '</messagePath></correlationPropertyRetrievalExpression></correlationProperty><correlationProperty id="year"',
    ),
    Case("error end without a code", "code_missing", _ERROR, ' errorCode="F1"', ""),
    Case("error reference", "reference_dangling", _ERROR, 'errorRef="failure"', 'errorRef="failures"'),
    Case("error reference kind", "reference_kind_wrong", _ERROR, 'errorRef="failure"', 'errorRef="ping"'),
    Case("error structure", "reference_kind_wrong", _ERROR, 'structureRef="thing"', 'structureRef="ping"'),
    Case("escalation without a code", "code_missing", _ESCALATION, ' escalationCode="M1"', ""),
    Case("escalation reference", "reference_dangling", _ESCALATION, 'escalationRef="more"', 'escalationRef="less"'),
    Case(
        "escalation reference kind", "reference_kind_wrong", _ESCALATION, 'escalationRef="more"', 'escalationRef="ping"'
    ),
    Case("escalation structure", "reference_kind_wrong", _ESCALATION, 'structureRef="thing"', 'structureRef="ping"'),
    Case("signal reference", "reference_dangling", _SIGNAL, 'signalRef="ping"', 'signalRef="pings"'),
    Case("signal reference kind", "reference_kind_wrong", _SIGNAL, 'signalRef="ping"', 'signalRef="hello"'),
    Case("signal structure", "reference_kind_wrong", _SIGNAL, 'structureRef="thing"', 'structureRef="hello"'),
    Case("signal not given", "signal_missing", _SIGNAL, ' signalRef="ping"', ""),
    Case("message reference", "reference_dangling", _MESSAGE, 'messageRef="hello"', 'messageRef="hallo"'),
    Case("message reference kind", "reference_kind_wrong", _MESSAGE, 'messageRef="hello"', 'messageRef="ping"'),
    Case("message item", "reference_kind_wrong", _MESSAGE, 'itemRef="thing"', 'itemRef="ping"'),
    Case("message item missing", "reference_dangling", _MESSAGE, 'itemRef="thing"', 'itemRef="things"'),
    Case("message not given", "message_missing", _MESSAGE, ' messageRef="hello"', ""),
    Case(
        "item kind",
        "schema_invalid",
        _MESSAGE,
        '<itemDefinition id="thing"',
        '<itemDefinition itemKind="Paper" id="thing"',
    ),
    Case("operation in-message", "reference_kind_wrong", _SERVICE, "Ref>asked<", "Ref>failure<"),
    Case("operation in-message missing", "reference_dangling", _SERVICE, "Ref>asked<", "Ref>ask_ed<"),
    Case("operation without in-message", "schema_invalid", _SERVICE, "<inMessageRef>asked</inMessageRef>", ""),
    Case("operation out-message", "reference_kind_wrong", _SERVICE, "Ref>told<", "Ref>failure<"),
    Case("operation error", "reference_kind_wrong", _SERVICE, "Ref>failure<", "Ref>told<"),
    Case("operation name", "schema_invalid", _SERVICE, '<operation id="ask" name="ask">', '<operation id="ask">'),
    Case("interface name", "schema_invalid", _SERVICE, ' name="desk"', ""),
    Case(
        "interface without operation",
        "schema_invalid",
        whole(before=""),
        "<process",
        '<interface id="i" name="i"/><process',
    ),
    Case("resource", "reference_dangling", _RESOURCE, "Ref>desk<", "Ref>dask<"),
    Case("resource kind", "reference_kind_wrong", _RESOURCE, "Ref>desk<", "Ref>thing<"),
    Case("resource name", "schema_invalid", _RESOURCE, ' name="desks"', ""),
    Case(
        "resource parameter of another",
        "resource_parameter_wrong",
        _RESOURCE,
        'parameterRef="town"',
        'parameterRef="floor"',
    ),
    Case("resource parameter kind", "reference_kind_wrong", _RESOURCE, 'parameterRef="town"', 'parameterRef="desk"'),
    Case(
        "resource parameter required",
        "resource_parameter_missing",
        _RESOURCE,
        'parameterRef="town"',
        'parameterRef="street"',
    ),
    Case("resource parameter type", "reference_kind_wrong", _RESOURCE, 'type="thing"', 'type="desk"'),
    Case("flow end", "schema_invalid", whole(), ' targetRef="done"', ""),
    Case("flow to nothing", "flow_dangling", whole(), 'targetRef="done"', 'targetRef="nothing"'),
    Case("flow to a flow", "reference_kind_wrong", whole(), 'targetRef="done"', 'targetRef="begin_to_check"'),
    Case("flow immediate", "flow_not_immediate", whole(), 'targetRef="check"', 'targetRef="check" isImmediate="false"'),
    Case("expression type", "reference_kind_wrong", _CHOICE, 'TypeRef="thing"', 'TypeRef="choose"'),
    Case("expression empty", "expression_empty", _CHOICE, "amount &gt; 1", ""),
    Case("expression of no kind", "schema_invalid", _CHOICE, ' xsi:type="tFormalExpression"', ""),
    Case("default of another", "default_invalid", _CHOICE, 'default="no"', 'default="to"'),
    Case("default missing", "default_invalid", _CHOICE, 'default="no"', 'default="not"'),
    Case("default kind", "reference_kind_wrong", _CHOICE, 'default="no"', 'default="done"'),
    Case(
        "single conditional flow",
        "condition_alone",
        _SPLIT,
        '<sequenceFlow id="no" sourceRef="check" targetRef="other"/>',
        "",
    ),
    Case("list of incoming", "flow_lists_differ", _LISTED, "<incoming>one<", "<incoming>two<"),
    Case("list of incoming, kind", "reference_kind_wrong", _LISTED, "<incoming>one<", "<incoming>begin<"),
    Case("list of outgoing", "reference_dangling", _LISTED, "<outgoing>one<", "<outgoing>two<"),
    Case("same id twice", "duplicate_id", whole(), '<endEvent id="done"/>', '<endEvent id="done"/><task id="done"/>'),
    Case(
        "id is no name", "schema_invalid", whole(), '<userTask id="check"/>', '<userTask id="check"/><task id="1 2"/>'
    ),
    Case(
        "unknown attribute", "schema_invalid", whole(), '<userTask id="check"/>', '<userTask id="check" color="red"/>'
    ),
    Case(
        "unknown element",
        "schema_invalid",
        whole(),
        '<userTask id="check"/>',
        '<userTask id="check"/><humanTask id="h"/>',
    ),
    Case(
        "step outside a process",
        "schema_invalid",
        whole(),
        "</process>",
        '</process><userTask id="lost"/>',
    ),
    Case(
        "no boolean",
        "schema_invalid",
        whole(),
        '<userTask id="check"/>',
        '<userTask id="check" isForCompensation="no"/>',
    ),
)
