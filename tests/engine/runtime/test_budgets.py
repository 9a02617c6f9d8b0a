"""Each budget stops its command, which leaves nothing behind, and the case gets an incident that says which it was."""

from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal

import pytest

from engine import Actor, DeploymentRejectedError, Engine, LimitExceededError, Limits
from tests.engine.runtime.diagrams import ONE_TASK, diagram, end, flows, parallel, start, user

Factory = Callable[..., Engine]
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
ADMIN = Actor("admin.1", frozenset({"admin"}))
_IDS = [f"s{number}" for number in range(12)]


def _then(*parts: str, way: str, more: str = "") -> bytes:
    """A process whose first task leads to what exceeds a budget."""
    return diagram("p", start(), user("go", role="officer"), *parts, end(), more, paths=[f"start go {way} end"])


def _nested(levels: int) -> str:
    """Sub-processes inside each other."""
    inside = f"{start('s0')}{end('e0')}{flows('s0 e0')}"
    for level in range(1, levels):
        inside = (
            f"{start(f's{level}')}<subProcess id='n{level}'>{inside}</subProcess>{end(f'e{level}')}"
            f"{flows(f's{level} n{level} e{level}')}"
        )
    return f"<subProcess id='nested'>{inside}</subProcess>"


def _many(id: str) -> str:  # noqa: A002
    """A user task for each item of a list, all at once."""
    loop = (
        '<multiInstanceLoopCharacteristics isSequential="false"><loopCardinality>count</loopCardinality>'
        "</multiInstanceLoopCharacteristics>"
    )
    return user(id, loop, role="officer")


CHAIN = _then(*(f'<task id="{name}"/>' for name in _IDS), way=" ".join(_IDS))
# The time is looked at with every sixteenth step.
_MORE = [f"s{number}" for number in range(40)]
LONG_CHAIN = _then(*(f'<task id="{name}"/>' for name in _MORE), way=" ".join(_MORE))
BRANCHES = _then(
    parallel("split"),
    *(user(name, role="officer") for name in _IDS),
    parallel("join"),
    way="split",
    more=flows(*(f"split {name} join" for name in _IDS)),
).replace(b'sourceRef="split" targetRef="end"', b'sourceRef="join" targetRef="end"')
CASES = {
    "steps": (Limits(steps=10), CHAIN, {}),
    "seconds": (Limits(seconds=0.000001), LONG_CHAIN, {}),
    "tokens": (Limits(tokens=10), BRANCHES, {}),
    "variable_bytes": (Limits(variable_bytes=1000), ONE_TASK, {"text": "x" * 1001}),
    "instances": (Limits(instances=10), _then(_many("each"), way="each"), {"count": 11}),
    "nesting": (Limits(nesting=3), _then(_nested(8), way="nested"), {}),
}


@pytest.mark.parametrize("budget", CASES)
def test_a_budget_undoes_the_command_and_says_which_it_was(engine_factory: Factory, budget: str) -> None:
    limits, xml, data = CASES[budget]
    roomy = engine_factory()
    roomy.deploy({"p.bpmn": xml})
    case = roomy.start(roomy.definitions()[0].key)
    before = (roomy.case(case.id), roomy.tasks(case.id))
    engine = engine_factory(limits=limits)
    task_id = engine.tasks(case.id)[0].id
    with pytest.raises(LimitExceededError):
        engine.complete(task_id, data, actor=OFFICER)
    (incident,) = engine.incidents(case.id)
    assert (incident.kind, incident.details["budget"]) == ("limit", budget)
    assert incident.details["limit"] == Decimal(repr(asdict(limits)[budget]))
    now = engine.case(case.id)
    assert (now.variables, now.status, engine.tasks(case.id)) == (before[0].variables, "active", before[1])
    assert engine.verify() == []
    # With room enough the same command is taken, and its incident is closed.
    assert roomy.complete(task_id, data, actor=OFFICER).incidents == ()
    assert roomy.verify() == []


def test_one_case_past_its_budget_does_not_stop_another(engine_factory: Factory) -> None:
    engine = engine_factory(limits=Limits(variable_bytes=1000))
    engine.deploy({"p.bpmn": ONE_TASK})
    tasks = [engine.tasks(engine.start("one_task").id)[0].id for _ in range(2)]
    with pytest.raises(LimitExceededError):
        engine.complete(tasks[0], {"text": "x" * 1001}, actor=OFFICER)
    assert engine.complete(tasks[1], {"text": "x"}, actor=OFFICER).status == "completed"


def test_the_budgets_are_those_that_are_promised() -> None:
    assert (
        asdict(Limits()).items()
        >= {
            "steps": 500,
            "seconds": 2.0,
            "tokens": 1000,
            "variable_bytes": 1_000_000,
            "instances": 5000,
            "nesting": 50,
        }.items()
    )


def _steps(count: int) -> bytes:
    ids = [f"n{number}" for number in range(count - 1)]
    steps = "".join(f'<task id="{name}"/>' for name in ids)
    return _then(steps, way=" ".join(ids))


@pytest.mark.parametrize(
    ("xml", "word"),
    [
        (_steps(2001), "2000"),
        (_then(_nested(51), way="nested"), "50"),
        (ONE_TASK + b" " * 5_000_000, "5_000_000"),
    ],
    ids=["steps", "nesting", "bytes"],
)
def test_a_diagram_past_its_budget_is_not_deployed(engine_factory: Factory, xml: bytes, word: str) -> None:
    engine = engine_factory()
    with pytest.raises(DeploymentRejectedError) as caught:
        engine.deploy({"p.bpmn": xml})
    assert any(word in problem.message_en for problem in caught.value.problems), caught.value.problems
    assert engine.definitions() == []
