"""What can go wrong when an extension is proposed or decided."""

from workflows.decision.errors import DecisionError


class EvaluationMissingError(DecisionError):
    """An extension cannot be decided without an evaluation of the period."""

    code = "evaluation_missing"


class NotExtendableError(DecisionError):
    """A proposal not to extend cannot be rejected: ask for a new proposal."""

    code = "not_extendable"
