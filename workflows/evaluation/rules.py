"""What the follow-up's figures say of a grant when it is evaluated."""

from collections.abc import Sequence
from datetime import date

from workflows.evaluation.model import GoalData
from workflows.follow_up.model import Grant, Report, Review


def goal_data(
    grant: Grant, *, reviews: Sequence[Review], reports: Sequence[Report], costs_sek: int, today: date
) -> GoalData:
    """The figures of the grant's present period, as far as it has come today.

    Reviews count once they are due. Reports are in time if none that is due is missing or late. The use of the budget
    is the approved costs in percent of what the reported days should have cost. Source: D-EXT; requirement R-51.
    """
    due = [one for one in reviews if grant.support_start <= one.due_on <= min(today, grant.support_end)]
    own = [one for one in reports if grant.support_start <= one.first_day <= grant.support_end]
    approved = [one for one in own if one.approved_at is not None]
    return GoalData(
        reviews_done=sum(one.held_on is not None for one in due),
        reviews_required=len(due),
        reports_on_time=all(_is_in_time(one, today) for one in own),
        budget_use=_budget_use(grant, approved, costs_sek=costs_sek),
    )


def _is_in_time(report: Report, today: date) -> bool:
    if report.is_on_time is None:
        return today <= report.due_on
    return report.is_on_time


def _budget_use(grant: Grant, approved: Sequence[Report], *, costs_sek: int) -> int:
    days = sum((one.last_day - one.first_day).days + 1 for one in approved)
    whole = (grant.support_end - grant.support_start).days + 1
    expected = costs_sek * days
    if not expected:
        return 0
    return round(sum(one.approved_costs_sek for one in approved) * whole * 100 / expected)
