"""What expressions mean: operators, names, lists, contexts, functions, and null where there is no answer."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from engine.feel import FeelNote, Range, YearsMonthsDuration, evaluate, parse

CASES: list[tuple[str, dict[str, object], object]] = [
    ("1 + 2 * 3", {}, Decimal(7)),
    ("(1 + 2) * 3", {}, Decimal(9)),
    ("2 ** 3 ** 2", {}, Decimal(64)),
    ("-2 ** 2", {}, Decimal(4)),
    ("10 - 2 - 3", {}, Decimal(5)),
    ("0.1 + 0.2", {}, Decimal("0.3")),
    ("1 / 0", {}, None),
    ("0 ** 0", {}, Decimal(1)),
    ('"a" + "b"', {}, "ab"),
    ('"a" + 1', {}, None),
    ("amount > 500000 and kind = \"project\"", {"amount": 600000, "kind": "project"}, True),
    ("false and null", {}, False),
    ("true and null", {}, None),
    ("true or null", {}, True),
    ("false or 1", {}, None),
    ("1 = null", {}, False),
    ("null = null", {}, True),
    ('1 = "1"', {}, None),
    ("1 < null", {}, None),
    ("3 between 1 and 5", {}, True),
    ("3 in (1..3)", {}, False),
    ("3 in ]1..3]", {}, True),
    ("3 in [1..3[", {}, False),
    ("3 in (< 2, > 2)", {}, True),
    ("3 in (1, 3)", {}, True),
    ("3 in [1, 3]", {}, True),
    ("3 in != 4", {}, True),
    ("(1..3).start included", {}, False),
    ("if 1 > 2 then 1 else if null then 2 else 3", {}, Decimal(3)),
    ("for i in 1..3, j in 1..i return i * j", {}, [Decimal(n) for n in (1, 2, 4, 3, 6, 9)]),
    ("for i in 3..1 return i", {}, [Decimal(n) for n in (3, 2, 1)]),
    ("for i in 1..4 return if i = 1 then 1 else i * partial[-1]", {}, [Decimal(n) for n in (1, 2, 6, 24)]),
    ("for i in 1..3 return partial", {}, [[], [[]], [[], [[]]]]),
    ("for i in 1..2 return {p: partial}", {}, [{"p": []}, {"p": [{"p": []}]}]),
    ("for i in 1..3 return count(partial)", {}, [Decimal(n) for n in (0, 1, 2)]),
    ("some x in [1, 2] satisfies x > 1", {}, True),
    ("every x in [1, 2] satisfies x > 1", {}, False),
    ("every x in [] satisfies x > 1", {}, True),
    ("[1, 2, 3][item > 1]", {}, [Decimal(2), Decimal(3)]),
    ("[1, 2, 3][-1]", {}, Decimal(3)),
    ("[1, 2, 3][4]", {}, None),
    ("rows[amount > 1].name", {"rows": [{"amount": 1, "name": "a"}, {"amount": 2, "name": "b"}]}, ["b"]),
    ("{a: 1, b: a + 1}.b", {}, Decimal(2)),
    ('{"a b": 1}.a b', {}, Decimal(1)),
    ("{profit-loss: 2}.profit-loss", {}, Decimal(2)),
    ("profit and loss * 2", {"profit and loss": 2}, Decimal(4)),
    ("sökt belopp > 0", {"sökt belopp": 1}, True),
    ("total_sek", {"total_sek": 1.5}, Decimal("1.5")),
    ("a-b", {"a": 3, "b": 1}, Decimal(2)),
    ("a-b", {"a-b": 5, "a": 3, "b": 1}, Decimal(5)),
    ("(function(x: number) x * 2)(4)", {}, Decimal(8)),
    ('(function(x: number) x * 2)("a")', {}, None),
    ("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(5)}.r", {}, Decimal(120)),
    ('substring(string: "abc", start position: 2)', {}, "bc"),
    ("1 instance of number", {}, True),
    ("[1] instance of list<string>", {}, False),
    ('date("2026-01-31") + duration("P1M")', {}, date(2026, 2, 28)),
    ('deadline - duration("P7D")', {"deadline": date(2026, 1, 9)}, date(2026, 1, 2)),
    ('date("2026-03-01") - date("2026-02-01")', {}, timedelta(days=28)),
    ('@"P1Y2M"', {}, YearsMonthsDuration(14)),
    ('@"10:00:00+02:00" = @"08:00:00Z"', {}, True),
    ('date and time("2026-05-01T10:00:00@Europe/Stockholm") < date and time("2026-05-01T08:30:00Z")', {}, True),
    ('time("10:00:00") + duration("PT15H")', {}, time(1, 0)),
    ("[1..3]", {}, Range(Decimal(1), Decimal(3), start_included=True, end_included=True)),
    ("[3..1]", {}, None),
    ("1 // one\n + /* two */ 2", {}, Decimal(3)),
    (r'"\u00e5\n\uD83D\uDE00"', {}, "å\n😀"),
    ("unknown", {}, None),
    ("unknown.member", {}, None),
    ("not(null)", {}, None),
    ("sort([3, 1, 2], function(x, y) x < y)", {}, [Decimal(n) for n in (1, 2, 3)]),
    ("date", {"date": 5}, Decimal(5)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "context", "expected"), CASES)
def test_an_expression_has_the_value_that_the_standard_gives_it(
    text: str, context: dict[str, object], expected: object
) -> None:
    assert evaluate(text, context) == expected
    assert type(evaluate(text, context)) is type(expected)


def test_a_compiled_expression_is_evaluated_many_times() -> None:
    expression = parse("amount * 2")
    assert [evaluate(expression, {"amount": n}) for n in (1, 2)] == [Decimal(2), Decimal(4)]


def test_the_free_names_are_those_read_from_outside() -> None:
    expression = parse("for i in rows return if i.sum > limit then count(rows[a = 1]) else {b: 1, c: b}.c")
    assert expression.names == {"rows", "limit", "a"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("date", {"date"}),
        ('date("2026-01-01") < day', {"day"}),
        ('date + duration("P1D") > date("2026-01-01")', {"date"}),
        ("number > 5 and sum(sum) > 0", {"number", "sum"}),
        ("sort(rows, before)", {"rows", "before"}),
        ("count(list: list)", {"list"}),
        ("for date in dates return date", {"dates"}),
        ("abs(n)", {"n"}),
    ],
)
def test_a_variable_named_like_a_function_is_read_and_a_called_function_is_none(text: str, names: set[str]) -> None:
    assert parse(text).names == names


def test_a_variable_that_is_no_function_hides_no_function_that_is_called() -> None:
    assert evaluate('date + duration("P1D") = date("2026-01-02")', {"date": date(2026, 1, 1)}) is True
    assert evaluate("sum(1, 2) + sum", {"sum": 4}) == Decimal(7)
    assert evaluate("{abs: function(n) n + 1, r: abs(-1)}.r") == Decimal(0)


def test_nothing_reads_the_clock() -> None:
    now = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
    assert evaluate("now()", now=now) == now
    assert evaluate("today()", now=now) == date(2026, 5, 1)
    assert evaluate("now()") is None


def test_nulls_are_explained() -> None:
    notes: list[FeelNote] = []
    assert evaluate("amuont * 2", {"amount": 1}, explain=notes) is None
    assert (notes[0].message, notes[0].position) == ("amuont has no value", 0)


class _EveryDay:
    def is_working_day(self, day: date, /) -> bool:
        return day.weekday() < 5

    def add_working_days(self, day: date, count: int, /) -> date:
        step = timedelta(days=1 if count > 0 else -1)
        while count:
            day += step
            count -= step.days if self.is_working_day(day) else 0
        return day


def test_working_days_come_from_the_callers_calendar() -> None:
    friday = {"friday": date(2026, 5, 1)}
    calendar = _EveryDay()
    assert evaluate("add working days(friday, 1)", friday, calendar=calendar) == date(2026, 5, 4)
    assert evaluate("add working days(friday, -1)", friday, calendar=calendar) == date(2026, 4, 30)
    assert evaluate('is working day(friday + duration("P1D"))', friday, calendar=calendar) is False
    assert evaluate('next working day(friday + duration("P1D"))', friday, calendar=calendar) == date(2026, 5, 4)
    assert evaluate("add working days(friday, 1)", friday) is None


def test_numbers_keep_34_digits() -> None:
    digits = "1234567890.123456789012345678901234"
    for text in (digits, f"-{digits}", f"number(string({digits}))", f"abs(-{digits})", f"{digits} + 0"):
        assert evaluate(text) in {Decimal(digits), Decimal(f"-{digits}")}
    assert evaluate("a", {"a": Decimal("NaN")}) is None
    assert evaluate("even(a)", {"a": Decimal("1e40")}) is True
    assert evaluate("[1][a]", {"a": Decimal("1e40")}) is None
