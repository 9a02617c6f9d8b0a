"""Variables that a step does not ask for are not decoded, and are saved as they were."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.interpreter import stored
from engine.interpreter.messages import CompleteTask
from engine.interpreter.state import CaseState
from engine.interpreter.stored import StoredValues, encoded
from tests.engine.semantics.bench import bench
from tests.engine.semantics.drawing import diagram

DOCUMENT = {"when": {"$date": "2021-11-29"}, "amount": {"$number": "10.00"}, "list": [1, {"a": 2}]}


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is decoded during the test."""
    found: list[Any] = []
    decode = stored.decode

    def note(document: Any) -> Any:
        found.append(document)
        return decode(document)

    monkeypatch.setattr(stored, "decode", note)
    return found


def test_stored_variables_are_a_mapping_like_any_other() -> None:
    values = StoredValues(DOCUMENT)
    plain = {"when": date(2021, 11, 29), "amount": Decimal("10.00"), "list": [Decimal(1), {"a": Decimal(2)}]}
    assert values == plain
    assert plain == values
    assert repr(values) == repr(plain)
    assert values | {"when": 1} == plain | {"when": 1}
    assert {"when": 1, "more": 2} | values == {"when": 1, "more": 2} | plain
    assert list(values) == list(plain)
    del values["list"]
    values["when"] = date(2022, 1, 1)
    assert values.get("list") is None
    assert encoded(values) == {"when": {"$date": "2022-01-01"}, "amount": {"$number": "10.00"}}


def test_a_copy_goes_its_own_way() -> None:
    values = StoredValues(DOCUMENT)
    copied = values.copy()
    copied["amount"] = Decimal(1)
    assert values["amount"] == Decimal("10.00")
    assert values.encoded() == DOCUMENT


def test_only_what_is_asked_for_is_decoded_and_only_what_changes_is_encoded(decoded: list[Any]) -> None:
    values = StoredValues(DOCUMENT)
    assert "list" in values
    assert len(values) == 3
    assert values["when"] == values["when"]
    assert decoded == [DOCUMENT["when"]]
    assert values.encoded()["list"] is DOCUMENT["list"]


def test_a_step_leaves_a_long_list_as_it_is(decoded: list[Any]) -> None:
    case = bench(diagram("start s\nuser a\nuser b\ns -> a -> b")).start(
        people=[{"n": n} for n in range(500)], title="x"
    )
    people = case.state.dump()["scopes"][0]["variables"]["people"]
    case.state = CaseState.load(case.state.dump())
    decoded.clear()
    case.do(CompleteTask(next(iter(case.tasks)), {"title": "y"}))
    assert people not in decoded
    assert case.variables["people"][499] == {"n": Decimal(499)}
