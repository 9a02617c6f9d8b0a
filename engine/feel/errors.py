"""What can go wrong with an expression: its text, its budget, or (noted, never raised) one of its values."""

from dataclasses import dataclass

from engine.feel.note_wording import note_in_swedish
from engine.feel.wording import in_english, in_swedish, located, swedish_phrase


class FeelError(Exception):
    """An expression could not be used."""


class FeelSyntaxError(FeelError):
    """The text is not a FEEL expression.

    `position` counts characters from 0, `line` and `column` from 1; `expected` says what could have stood there, and
    `suggestion` is a correction to offer, when there is one. `message` is the fault alone, `str()` the whole sentence
    in English and `swedish` the whole sentence in Swedish.
    """

    def __init__(
        self, code: str, text: str, position: int, *, expected: str = "", suggestion: str = "", **facts: str
    ) -> None:
        before = text[:position]
        self.code = code
        self.message = in_english(code, facts)
        self.position = position
        self.line = before.count("\n") + 1
        self.column = position - (before.rfind("\n") + 1) + 1
        self.expected = expected
        self.suggestion = suggestion
        self.swedish = self._sentence(in_swedish(code, facts), swedish=True)
        super().__init__(self._sentence(self.message))

    def _sentence(self, fault: str, *, swedish: bool = False) -> str:
        return located(
            fault,
            line=self.line,
            column=self.column,
            expected=self.expected,
            suggestion=self.suggestion,
            swedish=swedish,
        )


class FeelBudgetError(FeelError):
    """The evaluation went past one of its budgets: `budget` names it, `limit` is its size; `swedish` says the same."""

    def __init__(self, budget: str, limit: float) -> None:
        self.budget = budget
        self.limit = limit
        self.swedish = f"Uttrycket tog mer än {swedish_phrase(budget)}: {limit:g}"
        super().__init__(f"The expression used more than its budget of {budget}: {limit:g}")


class ValueProblemError(FeelError):
    """A built-in function cannot use its arguments; inside the evaluator only, where it becomes null and a note."""


@dataclass(frozen=True, slots=True)
class FeelNote:
    """Why a part of an expression gave null: what happened, and where in the text (characters from 0)."""

    message: str
    position: int

    @property
    def swedish(self) -> str:
        """The same in Swedish."""
        return note_in_swedish(self.message)


@dataclass(frozen=True, slots=True)
class FeelProblem:
    """What a static check found, in English and in Swedish; `position` counts from 0, `suggestion` may be empty."""

    code: str
    message: str
    swedish: str
    position: int
    suggestion: str = ""
