"""What a command costs: at most ten SQL statements and one commit, whatever the diagram."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from engine import Actor, Engine, VirtualClock
from tests.engine.runtime.counting import counted
from tests.engine.runtime.diagrams import (
    MESSAGE,
    boundary,
    catch,
    diagram,
    end,
    flows,
    message,
    parallel,
    service,
    start,
    timer,
    user,
)

Factory = Callable[..., Engine]
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
_MOST = 10

CHAIN = diagram(
    "chain",
    start(),
    user("a", role="officer", due="5 working days", reminders="-1 days at 09:00", escalateTo="boss"),
    service("record", "record"),
    user("b", role="officer", due="5 working days", reminders="-1 days at 09:00", escalateTo="boss"),
    end(),
    paths=["start a record b end"],
)
SUBPROCESS = diagram(
    "sub",
    start(),
    f'<subProcess id="inner">{start("in_start")}{user("a", role="officer")}{user("b", role="officer")}{end("in_end")}'
    f"{flows('in_start a b in_end')}</subProcess>",
    user("c", role="officer"),
    end(),
    paths=["start inner c end"],
)
CALLED = diagram("called", start(), user("b", role="officer"), end(), paths=["start b end"])
CALLER = diagram(
    "caller",
    start(),
    user("a", role="officer"),
    '<callActivity id="call" calledElement="called"/>',
    user("c", role="officer"),
    end(),
    paths=["start a call c end"],
)
MULTI = diagram(
    "multi",
    start(),
    user("a", role="officer"),
    user(
        "assess",
        '<multiInstanceLoopCharacteristics><loopCardinality xsi:type="tFormalExpression">20</loopCardinality>'
        "</multiInstanceLoopCharacteristics>",
        role="officer",
    ),
    end(),
    paths=["start a assess end"],
)
BOUNDARY = diagram(
    "bounded",
    start(),
    user("a", role="officer"),
    boundary("late_a", "a", timer("P7D")),
    user("b", role="officer"),
    boundary("late_b", "b", timer("P7D")),
    boundary("stop_b", "b", message("answer")),
    end(),
    end("late"),
    paths=["start a b end", "late_a late", "late_b late", "stop_b late"],
    outside=MESSAGE,
)
PARALLEL = diagram(
    "branches",
    start(),
    parallel("split"),
    *(user(name, role="officer") for name in "abc"),
    parallel("join"),
    catch("wait", timer("P1D")),
    end(),
    paths=["start split a join wait end", "split b join", "split c join"],
)
DIAGRAMS = {
    "chain": CHAIN,
    "sub": SUBPROCESS,
    "caller": CALLER,
    "multi": MULTI,
    "bounded": BOUNDARY,
    "branches": PARALLEL,
}


@pytest.mark.parametrize("name", DIAGRAMS)
def test_starting_and_completing_take_at_most_ten_statements_and_one_commit(engine_factory: Factory, name: str) -> None:
    engine = engine_factory(operations={"record": lambda call: {"done": True}})
    engine.deploy({"called/called.bpmn": CALLED, "p/p.bpmn": DIAGRAMS[name]})
    engine.start(name, actor=OFFICER)
    with counted(engine) as counts:
        case = engine.start(name, {"note": "x" * 4000}, actor=OFFICER, idempotency_key="start")
    assert len(counts.statements) <= _MOST, counts.statements
    assert counts.commits == 1
    while open_tasks := engine.tasks(case.id, limit=1):
        with counted(engine) as counts:
            engine.complete(open_tasks[0].id, {"n": 1}, actor=OFFICER, idempotency_key=f"complete {open_tasks[0].id}")
        assert len(counts.statements) <= _MOST, counts.statements
        assert counts.commits == 1
    assert engine.verify() == []


@pytest.mark.parametrize("word", ["at once", "in turn"])
def test_a_step_of_a_wide_loop_writes_what_it_changes_and_no_more(engine_factory: Factory, word: str) -> None:
    engine = engine_factory()
    loop = (
        f'<multiInstanceLoopCharacteristics isSequential="{str(word == "in turn").lower()}">'
        '<loopCardinality xsi:type="tFormalExpression">5000</loopCardinality></multiInstanceLoopCharacteristics>'
    )
    engine.deploy({"p.bpmn": diagram("wide", start(), user("a", loop, role="officer"), end(), paths=["start a end"])})
    case = engine.start("wide")
    task = engine.tasks(case.id, limit=1)[0]
    with counted(engine) as counts:
        engine.complete(task.id, {"note": "x"}, actor=OFFICER)
    assert len(counts.statements) <= _MOST, counts.statements
    # The case, its task, the next one when they come in turn; history: two or four lines.
    assert counts.rows <= 7


def test_idle_cases_cost_nothing_however_long_the_clock_runs(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory()
    waits = diagram("waits", start(), catch("wait", timer("P30D")), end(), paths=["start wait end"])
    engine.deploy({"p.bpmn": waits})
    with counted(engine) as one:
        engine.run_due()
    for _ in range(20):
        engine.start("waits")
    clock.advance(timedelta(hours=1))
    with counted(engine) as many:
        engine.run_due()
    assert len(many.statements) == len(one.statements)
    assert many.commits == 0


def test_state_holds_what_is_needed_to_go_on_and_nothing_else(engine_factory: Factory) -> None:
    """A loop's hundredth round is saved in as many bytes as its first."""
    engine = engine_factory()
    xml = diagram(
        "loop",
        start(),
        '<exclusiveGateway id="again"/>',
        user("work"),
        '<exclusiveGateway id="is_done" default="is_done_again"/>',
        end(),
        flows("start again work is_done again"),
        '<sequenceFlow id="to_end" sourceRef="is_done" targetRef="end"><conditionExpression'
        ' xsi:type="tFormalExpression">done</conditionExpression></sequenceFlow>',
    )
    engine.deploy({"p.bpmn": xml})
    case = engine.start("loop", {"done": False})

    def size() -> int:
        with engine.reading() as session:
            return int(session.connection().exec_driver_sql("SELECT length(state) FROM engine_cases").scalar_one())

    sizes = []
    for _ in range(40):
        sizes.append(size())
        engine.complete(engine.tasks(case.id)[0].id, actor=OFFICER)
    assert max(sizes) <= sizes[0] * 1.05 + 4
