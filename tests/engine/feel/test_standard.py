"""The standard function by function and operator by operator, beyond what the shared half of its test kit asks.

standard.txt has a heading for each part of chapter 10 and a line for each question: `expression → value`, or ERROR for
what is no expression. The values follow from the standard's text; where it leaves room, from docs/feel.md.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.feel import FeelSyntaxError, evaluate

NOW = datetime(2026, 5, 1, 8, 30, tzinfo=UTC)
PAGE = Path(__file__).with_name("standard.txt")


def _sections() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for part in ("\n" + PAGE.read_text(encoding="utf-8")).split("\n# ")[1:]:
        title, *lines = part.splitlines()
        yield title, [(text, value) for text, _, value in (line.rpartition(" → ") for line in lines if line)]


SECTIONS = dict(_sections())


def _value(text: str) -> object:
    try:
        return evaluate(text, now=NOW)
    except FeelSyntaxError:
        return FeelSyntaxError


@pytest.mark.parametrize("title", SECTIONS)
def test_each_expression_has_the_value_that_the_standard_gives_it(title: str) -> None:
    wrong = []
    for text, expected in SECTIONS[title]:
        value, wanted = _value(text), FeelSyntaxError if expected == "ERROR" else evaluate(expected)
        if value != wanted or type(value) is not type(wanted):
            wrong.append((text, value, wanted))
    assert wrong == []


def test_every_part_is_asked() -> None:
    assert sum(map(len, SECTIONS.values())) > 1000
    assert all(SECTIONS.values())
