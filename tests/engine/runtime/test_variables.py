"""Each kind of value keeps its type through the database; one that cannot be stored rolls the step back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine import Actor, Case, Engine, EngineError, InvalidValueError, LimitExceededError, OperationFailedError
from engine.feel import YearsMonthsDuration
from engine.interpreter.messages import Limits
from engine.interpreter.values import MAX_DEPTH
from tests.engine.runtime.diagrams import diagram, end, service, start, user

Factory = Callable[..., Engine]
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
STOCKHOLM = ZoneInfo("Europe/Stockholm")
XML = diagram(
    "p",
    start(),
    user("fill_in", role="officer"),
    service("fetch", "fetch"),
    user("read", role="officer"),
    end(),
    paths=["start fill_in fetch read end"],
)
VALUES: dict[str, Any] = {
    "nothing": None,
    "text": "Å, ä och ö\n\u2028\U0001f600",
    "yes": True,
    "whole number": Decimal(7),
    "money": Decimal("9800000.00"),
    "tiny": Decimal("1E-30"),
    "many digits": Decimal("1234567890123456789012345678901234"),
    "date": date(2024, 2, 29),
    "time": time(9, 30),
    "time with an offset": time(9, 30, tzinfo=timezone(timedelta(hours=2))),
    "time in a zone": time(9, 30, tzinfo=STOCKHOLM),
    "local date-time": datetime(2021, 11, 29, 23, 59, 59, 999999),  # noqa: DTZ001  # FEEL knows date-times without zone
    "instant": datetime(2021, 11, 29, 23, tzinfo=UTC),
    "date-time in a zone": datetime(2021, 7, 1, 12, tzinfo=STOCKHOLM),
    "the second of two hours": datetime(2021, 10, 31, 2, 30, tzinfo=STOCKHOLM, fold=1),
    "days": timedelta(days=21, microseconds=1),
    "months": YearsMonthsDuration(14),
    "list": [Decimal(1), None, [True, "x"], {"a": date(2021, 1, 1)}],
    "context": {"a": {"b": [Decimal("1.50")]}, "$date": "not a date"},
    "empty": [{}, [], ""],
}
REFUSED: dict[str, Any] = {
    "object": object(),
    "bytes": b"x",
    "set": {1},
    "not a number": Decimal("NaN"),
    "infinite": float("inf"),
    "a key that is no text": {1: "x"},
    "deep": None,
}
for _ in range(MAX_DEPTH + 2):
    REFUSED["deep"] = [REFUSED["deep"]]


class Register:
    """An operation that gives what it is told to give."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] = {}

    def fetch(self, _call: object) -> dict[str, Any]:
        return self.answer


def _is_same(found: Any, given: Any) -> bool:
    """Equal, of the same type all the way down, and in the same zone."""
    if type(found) is not type(given) or found != given:
        return False
    if isinstance(given, Decimal):
        return bool(found.as_tuple() == given.as_tuple())
    if isinstance(given, datetime | time):
        return (found.utcoffset(), str(found.tzinfo), found.fold) == (given.utcoffset(), str(given.tzinfo), given.fold)
    if isinstance(given, list):
        return all(map(_is_same, found, given))
    return not isinstance(given, dict) or all(_is_same(found[name], value) for name, value in given.items())


@pytest.mark.parametrize("way", ["start", "task", "operation", "correction"])
def test_every_kind_of_value_comes_back_as_it_was(engine_factory: Factory, way: str) -> None:
    register = Register()
    engine, reader = engine_factory(operations={"fetch": register.fetch}), engine_factory()
    engine.deploy({"p.bpmn": XML})
    case = engine.start("p", VALUES if way == "start" else {})
    register.answer = VALUES if way == "operation" else {}
    if way == "correction":
        engine.set_variables(case.id, VALUES, actor=OFFICER)
    else:
        data = VALUES if way == "task" else {}
        engine.complete(engine.tasks(case.id)[0].id, data, actor=OFFICER)
    found = reader.case(case.id).variables
    assert {name for name, value in VALUES.items() if not _is_same(found[name], value)} == set()
    assert engine.verify() == []


@pytest.mark.parametrize("name", REFUSED)
def test_a_value_that_cannot_be_stored_leaves_everything_as_it_was(engine_factory: Factory, name: str) -> None:
    register = Register()
    engine = engine_factory(operations={"fetch": register.fetch})
    engine.deploy({"p.bpmn": XML})
    with pytest.raises(InvalidValueError):
        engine.start("p", {"value": REFUSED[name]})
    assert engine.cases() == []
    case = engine.start("p", {"value": "before"})
    task_id = engine.tasks(case.id)[0].id
    _check_nothing_happens(engine, case, InvalidValueError, lambda: _complete(engine, task_id, REFUSED[name]))
    correct = {"value": REFUSED[name]}
    _check_nothing_happens(
        engine, case, InvalidValueError, lambda: engine.set_variables(case.id, correct, actor=OFFICER)
    )
    register.answer = {"value": REFUSED[name]}
    with pytest.raises(OperationFailedError):
        engine.complete(task_id, {}, actor=OFFICER)
    assert engine.case(case.id).variables == {"value": "before"}
    assert [task.id for task in engine.tasks(case.id)] == [task_id]
    assert [incident.element_id for incident in engine.case(case.id).incidents] == ["fetch"]
    assert engine.verify() == []


def test_variables_past_their_size_roll_the_step_back(engine_factory: Factory) -> None:
    register = Register()
    engine = engine_factory(operations={"fetch": register.fetch}, limits=Limits(variable_bytes=1000))
    engine.deploy({"p.bpmn": XML})
    case = engine.start("p", {"value": "before"})
    task_id = engine.tasks(case.id)[0].id
    with pytest.raises(LimitExceededError):
        _complete(engine, task_id, ["x" * 100] * 10)
    assert engine.case(case.id).variables == {"value": "before"}
    assert [task.id for task in engine.tasks(case.id)] == [task_id]
    assert [incident.kind for incident in engine.case(case.id).incidents] == ["limit"]
    assert _complete(engine, task_id, "after").variables == {"value": "after"}


def _complete(engine: Engine, task_id: str, value: Any) -> Case:
    return engine.complete(task_id, {"value": value}, actor=OFFICER)


def _check_nothing_happens(engine: Engine, case: Case, error: type[EngineError], command: Callable[[], object]) -> None:
    history = engine.history(case.id)
    with pytest.raises(error):
        command()
    assert engine.case(case.id) == case
    assert engine.history(case.id) == history
    assert [task.element_id for task in engine.tasks(case.id)] == ["fill_in"]
