"""Beside another Python FEEL package and plain Python: `python -m tests.engine.feel.peer_run` prints JSON figures.

The package is pySFeel (GPL, in tests only): the one with a declared open licence that installs beside the product.
"""

import json
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from timeit import repeat
from types import FrameType
from typing import Any

from pySFeel import SFeelParser

from engine.dmn import load
from engine.dmn.elements import Decision, LiteralExpression
from engine.feel import FeelError, YearsMonthsDuration, evaluate, parse
from tests.engine.dmn import kit

CONDITION = 'amount > 500000 and kind = "project"'
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Question:
    """An expression of the kit that needs no input, and what must come out."""

    text: str
    expected: object


class TooSlowError(Exception):
    """The other package took more than two seconds for one expression."""


def questions() -> Iterator[Question]:
    """The kit's cases that ask for a decision made by one expression from nothing else."""
    for case in kit.cases():
        text = _literals(case.model).get(case.asked) if not case.inputs else None
        if text:
            yield Question(text, case.expected)


@cache
def _literals(path: Any) -> dict[str, str]:
    imports = {other.name: other.read_bytes() for other in path.parent.glob("*.dmn") if other != path}
    return {
        element.name: element.logic.text
        for element in load(path.read_bytes(), imports).decisions
        if isinstance(element, Decision) and isinstance(element.logic, LiteralExpression) and not element.requirements
    }


def ours(text: str) -> object:
    """The value that this product gives; None also for what is no expression."""
    try:
        return evaluate(text, now=NOW)
    except FeelError:
        return None


class Peer:
    """The other package, with its parser made once."""

    def __init__(self) -> None:
        logging.disable()
        self.parser = SFeelParser()

    def value(self, text: str) -> object:
        """Its value in our terms; None for what it cannot do."""
        try:
            with _time_limit():
                _, value = self.parser.sFeelParse(text)
        except Exception:  # noqa: BLE001  # whatever it fails with, it has no answer
            return None
        return _in_our_terms(value)


def _in_our_terms(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(repr(value)) if abs(value) < float("inf") else None
    if isinstance(value, list):
        return [_in_our_terms(item) for item in value]
    if isinstance(value, dict):
        return {name: _in_our_terms(item) for name, item in value.items()}
    return value


@contextmanager
def _time_limit() -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def is_right(question: Question, answer: object) -> bool:
    """Whether an answer is the kit's; a number of months may stand for a duration in years and months."""
    if isinstance(question.expected, YearsMonthsDuration) and isinstance(answer, Decimal):
        return answer == question.expected.months
    return kit.same(question.expected, answer)


def share_right(asked: list[Question], answer: Callable[[str], object]) -> float:
    """How many in a hundred of the cases that have a value come out right; null is what every failure gives."""
    valued = [question for question in asked if question.expected is not None]
    return 100 * sum(is_right(question, answer(question.text)) for question in valued) / len(valued)


def _microseconds(action: Callable[[], object], times: int) -> float:
    return min(repeat(action, number=times, repeat=5)) / times * 1e6


def figures() -> list[dict[str, object]]:
    """All figures, as the bench takes them in."""
    asked, peer = list(questions()), Peer()
    compiled, context = parse(CONDITION), {"amount": 600_000, "kind": "project"}
    for name, value in context.items():
        peer.value(f"{name} <- {json.dumps(value)}")
    amount, kind = 600_000, "project"
    found: list[dict[str, object]] = [
        {"what": f"{CONDITION}: compiled here", "value": _microseconds(lambda: evaluate(compiled, context), 10_000),
         "unit": "µs", "bar": 5},
        {"what": "the same by pySFeel", "value": _microseconds(lambda: peer.parser.sFeelParse(CONDITION), 200),
         "unit": "µs"},
        {"what": "the same in plain Python",
         "value": _microseconds(lambda: amount > 500_000 and kind == "project", 10_000), "unit": "µs"},
    ]  # fmt: skip
    if asked:
        count = sum(question.expected is not None for question in asked)
        found += [
            {"what": "cases of the test kit's half that are one expression with a value", "value": count, "unit": ""},
            {"what": "of these right here", "value": share_right(asked, ours), "unit": "%", "bar": 98,
             "is_least": True},
            {"what": "of these right by pySFeel", "value": share_right(asked, peer.value), "unit": "%"},
        ]  # fmt: skip
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(figures(), ensure_ascii=False) + "\n")
