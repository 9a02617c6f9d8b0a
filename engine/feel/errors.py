"""What can go wrong with an expression: its text, its budget, or (noted, never raised) one of its values."""

from dataclasses import dataclass


class FeelError(Exception):
    """An expression could not be used."""


class FeelSyntaxError(FeelError):
    """The text is not a FEEL expression.

    `position` counts characters from 0, `line` and `column` from 1; `expected` says what could have stood there, and
    `suggestion` is a correction to offer, when there is one.
    """

    def __init__(self, message: str, text: str, position: int, *, expected: str = "", suggestion: str = "") -> None:
        before = text[:position]
        self.message = message
        self.position = position
        self.line = before.count("\n") + 1
        self.column = position - (before.rfind("\n") + 1) + 1
        self.expected = expected
        self.suggestion = suggestion
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        sentence = f"{self.message} (line {self.line}, column {self.column})"
        if self.expected:
            sentence += f"; expected {self.expected}"
        if self.suggestion:
            sentence += f"; did you mean {self.suggestion}?"
        return sentence


class FeelBudgetError(FeelError):
    """The evaluation went past one of its budgets: `budget` names it, `limit` is its size."""

    def __init__(self, budget: str, limit: float) -> None:
        self.budget = budget
        self.limit = limit
        super().__init__(f"The expression used more than its budget of {budget}: {limit:g}")


class ValueProblemError(FeelError):
    """A built-in function cannot use its arguments; inside the evaluator only, where it becomes null and a note."""


@dataclass(frozen=True, slots=True)
class FeelNote:
    """Why a part of an expression gave null: what happened, and where in the text (characters from 0)."""

    message: str
    position: int


@dataclass(frozen=True, slots=True)
class FeelProblem:
    """What a static check found: `severity` is `error` or `warning`; `suggestion` may be empty."""

    severity: str
    code: str
    message: str
    position: int
    suggestion: str = ""
