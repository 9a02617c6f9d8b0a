"""Elements inside and beside one another: what is interrupted, what is caught where, and what keys a message has."""

import pytest

from engine.errors import BpmnError
from engine.interpreter.messages import MessageThrown, SetVariables
from tests.engine.semantics.bench import bench
from tests.engine.semantics.drawing import content, diagram

CATALOGUE = (
    '<message id="m" name="M"/><message id="m2" name="M2"/><signal id="sig" name="S"/>'
    '<error id="err" errorCode="E1"/><escalation id="esc" escalationCode="X"/>'
)
MESSAGE = '<messageEventDefinition messageRef="m"/>'
SIGNAL = '<signalEventDefinition signalRef="sig"/>'
HOUR = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
ESCALATION = '<escalationEventDefinition escalationRef="esc"/>'
ERROR = '<errorEventDefinition errorRef="err"/>'


def file(body: str, more: str = "") -> bytes:
    return diagram(body, catalogue=CATALOGUE, more=more)


def sub(body: str, element_id: str = "sub", more: str = "") -> str:
    text = content(body).replace("\n", " ")
    return f'<bpmn:subProcess id="{element_id}" {more}>{text}</bpmn:subProcess>'


def fails(_: object) -> None:
    raise BpmnError("E1")


def test_a_boundary_timer_on_a_call_stops_all_that_runs_inside() -> None:
    called = diagram(f"start cs\n{sub('user u')}\nuser v\ncs -> sub\ncs -> v", process_id="called")
    case = bench(
        file(f"""
        start s
        <callActivity id="c" calledElement="called"/>
        <boundaryEvent id="b" attachedToRef="c">{HOUR}</boundaryEvent>
        user after
        s -> c
        b -> after
        """),
        called,
    ).start()
    case.advance(hours=1)
    assert sorted(case.cancelled) == ["c", "sub", "u", "v"]
    assert case.open == ["after"]
    assert len(case.state.scopes) == 1


def test_an_escalation_in_a_called_process_reaches_the_caller_and_the_call_goes_on() -> None:
    throw = f'<intermediateThrowEvent id="t">{ESCALATION}</intermediateThrowEvent>'
    called = diagram(f"start cs\n{throw}\nuser u\ncs -> t -> u", process_id="called", catalogue=CATALOGUE)
    case = bench(
        file(f"""
        start s
        <callActivity id="c" calledElement="called"/>
        <boundaryEvent id="b" attachedToRef="c" cancelActivity="false">{ESCALATION}</boundaryEvent>
        task told
        s -> c
        b -> told
        """),
        called,
    ).start()
    assert case.completed.count("told") == 1
    assert case.open == ["u"]


def test_an_error_in_one_instance_stops_them_all() -> None:
    inner = content("start i\nuser u\nservice fail op\ni -> u -> fail").replace("\n", " ")
    loop = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
    case = bench(
        file(f"""
        start s
        <subProcess id="sub">{inner}{loop}</subProcess>
        <boundaryEvent id="b" attachedToRef="sub">{ERROR}</boundaryEvent>
        user after
        s -> sub
        b -> after
        """),
        operations={"op": fails},
    ).start()
    case.complete("u")
    assert case.open == ["after"]
    assert len(case.state.scopes) == 1


def test_an_event_sub_process_of_an_instance_ends_only_that_instance() -> None:
    handler = sub(f'<startEvent id="h">{ERROR}</startEvent>', "handler", 'triggeredByEvent="true"')
    inner = content(f"start i\nuser u\nservice fail op\ni -> u -> fail\n{handler}").replace("\n", " ")
    loop = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    case = bench(
        file(f'start s\n<subProcess id="sub">{inner}{loop}</subProcess>\nuser after\ns -> sub -> after'),
        operations={"op": fails},
    ).start()
    case.complete("u")
    assert case.open == ["u"]
    assert case.complete("u").open == ["after"]


def test_a_multiple_boundary_is_triggered_by_any_and_a_parallel_one_by_all() -> None:
    body = """
        start s
        user a
        <boundaryEvent id="b" attachedToRef="a" cancelActivity="false" parallelMultiple="{}">{}</boundaryEvent>
        task told
        s -> a
        b -> told
    """
    anyone = bench(file(body.format("false", MESSAGE + SIGNAL))).start()
    assert anyone.message("M").signal("S").completed.count("told") == 2
    everyone = bench(file(body.format("true", MESSAGE + SIGNAL))).start()
    assert everyone.message("M").completed.count("told") == 0
    assert everyone.signal("S").completed.count("told") == 1


def test_a_parallel_multiple_event_sub_process_waits_for_all_its_events() -> None:
    start = f'<startEvent id="es" isInterrupting="true" parallelMultiple="true">{MESSAGE}{SIGNAL}</startEvent>'
    handler = sub(f"{start}\nuser inner\nes -> inner", "handler", 'triggeredByEvent="true"')
    case = bench(file(f"start s\nuser a\n{handler}\ns -> a")).start()
    assert case.message("M").open == ["a"]
    assert case.signal("S").open == ["inner"]


def test_a_parallel_multiple_start_begins_with_its_last_event() -> None:
    start = f'<startEvent id="s" parallelMultiple="true">{MESSAGE}{SIGNAL}</startEvent>'
    case = bench(file(f"{start}\nuser a\ns -> a")).start(at="s", x=1)
    assert case.open == []
    case.signal("S")
    assert case.open == ["a"]
    assert case.entered == ["s", "a"]


@pytest.mark.parametrize(("first", "then"), [("message", "signal"), ("signal", "message")])
def test_a_parallel_multiple_start_may_begin_with_any_of_its_events(first: str, then: str) -> None:
    start = f'<startEvent id="s" parallelMultiple="true">{MESSAGE}{SIGNAL}</startEvent>'
    case = bench(file(f"{start}\nuser a\ns -> a"))
    case.start(at="s", trigger=(first, "M" if first == "message" else "S"))
    assert [waiting.kind for waiting in case.subscriptions.values()] == [then]
    case.signal("S") if then == "signal" else case.message("M")
    assert case.open == ["a"]


def test_a_parallel_instantiating_gateway_may_begin_with_a_part_of_a_parallel_multiple_event() -> None:
    catch = f'<intermediateCatchEvent id="c" parallelMultiple="true">{MESSAGE}{SIGNAL}</intermediateCatchEvent>'
    gateway = '<eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/>'
    other = '<intermediateCatchEvent id="d"><messageEventDefinition messageRef="m2"/></intermediateCatchEvent>'
    case = bench(file(f"{gateway}\n{catch}\n{other}\nand j\nend e\ng -> c -> j\ng -> d -> j -> e"))
    case.start(at="c", trigger=("signal", "S"))
    assert sorted(waiting.name for waiting in case.subscriptions.values()) == ["M", "M2"]
    case.message("M2").message("M")
    assert case.completed == ["g", "d", "c", "j", "e"]


def test_a_terminate_in_an_event_sub_process_ends_only_that() -> None:
    body = (
        f'<startEvent id="es" isInterrupting="false">{MESSAGE}</startEvent>\nuser inner\n'
        '<endEvent id="ee"><terminateEventDefinition/></endEvent>\nuser other\nes -> inner -> ee\nes -> other'
    )
    handler = sub(body, "handler", 'triggeredByEvent="true"')
    case = bench(file(f"start s\nuser a\n{handler}\ns -> a")).start()
    case.message("M").complete("inner")
    assert case.cancelled == ["other"]
    assert case.open == ["a"]


@pytest.mark.parametrize("fires", [True, False])
def test_an_inclusive_join_waits_for_what_a_boundary_event_may_still_send(fires: bool) -> None:
    case = bench(
        file(f"""
        start s
        or split
        user a
        user b
        <boundaryEvent id="be" attachedToRef="b" cancelActivity="false">{MESSAGE}</boundaryEvent>
        user c
        or join
        user after
        s -> split
        split -> a [true]
        split -> b [true]
        a -> join
        be -> c -> join -> after
        """)
    ).start()
    case.complete("a")
    assert "after" not in case.open
    if fires:
        case.message("M").complete("b")
        assert case.open == ["c"]
        case.complete("c")
    else:
        case.complete("b")
    assert case.open == ["after"]


def test_an_interrupted_branch_does_nothing_after_the_interruption() -> None:
    """The condition becomes true in the middle of a step inside: what would follow there does not run."""
    inner = "start i\nscript flip x = 1\nscript never y = 1\ni -> flip -> never"
    condition = "<conditionalEventDefinition><condition>x = 1</condition></conditionalEventDefinition>"
    case = bench(
        file(f"""
        start s
        {sub(inner)}
        <boundaryEvent id="b" attachedToRef="sub">{condition}</boundaryEvent>
        s -> sub
        """)
    ).start(x=0)
    assert case.completed == ["s", "i", "flip", "b"]
    assert "y" not in case.variables


def test_an_operation_is_not_called_for_an_activity_that_is_interrupted_as_it_begins() -> None:
    condition = "<conditionalEventDefinition><condition>x = 1</condition></conditionalEventDefinition>"
    case = bench(
        file(f"""
        start s
        service a op
        <boundaryEvent id="b" attachedToRef="a">{condition}</boundaryEvent>
        user c
        s -> a
        b -> c
        """),
        operations={"op": fails},
    ).start(x=1)
    assert case.cancelled == ["a"]
    assert case.open == ["c"]


def test_an_event_sub_process_inside_an_event_sub_process() -> None:
    innermost = sub(
        f'<startEvent id="h2">{ERROR}</startEvent>\nuser last\nh2 -> last', "deep", 'triggeredByEvent="true"'
    )
    start = f'<startEvent id="h1">{MESSAGE}</startEvent>'
    handler = sub(f"{start}\nservice fail op\nh1 -> fail\n{innermost}", "handler", 'triggeredByEvent="true"')
    case = bench(file(f"start s\nuser a\n{handler}\ns -> a"), operations={"op": fails}).start()
    case.message("M")
    assert case.entered == ["s", "a", "handler", "h1", "fail", "deep", "h2", "last"]
    assert case.complete("last").status == "completed"


# --- correlation by the standard's keys -----------------------------------------------------------------------------

KEYS = """<bpmn:collaboration id="co"><bpmn:correlationKey id="k" name="call">
    <bpmn:correlationPropertyRef>pr</bpmn:correlationPropertyRef></bpmn:correlationKey></bpmn:collaboration>
    <bpmn:correlationProperty id="pr" name="call_id">
    <bpmn:correlationPropertyRetrievalExpression messageRef="m"><bpmn:messagePath>number</bpmn:messagePath>
    </bpmn:correlationPropertyRetrievalExpression>
    <bpmn:correlationPropertyRetrievalExpression messageRef="m2"><bpmn:messagePath>reference</bpmn:messagePath>
    </bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>"""


def test_a_thrown_message_gives_the_key_and_the_answer_is_awaited_with_the_same() -> None:
    case = bench(
        file(
            f"""
        start s
        <intermediateThrowEvent id="ask"><extensionElements><utlysa:input name="number" value="id"/></extensionElements>
        {MESSAGE}</intermediateThrowEvent>
        <intermediateCatchEvent id="answer"><messageEventDefinition messageRef="m2"/></intermediateCatchEvent>
        s -> ask -> answer
        """,
            more=KEYS,
        )
    ).start(id="U1")
    assert case.of(MessageThrown) == [MessageThrown("M", {"number": "U1"}, {"call_id": "U1"}, "ask")]
    assert [item.correlation for item in case.subscriptions.values()] == [{"call_id": "U1"}]


def test_the_first_message_settles_the_key_of_the_conversation() -> None:
    case = bench(
        file(
            f"""
        <startEvent id="s">{MESSAGE}</startEvent>
        <intermediateCatchEvent id="first">{MESSAGE}</intermediateCatchEvent>
        <intermediateCatchEvent id="second"><messageEventDefinition messageRef="m2"/></intermediateCatchEvent>
        s -> first -> second
        """,
            more=KEYS,
        )
    ).start(at="s", number="U7")
    assert [item.correlation for item in case.subscriptions.values()] == [{"call_id": "U7"}]
    case.message("M", number="U7")
    assert [item.correlation for item in case.subscriptions.values()] == [{"call_id": "U7"}]


BOUND = (
    '<bpmn:correlationSubscription id="cs" correlationKeyRef="k"><bpmn:correlationPropertyBinding id="pb" '
    'correlationPropertyRef="pr"><bpmn:dataPath>"U" + string(year)</bpmn:dataPath></bpmn:correlationPropertyBinding>'
    "</bpmn:correlationSubscription>"
)


def test_a_correlation_subscription_takes_the_key_from_the_process_and_follows_it() -> None:
    case = bench(
        file(
            f"""
        {BOUND}
        start s
        <intermediateCatchEvent id="first">{MESSAGE}</intermediateCatchEvent>
        s -> first
        """,
            more=KEYS,
        )
    ).start(year=2021)
    assert [item.correlation for item in case.subscriptions.values()] == [{"call_id": "U2021"}]
    case.do(SetVariables({"year": 2022}))
    assert [item.correlation for item in case.subscriptions.values()] == [{"call_id": "U2022"}]


@pytest.mark.parametrize(("behavior", "told"), [("None", 3), ("One", 1), ("All", 0), ("Complex", 2)])
def test_instances_throw_events_as_their_behavior_says(behavior: str, told: int) -> None:
    complex_ = (
        "<complexBehaviorDefinition><condition>numberOfCompletedInstances &gt; 1</condition>"
        f'<event id="ev">{ESCALATION}</event></complexBehaviorDefinition>'
    )
    rule = (
        f'<multiInstanceLoopCharacteristics behavior="{behavior}" oneBehaviorEventRef="sd" noneBehaviorEventRef="sd">'
        f"<loopCardinality>3</loopCardinality>{complex_}</multiInstanceLoopCharacteristics>"
    )
    case = bench(
        diagram(
            f"""
        start s
        <userTask id="a">{rule}</userTask>
        <boundaryEvent id="b" attachedToRef="a" cancelActivity="false">{ESCALATION}</boundaryEvent>
        task told
        user after
        s -> a -> after
        b -> told
        """,
            catalogue=CATALOGUE + '<escalationEventDefinition id="sd" escalationRef="esc"/>',
        )
    ).start()
    case.complete("a").complete("a").complete("a")
    assert case.completed.count("told") == told
    assert case.open == ["after"]


def many(more: str, boundary: str, *, cancels: str = "false", loop: str = "", catalogue: str = CATALOGUE) -> bytes:
    """Three instances of a user task `a` with a boundary event."""
    rule = (
        f"<multiInstanceLoopCharacteristics {more}><loopCardinality>3</loopCardinality>{loop}"
        "</multiInstanceLoopCharacteristics>"
    )
    return diagram(
        f"""
        start s
        <userTask id="a">{rule}</userTask>
        <boundaryEvent id="b" attachedToRef="a" cancelActivity="{cancels}">{boundary}</boundaryEvent>
        task told
        user after
        s -> a -> after
        b -> told
        """,
        catalogue=catalogue,
    )


@pytest.mark.parametrize(
    ("behavior", "told"), [("None", 3), ("One", 1), pytest.param("All", 0, marks=pytest.mark.unreplayed)]
)
def test_instances_throw_a_signal_without_a_name_where_the_drawing_names_no_event(behavior: str, told: int) -> None:
    """BPMN 2.0.2, 10.3.8: for none and one a default SignalEventDefinition is thrown."""
    case = bench(many(f'behavior="{behavior}"', "<signalEventDefinition/>")).start()
    case.complete("a").complete("a").complete("a")
    assert case.completed.count("told") == told
    assert case.open == ["after"]


def test_the_event_of_the_first_instance_may_interrupt_the_others() -> None:
    catalogue = CATALOGUE + '<signalEventDefinition id="sd" signalRef="sig"/>'
    case = bench(many('behavior="One" oneBehaviorEventRef="sd"', SIGNAL, cancels="true", catalogue=catalogue)).start()
    case.complete("a")
    assert case.cancelled == ["a", "a"]
    assert case.completed == ["s", "a", "b", "told"]
    assert case.status == "completed"


def test_an_instance_may_throw_a_message_or_an_error() -> None:
    catalogue = CATALOGUE + (
        '<messageEventDefinition id="md" messageRef="m"/><errorEventDefinition id="ed" errorRef="err"/>'
    )
    sending = bench(many('behavior="None" noneBehaviorEventRef="md"', MESSAGE, catalogue=catalogue)).start()
    sending.complete("a").complete("a")
    assert [item.name for item in sending.of(MessageThrown)] == ["M", "M"]
    failing = bench(many('behavior="One" oneBehaviorEventRef="ed"', ERROR, cancels="true", catalogue=catalogue)).start()
    assert failing.complete("a").completed == ["s", "a", "b", "told"]
    uncaught = bench(many('behavior="One" oneBehaviorEventRef="ed"', MESSAGE, catalogue=catalogue)).start()
    assert uncaught.complete("a").status == "failed"


def test_a_completion_condition_counts_instances_under_the_standards_names() -> None:
    condition = (
        "numberOfInstances = 3 and numberOfActiveInstances = 1 and numberOfCompletedInstances = 2 and "
        "numberOfTerminatedInstances = 0"
    )
    case = bench(many("", MESSAGE, loop=f"<completionCondition>{condition}</completionCondition>")).start()
    case.complete("a")
    assert case.open == ["a", "a"]
    case.complete("a")
    assert (case.open, case.cancelled) == (["after"], ["a"])
