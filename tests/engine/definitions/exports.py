"""Small files as modelling tools write them: each with slips, inventions or gaps of a kind that real exports have."""

from collections.abc import Mapping

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_DI = (
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
)
_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_LINE = (
    '<startEvent id="s"/><task id="a" name="Granska ansökan"/><endEvent id="e"/>'
    '<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="e"/>'
)


def _flow(number: int, source: str, target: str, inside: str = "", more: str = "") -> str:
    return f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}" {more}>{inside}</sequenceFlow>'


def _file(content: str, *, before: str = "", root: str = "", after: str = "") -> str:
    return (
        f'{before}<definitions xmlns="{MODEL}" {_DI} {_XSI} id="d" targetNamespace="urn:x" {root}>'
        f"{content}{after}</definitions>"
    )


def _process(content: str, more: str = "") -> str:
    return _file(f'<process id="p" {more}>{content}</process>')


def _around(event: str) -> str:
    """A process with one step between start and end."""
    return _process(f'<startEvent id="s"/>{event}<endEvent id="e"/>{_flow(1, "s", "x")}{_flow(2, "x", "e")}')


def _shape(element: str, x: str, y: str, width: str, height: str) -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<bpmndi:BPMNShape id="{element}_di" bpmnElement="{element}">{bounds}</bpmndi:BPMNShape>'


def _picture(*shapes: str, of: str = "p") -> str:
    plane = f'<bpmndi:BPMNPlane id="plane" bpmnElement="{of}">{"".join(shapes)}</bpmndi:BPMNPlane>'
    return f'<bpmndi:BPMNDiagram id="di">{plane}</bpmndi:BPMNDiagram>'


_PLAIN = _process(_LINE)
_DECLARED = '<?xml version="1.0" encoding="{}"?>\n'

# How files are written.
WRITTEN: Mapping[str, bytes] = {
    "bom": b"\xef\xbb\xbf" + _PLAIN.encode(),
    "utf16": (_DECLARED.format("UTF-16") + _PLAIN).encode("utf-16"),
    "utf16_without_mark": (_DECLARED.format("UTF-16") + _PLAIN).encode("utf-16-le"),
    "utf16_said_but_utf8": (_DECLARED.format("UTF-16") + _PLAIN).encode(),
    "latin1": (_DECLARED.format("ISO-8859-1") + _PLAIN).encode("latin-1"),
    "latin1_said_to_be_utf8": (_DECLARED.format("UTF-8") + _PLAIN).encode("latin-1"),
    "windows1250": (_DECLARED.format("windows-1250") + _PLAIN).encode("cp1250"),
    "unknown_encoding": (_DECLARED.format("x-own") + _PLAIN).encode(),
    "crlf": _PLAIN.replace(">", ">\r\n").encode(),
    "xml11": ('<?xml version="1.1" encoding="UTF-8"?>' + _PLAIN).encode(),
    "space_before_declaration": ("\n  " + _DECLARED.format("UTF-8") + _PLAIN).encode(),
    "standalone": ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + _PLAIN).encode(),
    "comments_and_instructions": (
        '<?xml version="1.0"?><!-- exported <definitions> --><?tool x="1"?>' + _PLAIN + "<!-- end -->"
    ).encode(),
    "bare_ampersand": _PLAIN.replace("Granska", "R & D &nbsp;").encode(),
    "control_characters": _PLAIN.replace("Granska", "Gran\x0bska&#x1F;").encode(),
    "attribute_twice": _PLAIN.replace('<endEvent id="e"', '<endEvent name="a" name="b" id="e"').encode(),
    "smaller_than_in_attribute": _PLAIN.replace("Granska", "a < b").encode(),
    "undeclared_prefix": _PLAIN.replace("<endEvent ", '<endEvent own:mark="1" ').encode(),
    "undeclared_xsi": _PLAIN.replace(_XSI, "").replace("<task ", '<task xsi:type="tTask" ').encode(),
    "cdata_and_line_breaks": _PLAIN.replace('"Granska ansökan"', '"Granska&#10;ansökan"').encode(),
}


def _prefixed(prefix: str) -> bytes:
    text = _PLAIN
    for name in ("definitions", "process", "startEvent", "task", "endEvent", "sequenceFlow"):
        text = text.replace(f"<{name}", f"<{prefix}:{name}").replace(f"</{name}", f"</{prefix}:{name}")
    return text.replace("xmlns=", f"xmlns:{prefix}=").encode()


def _with_namespace(namespace: str) -> bytes:
    return _PLAIN.replace(MODEL, namespace).encode()


# Names and namespaces.
NAMED: Mapping[str, bytes] = {
    "prefix_semantic": _prefixed("semantic"),
    "prefix_bpmn2": _prefixed("bpmn2"),
    "prefix_model": _prefixed("model"),
    "beta_namespace": _with_namespace("http://schema.omg.org/spec/BPMN/2.0"),
    "bpmn20_namespace": _with_namespace("http://www.omg.org/bpmn20"),
    "other_date": _with_namespace("http://www.omg.org/spec/BPMN/20100501/MODEL"),
    "https_namespace": _with_namespace(MODEL.replace("http:", "https:")),
    "xmi_namespace": _with_namespace(MODEL + "-XMI"),
    "own_namespace": _with_namespace("http://tool.example/bpmn"),
    "no_namespace": _PLAIN.replace(f'xmlns="{MODEL}"', "").encode(),
    "wrapped": f'<export version="1">{_PLAIN}</export>'.encode(),
    "no_target_namespace": _PLAIN.replace('targetNamespace="urn:x"', "").encode(),
    "schema_location": _PLAIN.replace(
        'id="d"', f'id="d" xsi:schemaLocation="{MODEL} http://tool.example/BPMN20.xsd"'
    ).encode(),
    "ids_with_digits": _PLAIN.replace('"a"', '"1a"').replace('"s"', '"2"').encode(),
    "ids_with_braces": _PLAIN.replace('"a"', '"{6F9619FF-8B86-D011-B42D-00CF4FC964FF}"').encode(),
    "ids_with_spaces": _PLAIN.replace('"a"', '"Task 1"').replace('"s"', '" start"').encode(),
    "ids_with_colons": _PLAIN.replace('"a"', '"urn:tool:1"').replace('id="p"', 'id="urn:p/1"').encode(),
    "ids_in_other_letters": _PLAIN.replace('"a"', '"Überprüfen"').replace('"s"', '"開始"').encode(),
    "duplicate_ids": _PLAIN.replace("<task ", '<dataObject id="a"/><task ').replace('id="d"', 'id="s"').encode(),
    "ids_missing_on_flows": _PLAIN.replace('id="f1"', "").replace('id="f2"', "").encode(),
    "ids_missing_on_steps": _process(
        '<startEvent/><task name="A"/><endEvent/><sequenceFlow sourceRef="" targetRef=""/>'
    ).encode(),
    "process_without_id": _PLAIN.replace('id="p"', "").encode(),
    "qnames_without_declaration": _PLAIN.replace('Ref="a"', 'Ref="tns:a"').encode(),
    "ends_only_listed": _process(
        '<startEvent id="s"><outgoing>f1</outgoing></startEvent><task id="a"><incoming>f1</incoming></task>'
        '<sequenceFlow id="f1"/>'
    ).encode(),
    "imports": _file(
        f'<import importType="{MODEL}" location="other.bpmn" namespace="urn:y"/><process id="p">{_LINE}</process>'
    ).encode(),
    "wrong_order": _file(
        f'<process id="p"><association id="as" sourceRef="a" targetRef="t"/><textAnnotation id="t"><text>Obs</text>'
        f'</textAnnotation>{_LINE}<laneSet id="l"/></process><message id="m"/>'
    ).encode(),
    "unknown_elements": _process(
        _LINE + '<swimlane id="own"/><gateway id="g"/>' + _flow(3, "a", "g") + _flow(4, "g", "e")
    ).encode(),
    "foreign_step": _process(
        '<startEvent id="s"/><v:approval xmlns:v="urn:v" id="x"/><endEvent id="e"/>'
        + _flow(1, "s", "x")
        + _flow(2, "x", "e")
    ).encode(),
}

_POOLS = (
    '<collaboration id="c"><participant id="p1" name="Region" processRef="p"/>'
    '<participant id="p2" name="Sökande"/><participant id="p3" name="Borta" processRef="nowhere"/>'
    '<messageFlow id="m1" sourceRef="p2" targetRef="s"/><messageFlow id="m2" sourceRef="s" targetRef="e"/>'
    '<messageFlow id="m3" sourceRef="gone" targetRef="e"/></collaboration>'
)
_LANES = (
    '<laneSet id="ls"><lane id="l1" name="Handläggare"><flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef>'
    '<flowNodeRef>gone</flowNodeRef></lane><lane id="l2" name="Nämnden"><flowNodeRef>a</flowNodeRef>'
    '<childLaneSet id="ls2"><lane name="Ordföranden"><flowNodeRef>e</flowNodeRef></lane></childLaneSet></lane>'
    "</laneSet>"
)

# What is drawn.
DRAWN: Mapping[str, str] = {
    "pools": _file(_POOLS + f'<process id="p">{_LINE}</process>'),
    "lanes": _process(_LANES + _LINE),
    "several_processes": _file(
        f'<process id="p">{_LINE}</process><process id="empty"/><process id="q" isExecutable="false">'
        '<task id="alone"/></process>'
    ),
    "flow_between_pools": _file(
        f'<process id="p">{_LINE}{_flow(9, "a", "other")}</process><process id="q"><task id="other"/></process>'
    ),
    "flow_into_subprocess": _process(
        '<startEvent id="s"/><subProcess id="sub"><task id="inner"/></subProcess><endEvent id="e"/>'
        + _flow(1, "s", "inner")
        + _flow(2, "inner", "e")
    ),
    "no_start_no_end": _process('<task id="a"/><task id="b"/>' + _flow(1, "a", "b")),
    "cycle_without_start": _process('<task id="a"/><task id="b"/>' + _flow(1, "a", "b") + _flow(2, "b", "a")),
    "two_starts": _process(
        '<startEvent id="s" name="Brev"/><startEvent id="t" name="Telefon"/><task id="a"/>'
        + _flow(1, "s", "a")
        + _flow(2, "t", "a")
    ),
    "back_to_start": _process(
        '<startEvent id="s"/><task id="a"/><exclusiveGateway id="g" name="Komplett?"/><endEvent id="e"/>'
        + _flow(1, "s", "a")
        + _flow(2, "a", "g")
        + _flow(3, "g", "s", more='name="nej"')
        + _flow(4, "g", "e", more='name="ja"')
    ),
    "after_the_end": _process(
        '<startEvent id="s"/><endEvent id="e"/><task id="a"/>' + _flow(1, "s", "e") + _flow(2, "e", "a")
    ),
    "flows_to_nothing": _process(_LINE + _flow(3, "a", "gone") + '<sequenceFlow id="f9"/>'),
    "events_without_definitions": _process(
        '<startEvent id="s"/><intermediateCatchEvent id="w" name="Svar"/><task id="a"/>'
        '<boundaryEvent id="b" attachedToRef="a"/><endEvent id="e"/>'
        + _flow(1, "s", "w")
        + _flow(2, "w", "a")
        + _flow(3, "a", "e")
        + _flow(4, "b", "e")
    ),
    "timers_without_time": _process(
        '<startEvent id="s"><timerEventDefinition/></startEvent><task id="a"/>'
        '<boundaryEvent id="b" attachedToRef="a"><timerEventDefinition id="t"/></boundaryEvent>'
        '<intermediateCatchEvent id="w"><timerEventDefinition><timeDuration/></timerEventDefinition>'
        '</intermediateCatchEvent><endEvent id="e"/>'
        + _flow(1, "s", "a")
        + _flow(2, "a", "w")
        + _flow(3, "w", "e")
        + _flow(4, "b", "e")
    ),
    "times_in_words": _around(
        '<intermediateCatchEvent id="x"><timerEventDefinition><timeDuration>5 Tage</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>"
    ),
    "conditions_in_words": _around(
        '<intermediateCatchEvent id="x"><conditionalEventDefinition><condition>Pengarna har kommit</condition>'
        "</conditionalEventDefinition></intermediateCatchEvent>"
    ),
    "event_gateway": _process(
        '<startEvent id="s"/><eventBasedGateway id="g"/><intermediateCatchEvent id="m"><messageEventDefinition/>'
        '</intermediateCatchEvent><intermediateCatchEvent id="t"><timerEventDefinition/></intermediateCatchEvent>'
        '<endEvent id="e"/>'
        + _flow(1, "s", "g")
        + _flow(2, "g", "m")
        + _flow(3, "g", "t")
        + _flow(4, "m", "e")
        + _flow(5, "t", "e")
    ),
    "event_gateway_before_tasks": _process(
        '<startEvent id="s"/><eventBasedGateway id="g"/><task id="a"/><task id="b"/>'
        + _flow(1, "s", "g")
        + _flow(2, "g", "a")
        + _flow(3, "g", "b")
    ),
    "gateways_without_flows": _process(_LINE + '<exclusiveGateway id="g"/><parallelGateway id="h"/>'),
    "boundary_without_host": _process(_LINE + '<boundaryEvent id="b"><timerEventDefinition/></boundaryEvent>'),
    "boundary_on_the_border": _file(
        f'<process id="p">{_LINE}<boundaryEvent id="b"><messageEventDefinition/></boundaryEvent>{_flow(3, "b", "e")}'
        "</process>",
        after=_picture(_shape("a", "100", "100", "100", "80"), _shape("b", "150", "162", "36", "36")),
    ),
    "deadlock": _process(
        '<startEvent id="s"/><exclusiveGateway id="g"/><task id="a"/><task id="b"/><parallelGateway id="j"/>'
        '<endEvent id="e"/>'
        + _flow(1, "s", "g")
        + _flow(2, "g", "a")
        + _flow(3, "g", "b")
        + _flow(4, "a", "j")
        + _flow(5, "b", "j")
        + _flow(6, "j", "e")
    ),
    "join_after_some": _process(
        '<startEvent id="s"/><inclusiveGateway id="g"/><task id="a"/><task id="b"/><parallelGateway id="j"/>'
        '<endEvent id="e"/><endEvent id="e2"/>'
        + _flow(1, "s", "g")
        + _flow(2, "g", "a")
        + _flow(3, "g", "b")
        + _flow(4, "a", "j")
        + _flow(5, "b", "j")
        + _flow(6, "j", "e")
        + _flow(7, "j", "e2")
    ),
    "repetitions": _process(
        '<startEvent id="s"/><task id="a"><multiInstanceLoopCharacteristics/></task>'
        '<task id="b"><standardLoopCharacteristics/></task>'
        '<subProcess id="c"><multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>-2'
        '</loopCardinality></multiInstanceLoopCharacteristics></subProcess><endEvent id="e"/>'
        + _flow(1, "s", "a")
        + _flow(2, "a", "b")
        + _flow(3, "b", "c")
        + _flow(4, "c", "e")
    ),
    "links": _process(
        '<startEvent id="s"/><intermediateThrowEvent id="t"><linkEventDefinition name="A"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="c"><linkEventDefinition name="B"/></intermediateCatchEvent><endEvent id="e"/>'
        + _flow(1, "s", "t")
        + _flow(2, "c", "e")
    ),
    "lone_link": _process(
        '<startEvent id="s"/><intermediateThrowEvent id="t"><linkEventDefinition/></intermediateThrowEvent>'
        + _flow(1, "s", "t")
    ),
    "events_of_wrong_kinds": _process(
        '<startEvent id="s"><errorEventDefinition/></startEvent><intermediateThrowEvent id="t">'
        "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateThrowEvent>"
        '<intermediateCatchEvent id="c"><errorEventDefinition/></intermediateCatchEvent><task id="a"/>'
        '<boundaryEvent id="b" attachedToRef="a"><terminateEventDefinition/></boundaryEvent>'
        '<endEvent id="e"><timerEventDefinition/></endEvent><endEvent id="x"><cancelEventDefinition/></endEvent>'
        + _flow(1, "s", "t")
        + _flow(2, "t", "c")
        + _flow(3, "c", "a")
        + _flow(4, "a", "e")
        + _flow(5, "b", "x")
    ),
    "throws_without_codes": _process(
        '<startEvent id="s"/><subProcess id="a"><task id="i"/><endEvent id="n"><errorEventDefinition/></endEvent>'
        f'{_flow(9, "i", "n")}</subProcess><boundaryEvent id="b" attachedToRef="a"><errorEventDefinition/>'
        '</boundaryEvent><endEvent id="e"/><endEvent id="e2"><escalationEventDefinition/></endEvent>'
        + _flow(1, "s", "a")
        + _flow(2, "a", "e")
        + _flow(3, "b", "e2")
    ),
    "event_subprocess_without_trigger": _process(
        _LINE + '<subProcess id="es" triggeredByEvent="true"><task id="i"/></subProcess>' + _flow(5, "a", "es")
    ),
    "compensation_by_flow": _process(
        _LINE
        + '<boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent><task id="undo"/>'
        + _flow(5, "b", "undo")
    ),
    "compensation_of_nothing": _process(
        _LINE + '<boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
    ),
    "adhoc_with_start": _around(
        '<adHocSubProcess id="x"><startEvent id="i"/><task id="j"/>' + _flow(7, "i", "j") + "</adHocSubProcess>"
    ),
    "cancel_without_transaction": _around(
        '<subProcess id="x"><task id="i"/><endEvent id="j"><cancelEventDefinition/></endEvent>'
        + _flow(7, "i", "j")
        + "</subProcess>"
    ),
    "complex_gateway": _process(
        '<startEvent id="s"/><complexGateway id="g"/><task id="a"/><task id="b"/>'
        + _flow(1, "s", "g")
        + _flow(2, "g", "a")
        + _flow(3, "g", "b")
    ),
    "annotations_groups_and_data": _process(
        _LINE + '<dataObject id="do"/><dataObjectReference id="dor" dataObjectRef="gone"/>'
        '<dataStoreReference id="dsr" dataStoreRef="store"/><textAnnotation id="ta"><text>Obs</text></textAnnotation>'
        '<group id="gr" categoryValueRef="gone"/><association id="as" sourceRef="a" targetRef="ta"/>'
    ),
    "data_arrows": _around(
        '<task id="x"><ioSpecification><dataInput id="in"/><inputSet/><outputSet/></ioSpecification>'
        "<dataInputAssociation><sourceRef>gone</sourceRef><targetRef>in</targetRef></dataInputAssociation></task>"
    ),
    "shared_definitions": _file(
        '<timerEventDefinition id="shared"/><process id="p"><startEvent id="s"/>'
        '<intermediateCatchEvent id="x"><eventDefinitionRef>shared</eventDefinitionRef></intermediateCatchEvent>'
        '<intermediateCatchEvent id="y"><eventDefinitionRef>gone</eventDefinitionRef></intermediateCatchEvent>'
        f'<endEvent id="e"/>{_flow(1, "s", "x")}{_flow(2, "x", "y")}{_flow(3, "y", "e")}</process>'
    ),
    "loop_of_scripts": _process(
        '<startEvent id="s"/><exclusiveGateway id="m"/><exclusiveGateway id="g" default="f4"/><endEvent id="e"/>'
        + _flow(1, "s", "m")
        + _flow(2, "m", "g")
        + _flow(3, "g", "m", "<conditionExpression>true</conditionExpression>")
        + _flow(4, "g", "e")
    ),
    "quantities": _around('<task id="x" startQuantity="3" completionQuantity="viele"/>'),
    "odd_bounds": _file(
        f'<process id="p">{_LINE}</process>',
        after=_picture(
            _shape("s", "NaN", "10", "36", "36"),
            _shape("a", "-1200,5", "-30", "0", "0"),
            _shape("e", "1e9", "", "36px", "36"),
            _shape("gone", "1", "1", "1", "1"),
            '<bpmndi:BPMNEdge id="f1_di" bpmnElement="f1"><di:waypoint x="x" y="1"/></bpmndi:BPMNEdge>',
            '<bpmndi:BPMNShape id="a_di" bpmnElement="e"/>',
        ),
    ),
    "several_pictures": _file(
        f'<process id="p">{_LINE}</process>',
        after=_picture(of="p") + _picture(_shape("a", "1", "1", "100", "80"), _shape("s", "9", "9", "36", "36")),
    ),
    "colours": _file(
        f'<process id="p">{_LINE}</process>',
        root='xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" '
        'xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0"',
        after=_picture(
            _shape("a", "1", "1", "100", "80").replace(
                " bpmnElement", ' bioc:stroke="#000" color:background-color="#fff" bpmnElement'
            )
        ),
    ),
    "nested_subprocesses": _around(
        '<subProcess id="x"><subProcess id="y"><subProcess id="z"><task id="deep"/></subProcess></subProcess>'
        "</subProcess>"
    ),
}

# What other engines write.
_CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
_MORE = (
    f'{_CAMUNDA} xmlns:flowable="http://flowable.org/bpmn" xmlns:activiti="http://activiti.org/bpmn" '
    'xmlns:drools="http://www.jboss.org/drools" xmlns:signavio="http://www.signavio.com" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" xmlns:tns="http://sourceforge.net/bpmn/x"'
)


def _condition(text: str, language: str = "") -> str:
    named = f' language="{language}"' if language else ""
    return f'<conditionExpression xsi:type="tFormalExpression"{named}><![CDATA[{text}]]></conditionExpression>'


def _branching(one: str, two: str = "") -> str:
    return _file(
        '<process id="p"><startEvent id="s"/><exclusiveGateway id="g"/><task id="a"/><task id="b"/>'
        + _flow(1, "s", "g")
        + _flow(2, "g", "a", one)
        + _flow(3, "g", "b", two)
        + "</process>",
        root=_MORE,
    )


def _one_task(task: str) -> str:
    return _around(task).replace('id="d"', f'id="d" {_MORE}')


ENGINES: Mapping[str, str] = {
    "juel": _branching(_condition("${amount > 100}"), _condition("${amount <= 100}")),
    "juel_calls": _branching(_condition("${bean.check(execution)}"), _condition("${!approved}")),
    "javascript": _branching(_condition("amount == 5", "javascript"), _condition("true", "javascript")),
    "java": _branching(_condition("return amount.compareTo(5) > 0;", "http://www.java.com/java")),
    "xpath": _branching(_condition("getDataObject('x') = 1", "http://www.w3.org/1999/XPath")),
    "python": _branching(_condition("approved == True")),
    "words": _branching(_condition("Ansökan är komplett"), _condition("annars")),
    "empty_conditions": _branching(_condition(""), "<conditionExpression/>"),
    "groovy": _one_task(
        '<scriptTask id="x" scriptFormat="groovy"><script><![CDATA[if (a < 1) { b = 2 }]]></script></scriptTask>'
    ),
    "delegate": _one_task('<serviceTask id="x" camunda:class="com.example.Delegate" camunda:asyncBefore="true"/>'),
    "zeebe": _one_task(
        '<serviceTask id="x"><extensionElements><zeebe:taskDefinition type="unknown" retries="3"/><zeebe:ioMapping>'
        '<zeebe:input source="=a" target="b"/></zeebe:ioMapping></extensionElements></serviceTask>'
    ),
    "forms": _one_task(
        '<userTask id="x" camunda:formKey="embedded:app:x.html" camunda:assignee="demo"><extensionElements>'
        '<camunda:formData><camunda:formField id="amount" label="Belopp" type="long"/></camunda:formData>'
        "</extensionElements></userTask>"
    ),
    "flowable": _one_task('<userTask id="x" flowable:candidateGroups="sales" flowable:dueDate="soon" activiti:x="1"/>'),
    "jbpm": _one_task(
        '<businessRuleTask id="x" drools:ruleFlowGroup="g" implementation="http://www.jboss.org/drools/rule">'
        '<extensionElements><drools:onEntry-script scriptFormat="java"><drools:script>x</drools:script>'
        "</drools:onEntry-script></extensionElements></businessRuleTask>"
    ),
    "spiffworkflow": _one_task(
        '<scriptTask id="x"><extensionElements><spiffworkflow:preScript>a = 1</spiffworkflow:preScript>'
        "</extensionElements><script>b = a + 1</script></scriptTask>"
    ),
    "signavio": _one_task(
        '<task id="x"><extensionElements><signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffcc"/>'
        "</extensionElements></task>"
    ),
    "cron": _one_task(
        '<intermediateCatchEvent id="x"><timerEventDefinition><timeCycle>0 0/5 * * * ?</timeCycle>'
        "</timerEventDefinition></intermediateCatchEvent>"
    ),
    "repeated_timer": _one_task(
        '<intermediateCatchEvent id="x"><timerEventDefinition><timeCycle>R/PT1H</timeCycle></timerEventDefinition>'
        "</intermediateCatchEvent>"
    ),
    "timer_expression": _one_task(
        '<intermediateCatchEvent id="x"><timerEventDefinition><timeDuration>${wait.time()}</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>"
    ),
    "call_by_qname": _one_task('<callActivity id="x" calledElement="tns:other"/>'),
    "called_global": _file(
        '<globalUserTask id="gt" name="Gör"/><process id="p"><startEvent id="s"/>'
        f'<callActivity id="x" calledElement="gt"/>{_flow(1, "s", "x")}</process>'
    ),
    "web_services": _file(
        '<itemDefinition id="item" structureRef="xsd:string"/><message id="m" itemRef="item" name="M"/>'
        '<interface id="i" name="I"><operation id="o" name="O"><inMessageRef>m</inMessageRef></operation></interface>'
        '<process id="p"><startEvent id="s"/><serviceTask id="x" operationRef="o" implementation="##WebService"/>'
        f'<sendTask id="y" messageRef="m"/>{_flow(1, "s", "x")}{_flow(2, "x", "y")}</process>'
    ),
}

_CHOREOGRAPHY = (
    '<choreography id="ch"><participant id="a" name="A"/><participant id="b" name="B"/><startEvent id="s"/>'
    '<choreographyTask id="t" initiatingParticipantRef="a"><participantRef>a</participantRef>'
    f"<participantRef>b</participantRef></choreographyTask>{_flow(1, 's', 't')}</choreography>"
)
# What has nothing that could run: opened and shown.
SHOWN_ONLY: Mapping[str, str] = {
    "black_boxes": _file(
        '<collaboration id="c"><participant id="p1" name="A"/><participant id="p2" name="B"/>'
        '<messageFlow id="m" sourceRef="p1" targetRef="p2"/></collaboration>'
    ),
    "choreography": _file(_CHOREOGRAPHY),
    "conversation": _file(
        '<collaboration id="c"><participant id="p1"/><participant id="p2"/><conversation id="cv">'
        "<participantRef>p1</participantRef></conversation></collaboration>"
    ),
    "empty_process": _file('<process id="p"/>'),
    "nothing_at_all": _file(""),
    "only_catalogues": _file('<message id="m"/><error id="x"/>'),
}
