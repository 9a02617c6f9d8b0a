"""Errors in the text: where, what was expected, and what to write instead."""

import pytest

from engine.feel import FeelSyntaxError, parse


@pytest.mark.parametrize(
    ("text", "line", "column", "expected", "suggestion"),
    [
        ("1 +", 1, 4, "a value", ""),
        ("a == 1", 1, 3, "an operator or the end", "="),
        ("if a\nthan b else c", 2, 1, "then", "then"),
        ("[1, 2", 1, 6, "]", ""),
        ('"open', 1, 1, '"', ""),
        ("/* open", 1, 1, "*/", ""),
        ("a && b", 1, 3, "an operator or the end", "and"),
        ("f(a: 1, 2)", 1, 10, "", ""),
        ("{a: 1, a: 2}", 1, 8, "", ""),
        ("", 1, 1, "a value", ""),
        ("x.1", 1, 2, "an operator or the end", ""),
    ],
)
def test_the_place_and_the_remedy_are_named(text: str, line: int, column: int, expected: str, suggestion: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse(text)
    found = caught.value
    assert (found.line, found.column, found.expected, found.suggestion) == (line, column, expected, suggestion)


def test_deep_nesting_is_a_syntax_error() -> None:
    for text in ("(" * 5000 + "1" + ")" * 5000, "-" * 5000 + "1", "[" * 5000, "not(" * 5000, "if a then " * 5000):
        with pytest.raises(FeelSyntaxError):
            parse(text)


def test_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(FeelSyntaxError, match="at most"):
        parse("1" + " " * 300_000)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("if a than b else c", "”than” kan inte stå här (rad 1, kolumn 6); här väntades then; menade du then?"),
        ("1 +", "Uttrycket slutar för tidigt (rad 1, kolumn 4); här väntades ett värde"),
        ('"öppen', 'En text är inte avslutad (rad 1, kolumn 1); här väntades "'),
        ("some x y", "Uttrycket slutar för tidigt (rad 1, kolumn 9); här väntades in"),
    ],
)
def test_the_same_is_said_in_swedish(text: str, sentence: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse(text)
    assert caught.value.swedish == sentence
