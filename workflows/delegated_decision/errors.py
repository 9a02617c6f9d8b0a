"""What the rules of delegated decisions refuse."""

from engine import Text
from workflows.decision.errors import DecisionError


class NotDecidableError(DecisionError):
    """This proposal cannot be rejected."""

    code = "not_decidable"
    text = Text(
        "Förslaget kan inte avslås. Återlämna det till handläggaren, eller lämna det till nämnden.",
        "This proposal cannot be rejected. Return it to the officer, or hand it over to the board.",
    )


class IncompleteDraftError(DecisionError):
    """The draft has empty fields."""

    code = "incomplete_draft"
    text = Text(
        "Utkastet har tomma fält. Fyll i det som saknas.", "The draft has empty fields. Fill in what is missing."
    )


class OutsideDelegationError(DecisionError):
    """The table of delegations gives this decision to the board, or to somebody else."""

    code = "outside_delegation"
    text = Text(
        "Beslutet ligger utanför delegationen. Lämna ärendet till nämnden.",
        "The decision is outside the delegation. Hand the matter over to the board.",
    )


class NotDispatchedError(DecisionError):
    """The matter cannot be closed before the decision has been dispatched."""

    code = "not_dispatched"
    text = Text(
        "Ärendet kan inte avslutas förrän beslutet är skickat. Skicka det först.",
        "The matter cannot be closed before the decision has been dispatched. Send it first.",
    )
