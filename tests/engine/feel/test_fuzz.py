"""Random texts and values: nothing but the declared errors, nothing past the budgets."""

import os
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import Budget, FeelBudgetError, FeelSyntaxError, check, evaluate, parse_unary_tests, unary_test
from tests.engine.feel.mutation import SEEDS, kit_expressions, mutations

BUDGET = Budget(steps=20_000, depth=40, size=20_000, seconds=0.5)
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
CONTEXT: dict[str, object] = {
    "amount": 600_000,
    "kind": "project",
    "rows": [{"sum": 1}, {"sum": 2.5}],
    "day": date(2026, 5, 1),
    "x": None,
}
SECONDS = float(os.environ.get("UTLYSA_FUZZ_SECONDS", "60"))
"""How long the mutation fuzzer runs: a minute in `make test`, ten in `make bench`, by this variable."""

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=True),
    st.text(max_size=8),
    st.dates(),
    st.times(),
    st.datetimes(timezones=st.one_of(st.none(), st.timezones())),
    st.timedeltas(),
    st.decimals(allow_nan=True),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)
OPERATORS = ("+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in")


def _try(text: str) -> None:
    """Evaluate in all ways; only the declared errors may come out, in time."""
    started = time.monotonic()
    try:
        evaluate(text, CONTEXT, now=NOW, budget=BUDGET)
        unary_test(text, 5, CONTEXT, now=NOW, budget=BUDGET)
        check(text, {"amount": "number", "rows": "list<context<sum: number>>"}, "boolean")
    except (FeelSyntaxError, FeelBudgetError):
        pass
    assert time.monotonic() - started < 5, text


@pytest.mark.slow
def test_mutated_expressions_never_crash() -> None:
    seeds = [*SEEDS, *kit_expressions()]
    end = time.monotonic() + SECONDS
    for text in mutations(seeds, seed=int(os.environ.get("UTLYSA_FUZZ_SEED", "1"))):
        _try(text)
        if time.monotonic() > end:
            break


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_evaluated_or_refused(text: str) -> None:
    _try(text)


@settings(max_examples=300, deadline=None)
@given(values, values, st.sampled_from(OPERATORS))
def test_any_two_values_meet_any_operator(left: object, right: object, operator: str) -> None:
    evaluate(f"a {operator} b", {"a": left, "b": right}, budget=BUDGET)


@settings(max_examples=300, deadline=None)
@given(
    values,
    values,
    st.sampled_from(
        [
            "string(a)",
            "a[b]",
            "a.b",
            "sum(a)",
            "max(a, b)",
            "substring(a, b)",
            "distinct values(a)",
            "[a..b]",
            "a instance of number",
            "is(a, b)",
            "date(a)",
            "number(a)",
            "flatten(a)",
            "years and months duration(a, b)",
            "sort(a)",
            "-a",
            "matches(a, b)",
            "split(a, b)",
            "string(date and time(a, b))",
        ]
    ),
)
def test_any_values_meet_any_function(left: object, right: object, text: str) -> None:
    evaluate(text, {"a": left, "b": right}, budget=BUDGET)


@given(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15))
def test_arithmetic_is_that_of_decimals(left: int, right: int) -> None:
    assert evaluate("a + b", {"a": left, "b": right}) == Decimal(left + right)
    assert evaluate("a * b", {"a": left, "b": right}) == Decimal(left * right)
    assert evaluate("a < b", {"a": left, "b": right}) is (left < right)


@given(scalars)
def test_a_value_equals_itself_or_is_not_comparable(value: object) -> None:
    assert evaluate("a = a", {"a": value}) in {True, None}


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-30_000, 30_000))
def test_days_added_are_taken_away_again(day: date, count: int) -> None:
    length = timedelta(days=count)
    assert evaluate("day + length - length", {"day": day, "length": length}) == day
    assert evaluate("(day + length) - day", {"day": day, "length": length}) == length


@given(st.one_of(st.dates(), st.times(), st.datetimes(), st.timedeltas()))
def test_a_temporal_value_survives_its_text(value: object) -> None:
    kinds = {"date": "date", "time": "time", "datetime": "date and time", "timedelta": "duration"}
    text = f"{kinds[type(value).__name__]}(string(value)) = value"
    assert evaluate(text, {"value": value}) is True


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_a_number_survives_its_text(value: Decimal) -> None:
    assert evaluate("number(string(value))", {"value": value}) == value


def test_the_parser_of_tests_and_of_expressions_share_their_errors() -> None:
    with pytest.raises(FeelSyntaxError):
        parse_unary_tests("< ")
