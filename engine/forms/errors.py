"""What can be wrong with a form as a whole, and with one entered value."""

from collections.abc import Sequence

from engine.errors import EngineError
from engine.model import Problem, Text


class FormError(EngineError):
    """The form cannot be used."""

    code = "form_invalid"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message_en or problem.message for problem in self.problems) or None)


class UnreadableValueError(ValueError):
    """The entered value cannot be read as what the field asks for; `text` says what to enter instead."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text
