"""Registers what a person has decided: the director by delegation, or the board."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import Call, Text
from workflows.application.commands import note_decision
from workflows.application.queries import application
from workflows.application.values import Application
from workflows.call.queries import funding_call
from workflows.decision.errors import DecisionMissingError
from workflows.decision.matters import decided_matter
from workflows.decision.model import Decision, OutcomeCode
from workflows.decision.records import note_dispatch, record_decision
from workflows.delegated_decision import papers, records
from workflows.delegated_decision.errors import OutsideDelegationError
from workflows.delegated_decision.model import DelegatedDecision
from workflows.delegated_decision.rules import outcome_of
from workflows.tables import new_id

DIRECTOR, BOARD = "director", "board"
_SIGNED = frozenset({"approve", "reject"})


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision that a person has taken: by whom, when, and what."""

    by: str
    decision: str
    at: datetime
    paragraph: str = ""


def register_decision(call: Call) -> Mapping[str, Any]:
    """Register the decision, write its papers, and give the case its outcome."""
    taken = _taken(call)
    found = _record(call, taken)
    outcome = outcome_of(found.kind, taken.decision)
    records.change(
        call.session,
        found.id,
        state="decided",
        outcome=outcome,
        decided_by=taken.by,
        delegate=call.actor.log_name if taken.by == DIRECTOR else None,
        decided_at=taken.at,
    )
    documents = _write_papers(call, found, taken, outcome)
    records.change(call.session, found.id, documents=documents)
    call.record("delegated_decision", {"outcome": outcome, "by": taken.by, "point": found.point})
    return {"decided_at": taken.at, "outcome": outcome}


def _taken(call: Call) -> Taken:
    """What was decided, and by whom. The board's own decision goes before the director's handing over."""
    given = call.variables
    decision = given.get("decision")
    decider = (given.get("decider") or {}).get("decider")
    if decider == DIRECTOR and decision in _SIGNED:
        if not given.get("signed"):
            raise DecisionMissingError(
                Text("Beslutet är inte underskrivet. Skriv under det.", "The decision is not signed. Sign it.")
            )
        if DIRECTOR not in call.actor.roles:
            raise OutsideDelegationError(
                Text(
                    "Beslutet är inte fattat av den som har delegation.",
                    "The decision was not taken by the holder of the delegation.",
                )
            )
        return Taken(DIRECTOR, str(decision), call.now)
    try:
        matter = decided_matter(call.session, call.case_id, kind="delegation")
    except DecisionMissingError as error:
        if decision in _SIGNED:
            raise OutsideDelegationError from error
        raise
    if matter.decided_at is None:
        raise DecisionMissingError
    return Taken(BOARD, "reject" if matter.outcome == "rejected" else "approve", matter.decided_at, matter.paragraph)


def _record(call: Call, taken: Taken) -> DelegatedDecision:
    """The draft that was decided on; the board may decide on its own proposal, without one."""
    try:
        return records.decision_of_case(call.session, call.case_id)
    except DecisionMissingError:
        if taken.by != BOARD:
            raise
    given = call.variables
    matter = dict(given["matter"])
    recipient = {"name": given["recipient_name"], "address": given["recipient_email"]}
    return records.save_draft(
        call.session,
        call.case_id,
        registry_number=given["registry_number"],
        kind=matter["kind"],
        title=matter["title"],
        matter=matter,
        draft={"recipients": [recipient]},
        point="",
        basis=str((given.get("decider") or {}).get("basis") or ""),
    )


def _write_papers(call: Call, found: DelegatedDecision, taken: Taken, outcome: OutcomeCode) -> dict[str, str]:
    documents: dict[str, str] = {}
    if taken.by == DIRECTOR:
        documents["D17"] = papers.write_paper(call, found, officer=call.variables.get("officer")).id
    if found.kind == "letter_of_intent":
        if outcome == "granted" and found.draft.get("letter_of_intent"):
            documents["D18"] = papers.write_annex(call, found).id
        return documents
    letter = _write_letter(call, found, taken, outcome)
    return documents | letter


def _write_letter(call: Call, found: DelegatedDecision, taken: Taken, outcome: OutcomeCode) -> dict[str, str]:
    """The applicant's own letter, and the decision among the call's decisions."""
    about = application(call.session, call.case_id)
    basis = funding_call(call.session, about.call_id).legal_basis
    text = papers.decided_text(
        call, by_board=taken.by == BOARD, at=taken.at, paragraph=taken.paragraph, point=found.point
    )
    document = papers.write_applicant_letter(call, found, about, outcome=outcome, basis=basis, decided_text=text)
    decision = record_decision(call.session, _decision_of(found, about, taken, outcome, basis))
    note_dispatch(call.session, decision.id, document, at=call.now)
    note_decision(call, about.id, outcome=outcome, granted_sek=0, decided_at=taken.at)
    return {document.kind: document.id}


def _decision_of(
    found: DelegatedDecision, about: Application, taken: Taken, outcome: OutcomeCode, basis: str
) -> Decision:
    return Decision(
        id=new_id(),
        application_id=about.id,
        version=1,
        call_id=about.call_id,
        matter_id=None,
        registry_number=about.registry_number,
        applicant_name=about.applicant_name,
        title=about.title,
        areas=list(about.areas),
        outcome=outcome,
        granted_sek=0,
        sought_sek=about.sought_sek,
        reason=str(found.matter["text"]),
        reserve_no=None,
        reserve_until=None,
        decided_by=taken.by,
        decided_at=taken.at,
        basis=basis,
        paragraph=taken.paragraph,
    )
