"""Cases of clauses 10.5 and 10.6: events and gateways."""

# ruff: noqa: E501 - each case is one line of a table, and its XML is easier to follow unbroken

from tests.engine.definitions.drawing import chain
from tests.engine.definitions.standard.cases import STEPS, Case, catch, task, throw, whole

_CATALOGUE = (
    '<itemDefinition id="thing"/><itemDefinition id="other"/><message id="hello" name="hello" itemRef="thing"/>'
    '<message id="bye" name="bye"/><signal id="ping" name="ping"/><error id="failure" errorCode="F1"/>'
    '<escalation id="more" escalationCode="M1"/>'
)
_HOUR = "<timeDuration>PT1H</timeDuration>"
_DEFINITIONS = {
    "message": '<messageEventDefinition messageRef="hello"/>',
    "timer": f"<timerEventDefinition>{_HOUR}</timerEventDefinition>",
    "signal": '<signalEventDefinition signalRef="ping"/>',
    "conditional": "<conditionalEventDefinition><condition>amount &gt; 1</condition></conditionalEventDefinition>",
    "error": '<errorEventDefinition errorRef="failure"/>',
    "escalation": '<escalationEventDefinition escalationRef="more"/>',
    "compensation": "<compensateEventDefinition/>",
    "cancel": "<cancelEventDefinition/>",
    "terminate": "<terminateEventDefinition/>",
    "link": '<linkEventDefinition name="on"/>',
}
_WAITING = ("message", "timer", "signal", "conditional")
_NOT_AT = {
    "startEvent": ("error", "escalation", "compensation", "cancel", "terminate", "link"),
    "intermediateCatchEvent": ("error", "escalation", "compensation", "cancel", "terminate"),
    "intermediateThrowEvent": ("timer", "conditional", "error", "cancel", "terminate"),
    "endEvent": ("timer", "conditional", "link"),
    "boundaryEvent": ("terminate", "link"),
}


def _with(kind: str, content: str) -> str:
    """A process in which an event of that kind has that content."""
    parts = {
        "startEvent": f'<startEvent id="begin">{content}</startEvent><userTask id="check"/><endEvent id="done"/>',
        "endEvent": f'<startEvent id="begin"/><userTask id="check"/><endEvent id="done">{content}</endEvent>',
        "boundaryEvent": '<startEvent id="begin"/><userTask id="check"/><endEvent id="done"/><endEvent id="late"/>'
        f'<boundaryEvent id="edge" attachedToRef="check">{content}</boundaryEvent>' + chain("edge", "late"),
    }
    if kind in parts:
        return whole(parts[kind] + chain("begin", "check", "done"), before=_CATALOGUE)
    return whole(task(kind, "", content), before=_CATALOGUE)


_PLACES = tuple(
    Case(
        f"{kind} {wrong}",
        "event_kind_wrong",
        _with(kind, _DEFINITIONS["signal"]),
        _DEFINITIONS["signal"],
        _DEFINITIONS[wrong],
    )
    for kind, all_wrong in _NOT_AT.items()
    for wrong in all_wrong
)
_ASIDE_STARTS = tuple(
    Case(
        f"event sub-process {wrong}",
        "event_kind_wrong",
        whole(
            STEPS
            + f'<subProcess id="aside" triggeredByEvent="true"><startEvent id="in">{_DEFINITIONS["error"]}</startEvent>'
            '<endEvent id="out"/>' + chain("in", "out") + "</subProcess>",
            before=_CATALOGUE,
        ),
        _DEFINITIONS["error"],
        _DEFINITIONS[wrong],
    )
    for wrong in ("cancel", "terminate", "link")
)
_ASIDE = _ASIDE_STARTS[0].file
_EDGE = _with("boundaryEvent", _DEFINITIONS["error"])
_TRANSACTION = whole(
    '<startEvent id="begin"/><transaction id="deal"><startEvent id="in"/><endEvent id="out"><cancelEventDefinition/></endEvent>'
    + chain("in", "out")
    + '</transaction><boundaryEvent id="edge" attachedToRef="deal"><cancelEventDefinition/></boundaryEvent><endEvent id="done"/>'
    '<endEvent id="late"/>' + chain("begin", "deal", "done") + chain("edge", "late")
)
_LINKS = whole(
    '<startEvent id="begin"/><intermediateThrowEvent id="leave"><linkEventDefinition id="l1" name="on"><target>l2</target>'
    '</linkEventDefinition></intermediateThrowEvent><intermediateCatchEvent id="arrive"><linkEventDefinition id="l2" name="on">'
    '<source>l1</source></linkEventDefinition></intermediateCatchEvent><endEvent id="done"/>'
    + chain("begin", "leave")
    + chain("arrive", "done"),
    before=_CATALOGUE,
)
_NAMED_LINKS = _LINKS.replace("<target>l2</target>", "").replace("<source>l1</source>", "")
_SHARED = whole(
    catch("<eventDefinitionRef>hears</eventDefinitionRef>")
    + '<boundaryEvent id="edge" attachedToRef="wait"><timerEventDefinition id="own"><timeDuration>PT1H</timeDuration>'
    '</timerEventDefinition></boundaryEvent><userTask id="wait"/><endEvent id="late"/>'
    + chain("edge", "late")
    + '<sequenceFlow id="on" sourceRef="check" targetRef="wait"/>'
    + chain("wait", "done"),
    before=_CATALOGUE + '<signalEventDefinition id="hears" signalRef="ping"/>',
)
_CARRIES = whole(
    catch('<dataOutput id="got" itemSubjectRef="thing"/><messageEventDefinition messageRef="hello"/>'),
    before=_CATALOGUE,
)
_SENDS = whole(
    throw('<dataInput id="sent" itemSubjectRef="thing"/><messageEventDefinition messageRef="hello"/>'),
    before=_CATALOGUE,
)
_OPERATED = whole(
    catch('<messageEventDefinition messageRef="hello"><operationRef>ask</operationRef></messageEventDefinition>'),
    before=_CATALOGUE
    + '<interface id="desk" name="desk"><operation id="ask" name="ask"><inMessageRef>hello</inMessageRef>'
    "</operation></interface>",
)
_UNDONE = whole(
    '<startEvent id="begin"/><userTask id="pay"/><boundaryEvent id="undo" attachedToRef="pay"><compensateEventDefinition/>'
    '</boundaryEvent><userTask id="refund" isForCompensation="true"/><subProcess id="sub"><userTask id="inner"/></subProcess>'
    '<endEvent id="done"><compensateEventDefinition activityRef="pay"/></endEvent>'
    + chain("begin", "pay", "sub", "done")
    + '<association id="ties" sourceRef="undo" targetRef="refund"/>'
)
_WAIT = (
    '<startEvent id="begin"/><eventBasedGateway id="wait"/>'
    '<intermediateCatchEvent id="answered"><messageEventDefinition messageRef="hello"/></intermediateCatchEvent>'
    f'<intermediateCatchEvent id="expired"><timerEventDefinition>{_HOUR}</timerEventDefinition></intermediateCatchEvent>'
    '<receiveTask id="told" messageRef="bye"/><endEvent id="done"/><endEvent id="late"/><endEvent id="third"/>'
)
_AWAITED = whole(
    _WAIT.replace('<receiveTask id="told" messageRef="bye"/>', "").replace('<endEvent id="third"/>', "")
    + chain("begin", "wait", "answered", "done")
    + chain("wait", "expired", "late"),
    before=_CATALOGUE,
)
_TOLD = whole(
    _WAIT.replace(
        '<intermediateCatchEvent id="answered"><messageEventDefinition messageRef="hello"/></intermediateCatchEvent>',
        "",
    ).replace('<endEvent id="done"/>', "")
    + chain("begin", "wait", "told", "third")
    + chain("wait", "expired", "late"),
    before=_CATALOGUE,
)
_STARTING = whole(
    '<eventBasedGateway id="wait" instantiate="true" eventGatewayType="Parallel"/>'
    '<intermediateCatchEvent id="one"><messageEventDefinition messageRef="hello"/></intermediateCatchEvent>'
    '<intermediateCatchEvent id="two"><messageEventDefinition messageRef="bye"/></intermediateCatchEvent>'
    '<parallelGateway id="both"/><endEvent id="done"/>'
    + chain("wait", "one", "both", "done")
    + chain("wait", "two", "both"),
    before=_CATALOGUE,
)
_YES = "<conditionExpression>amount &gt; 1</conditionExpression>"
_CHOICE = whole(
    '<startEvent id="begin"/><exclusiveGateway id="choose" gatewayDirection="Diverging" default="no"/>'
    '<exclusiveGateway id="meet" gatewayDirection="Converging"/><endEvent id="done"/>'
    f'<sequenceFlow id="yes" sourceRef="choose" targetRef="meet">{_YES}</sequenceFlow>'
    '<sequenceFlow id="no" sourceRef="choose" targetRef="meet"/>' + chain("begin", "choose") + chain("meet", "done")
)
_BOTH = whole(
    '<startEvent id="begin"/><parallelGateway id="split"/><userTask id="one"/><userTask id="two"/><parallelGateway id="join"/>'
    '<endEvent id="done"/>' + chain("begin", "split", "one", "join", "done") + chain("split", "two", "join")
)
_COMPLEX = whole(
    '<startEvent id="begin"/><parallelGateway id="split"/><userTask id="one"/><userTask id="two"/>'
    '<complexGateway id="join"><activationCondition>activationCount &gt;= 1</activationCondition></complexGateway>'
    '<endEvent id="done"/>' + chain("begin", "split", "one", "join", "done") + chain("split", "two", "join")
)

CASES = (
    *_PLACES,
    *_ASIDE_STARTS,
    Case(
        "start with a flow in",
        "start_has_incoming",
        whole(),
        'sourceRef="check" targetRef="done"',
        'sourceRef="check" targetRef="begin"',
    ),
    Case("start without a flow", "start_without_outgoing", whole(), 'sourceRef="begin"', 'sourceRef="check"'),
    Case("end with a flow out", "end_has_outgoing", whole(), 'sourceRef="begin"', 'sourceRef="done"'),
    Case("end without a flow", "end_without_incoming", whole(), 'targetRef="done"', 'targetRef="check"'),
    Case("end without start", "end_without_start", whole(), '<startEvent id="begin"/>', '<task id="begin"/>'),
    Case("step that nothing leads to", "node_unreachable", whole(), "<endEvent", '<userTask id="lost"/><endEvent'),
    Case(
        "error start that does not interrupt", "event_must_interrupt", _ASIDE, '"in">', '"in" isInterrupting="false">'
    ),
    Case(
        "compensation start that does not interrupt",
        "event_must_interrupt",
        _ASIDE.replace(_DEFINITIONS["error"], _DEFINITIONS["compensation"]),
        '"in">',
        '"in" isInterrupting="false">',
    ),
    Case(
        "error edge that does not interrupt",
        "event_must_interrupt",
        _EDGE,
        'attachedToRef="check"',
        'attachedToRef="check" cancelActivity="false"',
    ),
    Case(
        "cancel edge that does not interrupt",
        "event_must_interrupt",
        _TRANSACTION,
        'attachedToRef="deal"',
        'attachedToRef="deal" cancelActivity="false"',
    ),
    Case(
        "cancel outside a transaction",
        "cancel_outside_transaction",
        _TRANSACTION.replace("<x", ""),
        "transaction",
        "subProcess",
    ),
    Case("edge of nothing", "boundary_host_missing", _EDGE, 'attachedToRef="check"', 'attachedToRef="nobody"'),
    Case("edge without host", "schema_invalid", _EDGE, ' attachedToRef="check"', ""),
    Case("edge of an event", "reference_kind_wrong", _EDGE, 'attachedToRef="check"', 'attachedToRef="begin"'),
    Case(
        "edge with a flow in",
        "boundary_has_incoming",
        _EDGE,
        'sourceRef="begin" targetRef="check"',
        'sourceRef="begin" targetRef="edge"',
    ),
    Case("edge without a flow", "boundary_without_flow", _EDGE, 'sourceRef="edge"', 'sourceRef="check"'),
    Case("edge of no kind", "event_without_definition", _EDGE, _DEFINITIONS["error"], ""),
    Case(
        "catching nothing", "event_without_definition", whole(catch(_DEFINITIONS["timer"])), _DEFINITIONS["timer"], ""
    ),
    Case(
        "catching without a way on",
        "event_without_outgoing",
        whole(catch(_DEFINITIONS["timer"])),
        'sourceRef="check"',
        'sourceRef="begin"',
    ),
    Case("timer without a time", "timer_missing", whole(catch(_DEFINITIONS["timer"])), _HOUR, ""),
    Case(
        "timer of two times",
        "schema_invalid",
        whole(catch(_DEFINITIONS["timer"])),
        _HOUR,
        _HOUR + "<timeDate>2021-01-01</timeDate>",
    ),
    Case("timer of no time", "timer_missing", whole(catch(_DEFINITIONS["timer"])), ">PT1H<", "><"),
    Case("timer that cannot be read", "timer_invalid", whole(catch(_DEFINITIONS["timer"])), "PT1H", "PT1Q"),
    Case(
        "condition missing",
        "condition_missing",
        whole(catch(_DEFINITIONS["conditional"])),
        "<condition>amount &gt; 1</condition>",
        "",
    ),
    Case("condition empty", "expression_empty", whole(catch(_DEFINITIONS["conditional"])), "amount &gt; 1", ""),
    Case("link without counterpart", "link_unmatched", _NAMED_LINKS, 'id="l2" name="on"', 'id="l2" name="off"'),
    Case("link without name", "schema_invalid", _LINKS, 'id="l2" name="on"', 'id="l2"'),
    Case(
        "link to two",
        "link_ambiguous",
        _LINKS,
        "<endEvent",
        '<intermediateCatchEvent id="too"><linkEventDefinition name="on"/></intermediateCatchEvent><sequenceFlow id="more" sourceRef="too" targetRef="done"/><endEvent',
    ),
    Case(
        "link with a flow",
        "link_has_flow",
        _LINKS,
        '<endEvent id="done"/>',
        '<endEvent id="done"/><sequenceFlow id="x" sourceRef="leave" targetRef="done"/>',
    ),
    Case("link target", "reference_dangling", _LINKS, "<target>l2<", "<target>l3<"),
    Case("link target kind", "reference_kind_wrong", _LINKS, "<target>l2<", "<target>done<"),
    Case("link source kind", "reference_kind_wrong", _LINKS, "<source>l1<", "<source>begin<"),
    Case("shared definition", "reference_dangling", _SHARED, "Ref>hears<", "Ref>listens<"),
    Case("shared definition kind", "reference_kind_wrong", _SHARED, "Ref>hears<", "Ref>ping<"),
    Case("shared definition of another event", "event_definition_nested", _SHARED, "Ref>hears<", "Ref>own<"),
    Case(
        "event with too many data",
        "event_data_wrong",
        _CARRIES,
        '<dataOutput id="got"',
        '<dataOutput id="more"/><dataOutput id="got"',
    ),
    Case(
        "event with data of another item",
        "event_data_wrong",
        _CARRIES,
        '"got" itemSubjectRef="thing"',
        '"got" itemSubjectRef="other"',
    ),
    Case(
        "throwing data of another item",
        "event_data_wrong",
        _SENDS,
        '"sent" itemSubjectRef="thing"',
        '"sent" itemSubjectRef="other"',
    ),
    Case("event operation", "reference_kind_wrong", _OPERATED, "Ref>ask<", "Ref>desk<"),
    Case("event operation missing", "reference_dangling", _OPERATED, "Ref>ask<", "Ref>asks<"),
    Case(
        "event of another message than the operation's",
        "message_differs_from_operation",
        _OPERATED,
        'messageRef="hello"',
        'messageRef="bye"',
    ),
    Case("compensation of nothing", "compensation_target_unknown", _UNDONE, 'activityRef="pay"', 'activityRef="paid"'),
    Case("compensation of an event", "reference_kind_wrong", _UNDONE, 'activityRef="pay"', 'activityRef="begin"'),
    Case("compensation inside", "compensation_target_elsewhere", _UNDONE, 'activityRef="pay"', 'activityRef="inner"'),
    Case(
        "event gateway with one way",
        "event_gateway_single",
        _AWAITED,
        'sourceRef="wait" targetRef="expired"',
        'sourceRef="begin" targetRef="expired"',
    ),
    Case(
        "event gateway to a task",
        "event_gateway_target_wrong",
        _AWAITED,
        'sourceRef="wait" targetRef="expired"',
        'sourceRef="wait" targetRef="late"',
    ),
    Case(
        "event gateway to a shared event",
        "event_gateway_target_shared",
        _AWAITED,
        '<endEvent id="late"/>',
        '<endEvent id="late"/><sequenceFlow id="x" sourceRef="begin" targetRef="expired"/>',
    ),
    Case(
        "event gateway with a condition",
        "condition_forbidden",
        _AWAITED,
        'sourceRef="wait" targetRef="expired"/>',
        f'sourceRef="wait" targetRef="expired">{_YES}</sequenceFlow>',
    ),
    Case(
        "event gateway mixed",
        "event_gateway_mixed",
        _TOLD,
        f"<timerEventDefinition>{_HOUR}</timerEventDefinition>",
        '<messageEventDefinition messageRef="hello"/>',
    ),
    Case(
        "event gateway to a task with an edge",
        "event_gateway_target_wrong",
        _TOLD,
        '<endEvent id="third"/>',
        f'<endEvent id="third"/><boundaryEvent id="edge" attachedToRef="told"><timerEventDefinition>{_HOUR}</timerEventDefinition></boundaryEvent><sequenceFlow id="x" sourceRef="edge" targetRef="third"/>',
    ),
    Case(
        "event gateway parallel", "event_gateway_parallel", _AWAITED, '"wait"/>', '"wait" eventGatewayType="Parallel"/>'
    ),
    Case(
        "event gateway that starts after something",
        "instantiate_has_incoming",
        _AWAITED,
        '"wait"/>',
        '"wait" instantiate="true"/>',
    ),
    Case(
        "event gateway that starts by a timer",
        "event_gateway_start_kind",
        _STARTING,
        _DEFINITIONS["message"],
        _DEFINITIONS["timer"],
    ),
    Case("event gateway type", "schema_invalid", _STARTING, '"Parallel"', '"Both"'),
    Case("choice without condition", "gateway_condition_missing", _CHOICE, _YES, ""),
    Case(
        "diverging that joins",
        "gateway_direction_wrong",
        _CHOICE,
        'id="meet" gatewayDirection="Converging"',
        'id="meet" gatewayDirection="Diverging"',
    ),
    Case("converging that splits", "gateway_direction_wrong", _CHOICE, '"Diverging"', '"Converging"'),
    Case("mixed that only splits", "gateway_direction_wrong", _CHOICE, '"Diverging"', '"Mixed"'),
    Case("direction", "schema_invalid", _CHOICE, '"Diverging"', '"Sideways"'),
    Case(
        "gateway without a way out",
        "gateway_without_flows",
        _CHOICE,
        'sourceRef="meet" targetRef="done"',
        'sourceRef="begin" targetRef="done"',
    ),
    Case(
        "parallel with a condition",
        "condition_forbidden",
        _BOTH,
        'sourceRef="split" targetRef="two"/>',
        f'sourceRef="split" targetRef="two">{_YES}</sequenceFlow>',
    ),
    Case("parallel with a default", "schema_invalid", _BOTH, '"split"/>', '"split" default="split_to_one"/>'),
    Case(
        "start with a condition",
        "condition_forbidden",
        whole(),
        'sourceRef="begin" targetRef="check"/>',
        f'sourceRef="begin" targetRef="check">{_YES}</sequenceFlow>',
    ),
    Case(
        "complex without condition",
        "complex_without_condition",
        _COMPLEX,
        "<activationCondition>activationCount &gt;= 1</activationCondition>",
        "",
    ),
    Case("complex with an empty condition", "expression_empty", _COMPLEX, "activationCount &gt;= 1", ""),
)
