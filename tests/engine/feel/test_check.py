"""Checks before anything runs: unknown names, types that cannot meet, conditions that are none."""

import pytest

from engine.feel import check, check_unary_tests

TYPES = {
    "amount": "number",
    "kind": "string",
    "deadline": "date",
    "applicant": "context<name: string, org_nr: string>",
    "rows": "list<context<sum: number, text: string>>",
    "anything": "Any",
    "profit and loss": "number",
}


@pytest.mark.parametrize(
    "text",
    [
        'amount > 500000 and kind = "project"',
        "applicant.name = kind",
        "rows[sum > 10].text",
        "count(rows[text = kind])",
        "for row in rows return row.sum * 2",
        "some row in rows satisfies row.sum > amount",
        'deadline - duration("P7D") < date("2026-01-01")',
        'date and time("2026-01-01") < date and time("2026-01-01T10:00:00Z")',
        "anything.what.ever > 1",
        "if anything then 1 else null",
        "profit and loss + 1 > 0",
        "{a: amount, b: a + 1}.b > 0",
        "(function(x) x + 1)(amount)",
        "deadline.year = 2026",
        'substring(kind, 1, 2) = "ab"',
        "sort(rows, function(a, b) a.sum < b.sum)",
        "amount = null",
        "amount in [1..10]",
        "amount in (1, 2, > 10)",
        'min(deadline, date("2026-01-01"))',
        "add working days(deadline, 5)",
        "sum(rows.sum) > 1",
    ],
)
def test_nothing_is_said_against_what_works(text: str) -> None:
    assert check(text, TYPES) == []


@pytest.mark.parametrize(
    ("text", "code", "position", "suggestion"),
    [
        ("amuont > 5", "unknown_name", 0, "amount"),
        ("conut(rows)", "unknown_name", 0, "count"),
        ("applicant.nmae", "unknown_member", 9, "name"),
        ("deadline.yaer", "unknown_member", 8, "year"),
        ("rows[smu > 1]", "unknown_name", 5, "sum"),
        ('amount = "5"', "types_differ", 7, ""),
        ("kind < 5", "types_differ", 5, ""),
        ("kind in [1..5]", "types_differ", 8, ""),
        ("amount between kind and 5", "types_differ", 7, ""),
        ("amount + kind", "wrong_operands", 7, ""),
        ("amount and true", "not_boolean", 0, ""),
        ("if amount then 1 else 2", "not_boolean", 3, ""),
        ("some row in rows satisfies row.sum", "not_boolean", 30, ""),
        ("upper case(amount)", "wrong_argument", 0, ""),
        ("floor()", "wrong_count", 0, ""),
        ("floor(m: 1)", "wrong_parameters", 0, ""),
        ('deadline < date("2026-13-01")', "no_such_value", 16, ""),
        ('deadline + duration("7 days") > deadline', "no_such_value", 20, ""),
        ("if amount > 1 then", "syntax", 18, ""),
    ],
)
def test_what_cannot_work_is_named_with_its_place(text: str, code: str, position: int, suggestion: str) -> None:
    problems = check(text, TYPES)
    assert [(found.code, found.position, found.suggestion) for found in problems] == [(code, position, suggestion)]


def test_a_condition_must_be_able_to_be_true() -> None:
    assert [found.code for found in check("amount + 1", TYPES, "boolean")] == ["not_boolean"]
    assert check("amount > 1", TYPES, "boolean") == []
    assert check("anything", TYPES, "boolean") == []
    assert [found.code for found in check('"5"', TYPES, "number")] == ["wrong_result"]


def test_without_types_names_are_not_checked() -> None:
    assert check("whatever > 5 and other") == []


def test_cells_are_checked_against_their_columns_type() -> None:
    assert check_unary_tests('"a", "b"', "string", TYPES) == []
    assert check_unary_tests("> amount", "number", TYPES) == []
    assert check_unary_tests("? > 5 and ? < 10", "number", TYPES) == []
    assert [found.code for found in check_unary_tests("> 5", "string", TYPES)] == ["types_differ"]
    assert [found.code for found in check_unary_tests("[1..5]", "date", TYPES)] == ["types_differ"]


def test_problems_are_said_in_swedish_too() -> None:
    said = [check(text, TYPES)[0].swedish for text in ('amount = "5"', "amuont", "upper case(deadline)", "floor()")]
    assert said == [
        "Tal jämförs med text, vilket aldrig är sant",
        "Här finns inget som heter amuont",
        "upper case: string ska vara text, inte datum",
        "floor tar n, scale",
    ]
