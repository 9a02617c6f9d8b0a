"""What passes between cases and pools through the whole engine, on each database."""

from collections.abc import Callable

import pytest

from engine import Actor, Engine
from engine.model import Case
from tests.engine.semantics.drawing import diagram, process

SYSTEM = Actor.system()
CATALOGUE = '<message id="msg" name="M"/><message id="msg2" name="M2"/><signal id="sig" name="S"/>'
MESSAGE = '<messageEventDefinition messageRef="msg"/>'
SIGNAL = '<signalEventDefinition signalRef="sig"/>'

Factory = Callable[..., Engine]


def deployed(factory: Factory, body: str, *, more: str = "") -> Engine:
    """An engine with the diagram."""
    engine = factory()
    engine.deploy({"p.bpmn": diagram(body, catalogue=CATALOGUE, more=more)}, actor=SYSTEM)
    return engine


def completed(engine: Engine, case: Case) -> list[str | None]:
    """The elements that the case has completed, in order."""
    return [event.element_id for event in engine.history(case.id) if event.type == "element_completed"]


def by_process(engine: Engine) -> dict[str, list[Case]]:
    """The installation's cases by process, oldest first."""
    found: dict[str, list[Case]] = {}
    for case in sorted(engine.cases(), key=lambda case: case.id):
        found.setdefault(case.definition.key, []).append(case)
    return found


@pytest.mark.parametrize("first", ["message", "signal"])
def test_the_parts_of_a_parallel_multiple_start_make_one_case(first: str, engine_factory: Factory) -> None:
    start = f'<startEvent id="s" parallelMultiple="true">{MESSAGE}{SIGNAL}</startEvent>'
    engine = deployed(engine_factory, f"{start}\ntask a\nend e\ns -> a -> e")
    send = {"message": lambda: engine.send_message("M"), "signal": lambda: engine.broadcast_signal("S")}
    for kind in (first, *(kind for kind in send if kind != first)):
        send[kind]()
        engine.run_due()
    (case,) = engine.cases()
    assert (case.status, completed(engine, case)) == ("completed", ["s", "a", "e"])


def test_a_parallel_instantiating_gateway_takes_the_other_messages_into_the_case_that_has_begun(
    engine_factory: Factory,
) -> None:
    body = f"""
        <eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/>
        <intermediateCatchEvent id="c">{MESSAGE}</intermediateCatchEvent>
        <intermediateCatchEvent id="d"><messageEventDefinition messageRef="msg2"/></intermediateCatchEvent>
        and j
        end e
        g -> c -> j
        g -> d -> j -> e
    """
    engine = deployed(engine_factory, body)
    engine.send_message("M")
    engine.send_message("M2")
    engine.run_due()
    (case,) = engine.cases()
    assert (case.status, completed(engine, case)) == ("completed", ["g", "c", "d", "j", "e"])


POOLS = """<bpmn:collaboration id="co"><bpmn:participant id="us" processRef="p"/>
    <bpmn:participant id="them" processRef="q"/><bpmn:messageFlow id="mf1" sourceRef="ask" targetRef="qs"/>
    <bpmn:messageFlow id="mf2" sourceRef="qe" targetRef="answer"/></bpmn:collaboration>"""


@pytest.mark.parametrize("task", [True, False])
def test_two_pools_talk_by_messages(task: bool, engine_factory: Factory) -> None:
    ask, answer = (
        ('<sendTask id="ask" messageRef="msg"/>', '<receiveTask id="answer" messageRef="msg2"/>')
        if task
        else (
            f'<intermediateThrowEvent id="ask">{MESSAGE}</intermediateThrowEvent>',
            '<intermediateCatchEvent id="answer"><messageEventDefinition messageRef="msg2"/></intermediateCatchEvent>',
        )
    )
    other = process(
        f"""
        <startEvent id="qs">{MESSAGE}</startEvent>
        task work
        <endEvent id="qe"><messageEventDefinition messageRef="msg2"/></endEvent>
        qs -> work -> qe
        """,
        process_id="q",
    )
    engine = deployed(engine_factory, f"start s\n{ask}\n{answer}\nend e\ns -> ask -> answer -> e", more=other)
    engine.start("p", actor=SYSTEM)
    engine.run_due()
    cases = by_process(engine)
    assert {key: [case.status for case in found] for key, found in cases.items()} == {
        "p": ["completed"],
        "q": ["completed"],
    }
    assert completed(engine, cases["p"][0]) == ["s", "ask", "answer", "e"]
    assert completed(engine, cases["q"][0]) == ["qs", "work", "qe"]


def test_a_message_is_kept_until_it_is_waited_for_and_a_signal_is_not(engine_factory: Factory) -> None:
    body = f"""
        start s
        user a
        <intermediateCatchEvent id="c">{MESSAGE}</intermediateCatchEvent>
        <intermediateCatchEvent id="d">{SIGNAL}</intermediateCatchEvent>
        end e
        s -> a -> c -> d -> e
    """
    engine = deployed(engine_factory, body)
    case = engine.start("p", actor=SYSTEM)
    engine.send_message("M")
    engine.broadcast_signal("S")
    engine.run_due()
    engine.complete(engine.tasks(case_id=case.id)[0].id, actor=SYSTEM)
    engine.run_due()
    assert completed(engine, case) == ["s", "a", "c"]
    engine.broadcast_signal("S")
    engine.run_due()
    assert engine.case(case.id).status == "completed"


def test_one_signal_reaches_all_that_wait_and_starts_what_it_starts(engine_factory: Factory) -> None:
    other = process(f'<startEvent id="qs">{SIGNAL}</startEvent>\ntask qa\nend qe\nqs -> qa -> qe', process_id="q")
    catch = f'<intermediateCatchEvent id="c">{SIGNAL}</intermediateCatchEvent>'
    engine = deployed(engine_factory, f"start s\n{catch}\nend e\ns -> c -> e", more=other)
    engine.start("p", actor=SYSTEM)
    engine.start("p", actor=SYSTEM)
    engine.broadcast_signal("S")
    engine.run_due()
    statuses = {key: [case.status for case in found] for key, found in by_process(engine).items()}
    assert statuses == {"p": ["completed"] * 2, "q": ["completed"]}
