"""The papers of a delegated decision: the decision (D17), its annex (D18), the applicant's letter, the board's list."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine import Call, Workspace
from workflows.application.queries import proposal_of
from workflows.application.values import Application
from workflows.call.rules import local_day
from workflows.decision.appeals import appeal_of
from workflows.decision.model import BoardMeeting
from workflows.decision.wording import BASES
from workflows.delegated_decision.model import DelegatedDecision
from workflows.delegated_decision.wording import LETTER_TITLES, OUTCOMES
from workflows.letters import contact_lines, write_letter
from workflows.letters.wording import date_text
from workflows.parties import account, own_organisation
from workflows.registry import Document

DIRECTOR_TITLE = "Regional utvecklingsdirektör"


def paper_context(found: DelegatedDecision, *, signed_by: str, signed_title: str, reported_to: str) -> dict[str, Any]:
    """The values of the decision paper (D17), whose headings stand in the order of the letter of 2020 (R-52)."""
    draft = found.draft
    return {
        **{name: draft[name] for name in ("arendebeskrivning", "delegationsbestammelse", "delegationspunkt", "beslut")},
        "beslutsunderlag": [row["text"] for row in draft["beslutsunderlag"]],
        "signed_by": signed_by,
        "signed_title": signed_title,
        "reported_to": reported_to,
    }


def write_paper(call: Call, found: DelegatedDecision, *, officer: str | None) -> Document:
    """Register the signed decision (D17) with its date and registry number in the head."""
    context = paper_context(
        found,
        signed_by=call.actor.log_name,
        signed_title=DIRECTOR_TITLE,
        reported_to=own_organisation(call.session).board.lower(),
    )
    person = account(call.session, officer) if officer else None
    contact = contact_lines(person) if person else ()
    return _write(call, "decision", context, found, kind="D17", title=found.title, contact=contact)


def write_annex(call: Call, found: DelegatedDecision) -> Document:
    """Register the letter of intent (D18), the annex of the decision."""
    letter = found.draft["letter_of_intent"]
    context = {**letter, "signed_by": call.actor.log_name, "signed_title": DIRECTOR_TITLE}
    return _write(call, "letter_of_intent", context, found, kind="D18", title=f"Avsiktsförklaring: {found.title}")


def write_applicant_letter(
    call: Call, found: DelegatedDecision, about: Application, *, outcome: str, basis: str, decided_text: str
) -> Document:
    """Register the letter that dismisses (D15), rejects (D14) or closes (D16) an application."""
    kind, title = LETTER_TITLES[outcome]
    proposal = proposal_of(call.session, about.id) if outcome == "rejected" else None
    context = {
        "registry_number": found.registry_number,
        "recipient_name": about.applicant_name,
        "reason": f"{proposal.reason} {proposal.circumstances}" if proposal else found.matter["text"],
        "rules": [text for text in (proposal.rules if proposal else "", BASES[basis]) if text],
        "appeal_text": appeal_of(call.file, basis=basis, decision=outcome).text,
        "decided_text": decided_text,
    }
    template = {"dismissed": "dismissal", "rejected": "rejection", "closed": "closure"}[outcome]
    return _write(call, template, context, found, kind=kind, title=f"{title}: {about.title}")


def write_list(
    work: Workspace, found: DelegatedDecision, listed: Sequence[DelegatedDecision], meeting: BoardMeeting | None
) -> Document:
    """Register the list of delegated decisions to report to the board (D19), with this decision on it."""
    context = {
        "board": own_organisation(work.session).board.lower(),
        "has_meeting": meeting is not None,
        "meeting_at": meeting.starts_at if meeting else None,
        "rows": [list_row(one) for one in listed],
    }
    return _write(work, "report_list", context, found, kind="D19", title="Anmälan av delegationsbeslut", internal=True)


def list_row(one: DelegatedDecision) -> dict[str, Any]:
    """One line of the list: registry number, date, title, delegate, point and decision."""
    if one.decided_at is None:
        raise ValueError("Only decided matters are on the list")
    return {
        "registry_number": one.registry_number,
        "decided_on": local_day(one.decided_at),
        "title": one.title,
        "delegate": one.delegate or "",
        "point": one.point or "–",
        "outcome_text": OUTCOMES[one.outcome or "granted"].sv,
    }


def decided_text(work: Workspace, *, by_board: bool, at: datetime, paragraph: str, point: str) -> str:
    """Who decided, when and on what ground. Source: Förvaltningslagen 31 §; requirement R-12."""
    organisation = own_organisation(work.session)
    day = date_text(at)
    if by_board:
        return f"{organisation.board} beslutade den {day}, § {paragraph}."
    return (
        f"{DIRECTOR_TITLE} ({work.actor.log_name}) beslutade den {day} på delegation, punkt {point}. "
        f"Ärendet är berett av förvaltningen."
    )


def _write(
    work: Workspace,
    template: str,
    context: Mapping[str, Any],
    found: DelegatedDecision,
    *,
    kind: str,
    title: str,
    contact: Sequence[str] = (),
    internal: bool = False,
) -> Document:
    return write_letter(
        work,
        f"delegated_decision/{template}",
        context,
        kind=kind,
        title=title,
        registry_number=found.registry_number,
        case_id=found.case_id,
        party=own_organisation(work.session).board if internal else found.draft["recipients"][0]["name"],
        direction="internal" if internal else "out",
        contact=contact,
        unit="Näringsliv" if kind == "D17" else "",
        visible_to_applicant=not internal,
    )
