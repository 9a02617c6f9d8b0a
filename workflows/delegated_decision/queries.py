"""What pages read about delegated decisions: the lists, the paper as it will be sent, and who may decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy.orm import Session

from engine import Text
from engine.dmn import Model, load
from workflows.call.rules import local_day
from workflows.decision.meetings import meetings
from workflows.decision.records import dispatches_of
from workflows.delegated_decision import records
from workflows.delegated_decision.model import DelegatedDecision
from workflows.delegated_decision.papers import DIRECTOR_TITLE, paper_context
from workflows.delegated_decision.rules import missing_parts, report_meeting
from workflows.letters import Files, Head, contact_lines, deployed, page
from workflows.parties import account, own_organisation

TABLE = "delegated_decision/delegation.dmn"
UNSIGNED = "Underskrift läggs till när beslutet fattas"
Group = Literal["to_decide", "decided", "to_report", "reported"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegatedLine:
    """One line of the list. `is_late`: the meeting at which it should have been reported has passed."""

    decision: DelegatedDecision
    group: Group
    report_on: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must be in order before the decision is signed."""

    text: Text
    is_ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoDecides:
    """What the table of delegations says: who, under which point, by which row and since when."""

    decider: str
    point: str
    reason: str
    row: int
    source: str
    valid_from: str

    @property
    def is_delegated(self) -> bool:
        """Whether the director may decide."""
        return self.decider == "director"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPaper:
    """The paper as it will be sent (complete HTML), with what is checked before it is signed."""

    html: str
    checks: Sequence[Check]
    report_at: datetime | None

    @property
    def is_ready(self) -> bool:
        """Whether every check is in order."""
        return all(check.is_ok for check in self.checks)


@lru_cache(maxsize=16)
def _model(table: bytes) -> Model:
    return load(table)


def who_decides(files: Files, variables: Mapping[str, Any]) -> WhoDecides:
    """Who may decide a matter, from the case's variables, with the table's own row as the reason."""
    names = ("matter", "amount_sek", "principal", "delegate_conflicted", "eu_funding")
    given = {name: variables[name] for name in names if name in variables}
    explained = _model(deployed(files, TABLE)).explain("delegation", given)
    match = explained.rules[0]
    source, valid_from, *_ = (*match.annotations, "", "")
    return WhoDecides(
        decider=str(match.outputs["decider"]),
        point=str(match.outputs["point"] or ""),
        reason=str(match.outputs["basis"]),
        row=match.index,
        source=source,
        valid_from=valid_from,
    )


def delegated_list(session: Session, *, now: datetime) -> list[DelegatedLine]:
    """Every delegated decision in its group: to decide, decided, to report, reported."""
    planned = meetings(session)
    return [_line(one, planned, now) for one in records.all_decisions(session)]


def _line(one: DelegatedDecision, planned: Sequence[Any], now: datetime) -> DelegatedLine:
    if one.decided_at is None:
        return DelegatedLine(decision=one, group="to_decide", report_on=None, is_late=False)
    chosen = report_meeting(planned, decided_on=local_day(one.decided_at))
    at = chosen.starts_at if chosen else None
    if one.notice_posted_on is not None:
        return DelegatedLine(decision=one, group="reported", report_on=at, is_late=False)
    group: Group = "to_report" if one.state == "dispatched" else "decided"
    return DelegatedLine(decision=one, group=group, report_on=at, is_late=at is not None and at < now)


def report_list(session: Session, meeting_id: str) -> list[DelegatedDecision]:
    """The decisions that are reported at a meeting (D19)."""
    return records.decisions_for_meeting(session, meeting_id)


def unreported(session: Session, *, now: datetime) -> list[DelegatedDecision]:
    """The decisions whose meeting has passed without their report: what the nightly check lists (R-18)."""
    return [line.decision for line in delegated_list(session, now=now) if line.is_late]


def decision_paper(
    session: Session, files: Files, case_id: str, *, officer: str | None, now: datetime
) -> DecisionPaper:
    """The drafted decision (D17) as it will be sent, unsigned. Raises DecisionMissingError without a draft."""
    found = records.decision_of_case(session, case_id)
    own = own_organisation(session)
    person = account(session, officer) if officer else None
    context = paper_context(
        found, signed_by=found.delegate or UNSIGNED, signed_title=DIRECTOR_TITLE, reported_to=own.board.lower()
    )
    head = Head(
        title=found.title,
        date=_day(found, now),
        registry_number=found.registry_number,
        unit="Näringsliv",
        contact=contact_lines(person) if person else (),
    )
    file = "delegated_decision/decision.letter.html"
    chosen = report_meeting(meetings(session, after=now), decided_on=local_day(now))
    return DecisionPaper(
        html=page(deployed(files, file), context, head=head, organisation=own, file=file),
        checks=_checks(found),
        report_at=chosen.starts_at if chosen else None,
    )


def _day(found: DelegatedDecision, now: datetime) -> date:
    return local_day(found.decided_at or now)


def _checks(found: DelegatedDecision) -> tuple[Check, ...]:
    draft = found.draft
    needs_annex = found.kind == "letter_of_intent"
    checks = [
        Check(Text("Inget fält är tomt", "No field is empty"), not missing_parts(draft)),
        Check(
            Text("Mottagare och adress finns", "Recipient and address are there"),
            all(row.get("name") and row.get("address") for row in draft.get("recipients") or [{}]),
        ),
    ]
    if needs_annex:
        letter = draft.get("letter_of_intent") or {}
        is_whole = bool(letter) and all(str(text or "").strip() for text in letter.values())
        checks.append(Check(Text("Avsiktsförklaringen är bifogad", "The letter of intent is attached"), is_whole))
    return tuple(checks)


def is_dispatched(session: Session, case_id: str) -> bool:
    """Whether the delivery log has a line for the case (R-53)."""
    return bool(dispatches_of(session, case_id))
