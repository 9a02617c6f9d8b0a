"""What people change in a call outside its diagram: signing up for its information meeting; and amending its text."""

from datetime import date

from sqlalchemy import select, update

from engine import Work, Workspace
from workflows.call.calendar_file import calendar_file
from workflows.call.errors import AmendmentRefusedError, MeetingFullError, NoMeetingError
from workflows.call.model import call_amendments, calls, meeting_sign_ups
from workflows.call.queries import funding_call, places_left
from workflows.call.rules import amendment_faults, cutoff_of
from workflows.call.values import FundingCall
from workflows.notifications import send_template
from workflows.tables import new_id


def sign_up(work: Work, call_id: str, *, email: str, name: str, organisation: str = "", needs: str = "") -> None:
    """Sign somebody up for the information meeting and send a confirmation with a calendar file.

    The address is taken to be checked by the form. A second sign-up with the same address changes nothing and gets the
    same answer, so that nobody learns who takes part. Raises UnknownCallError, NoMeetingError, MeetingFullError.
    """
    work.session.execute(select(calls.c.id).where(calls.c.id == call_id).with_for_update())
    call = funding_call(work.session, call_id)
    if call.published_at is None or call.meeting is None or work.now >= call.meeting.start:
        raise NoMeetingError
    address = email.strip().lower()
    known = select(meeting_sign_ups.c.id).where(
        meeting_sign_ups.c.call_id == call_id, meeting_sign_ups.c.email == address
    )
    if work.session.scalar(known) is not None:
        return
    if places_left(work.session, call) == 0:
        raise MeetingFullError
    work.session.execute(
        meeting_sign_ups.insert().values(
            id=new_id(),
            call_id=call_id,
            email=address,
            name=name.strip(),
            organisation=organisation.strip(),
            needs=needs.strip(),
            signed_up_at=work.now,
        )
    )
    send_template(
        work,
        "call/sign_up",
        meeting_context(call),
        to=address,
        key=f"sign_up:{call_id}",
        case_id=call_id,
        attachments=[calendar_file(call, call.meeting, at=work.now)],
    )


def meeting_context(call: FundingCall) -> dict[str, object]:
    """What the texts about the information meeting may name. The call must have one."""
    if call.meeting is None:
        raise NoMeetingError
    return {
        "title": call.title,
        "start": call.meeting.start,
        "end": call.meeting.end,
        "place": call.meeting.place or "Meddelas senare",
    }


def amend(
    work: Workspace,
    call_id: str,
    *,
    change: str,
    reason: str,
    new_deadline_date: date | None = None,
    new_decision_date: date | None = None,
) -> FundingCall:
    """Change a published call; the values before the change are kept. Returns the call as it now is.

    Raises UnknownCallError, AmendmentRefusedError. Source: R-49.
    """
    old = funding_call(work.session, call_id)
    faults = amendment_faults(
        old, now=work.now, new_deadline_date=new_deadline_date, new_decision_date=new_decision_date
    )
    if faults:
        raise AmendmentRefusedError(faults)
    content = work.session.execute(select(calls.c.content).where(calls.c.id == call_id)).scalar_one()
    work.session.execute(
        call_amendments.insert().values(
            call_id=call_id,
            version=old.version + 1,
            at=work.now,
            by=work.actor.log_name,
            change=change,
            reason=reason,
            old_content=content,
            old_cutoff=old.cutoff,
        )
    )
    deadline = new_deadline_date or old.deadline_date
    dates = {"deadline_date": deadline, "decision_to": new_decision_date or old.decision_to}
    work.session.execute(
        update(calls)
        .where(calls.c.id == call_id)
        .values(version=old.version + 1, content=content | dates, cutoff=cutoff_of(deadline, old.deadline_time))
    )
    return funding_call(work.session, call_id)
