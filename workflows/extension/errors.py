"""What the rules of extensions refuse."""

from engine import Text
from workflows.decision.errors import DecisionError


class EvaluationMissingError(DecisionError):
    """An extension cannot be decided without an evaluation of the period."""

    code = "evaluation_missing"
    text = Text(
        "Förlängningen kan inte beslutas utan en utvärdering av perioden. Utvärdera perioden först.",
        "The extension cannot be decided without an evaluation of the period. Evaluate the period first.",
    )


class NotExtendableError(DecisionError):
    """A proposal not to extend cannot be rejected."""

    code = "not_extendable"
    text = Text(
        "Ett förslag att inte förlänga kan inte avslås. Begär ett nytt förslag.",
        "A proposal not to extend cannot be rejected. Ask for a new proposal.",
    )
