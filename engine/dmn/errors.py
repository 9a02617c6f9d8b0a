"""What can go wrong with a decision model: reading it, asking it, or the model asking itself."""

from dataclasses import dataclass


class DmnError(Exception):
    """A decision model could not be used."""


class DmnReadError(DmnError):
    """The file is no decision model that can be run; `line` (from 1) and `element_id` say where, when known."""

    def __init__(self, message: str, *, line: int = 0, element_id: str = "") -> None:
        self.message = message
        self.line = line
        self.element_id = element_id
        place = f" (line {line})" if line else ""
        super().__init__(f"{message}{place}")


class CircularRequirementError(DmnReadError):
    """A decision needs itself, directly or through others."""


class ExpressionError(DmnReadError):
    """An expression in the model is not FEEL; raised only when a model is loaded strictly."""


class UnknownDecisionError(DmnError):
    """The model has no decision, decision service or knowledge model of that name or id."""


@dataclass(frozen=True, slots=True)
class DmnProblem:
    """Something in a model that gives null when it runs: what is wrong, in English and Swedish, and where it stands."""

    message: str
    swedish: str
    element_id: str
    line: int
    suggestion: str = ""
