"""Whatever carries out a decision comes after a person took it, on every way that leads there."""

from engine.definitions import Catalogue, ProcessFacts, prepare, prepare_all
from tests.engine.definitions.drawing import CATALOGUE, chain, diagram

DECIDE = '<userTask id="decide" utlysa:decision="true"/>'
GRANT = '<serviceTask id="grant" utlysa:operation="grant"/>'
ENDS = '<startEvent id="begin"/><endEvent id="done"/>'
TIMER = "<timerEventDefinition><timeDuration>P7D</timeDuration></timerEventDefinition>"


def found(content: str, **more: str) -> list[str]:
    """The codes of the rule for a process with that content."""
    prepared = prepare({"p.bpmn": diagram(content, **more)}, catalogue=CATALOGUE)
    return [problem.code for problem in prepared.problems if problem.code.startswith("decision_")]


def test_a_decision_by_a_person_may_be_carried_out() -> None:
    assert found(ENDS + DECIDE + GRANT + chain("begin", "decide", "grant", "done")) == []


def test_a_task_that_is_no_decision_does_not_help() -> None:
    assert found(ENDS + '<userTask id="look"/>' + GRANT + chain("begin", "look", "grant", "done")) == [
        "decision_without_person"
    ]


def test_every_way_must_pass_a_decision() -> None:
    choice = '<exclusiveGateway id="choose" default="choose_to_grant"/><exclusiveGateway id="merge"/>'
    around = chain("begin", "choose", "decide", "merge", "grant", "done")
    shortcut = '<sequenceFlow id="choose_to_grant" sourceRef="choose" targetRef="merge"/>'
    assert found(ENDS + choice + DECIDE + GRANT + around + shortcut) == ["decision_without_person"]


def test_an_interrupted_decision_is_not_taken() -> None:
    late = f'<boundaryEvent id="late" attachedToRef="decide">{TIMER}</boundaryEvent>'
    ways = chain("begin", "decide", "done") + chain("late", "grant", "done")
    assert found(ENDS + DECIDE + late + GRANT + ways) == ["decision_without_person"]


def test_an_event_subprocess_is_a_way_of_its_own() -> None:
    start = '<startEvent id="asked"><messageEventDefinition messageRef="answer"/></startEvent>'
    aside = f'<subProcess id="aside" triggeredByEvent="true">{start}{GRANT}{chain("asked", "grant")}</subProcess>'
    assert found(ENDS + DECIDE + aside + chain("begin", "decide", "done")) == ["decision_without_person"]


def test_an_interruption_of_a_subprocess_leads_past_the_decision_in_it() -> None:
    def content(interrupts: str) -> str:
        start = (
            f'<startEvent id="asked" isInterrupting="{interrupts}">'
            f'<messageEventDefinition messageRef="answer"/></startEvent>'
        )
        note = start + '<userTask id="note"/>' + chain("asked", "note")
        aside = f'<subProcess id="aside" triggeredByEvent="true">{note}</subProcess>'
        inside = '<startEvent id="in"/>' + DECIDE + chain("in", "decide") + aside
        return ENDS + f'<subProcess id="sub">{inside}</subProcess>' + GRANT + chain("begin", "sub", "grant", "done")

    assert found(content("true")) == ["decision_without_person"]
    assert found(content("false")) == []


def test_a_join_waits_for_the_branch_with_the_decision() -> None:
    split = '<parallelGateway id="split"/><parallelGateway id="join"/><userTask id="other"/>'
    ways = chain("begin", "split", "decide", "join", "grant", "done") + chain("split", "other", "join")
    assert found(ENDS + split + DECIDE + GRANT + ways) == []


def test_a_decision_in_a_subprocess_counts_when_it_cannot_be_passed_by() -> None:
    inside = '<startEvent id="in"/><endEvent id="out"/>' + DECIDE + chain("in", "decide", "out")
    sub = f'<subProcess id="sub">{inside}</subProcess>'
    ways = chain("begin", "sub", "grant", "done")
    assert found(ENDS + sub + GRANT + ways) == []
    gap = '<exclusiveGateway id="choose" default="by"/><sequenceFlow id="by" sourceRef="choose" targetRef="out"/>'
    leaky = (
        f'<subProcess id="sub"><startEvent id="in"/>'
        f'<endEvent id="out"/>{DECIDE}{gap}{chain("in", "choose", "decide", "out")}</subProcess>'
    )
    assert found(ENDS + leaky + GRANT + ways) == ["decision_without_person"]


def test_a_decision_for_each_of_none_is_no_decision() -> None:
    kind = "multiInstanceLoopCharacteristics"
    loop = f"<{kind}><loopCardinality>members</loopCardinality></{kind}>"
    several = f'<userTask id="decide" utlysa:decision="true">{loop}</userTask>'
    assert found(ENDS + several + GRANT + chain("begin", "decide", "grant", "done")) == ["decision_without_person"]


def test_a_link_is_a_way() -> None:
    links = (
        '<intermediateThrowEvent id="out"><linkEventDefinition name="l"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="in"><linkEventDefinition name="l"/></intermediateCatchEvent>'
    )
    assert found(ENDS + links + GRANT + chain("begin", "out") + chain("in", "grant", "done")) == [
        "decision_without_person"
    ]


def test_the_way_is_told() -> None:
    content = ENDS + '<userTask id="look"/>' + GRANT + chain("begin", "look", "grant", "done")
    problems = prepare({"p.bpmn": diagram(content)}, catalogue=CATALOGUE).problems
    assert "begin > look > grant" in next(p.message_en for p in problems if p.code == "decision_without_person")


def test_a_called_process_may_take_the_decision() -> None:
    call = '<callActivity id="ask" calledElement="board"/>'
    caller = diagram(ENDS + call + GRANT + chain("begin", "ask", "grant", "done"))
    board = diagram(ENDS + DECIDE + chain("begin", "decide", "done"), key="board")
    sleepy = diagram(ENDS + '<userTask id="look"/>' + chain("begin", "look", "done"), key="board")
    assert all(p.is_deployable for p in prepare_all({"a/a.bpmn": caller, "b/b.bpmn": board}, catalogue=CATALOGUE))
    outcome = prepare_all({"a/a.bpmn": caller, "b/b.bpmn": sleepy}, catalogue=CATALOGUE)
    assert [prepared.is_deployable for prepared in outcome] == [False, True]


def test_a_deployed_process_is_known_by_its_facts() -> None:
    call = '<callActivity id="ask" calledElement="board"/>'
    caller = {"a.bpmn": diagram(ENDS + call + GRANT + chain("begin", "ask", "grant", "done"))}
    for takes in (True, False):
        known = Catalogue(
            operations={"grant"},
            decision_operations=frozenset({"grant"}),
            processes={"board": ProcessFacts(takes_decision=takes)},
        )
        assert prepare(caller, catalogue=known).is_deployable is takes


def test_a_process_that_is_only_called_may_rely_on_its_caller() -> None:
    send = diagram(
        ENDS + GRANT + chain("begin", "grant", "done"), key="send", process='utlysa:decisionTakenBefore="true"'
    )
    call = '<callActivity id="call" calledElement="send"/>'
    careful = diagram(ENDS + DECIDE + call + chain("begin", "decide", "call", "done"))
    hasty = diagram(ENDS + call + chain("begin", "call", "done"))
    assert all(p.is_deployable for p in prepare_all({"a/a.bpmn": careful, "b/b.bpmn": send}, catalogue=CATALOGUE))
    outcome = prepare_all({"a/a.bpmn": hasty, "b/b.bpmn": send}, catalogue=CATALOGUE)
    assert [prepared.is_deployable for prepared in outcome] == [False, True]


def test_a_process_that_starts_by_itself_may_not() -> None:
    content = ENDS + GRANT + chain("begin", "grant", "done")
    assert found(content, process='utlysa:decisionTakenBefore="true" utlysa:startableBy="officer"') == [
        "decision_before_not_allowed"
    ]


def test_two_processes_that_call_each_other_take_no_decision() -> None:
    one = diagram(
        ENDS + '<userTask id="u"/><callActivity id="c" calledElement="two"/>' + chain("begin", "u", "c", "done"),
        key="one",
    )
    two = diagram(
        ENDS
        + '<userTask id="u"/><callActivity id="c" calledElement="one"/>'
        + GRANT
        + chain("begin", "u", "c", "grant", "done"),
        key="two",
    )
    outcome = prepare_all({"a/a.bpmn": one, "b/b.bpmn": two}, catalogue=CATALOGUE)
    assert len(outcome) == 2
    assert all(prepared.document is not None for prepared in outcome)
