"""The same diagrams through the whole engine, on each database: the same elements in the same order, the same end."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from engine import Actor, Engine, VirtualClock
from engine.errors import BpmnError
from tests.engine.semantics.bench import Bench, bench
from tests.engine.semantics.drawing import content, diagram

CATALOGUE = (
    '<message id="m" name="M"/><signal id="sig" name="S"/><error id="err" errorCode="E1"/>'
    '<escalation id="esc" escalationCode="X"/>'
)
MESSAGE = '<messageEventDefinition messageRef="m"/>'
SIGNAL = '<signalEventDefinition signalRef="sig"/>'
HOUR = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
SYSTEM = Actor.system()

Move = tuple[str, Any]


def sub(body: str, element_id: str = "sub", tag: str = "subProcess", more: str = "") -> str:
    text = content(body).replace("\n", " ")
    return f'<bpmn:{tag} id="{element_id}" {more}>{text}</bpmn:{tag}>'


def undoable(element_id: str) -> str:
    return f"""
        script {element_id} done = append(done, "{element_id}")
        <boundaryEvent id="{element_id}_b" attachedToRef="{element_id}"><compensateEventDefinition/></boundaryEvent>
        <userTask id="{element_id}_undo" isForCompensation="true"/>
        <association id="{element_id}_as" sourceRef="{element_id}_b" targetRef="{element_id}_undo"/>
    """


HANDLER = sub(
    f'<startEvent id="hs" isInterrupting="false">{MESSAGE}</startEvent>\nuser h\nend he\nhs -> h -> he',
    "handler",
    more='triggeredByEvent="true"',
)
TRANSACTION = sub(
    f'start ss\n{undoable("a")}\nuser c\n<endEvent id="ce"><cancelEventDefinition/></endEvent>\nss -> a -> c -> ce',
    tag="transaction",
)
INSTANCES = (
    '<userTask id="a"><multiInstanceLoopCharacteristics isSequential="{}" utlysa:collection="=items" utlysa:item="item"'
    ' utlysa:output="answers" utlysa:outputItem="answer"/></userTask>'
)

SCENARIOS: dict[str, tuple[str, dict[str, Any], list[Move]]] = {
    "parallel branches": (
        "start s\nand g\nuser a\nuser b\nand j\nend e\ns -> g -> a -> j\ng -> b -> j -> e",
        {},
        [("complete", "b"), ("complete", "a")],
    ),
    "inclusive in a loop": (
        'start s\nxor again\nor g\nuser a\nuser b\nor j\nscript n x = x + 1\nxor more default="more_to_e"\nend e\n'
        "s -> again -> g\ng -> a [true]\ng -> b [x = 0]\na -> j\nb -> j -> n -> more\nmore -> again [x < 2]\nmore -> e",
        {"x": 0},
        [("complete", "a"), ("complete", "b"), ("complete", "a")],
    ),
    "boundary timer": (
        f'start s\nuser a\n<boundaryEvent id="b" attachedToRef="a">{HOUR}</boundaryEvent>\nuser c\nend e\nend e2\n'
        "s -> a -> e\nb -> c -> e2",
        {},
        [("advance", 1), ("complete", "c")],
    ),
    "event gateway": (
        f'start s\n<eventBasedGateway id="g"/>\n<intermediateCatchEvent id="m1">{MESSAGE}</intermediateCatchEvent>\n'
        f'<intermediateCatchEvent id="t1">{HOUR}</intermediateCatchEvent>\nend e\nend e2\ns -> g -> m1 -> e\ng '
        f"-> t1 -> e2",
        {},
        [("message", "M")],
    ),
    "event sub-process": (
        f"start s\nuser a\nend e\n{HANDLER}\ns -> a -> e",
        {},
        [("message", "M"), ("message", "M"), ("complete", "a"), ("complete", "h"), ("complete", "h")],
    ),
    "error from an operation": (
        'start s\nservice a op\n<boundaryEvent id="b" attachedToRef="a"><errorEventDefinition errorRef="err"/>'
        "</boundaryEvent>\nend e\nend e2\ns -> a -> e\nb -> e2",
        {},
        [],
    ),
    "uncaught error": (
        'start s\nuser a\n<endEvent id="e"><errorEventDefinition errorRef="err"/></endEvent>\ns -> a -> e',
        {},
        [("complete", "a")],
    ),
    "sequential instances": (
        f"start s\n{INSTANCES.format('true')}\nend e\ns -> a -> e",
        {"items": ["x", "y"]},
        [("complete", "a"), ("complete", "a")],
    ),
    "parallel instances": (
        f"start s\n{INSTANCES.format('false')}\nend e\ns -> a -> e",
        {"items": ["x", "y"]},
        [("complete", "a"), ("complete", "a")],
    ),
    "cancelled transaction": (
        f'start s\n{TRANSACTION}\n<boundaryEvent id="cb" attachedToRef="sub"><cancelEventDefinition/></boundaryEvent>\n'
        "user after\nend e\nend e2\ns -> sub -> e\ncb -> after -> e2",
        {"done": []},
        [("complete", "c"), ("complete", "a_undo"), ("complete", "after")],
    ),
    "signal within the case": (
        f'start s\nuser a\n<boundaryEvent id="b" attachedToRef="a">{SIGNAL}</boundaryEvent>\nuser c\n'
        f'<intermediateThrowEvent id="t">{SIGNAL}</intermediateThrowEvent>\nend e\nend e2\nend e3\n'
        "s -> a -> e\ns -> c -> t -> e2\nb -> e3",
        {},
        [("complete", "c")],
    ),
    "terminate": (
        'start s\nuser a\nuser b\n<endEvent id="e"><terminateEventDefinition/>'
        "</endEvent>\nend e2\ns -> a -> e\ns -> b -> e2",
        {},
        [("complete", "a")],
    ),
}


def fails(_: object) -> None:
    raise BpmnError("E1")


def on_bench(xml: bytes, variables: Mapping[str, Any], moves: list[Move]) -> Bench:
    """Run the scenario on the bare interpreter."""
    case = bench(xml, operations={"op": fails}).start(**variables)
    for verb, what in moves:
        match verb:
            case "complete":
                case.complete(what)
            case "message":
                case.message(what)
            case _:
                case.advance(hours=what)
    return case


def on_engine(engine: Engine, clock: VirtualClock, variables: Mapping[str, Any], moves: list[Move]) -> str:
    """Run the scenario through the engine's commands; the case's id."""
    case = engine.start("p", variables=variables, actor=SYSTEM)
    for verb, what in moves:
        match verb:
            case "complete":
                task = next(task for task in engine.tasks(case_id=case.id) if task.element_id == what)
                engine.complete(task.id, actor=SYSTEM)
            case "message":
                engine.send_message(what, case_id=case.id)
            case _:
                clock.advance(timedelta(hours=what))
                engine.run_due()
    return case.id


@pytest.mark.parametrize("name", list(SCENARIOS))
def test_the_engine_does_what_the_interpreter_does(
    name: str, engine_factory: Callable[..., Engine], clock: VirtualClock
) -> None:
    body, variables, moves = SCENARIOS[name]
    xml = diagram(body, catalogue=CATALOGUE)
    expected = on_bench(xml, variables, moves)
    engine = engine_factory(operations={"op": fails})
    engine.deploy({"p.bpmn": xml}, actor=SYSTEM)
    case_id = on_engine(engine, clock, variables, moves)
    history = engine.history(case_id)
    for kind in ("element_entered", "element_completed", "element_cancelled"):
        assert [event.element_id for event in history if event.type == kind] == expected.told(kind)
    case = engine.case(case_id)
    assert (case.status, dict(case.variables)) == (expected.status, expected.variables)
    assert engine.timers() == []
