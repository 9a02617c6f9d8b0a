"""The board's meetings: the list, a new one, and a meeting with its agenda, attendance and reported decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine import UserTask
from web.officer.blueprint import CASE_STAFF, blueprint
from web.officer.steps import step_sentences
from web.officer.task import steps_after
from web.officer.tasks import reader_of
from web.officer.words import ATTENDANCE, BOARD_OUTCOMES, MATTER_STATES, MEETING_STATES, OUTCOMES, role_name, shaped
from web.policy import Roles, policy
from web.services import services
from web.sessions import current_actor
from workflows.application.queries import application
from workflows.decision.commands import create_meeting
from workflows.decision.errors import MeetingNotOpenError
from workflows.decision.matters import matters_of_meeting
from workflows.decision.meetings import meetings as all_meetings
from workflows.decision.model import BoardMeeting, Member
from workflows.decision.queries import AgendaLine, meeting_page
from workflows.delegated_decision.queries import report_list
from workflows.parties import accounts

TABS = ("arenden", "narvaro", "anmalda")
_BOARD_ROLES = ("chair", "adjuster", "member", "substitute")


@dataclass(frozen=True, slots=True)
class Entry:
    """What was entered about a new meeting, with what is wrong by field."""

    day: str = ""
    clock: str = "09:00"
    place: str = ""
    members: Sequence[str] = ()
    errors: Mapping[str, str] | None = None


@blueprint.get("/sammantraden")
@policy(CASE_STAFF)
def meetings() -> str:
    """The meetings, those ahead first."""
    now = services().clock.now()
    with services().reading() as session:
        found = all_meetings(session)
        rows = [
            (each, *shaped(MEETING_STATES, each.state), len(matters_of_meeting(session, each.id))) for each in found
        ]
    ahead = [row for row in rows if row[0].starts_at > now]
    held = [row for row in rows if row[0].starts_at <= now][::-1]
    return render_template("officer/meetings.html", ahead=ahead, held=held)


@blueprint.get("/sammantraden/nytt")
@policy(Roles("board_secretary"))
def new_meeting() -> str:
    """The form for a new meeting, with the members of the last one chosen."""
    with services().reading() as session:
        latest = all_meetings(session)[-1:]
    members = [member.id for each in latest for member in each.members]
    place = latest[0].place if latest else ""
    return _form(Entry(place=place, members=members))


@blueprint.post("/sammantraden")
@policy(Roles("board_secretary"))
def add_meeting() -> tuple[str, int] | Response:
    """Plan a meeting."""
    posted = request.form
    entry = Entry(
        day=posted.get("day", ""), clock=posted.get("clock", ""), place=posted.get("place", "").strip(),
        members=posted.getlist("members"),
    )  # fmt: skip
    errors: dict[str, str] = {}
    starts_at = _instant(entry)
    if starts_at is None:
        errors["day"] = gettext("Ange dag och klockslag, till exempel 2022-02-22 och 09:00.")
    if not entry.place:
        errors["place"] = gettext("Skriv var sammanträdet hålls.")
    chosen = _members(entry.members)
    if not chosen:
        errors["members"] = gettext("Välj minst en ledamot.")
    if starts_at is not None and not errors:
        try:
            with services().engine.work(actor=current_actor()) as work:
                made = create_meeting(work, starts_at=starts_at, place=entry.place, members=chosen)
            flash(gettext("Sammanträdet är planerat och kan väljas när ärenden sätts på dagordningen."))
            return redirect(url_for("officer.meeting", meeting_id=made.id), 303)
        except MeetingNotOpenError as error:
            errors["day"] = str(error)
    return _form(Entry(entry.day, entry.clock, entry.place, entry.members, errors)), 422


def _instant(entry: Entry) -> datetime | None:
    try:
        local = datetime.fromisoformat(f"{entry.day}T{entry.clock}")
    except ValueError:
        return None
    return local.replace(tzinfo=services().settings.zone) if local.tzinfo is None else None


def _members(ids: Sequence[str]) -> list[Member]:
    known = dict(_board())
    return [Member(each, known[each]) for each in ids if each in known]


def _board() -> list[tuple[str, str]]:
    """The accounts of the board, each with the first of its roles there."""
    with services().reading() as session:
        found = {each.id: role for role in reversed(_BOARD_ROLES) for each in accounts(session, role=role)}
    return sorted(found.items(), key=lambda one: (_BOARD_ROLES.index(one[1]), one[0]))


def _form(entry: Entry) -> str:
    board = [(who, f"{who}, {role_name(role).lower()}") for who, role in _board()]
    return render_template("officer/meeting_new.html", entry=entry, board=board, errors=entry.errors or {})


@blueprint.get("/sammantraden/<meeting_id>")
@policy(CASE_STAFF)
def meeting(meeting_id: str) -> str:
    """A meeting with its agenda; one matter at a time."""
    return _meeting_page(meeting_id, "arenden")


@blueprint.get("/sammantraden/<meeting_id>/<tab>")
@policy(CASE_STAFF)
def meeting_tab(meeting_id: str, tab: str) -> str:
    """One tab of a meeting."""
    if tab not in TABS[1:]:
        raise NotFound
    return _meeting_page(meeting_id, tab)


def _meeting_page(meeting_id: str, tab: str) -> str:
    engine, reader = services().engine, reader_of()
    hidden = engine.excluded_cases(reader.actor)
    with services().reading() as session:
        try:
            page = meeting_page(session, meeting_id)
        except MeetingNotOpenError:
            raise NotFound from None
        reported = report_list(session, meeting_id)
        line = next((each for each in page.lines if each.matter.id == request.args.get("arende")), None)
        line = line or next(iter(page.lines), None)
        names = _names(session, line)
    task = _task(line)
    return render_template(
        "officer/meeting.html", tab=tab, page=page, line=line, names=names, reported=reported, hidden=hidden, task=task,
        steps=step_sentences(steps_after(engine.case(task.case_id), task)) if task else [], outcomes=OUTCOMES,
        attendance=_attendance(page.meeting, line), matter_states=MATTER_STATES, board_outcomes=BOARD_OUTCOMES,
        state=_state(page.meeting, reader.now),
    )  # fmt: skip


def _names(session: Session, line: AgendaLine | None) -> dict[str, tuple[str, str]]:
    """Title and applicant of each application that the matter is about."""
    found = [application(session, each.application_id) for each in (line.verdicts if line else ())]
    return {one.id: (one.title, one.applicant_name) for one in found}


def _task(line: AgendaLine | None) -> UserTask | None:
    """The reader's own open task in the matter's case before the board, if there is one."""
    if line is None:
        return None
    found = services().engine.tasks(line.matter.case_id, actor=current_actor(), process_key="board_decision")
    return next(iter(found), None)


def _attendance(found: BoardMeeting, line: AgendaLine | None) -> list[tuple[str, str, tuple[str, str]]]:
    """Each member with its role and how it took part, as far as the minutes say."""
    record = (line.matter.record if line else None) or {}
    present = {row["member"]: row["attendance"] for row in record.get("present") or ()}
    waiting = ("todo", gettext("Kallas"))
    return [
        (member.id, role_name(member.role), shaped(ATTENDANCE, present[member.id]) if member.id in present else waiting)
        for member in found.members
    ]


def _state(found: BoardMeeting, now: datetime) -> tuple[str, str]:
    if found.state == "planned" and found.starts_at <= now:
        is_today = found.starts_at.date() == now.astimezone(found.starts_at.tzinfo).date()
        return ("active", gettext("Sammanträdesdagen är inne")) if is_today else ("done", gettext("Passerat"))
    return shaped(MEETING_STATES, found.state)
