"""The budgets of one evaluation, and the state that is spent while it runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic
from typing import Protocol

from engine.feel.errors import FeelBudgetError, FeelNote


class WorkingDays(Protocol):
    """The organisation's calendar, as far as expressions use it."""

    def is_working_day(self, day: date, /) -> bool:
        """Whether work is done on that day."""

    def add_working_days(self, day: date, count: int, /) -> date:
        """The day that many working days later (earlier when negative)."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much one evaluation may use.

    `steps` counts iterations, calls and compared or copied items; `depth` nested calls; `size` the characters of one
    text and the items of one list; `seconds` the wall time.
    """

    steps: int = 1_000_000
    depth: int = 60
    size: int = 1_000_000
    seconds: float = 2.0


DEFAULT_BUDGET = Budget()

NamedTypes = Mapping[str, Callable[[object], bool]]
"""Types that a model defines, each as the question whether a value belongs to it."""

_TIME_CHECK_MASK = 0xFF


class Run:
    """One evaluation: what it may still spend, its clock and calendar, and the notes it collects."""

    __slots__ = ("budget", "calendar", "deadline", "depth", "notes", "now", "settled", "steps", "types")

    def __init__(
        self,
        budget: Budget = DEFAULT_BUDGET,
        now: datetime | None = None,
        calendar: WorkingDays | None = None,
        notes: list[FeelNote] | None = None,
    ) -> None:
        self.budget = budget
        self.steps = budget.steps
        self.depth = budget.depth
        self.deadline = 0.0
        self.now = now
        self.calendar = calendar
        self.notes = notes
        self.settled: dict[str, object] = {}
        self.types: NamedTypes = {}

    def tick(self, count: int = 1) -> None:
        """Spend steps. Raises FeelBudgetError when they, or the time, are used up."""
        before = self.steps
        self.steps = before - count
        if self.steps < 0:
            raise FeelBudgetError("steps", self.budget.steps)
        if count > _TIME_CHECK_MASK or not self.steps & _TIME_CHECK_MASK:
            self.check_time()

    def pay_for(self, made: object) -> None:
        """Spend steps on a text or list that was just made, by its length."""
        if type(made) is str:
            self.check_size(len(made))
            self.tick(1 + len(made) // 32)
        elif type(made) is list:
            self.check_size(len(made))
            self.tick(1 + len(made) // 8)

    def check_time(self) -> None:
        """Compare the time with the budget; the first call starts the clock, so short expressions never read it."""
        now = monotonic()
        if not self.deadline:
            self.deadline = now + self.budget.seconds
        elif now > self.deadline:
            raise FeelBudgetError("seconds", self.budget.seconds)

    def check_size(self, size: int) -> None:
        """Refuse a text or list that is larger than the budget."""
        if size > self.budget.size:
            raise FeelBudgetError("size", self.budget.size)

    def note(self, message: str, position: int) -> None:
        """Remember why a part became null, if anyone asked for explanations."""
        if self.notes is not None and len(self.notes) < 1000:
            self.notes.append(FeelNote(message, position))
