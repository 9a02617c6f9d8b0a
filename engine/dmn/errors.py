"""What can go wrong with a decision model: reading it, asking it, or the model asking itself."""

from dataclasses import dataclass

from engine.dmn.wording import TEXTS


class DmnError(Exception):
    """A decision model could not be used."""


@dataclass(frozen=True, slots=True)
class DmnProblem:
    """Something in a model that gives null when it runs: what is wrong, in English and Swedish, and where it stands."""

    message: str
    swedish: str
    element_id: str
    line: int
    suggestion: str = ""


class DmnReadError(DmnError):
    """The file is no decision model that can be run.

    `line` (from 1) and `element_id` say where, when known; `str()` is the sentence in English, `swedish` in Swedish.
    `message` and `reason_swedish` are the same without the line.
    """

    def __init__(self, code: str, *, line: int = 0, element_id: str = "", **facts: str) -> None:
        english, swedish = (text.format_map(facts) for text in TEXTS[code])
        self._describe(code, english, swedish, line, element_id)

    def _describe(self, code: str, english: str, swedish: str, line: int, element_id: str) -> None:
        self.code = code
        self.message = english
        self.reason_swedish = swedish
        self.line = line
        self.element_id = element_id
        self.swedish = f"Rad {line} i filen: {swedish}" if line else swedish
        super().__init__(f"Line {line} of the file: {english}" if line else english)


class CircularRequirementError(DmnReadError):
    """A decision needs itself, directly or through others."""


class ExpressionError(DmnReadError):
    """An expression in the model is not FEEL; raised only when a model is loaded strictly."""

    def __init__(self, problem: DmnProblem) -> None:
        self._describe("expression", problem.message, problem.swedish, problem.line, problem.element_id)


class UnknownDecisionError(DmnError):
    """The model has no decision, decision service or knowledge model of that name or id, or it has no table.

    `str()` is the sentence in English, `swedish` in Swedish.
    """

    def __init__(self, code: str, **facts: str) -> None:
        english, swedish = (text.format_map(facts) for text in TEXTS[code])
        self.swedish = swedish
        super().__init__(english)
