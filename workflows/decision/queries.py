"""What pages, the open data and the notice board read about meetings and decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import Text
from workflows.application.queries import applications_of
from workflows.application.values import NOT_LEGAL_PERSONS, Application
from workflows.call.queries import funding_call
from workflows.call.rules import local_day
from workflows.call.values import FundingCall
from workflows.decision.board_steps import proposed
from workflows.decision.matters import matters_of_meeting
from workflows.decision.meetings import meeting
from workflows.decision.model import BoardMeeting, Decision, Matter, Verdict, board_matters
from workflows.decision.records import decisions_of_call
from workflows.decision.rules import (
    adjust_by,
    deciding_members,
    is_quorate,
    notice_by,
    notice_removed_on,
    summons_day,
)
from workflows.decision.wording import DECIDED
from workflows.parties import OwnOrganisation, own_organisation

SOLE_TRADER = Text("Enskild näringsidkare", "Sole trader")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One matter on a meeting's agenda, with what is proposed for each application and who must leave the room."""

    matter: Matter
    verdicts: Sequence[Verdict]
    clauses: Sequence[str]
    conflicts: Mapping[str, Sequence[str]]
    is_quorate: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage:
    """A meeting with its agenda. `granted_sek` is what all its matters propose together."""

    meeting: BoardMeeting
    lines: Sequence[AgendaLine]
    summons_on: date
    adjust_by: date
    granted_sek: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeLine:
    """One decision as the public sees it: no personal data, and the amount only where there is one."""

    registry_number: str
    applicant_name: str
    title: str
    areas: Sequence[str]
    outcome: str
    outcome_text: Text
    granted_sek: int
    decided_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A notice that is on the notice board. It is taken down on `removed_on` at the earliest."""

    title: str
    paragraph: str
    meeting_on: date
    adjusted_on: date
    posted_on: date
    removed_on: date
    appeal_until: date
    is_late: bool


def meeting_page(session: Session, meeting_id: str) -> MeetingPage:
    """A meeting's page. Raises MeetingNotOpenError if there is no such meeting."""
    found = meeting(session, meeting_id)
    lines = tuple(_agenda_line(one, found) for one in matters_of_meeting(session, meeting_id))
    day = local_day(found.starts_at)
    return MeetingPage(
        meeting=found,
        lines=lines,
        summons_on=summons_day(found.starts_at),
        adjust_by=adjust_by(day),
        granted_sek=sum(verdict.granted_sek for line in lines for verdict in line.verdicts),
    )


def _agenda_line(matter: Matter, found: BoardMeeting) -> AgendaLine:
    record = matter.record or {}
    conflicts: dict[str, list[str]] = {}
    for row in record.get("conflicts") or ():
        conflicts.setdefault(row["registry_number"], []).append(row["member"])
    present = record.get("present")
    quorate = is_quorate(len(deciding_members(present)), seats=found.seats) if present else None
    return AgendaLine(
        matter=matter,
        verdicts=proposed(matter),
        clauses=tuple(row["clause"] for row in matter.proposal.get("proposal") or ()),
        conflicts=conflicts,
        is_quorate=quorate,
    )


def matters_of_case(session: Session, case_id: str) -> list[Matter]:
    """The matters that a case has had before the board, the latest last."""
    rows = session.execute(
        select(board_matters)
        .where(board_matters.c.case_id == case_id)
        .order_by(board_matters.c.decided_at.is_(None), board_matters.c.decided_at, board_matters.c.id)
    ).mappings()
    return [Matter(**row) for row in rows]


def outcome_list(session: Session, call_id: str) -> list[OutcomeLine]:
    """The dispatched decisions of a call for the public: grants first, then by registry number (R-57)."""
    sent = [one for one in decisions_of_call(session, call_id) if one.dispatched_at is not None]
    applicants = {one.id: one for one in applications_of(session, call_id)}
    lines = [_outcome_line(one, applicants[one.application_id]) for one in sent]
    return sorted(lines, key=lambda line: (line.outcome != "granted", line.outcome != "reserve", line.registry_number))


def _outcome_line(decision: Decision, about: Application) -> OutcomeLine:
    text = DECIDED[decision.outcome]
    if decision.reserve_no:
        text = Text(f"{text.sv} {decision.reserve_no}", f"{text.en} {decision.reserve_no}")
    # A sole trader's name and number are a person's.
    name = SOLE_TRADER.sv if about.legal_form in NOT_LEGAL_PERSONS else decision.applicant_name
    return OutcomeLine(
        registry_number=decision.registry_number,
        applicant_name=name,
        title=decision.title,
        areas=tuple(decision.areas),
        outcome=decision.outcome,
        outcome_text=text,
        granted_sek=decision.granted_sek,
        decided_on=local_day(decision.decided_at),
    )


def open_grants(session: Session, call_id: str) -> list[dict[str, Any]]:
    """The dispatched grants of a call as rows of the 360Giving standard; sole traders are left out (R-57)."""
    found = funding_call(session, call_id)
    own = own_organisation(session)
    applicants = {one.id: one for one in applications_of(session, call_id)}
    rows = []
    for decision in decisions_of_call(session, call_id):
        about = applicants[decision.application_id]
        is_public = decision.dispatched_at is not None and about.legal_form not in NOT_LEGAL_PERSONS
        if decision.outcome == "granted" and is_public:
            rows.append(_open_grant(decision, found, own, org_nr=about.org_nr))
    return rows


def _open_grant(decision: Decision, found: FundingCall, own: OwnOrganisation, *, org_nr: str) -> dict[str, Any]:
    period = {"startDate": found.support_start.isoformat(), "endDate": found.support_end.isoformat()}
    areas = [{"vocabulary": "S3", "code": code, "title": found.area_names.get(code, code)} for code in decision.areas]
    return {
        "id": f"360G-SE-{own.org_nr}-{decision.registry_number.replace('/', '-')}",
        "title": decision.title,
        "description": f"{found.title}: {decision.title}",
        "currency": "SEK",
        "amountAppliedFor": decision.sought_sek,
        "amountAwarded": decision.granted_sek,
        "awardDate": local_day(decision.decided_at).isoformat(),
        "plannedDates": [period],
        "recipientOrganization": [{"id": f"SE-ON-{org_nr}", "name": decision.applicant_name}],
        "fundingOrganization": [{"id": f"SE-ON-{own.org_nr}", "name": own.name}],
        "grantProgramme": [{"code": found.registry_number, "title": found.title}],
        "classifications": areas,
    }


def notice_board(session: Session, *, today: date) -> list[NoticeLine]:
    """The notices that are posted now: until the time of appeal has run out, the latest first (R-23)."""
    rows = session.execute(
        select(board_matters)
        .where(board_matters.c.posted_on.is_not(None), board_matters.c.posted_on <= today)
        .order_by(board_matters.c.posted_on.desc(), board_matters.c.paragraph)
    ).mappings()
    found = [_notice(session, Matter(**row)) for row in rows]
    return [line for line in found if today < line.removed_on]


def _notice(session: Session, matter: Matter) -> NoticeLine:
    if matter.adjusted_on is None or matter.posted_on is None or matter.appeal_until is None:
        raise ValueError("Only posted matters have a notice")
    held: datetime = meeting(session, matter.meeting_id).starts_at
    return NoticeLine(
        title=matter.title,
        paragraph=matter.paragraph,
        meeting_on=local_day(held),
        adjusted_on=matter.adjusted_on,
        posted_on=matter.posted_on,
        removed_on=notice_removed_on(matter.appeal_until),
        appeal_until=matter.appeal_until,
        is_late=matter.posted_on > notice_by(matter.adjusted_on),
    )
