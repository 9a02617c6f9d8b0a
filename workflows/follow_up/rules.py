"""When action plans are reviewed, and what is paid for a report."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from workflows.decision.terms import add_months
from workflows.follow_up.errors import PaymentTooHighError, RecoveryOrderError
from workflows.follow_up.model import ReviewPlan

REVIEW_DAYS = ((5, 31), (11, 30))
REVIEW_OPENS_DAYS = 60
LEAST_SECTORS = 3
LEAST_MONTHS_BETWEEN_REVIEWS = 3


def review_plans(areas: Iterable[tuple[str, str]], *, start: date, end: date) -> tuple[ReviewPlan, ...]:
    """Two reviews of the action plan for each area and calendar year: due 31 May and 30 November.

    Only days within the support period count; each opens 60 days before, though not before the period. In the order in
    which they are due. `areas` are pairs of code and name. Source: the call's duty 3; requirement R-51.
    """
    plans = [
        ReviewPlan(area=code, area_name=name, due_on=due, opens_on=max(due - timedelta(days=REVIEW_OPENS_DAYS), start))
        for year in range(start.year, end.year + 1)
        for due in (date(year, month, day) for month, day in REVIEW_DAYS)
        if start <= due <= end
        for code, name in areas
    ]
    return tuple(sorted(plans, key=lambda plan: plan.due_on))


def payment(
    *, approved_costs_sek: int, percent: Decimal, granted_sek: int, paid_sek: int, has_recovery_order: bool = False
) -> int:
    """What is paid for a report: the verified cost times the grant's percentage in whole kronor, at most what is left.

    Raises RecoveryOrderError for an organisation with a recovery order. Source: 2022:1468 27–29 §§; R-35.
    """
    if has_recovery_order:
        raise RecoveryOrderError
    share = (Decimal(approved_costs_sek) * percent / 100).to_integral_value(rounding=ROUND_FLOOR)
    return max(min(int(share), granted_sek - paid_sek), 0)


def check_payment(amount_sek: int, *, approved_costs_sek: int, percent: Decimal) -> None:
    """Raise PaymentTooHighError for more than the verified cost times the percentage. Source: 2022:1468 27 §; R-35."""
    if Decimal(amount_sek) > Decimal(approved_costs_sek) * percent / 100:
        raise PaymentTooHighError


def has_few_sectors(sectors: Sequence[str]) -> bool:
    """Whether fewer than three sectors took part in a mobilising meeting. Source: domain 6.3; the call's duty 2."""
    return len(set(sectors)) < LEAST_SECTORS


def is_too_close(meeting_on: date, *, previous_on: date | None) -> bool:
    """Whether a review comes less than three months after the area's last one. Source: domain 6.3."""
    return previous_on is not None and meeting_on < add_months(previous_on, LEAST_MONTHS_BETWEEN_REVIEWS)


def missed_reviews(due: Iterable[date], *, done: int, today: date) -> int:
    """How many reviews are past their day and not done: more than none turns the commitment red. Source: R-51."""
    return max(sum(day < today for day in due) - done, 0)
