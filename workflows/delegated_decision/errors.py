"""What can go wrong with a delegated decision."""

from workflows.decision.errors import DecisionError


class NotDecidableError(DecisionError):
    """This proposal cannot be rejected: return it to the officer, or hand it over to the board."""

    code = "not_decidable"


class IncompleteDraftError(DecisionError):
    """The draft has empty fields."""

    code = "incomplete_draft"


class OutsideDelegationError(DecisionError):
    """The table of delegations gives this decision to the board."""

    code = "outside_delegation"


class NotDispatchedError(DecisionError):
    """The matter cannot be closed before the decision has been dispatched."""

    code = "not_dispatched"
