"""A measured figure beside its bar, and the summaries that figures are made of."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that was measured. Without a bar it only stands beside the others: a peer, or a size."""

    area: str
    what: str
    value: float
    unit: str
    bar: float | None = None
    database: str = ""
    is_least: bool = False
    """Whether the bar is the least that the value may be; otherwise it is the most."""

    @property
    def is_kept(self) -> bool | None:
        """Whether the bar is kept; None without one."""
        if self.bar is None:
            return None
        return self.value >= self.bar if self.is_least else self.value <= self.bar


@dataclass(frozen=True, slots=True)
class Failure:
    """A piece of work that gave no figures, and why."""

    work: str
    reason: str


def milliseconds(action: Callable[[], object]) -> float:
    """How long something takes, once."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def most_of(values: Sequence[float], *, share: float = 0.95) -> float:
    """What that share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def number_text(value: float) -> str:
    """Three digits that mean something, with a comma between thousands."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 0.001 else f"{value:.1g}"
