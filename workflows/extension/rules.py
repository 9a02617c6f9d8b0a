"""What becomes of a proposed extension when somebody has decided."""

from datetime import date, datetime

from workflows.call.rules import local_day
from workflows.extension.errors import EvaluationMissingError, NotExtendableError
from workflows.extension.model import ExtensionOutcome

EXTENDED = frozenset({"extend", "extend_with_conditions"})


def outcome_of(proposed: ExtensionOutcome, *, is_approved: bool) -> ExtensionOutcome:
    """The outcome of a proposal that was approved or rejected. Source: D-EXT; the call, "möjlighet till förlängning".

    Raises NotExtendableError: rejecting a proposal not to extend decides nothing.
    """
    if is_approved:
        return proposed
    if proposed not in EXTENDED:
        raise NotExtendableError
    return "do_not_extend"


def check_evaluation(recorded_at: datetime | None, *, start: date, end: date) -> None:
    """Raise EvaluationMissingError unless the evaluation is dated in the support period. Source: R-50."""
    if recorded_at is None or not start <= local_day(recorded_at) <= end:
        raise EvaluationMissingError


def matter_amount(amount_sek: int | None, requested_sek: int | None) -> int | None:
    """The sum that decides who decides: the proposed one, or the one that is refused. Source: D-DELEG."""
    return amount_sek if amount_sek else requested_sek
