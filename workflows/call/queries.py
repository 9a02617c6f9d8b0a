"""Reading calls: for lists, for the public page, and for those who work with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.call.errors import UnknownCallError
from workflows.call.model import call_amendments, call_questions, call_reminders, calls, meeting_sign_ups
from workflows.call.values import FundingCall, terms_of


@dataclass(frozen=True, slots=True)
class CallLists:
    """The published calls as the public sees them at one instant, each list in the order of its deadlines."""

    open: tuple[FundingCall, ...]
    coming: tuple[FundingCall, ...]
    closed: tuple[FundingCall, ...]
    decided: tuple[FundingCall, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question about a call and its answer; `source` is `question` or `meeting`."""

    id: str
    question: str
    answer: str
    answered_at: datetime
    is_published: bool
    individual_reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of a published call, with the dates as they were before it."""

    version: int
    at: datetime
    change: str
    reason: str
    old_deadline_date: date
    old_cutoff: datetime
    old_decision_to: date


@dataclass(frozen=True, slots=True)
class SignUp:
    """A participant of the information meeting."""

    id: str
    email: str
    name: str
    organisation: str
    needs: str
    signed_up_at: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder to those with a draft: how many it went to, or why it was not sent."""

    day: date
    element_id: str
    at: datetime
    sent_to: int
    skipped_because: str


@dataclass(frozen=True, slots=True)
class CallPage:
    """The public page of a call. `places_left` is None where the meeting takes as many as come."""

    call: FundingCall
    answers: tuple[Answer, ...]
    amendments: tuple[Amendment, ...]
    places_left: int | None
    can_sign_up: bool


def funding_call(session: Session, call_id: str) -> FundingCall:
    """The call with that id, published or not. Raises UnknownCallError."""
    row = session.execute(select(calls).where(calls.c.id == call_id)).mappings().one_or_none()
    if row is None:
        raise UnknownCallError(f"There is no call {call_id}")
    return _call(row)


def all_calls(session: Session) -> list[FundingCall]:
    """Every call, for those who work here, the latest deadline first."""
    return [_call(row) for row in session.execute(select(calls).order_by(calls.c.cutoff.desc())).mappings()]


def call_lists(session: Session, *, now: datetime) -> CallLists:
    """What the public's list of calls shows at that instant."""
    found = [call for call in reversed(all_calls(session)) if call.published_at is not None]
    late = [call for call in found if call.status in ("published", "closed") and call.cutoff <= now]
    return CallLists(
        open=tuple(call for call in found if call.is_open(now)),
        coming=tuple(call for call in found if call.is_coming(now)),
        closed=tuple(reversed(late)),
        decided=tuple(reversed([call for call in found if call.status in ("decided", "archived")])),
    )


def call_page(session: Session, call_id: str, *, now: datetime) -> CallPage:
    """The public page of a published call. Raises UnknownCallError, also for a call that is not published."""
    call = funding_call(session, call_id)
    if call.published_at is None:
        raise UnknownCallError(f"There is no published call {call_id}")
    left = places_left(session, call)
    is_ahead = call.meeting is not None and now < call.meeting.start
    return CallPage(
        call=call,
        answers=tuple(answers_of(session, call_id, published_only=True)),
        amendments=tuple(amendments_of(session, call_id)),
        places_left=left,
        can_sign_up=is_ahead and left != 0,
    )


def answers_of(session: Session, call_id: str, *, published_only: bool) -> list[Answer]:
    """The answered questions, the latest first; for the public only those that are published."""
    statement = (
        select(call_questions)
        .where(call_questions.c.call_id == call_id)
        .order_by(call_questions.c.answered_at.desc(), call_questions.c.position)
    )
    if published_only:
        statement = statement.where(call_questions.c.is_published)
    names = Answer.__slots__
    return [Answer(**{name: row[name] for name in names}) for row in session.execute(statement).mappings()]


def amendments_of(session: Session, call_id: str) -> list[Amendment]:
    """What was changed in the published call, the latest first."""
    statement = (
        select(call_amendments).where(call_amendments.c.call_id == call_id).order_by(call_amendments.c.version.desc())
    )
    return [_amendment(row) for row in session.execute(statement).mappings()]


def sign_ups_of(session: Session, call_id: str) -> list[SignUp]:
    """Who takes part in the information meeting, in the order of their sign-ups."""
    statement = (
        select(meeting_sign_ups)
        .where(meeting_sign_ups.c.call_id == call_id)
        .order_by(meeting_sign_ups.c.signed_up_at, meeting_sign_ups.c.email)
    )
    names = SignUp.__slots__
    return [SignUp(**{name: row[name] for name in names}) for row in session.execute(statement).mappings()]


def places_left(session: Session, call: FundingCall) -> int | None:
    """How many may still sign up for the meeting; None without a limit or a meeting."""
    if call.meeting is None or call.meeting.capacity is None:
        return None
    counted = select(func.count()).select_from(meeting_sign_ups).where(meeting_sign_ups.c.call_id == call.id)
    return max(0, call.meeting.capacity - int(session.scalar(counted) or 0))


def reminders_of(session: Session, call_id: str) -> Sequence[Reminder]:
    """The reminders of a call that were sent or skipped, in order."""
    statement = (
        select(call_reminders)
        .where(call_reminders.c.call_id == call_id)
        .order_by(call_reminders.c.at, call_reminders.c.skipped_because)
    )
    names = Reminder.__slots__
    return [Reminder(**{name: row[name] for name in names}) for row in session.execute(statement).mappings()]


def _call(row: Any) -> FundingCall:
    return FundingCall(
        id=row["id"],
        registry_number=row["registry_number"],
        version=row["version"],
        status=row["status"],
        opens_at=row["opens_at"],
        cutoff=row["cutoff"],
        published_at=row["published_at"],
        closed_at=row["closed_at"],
        outcome_at=row["outcome_at"],
        news_text=row["news_text"],
        **terms_of(row["content"]),
    )


def _amendment(row: Any) -> Amendment:
    old = row["old_content"]
    return Amendment(
        version=row["version"],
        at=row["at"],
        change=row["change"],
        reason=row["reason"],
        old_deadline_date=old["deadline_date"],
        old_cutoff=row["old_cutoff"],
        old_decision_to=old["decision_to"],
    )
