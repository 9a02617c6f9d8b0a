"""Unary tests: what the cells of a decision table ask of a value."""

from datetime import date

import pytest

from engine.feel import unary_test


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("-", None, True),
        ("5", 5, True),
        ("< 10", 5, True),
        ("< 10, > 20", 15, False),
        ("[1..5)", 5, False),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "b", False),
        ("not(5)", 4, True),
        ("? > 3 and ? < 9", 5, True),
        ("limit", 7, True),
        ("> limit", 8, True),
        ("null", None, True),
        ("not(null)", 1, True),
        ("true", True, True),
        ('date("2026-01-01")', date(2026, 1, 1), True),
        ('[date("2026-01-01")..date("2026-12-31")]', date(2026, 5, 1), True),
        ('< 10', "a", False),
        ('contains(?, "b")', "abc", True),
        ("list contains(?, 2)", [1, 2], True),
        ("[1, 2]", 2, True),
        ("!= 3", 4, True),
        ("limit > 5", 100, True),
        ("limit > 9", 100, False),
        ("limit > 5", True, True),
        ("limit > 9", False, True),
        ("true", None, False),
    ],
)  # fmt: skip
def test_a_value_passes_or_not(text: str, value: object, expected: bool) -> None:
    assert unary_test(text, value, {"limit": 7}) is expected
