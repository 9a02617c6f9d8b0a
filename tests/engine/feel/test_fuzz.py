"""Random texts and values: nothing but the declared errors, nothing past the budgets."""

import os
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelSyntaxError, evaluate, parse_unary_tests
from tests.engine.feel.fuzzing import BUDGET, Outcome, fuzz, use

SECONDS = float(os.environ.get("UTLYSA_FUZZ_SECONDS", "60"))
"""How long the mutation fuzzer runs in `make test`; `fuzz_run` runs it for longer."""

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


@pytest.mark.slow
def test_mutated_expressions_never_crash() -> None:
    outcome = fuzz(SECONDS, seed=int(os.environ.get("UTLYSA_FUZZ_SEED", "1")))
    assert outcome.failures == []
    assert outcome.tried > outcome.refused > 0


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_evaluated_or_refused(text: str) -> None:
    outcome = Outcome()
    outcome.attempt(text, use, FeelSyntaxError)
    assert outcome.failures == []


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
