"""Counts over a whole installation, and its log from the end."""

from collections.abc import Callable

import pytest

from engine import Actor, Engine, OperationFailedError
from tests.engine.runtime.diagrams import ONE_TASK, diagram, end, service, start, user

Factory = Callable[..., Engine]
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
OUTER = diagram(
    "outer", start(), '<callActivity id="inner_part" calledElement="inner"/>', end(), paths=["start inner_part end"]
)


def inner(name: str) -> bytes:
    return diagram("inner", start(), user(name, role="officer"), end(), paths=[f"start {name} end"])


def fail(call: object) -> None:
    raise ValueError("no answer")


def test_a_called_process_counts_in_the_version_that_was_called(engine_factory: Factory) -> None:
    engine = engine_factory(roles=["officer"])
    engine.deploy({"outer.bpmn": OUTER, "inner.bpmn": inner("look")})
    engine.start("outer", actor=OFFICER)
    engine.deploy({"inner.bpmn": inner("look_again")})
    engine.start("outer", actor=OFFICER)
    engine.start("inner", actor=OFFICER)
    assert engine.running_versions() == {("outer", 1): 2, ("inner", 1): 1, ("inner", 2): 2}
    engine.complete(engine.tasks(element_id="look")[0].id, {}, actor=OFFICER)
    assert engine.running_versions() == {("outer", 1): 1, ("inner", 2): 2}


def test_numbers_count_what_there_is(engine_factory: Factory) -> None:
    calls = diagram(
        "calls", start(), user("ask", role="officer"), service("fetch", "fetch"), end(), paths=["start ask fetch end"]
    )
    engine = engine_factory(roles=["officer"], operations={"fetch": fail})
    engine.deploy({"one.bpmn": ONE_TASK, "calls.bpmn": calls})
    first = engine.start("calls", actor=OFFICER)
    engine.start("calls", actor=OFFICER)
    engine.terminate(engine.start("calls", actor=OFFICER).id, "double", actor=OFFICER)
    with pytest.raises(OperationFailedError):
        engine.complete(engine.tasks(first.id)[0].id, {}, actor=OFFICER)
    numbers = engine.numbers()
    assert numbers.cases == {"active": 2, "terminated": 1}
    assert numbers.tasks == {"open": 2, "cancelled": 1}
    assert (numbers.incidents, numbers.timers, numbers.oldest_due) == (1, 0, None)


def test_the_log_is_read_from_its_end(engine_factory: Factory) -> None:
    engine = engine_factory()
    for number in range(5):
        engine.log("noted" if number % 2 else "seen", {"number": number}, actor=OFFICER)
    latest = engine.latest_log(limit=2)
    assert [event.data["number"] for event in latest] == [4, 3]
    assert [event.data["number"] for event in engine.latest_log(before=latest[-1].seq, limit=2)] == [2, 1]
    assert [event.data["number"] for event in engine.latest_log(types=["noted"])] == [3, 1]
