"""Tries changed expressions: nothing but the declared errors may come out, and nothing past its budget."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from engine.feel import Budget, FeelBudgetError, FeelSyntaxError, check, evaluate, unary_test
from tests.engine.feel.mutation import SEEDS, kit_expressions, mutations

BUDGET = Budget(steps=20_000, depth=40, size=20_000, seconds=0.5)
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
CONTEXT: dict[str, object] = {
    "amount": 600_000,
    "kind": "project",
    "rows": [{"sum": 1}, {"sum": 2.5}],
    "day": date(2026, 5, 1),
    "x": None,
}
TYPES = {"amount": "number", "rows": "list<context<sum: number>>"}
MOST_SECONDS = 5.0
"""What one text may take of a processor, in all ways."""

_MOST_FAILURES = 20


@dataclass
class Outcome:
    """What a run of the fuzzer saw; each failure is the text and what went wrong with it."""

    tried: int = 0
    refused: int = 0
    over_budget: int = 0
    slowest_seconds: float = 0.0
    failures: list[str] = field(default_factory=list)

    def attempt(self, text: str, action: Callable[[str], None], *declared: type[Exception]) -> None:
        """Do something with a text; `declared` are the refusals that may come out besides a spent budget."""
        begun = time.process_time()
        try:
            action(text)
        except declared:
            self.refused += 1
        except FeelBudgetError:
            self.over_budget += 1
        except Exception as error:  # noqa: BLE001  # this is what is looked for
            self.failures.append(f"{type(error).__name__}: {error}: {text!r}")
        taken = time.process_time() - begun
        if taken > MOST_SECONDS:
            self.failures.append(f"{taken:.1f} s: {text!r}")
        self.tried += 1
        self.slowest_seconds = max(self.slowest_seconds, taken)

    @property
    def is_hopeless(self) -> bool:
        """Whether enough has failed to stop looking."""
        return len(self.failures) >= _MOST_FAILURES


def use(text: str) -> None:
    """Evaluate, test and check a text. Raises FeelSyntaxError and FeelBudgetError, and nothing else."""
    evaluate(text, CONTEXT, now=NOW, budget=BUDGET)
    unary_test(text, 5, CONTEXT, now=NOW, budget=BUDGET)
    check(text, TYPES, "boolean")


def fuzz(seconds: float, *, seed: int) -> Outcome:
    """Change the kit's expressions for so long."""
    outcome, end = Outcome(), time.monotonic() + seconds
    for text in mutations([*SEEDS, *kit_expressions()], seed=seed):
        outcome.attempt(text, use, FeelSyntaxError)
        if time.monotonic() > end or outcome.is_hopeless:
            return outcome
    return outcome
