"""Values keep their type through a save and a load."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidValueError
from engine.feel import Range, YearsMonthsDuration
from engine.interpreter.values import MAX_DEPTH, decode, encode, normalise

STOCKHOLM = ZoneInfo("Europe/Stockholm")

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.times()
    | st.datetimes()
    | st.datetimes(timezones=st.just(UTC))
    | st.datetimes(min_value=datetime(1950, 1, 1), timezones=st.just(STOCKHOLM))  # noqa: DTZ001 - hypothesis asks for naive
    | st.timedeltas()
    | st.integers(-1000, 1000).map(YearsMonthsDuration),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.just("$date"), inner, max_size=4),
    max_leaves=10,
)


@given(VALUES)
def test_every_value_comes_back_as_it_was(value: object) -> None:
    kept = normalise(value)
    restored = decode(json.loads(json.dumps(encode(kept))))
    assert restored == kept
    assert repr(type(restored)) == repr(type(kept))


def test_money_keeps_its_decimals_and_zones_their_names() -> None:
    amount = decode(json.loads(json.dumps(encode(Decimal("100.00")))))
    assert str(amount) == "100.00"
    moment = decode(json.loads(json.dumps(encode(datetime(2021, 11, 29, 23, 59, tzinfo=STOCKHOLM)))))
    assert moment.tzinfo.key == "Europe/Stockholm"
    clock = decode(json.loads(json.dumps(encode(time(9, tzinfo=STOCKHOLM)))))
    assert clock.tzinfo.key == "Europe/Stockholm"


def test_numbers_become_decimal() -> None:
    assert normalise({"a": 1, "b": 0.1, "c": (1, 2)}) == {"a": Decimal(1), "b": Decimal("0.1"), "c": [1, 2]}
    assert type(normalise(1)) is Decimal


def test_other_types_are_refused() -> None:
    deep: list[object] = []
    for _ in range(MAX_DEPTH + 2):
        deep = [deep]
    endless: list[object] = []
    endless.append(endless)
    for value in (
        object(),
        {1: 2},
        {"a"},
        float("nan"),
        Decimal("Infinity"),
        b"x",
        Range(1, 2, True, True),
        deep,
        endless,
    ):
        with pytest.raises(InvalidValueError):
            normalise(value)


def test_plain_values_are_readable_in_the_document() -> None:
    assert encode({"a": Decimal(5), "b": [True, None, "x"]}) == {"a": 5, "b": [True, None, "x"]}
    assert encode({"d": date(2021, 11, 29), "t": timedelta(days=7)}) == {
        "d": {"$date": "2021-11-29"},
        "t": {"$duration": [7, 0, 0]},
    }
