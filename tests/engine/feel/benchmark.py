"""Measures the two bars of FEEL and DMN beside plain Python: `python -m tests.engine.feel.benchmark`."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from timeit import repeat

from engine.dmn import load
from engine.feel import evaluate, parse
from tests.engine.dmn.tables import definitions, table

_KINDS = ("a", "b", "c", "d", "e")


@dataclass(frozen=True)
class Figure:
    """A time in microseconds, and the bar it must stay under (0 for a peer)."""

    what: str
    microseconds: float
    bar: float


def _time(action: Callable[[], object], times: int) -> float:
    return min(repeat(action, number=times, repeat=5)) / times * 1e6


def table_xml(rules: int = 100) -> bytes:
    """A unique table of so many rules and five inputs."""
    rows = [
        (
            f"[{n * 10}..{n * 10 + 10})",
            f'"{_KINDS[n % 5]}", "x"',
            f">= {n % 7}",
            "true" if n % 2 else "-",
            f"< {999 - n}",
            str(n),
        )
        for n in range(rules)
    ]
    kinds = ("number", "string", "number", "boolean", "number")
    return definitions(table([(f"i{place}", kind) for place, kind in enumerate(kinds)], rows))


def measure() -> list[Figure]:
    """All figures."""
    expression, context = parse('amount > 500000 and kind = "project"'), {"amount": 600_000, "kind": "project"}
    model = load(table_xml())
    inputs: dict[str, object] = {"i0": 985, "i1": "d", "i2": 6, "i3": True, "i4": 3}
    return [
        Figure(
            "FEEL, compiled: amount > 500000 and kind = project",
            _time(lambda: evaluate(expression, context), 20_000),
            5,
        ),
        Figure(
            "the same in plain Python",
            _time(lambda: context["amount"] > 500_000 and context["kind"] == "project", 200_000),  # type: ignore[operator]
            0,
        ),
        Figure(
            "DMN: unique table, 100 rules, 5 inputs, all matched", _time(lambda: model.decide("D", inputs), 500), 200
        ),
    ]


if __name__ == "__main__":
    for figure in measure():
        sys.stdout.write(f"{figure.what:60} {figure.microseconds:10.2f} us   bar {figure.bar:g}\n")
