"""Cases of clauses 10.2, 10.3, 10.7 and 10.8: processes, tasks, sub-processes, loops, compensation, lanes."""

# ruff: noqa: E501 - each case is one line of a table, and its XML is easier to follow unbroken

from tests.engine.definitions.drawing import chain
from tests.engine.definitions.standard.cases import STEPS, Case, io, task, whole

_LANES = whole(
    '<laneSet id="lanes"><lane id="one"><flowNodeRef>begin</flowNodeRef><flowNodeRef>check</flowNodeRef></lane>'
    '<lane id="two" partitionElementRef="thing"><flowNodeRef>done</flowNodeRef></lane></laneSet>' + STEPS,
    before='<itemDefinition id="thing"/>',
    after='<process id="theirs" isExecutable="false"><task id="answer"/></process>',
)
_GLOBAL_SCRIPT = whole(
    task("callActivity", ' calledElement="sums"'),
    after='<globalScriptTask id="sums" name="sums" scriptLanguage="feel" utlysa:resultVariable="sum"><script>1 + 1</script></globalScriptTask>',
)
_SCRIPT = whole(task("scriptTask", ' scriptFormat="feel" utlysa:resultVariable="sum"', "<script>1 + 1</script>"))
_ITEMS = '<itemDefinition id="thing"/><itemDefinition id="other"/><message id="asked" name="asked" itemRef="thing"/>'
_DESK = (
    '<message id="told" name="told" itemRef="thing"/><interface id="desk" name="desk"><operation id="ask" name="ask">'
    "<inMessageRef>asked</inMessageRef><outMessageRef>told</outMessageRef></operation></interface>"
)
_IN, _OUT = '<dataInput id="sent" itemSubjectRef="thing"/>', '<dataOutput id="got" itemSubjectRef="thing"/>'
_SETS_IN = "<inputSet><dataInputRefs>sent</dataInputRefs></inputSet>"
_SETS_OUT = "<outputSet><dataOutputRefs>got</dataOutputRefs></outputSet>"
_SEND = whole(
    task("sendTask", ' messageRef="asked" operationRef="ask"', io(_IN, sets=_SETS_IN + "<outputSet/>")),
    before=_ITEMS + _DESK,
)
_RECEIVE = whole(
    task("receiveTask", ' messageRef="asked" operationRef="ask"', io(outputs=_OUT, sets="<inputSet/>" + _SETS_OUT)),
    before=_ITEMS + _DESK,
)
_SERVICE = whole(
    task(
        "serviceTask",
        ' utlysa:operation="record" operationRef="ask" implementation="##WebService"',
        io(_IN, _OUT, sets=_SETS_IN + _SETS_OUT),
    ),
    before=_ITEMS + _DESK,
)
_CALLED = (
    '<process id="called" isExecutable="true">'
    + io('<dataInput id="c_in"/>', sets="<inputSet><dataInputRefs>c_in</dataInputRefs></inputSet><outputSet/>")
    + STEPS.replace('"begin', '"c_begin')
    .replace('"check', '"c_check')
    .replace('"done', '"c_done')
    .replace("_to_check", "_to_c")
    + "</process>"
)
_CALL = whole(
    task(
        "callActivity",
        ' calledElement="called"',
        io('<dataInput id="own_in"/>', sets="<inputSet><dataInputRefs>own_in</dataInputRefs></inputSet><outputSet/>"),
    ),
    before='<itemDefinition id="thing"/>',
    after=_CALLED,
)
_SUB = whole(task("subProcess", "", '<startEvent id="in"/><endEvent id="out"/>' + chain("in", "out")))
_ADHOC = whole(task("adHocSubProcess", "", '<userTask id="one"/><userTask id="two"/>'))
_ASIDE = whole(
    STEPS
    + '<subProcess id="aside" triggeredByEvent="true"><startEvent id="in"><timerEventDefinition><timeDuration>PT1H'
    '</timeDuration></timerEventDefinition></startEvent><endEvent id="out"/>' + chain("in", "out") + "</subProcess>"
)
_LOOPED = whole(task("userTask", "", '<standardLoopCharacteristics loopMaximum="3"/>'))
_MANY = whole(
    task(
        "userTask",
        "",
        io(
            '<dataInput id="list" isCollection="true"/>',
            '<dataOutput id="results" isCollection="true"/>',
            sets="<inputSet><dataInputRefs>list</dataInputRefs></inputSet><outputSet><dataOutputRefs>results</dataOutputRefs></outputSet>",
        )
        + "<multiInstanceLoopCharacteristics><loopDataInputRef>list</loopDataInputRef><loopDataOutputRef>results"
        '</loopDataOutputRef><inputDataItem id="each"/></multiInstanceLoopCharacteristics>',
    ).replace("<endEvent", '<dataObject id="heap" isCollection="true"/><endEvent')
)
_THROWING = whole(
    task(
        "userTask",
        "",
        '<multiInstanceLoopCharacteristics behavior="One" oneBehaviorEventRef="hears"><loopCardinality>2</loopCardinality>'
        "</multiInstanceLoopCharacteristics>",
    )
    + '<boundaryEvent id="edge" attachedToRef="check" cancelActivity="false"><signalEventDefinition signalRef="ping"/></boundaryEvent>'
    '<endEvent id="heard"/>' + chain("edge", "heard"),
    before='<signal id="ping" name="ping"/><signalEventDefinition id="hears" signalRef="ping"/>',
)
_COMPLEX = whole(
    task(
        "userTask",
        "",
        '<multiInstanceLoopCharacteristics behavior="Complex"><loopCardinality>2</loopCardinality><complexBehaviorDefinition>'
        '<condition>loopCounter = 1</condition><event id="tell"><signalEventDefinition signalRef="ping"/></event>'
        "</complexBehaviorDefinition></multiInstanceLoopCharacteristics>",
    ),
    before='<signal id="ping" name="ping"/>',
)
_UNDO = whole(
    STEPS + '<boundaryEvent id="undo" attachedToRef="check"><compensateEventDefinition/></boundaryEvent>'
    '<userTask id="mend" isForCompensation="true"/><userTask id="mend_too" isForCompensation="true"/>'
    '<boundaryEvent id="undo_mend" attachedToRef="other"><compensateEventDefinition/></boundaryEvent>'
    '<userTask id="other"/><endEvent id="other_end"/><startEvent id="other_begin"/>'
    + chain("other_begin", "other", "other_end")
    + '<association id="ties" sourceRef="undo" targetRef="mend"/><association id="ties_too" sourceRef="undo_mend" targetRef="mend_too"/>'
)
_PERFORMED = whole(
    task(
        "userTask",
        "",
        '<performer id="who"><resourceAssignmentExpression><formalExpression>1</formalExpression>'
        "</resourceAssignmentExpression></performer>",
    )
)

CASES = (
    Case("public executable", "public_executable", whole(process=' processType="Private"'), '"Private"', '"Public"'),
    Case("process type", "schema_invalid", whole(process=' processType="Private"'), '"Private"', '"Secret"'),
    Case("supports", "reference_kind_wrong", whole(STEPS + "<supports>p</supports>"), "s>p<", "s>check<"),
    Case("supports nothing", "reference_dangling", whole(STEPS + "<supports>p</supports>"), "s>p<", "s>q<"),
    Case(
        "definitional collaboration",
        "reference_kind_wrong",
        whole(process=' definitionalCollaborationRef="c"', after='<collaboration id="c"/>'),
        'Ref="c"',
        'Ref="check"',
    ),
    Case("lane of nothing", "reference_dangling", _LANES, "<flowNodeRef>done<", "<flowNodeRef>don<"),
    Case("lane of a flow", "reference_kind_wrong", _LANES, "<flowNodeRef>done<", "<flowNodeRef>begin_to_check<"),
    Case("lane of another process", "lane_node_elsewhere", _LANES, "<flowNodeRef>done<", "<flowNodeRef>answer<"),
    Case("two lanes", "in_two_lanes", _LANES, "<flowNodeRef>done<", "<flowNodeRef>check<"),
    Case("lane partition", "reference_dangling", _LANES, 'ElementRef="thing"', 'ElementRef="things"'),
    Case("start quantity", "quantity_unsupported", whole(), '"check"/>', '"check" startQuantity="0"/>'),
    Case("completion quantity", "quantity_unsupported", whole(), '"check"/>', '"check" completionQuantity="0"/>'),
    Case("global script without a language", "script_format_missing", _GLOBAL_SCRIPT, ' scriptLanguage="feel"', ""),
    Case("script without a format", "script_format_missing", _SCRIPT, ' scriptFormat="feel"', ""),
    Case("send operation", "reference_dangling", _SEND, 'operationRef="ask"', 'operationRef="asks"'),
    Case("send operation kind", "reference_kind_wrong", _SEND, 'operationRef="ask"', 'operationRef="desk"'),
    Case("send message kind", "reference_kind_wrong", _SEND, 'messageRef="asked"', 'messageRef="thing"'),
    Case("send message missing", "reference_dangling", _SEND, 'messageRef="asked"', 'messageRef="ask_ed"'),
    Case(
        "send without message",
        "message_missing",
        whole(task("sendTask", ' messageRef="asked"'), before=_ITEMS),
        ' messageRef="asked"',
        "",
    ),
    Case(
        "send another message than the operation's",
        "message_differs_from_operation",
        whole(
            task("sendTask", ' messageRef="asked" operationRef="ask"'),
            before=_ITEMS + _DESK + '<message id="else" name="e"/>',
        ),
        'messageRef="asked"',
        'messageRef="else"',
    ),
    Case(
        "send data of another item",
        "task_data_wrong",
        _SEND,
        'id="sent" itemSubjectRef="thing"',
        'id="sent" itemSubjectRef="other"',
    ),
    Case(
        "send two data",
        "task_data_wrong",
        _SEND,
        _IN + _SETS_IN,
        _IN
        + '<dataInput id="more"/><inputSet><dataInputRefs>sent</dataInputRefs><dataInputRefs>more</dataInputRefs></inputSet>',
    ),
    Case(
        "receive data of another item",
        "task_data_wrong",
        _RECEIVE,
        'id="got" itemSubjectRef="thing"',
        'id="got" itemSubjectRef="other"',
    ),
    Case("receive operation kind", "reference_kind_wrong", _RECEIVE, 'operationRef="ask"', 'operationRef="told"'),
    Case("receive message kind", "reference_kind_wrong", _RECEIVE, 'messageRef="asked"', 'messageRef="thing"'),
    Case(
        "receive that starts after another",
        "instantiate_has_incoming",
        _RECEIVE,
        ' messageRef="asked"',
        ' instantiate="true" messageRef="asked"',
    ),
    Case("service operation", "reference_dangling", _SERVICE, 'operationRef="ask"', 'operationRef="asks"'),
    Case("service operation kind", "reference_kind_wrong", _SERVICE, 'operationRef="ask"', 'operationRef="told"'),
    Case(
        "service input of another item",
        "task_data_wrong",
        _SERVICE,
        'id="sent" itemSubjectRef="thing"',
        'id="sent" itemSubjectRef="other"',
    ),
    Case(
        "service output of another item",
        "task_data_wrong",
        _SERVICE,
        'id="got" itemSubjectRef="thing"',
        'id="got" itemSubjectRef="other"',
    ),
    Case(
        "call without inputs",
        "call_data_differ",
        _CALL,
        '<dataInput id="own_in"/><inputSet><dataInputRefs>own_in</dataInputRefs></inputSet>',
        "<inputSet/>",
    ),
    Case("call of no process", "reference_kind_wrong", _CALL, 'calledElement="called"', 'calledElement="thing"'),
    Case("call of nothing", "process_unknown", _CALL, 'calledElement="called"', 'calledElement="nobody"'),
    Case(
        "call of what is not executable",
        "called_process_not_executable",
        _CALL,
        'id="called" isExecutable="true"',
        'id="called" isExecutable="false"',
    ),
    Case("call names nothing", "called_element_missing", _CALL, ' calledElement="called"', ""),
    Case("sub-process with an end alone", "subprocess_without_start", _SUB, '<startEvent id="in"/>', '<task id="in"/>'),
    Case(
        "sub-process started by a timer",
        "event_kind_wrong",
        _SUB,
        '<startEvent id="in"/>',
        '<startEvent id="in"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></startEvent>',
    ),
    Case("flow into a sub-process", "flow_crosses_border", _SUB, 'targetRef="check"', 'targetRef="in"'),
    Case(
        "ad hoc with a start",
        "adhoc_content_wrong",
        _ADHOC,
        '<userTask id="one"/>',
        '<userTask id="one"/><startEvent id="s"/>',
    ),
    Case("ad hoc without activity", "adhoc_content_wrong", _ADHOC, '<userTask id="one"/><userTask id="two"/>', ""),
    Case("ad hoc ordering", "schema_invalid", _ADHOC, 'id="check">', 'id="check" ordering="Random">'),
    Case(
        "event sub-process without a trigger",
        "event_subprocess_starts",
        _ASIDE,
        "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>",
        "",
    ),
    Case(
        "event sub-process with two starts",
        "event_subprocess_starts",
        _ASIDE,
        '<endEvent id="out"/>',
        '<endEvent id="out"/><startEvent id="in2"><signalEventDefinition/></startEvent>',
    ),
    Case(
        "event sub-process in the flow", "event_subprocess_has_flow", _ASIDE, 'sourceRef="check"', 'sourceRef="aside"'
    ),
    Case("loop maximum", "loop_maximum_invalid", _LOOPED, '"3"', '"-3"'),
    Case("loop maximum, number", "schema_invalid", _LOOPED, '"3"', '"three"'),
    Case(
        "two repetitions",
        "schema_invalid",
        _LOOPED,
        "</userTask>",
        "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>",
    ),
    Case("instances of another's data", "loop_data_wrong", _MANY, "InputRef>list<", "InputRef>heap<"),
    Case("instances of a step", "reference_kind_wrong", _MANY, "InputRef>list<", "InputRef>done<"),
    Case("instances into a step", "reference_kind_wrong", _MANY, "OutputRef>results<", "OutputRef>done<"),
    Case(
        "instances without a source", "instances_without_source", _MANY, "<loopDataInputRef>list</loopDataInputRef>", ""
    ),
    Case("behaviour event kind", "reference_kind_wrong", _THROWING, 'EventRef="hears"', 'EventRef="ping"'),
    Case("behaviour event missing", "reference_dangling", _THROWING, 'EventRef="hears"', 'EventRef="listens"'),
    Case("behaviour", "schema_invalid", _THROWING, '"One"', '"Some"'),
    Case(
        "complex behaviour without definitions",
        "instances_event_missing",
        whole(
            task(
                "userTask",
                "",
                '<multiInstanceLoopCharacteristics behavior="All"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>',
            )
        ),
        '"All"',
        '"Complex"',
    ),
    Case(
        "complex behaviour without condition", "schema_invalid", _COMPLEX, "<condition>loopCounter = 1</condition>", ""
    ),
    Case(
        "complex behaviour event",
        "event_kind_wrong",
        _COMPLEX,
        '<signalEventDefinition signalRef="ping"/>',
        "<terminateEventDefinition/>",
    ),
    Case("cardinality below zero", "cardinality_invalid", _COMPLEX, "<loopCardinality>2", "<loopCardinality>-2"),
    Case("cardinality of text", "cardinality_invalid", _COMPLEX, "<loopCardinality>2", '<loopCardinality>"2"'),
    Case(
        "compensation without handler",
        "compensation_handler_missing",
        _UNDO,
        '<association id="ties" sourceRef="undo" targetRef="mend"/>',
        "",
    ),
    Case(
        "compensation by an ordinary step",
        "compensation_handler_missing",
        _UNDO,
        'id="mend" isForCompensation="true"',
        'id="mend"',
    ),
    Case("compensation by two", "compensation_handler_several", _UNDO, 'sourceRef="undo_mend"', 'sourceRef="undo"'),
    Case(
        "compensation activity in the flow",
        "compensation_has_flow",
        _UNDO,
        'sourceRef="check" targetRef="done"',
        'sourceRef="check" targetRef="mend"',
    ),
    Case(
        "performer by reference and expression",
        "schema_invalid",
        _PERFORMED,
        "<resourceAssignmentExpression>",
        "<resourceRef>x</resourceRef><resourceAssignmentExpression>",
    ),
    Case("performer expression empty", "expression_empty", _PERFORMED, "<formalExpression>1<", "<formalExpression><"),
    Case("transaction method", "schema_invalid", _SUB, '<subProcess id="check">', '<subProcess id="check" method="x">'),
)
