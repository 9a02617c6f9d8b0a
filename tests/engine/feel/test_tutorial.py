"""The tutorial pages for process owners: every example comes out as the page says."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.feel import FeelSyntaxError, evaluate, parse, unary_test

DOCS = Path(__file__).parents[3] / "docs"
NOW = datetime(2026, 5, 1, 9, tzinfo=ZoneInfo("Europe/Stockholm"))


class _Calendar:
    """Mondays to Fridays."""

    def is_working_day(self, day: date, /) -> bool:
        return day.weekday() < 5

    def add_working_days(self, day: date, count: int, /) -> date:
        step = timedelta(days=1 if count > 0 else -1)
        while count:
            day += step
            count -= step.days if self.is_working_day(day) else 0
        return day


def _blocks(page: str, kind: str) -> Iterator[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    yield from re.findall(rf"^```{kind}\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)


def _examples(page: str, kind: str) -> list[tuple[str, str]]:
    lines = [line for block in _blocks(page, kind) for line in block.splitlines()]
    return [(left.strip(), right.strip()) for left, _, right in (line.partition(" → ") for line in lines)]


@pytest.mark.parametrize("page", ["feel.md", "feel.sv.md"])
def test_each_example_comes_out_as_the_page_says(page: str) -> None:
    data = evaluate(next(_blocks(page, "feel data")))
    assert isinstance(data, dict)
    examples = _examples(page, "feel")
    assert len(examples) > 40
    for text, result in examples:
        value = evaluate(text, data, now=NOW, calendar=_Calendar())
        expected = evaluate(result)
        assert (text, value, type(value)) == (text, expected, type(expected))


@pytest.mark.parametrize("page", ["feel.md", "feel.sv.md"])
def test_each_error_reads_as_the_page_says(page: str) -> None:
    examples = _examples(page, "feel error")
    assert examples
    for text, message in examples:
        with pytest.raises(FeelSyntaxError) as caught:
            parse(text)
        assert (caught.value.swedish if page.endswith("sv.md") else str(caught.value)) == message


@pytest.mark.parametrize("page", ["feel.md", "feel.sv.md"])
def test_each_cell_holds_as_the_page_says(page: str) -> None:
    data = evaluate(next(_blocks(page, "feel data")))
    assert isinstance(data, dict)
    examples = _examples(page, "feel cells")
    assert len(examples) > 6
    for text, result in examples:
        value, _, cell = text.partition(": ")
        assert (text, unary_test(cell, evaluate(value), data)) == (text, result == "true")


def test_both_pages_show_the_same_things() -> None:
    counts = [len(_examples(page, "feel")) for page in ("feel.md", "feel.sv.md")]
    assert abs(counts[0] - counts[1]) <= 2
