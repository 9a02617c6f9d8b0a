"""What pages read about grants that are carried out: commitments, reviews, plans, reports and payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from workflows.follow_up import records
from workflows.follow_up.model import (
    ActionPlan,
    CommitmentLine,
    CommitmentState,
    Grant,
    Report,
    Review,
)
from workflows.follow_up.rules import missed_reviews

# The third duty of the call is the one that is counted: the action plans' two reviews a year.
REVIEW_DUTY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Everything about one grant. `is_red`: some commitment is behind, and the extension will be questioned (R-51)."""

    grant: Grant
    commitments: Sequence[CommitmentLine]
    reviews: Sequence[Review]
    plans: Sequence[ActionPlan]
    reports: Sequence[Report]
    paid_sek: int
    reviews_missed: int
    reports_late: int

    @property
    def is_red(self) -> bool:
        """Whether any commitment is behind."""
        return any(line.state == "behind" for line in self.commitments)


def follow_up_of(session: Session, application_id: str, *, today: date) -> FollowUp:
    """The follow-up of an application's grant. Raises NotGrantedError if it has none."""
    grant = records.grant_of(session, application_id)
    reviews = records.reviews_of(session, application_id)
    reports = records.reports_of(session, application_id)
    missed = missed_reviews(
        [one.due_on for one in reviews], done=sum(one.held_on is not None for one in reviews), today=today
    )
    late = sum(_is_late(one, today) for one in reports)
    return FollowUp(
        grant=grant,
        commitments=commitment_lines(grant, reviews_missed=missed, reports_late=late),
        reviews=tuple(reviews),
        plans=tuple(records.plans_of(session, application_id)),
        reports=tuple(reports),
        paid_sek=sum(one.paid_sek for one in reports),
        reviews_missed=missed,
        reports_late=late,
    )


def follow_ups_of_call(session: Session, call_id: str, *, today: date) -> list[FollowUp]:
    """The follow-up of each grant in a call, by registry number."""
    opened = [one for one in records.grants_of_call(session, call_id) if one.period > 1 or one.state != "planned"]
    return [follow_up_of(session, one.application_id, today=today) for one in opened]


def commitment_lines(grant: Grant, *, reviews_missed: int, reports_late: int) -> tuple[CommitmentLine, ...]:
    """The duties of a grant as lines, each with its state and the reason for it. Source: R-34, R-51."""
    return tuple(
        _line(number, text, grant, reviews_missed=reviews_missed, reports_late=reports_late)
        for number, text in enumerate(grant.duties, start=1)
    )


def _line(number: int, text: str, grant: Grant, *, reviews_missed: int, reports_late: int) -> CommitmentLine:
    settled: dict[str, tuple[CommitmentState, str]] = {
        "awaiting": ("unconfirmed", "Åtagandet är inte bekräftat."),
        "lapsed": ("lapsed", grant.lapse_reason),
        "closed": ("fulfilled", "Slutrapporten är godkänd."),
    }
    if number == REVIEW_DUTY and reviews_missed and grant.state != "lapsed":
        word = "översyn" if reviews_missed == 1 else "översyner"
        return CommitmentLine(number, text, "behind", f"{reviews_missed} {word} saknas.")
    if grant.state in settled:
        return CommitmentLine(number, text, *settled[grant.state])
    if number != REVIEW_DUTY and reports_late:
        word = "rapport är" if reports_late == 1 else "rapporter är"
        return CommitmentLine(number, text, "behind", f"{reports_late} {word} försenade.")
    return CommitmentLine(number, text, "on_track", "")


def _is_late(report: Report, today: date) -> bool:
    return report.submitted_on is None and today > report.due_on
