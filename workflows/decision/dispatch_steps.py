"""The operations that record the board's decisions about a call and send them to the applicants."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from engine import Call
from workflows.application.commands import note_decision
from workflows.application.queries import application, applications_of
from workflows.application.values import Application
from workflows.call.queries import funding_call
from workflows.call.values import FundingCall
from workflows.decision import decision_letters
from workflows.decision.board_steps import call_verdicts
from workflows.decision.delivery import deliver
from workflows.decision.matters import decided_matter
from workflows.decision.model import Decision, Matter, Verdict
from workflows.decision.records import decisions_of_call, note_dispatch, record_decision
from workflows.decision.terms import confirm_by, reserve_until
from workflows.letters.wording import date_text, money_text
from workflows.parties import own_organisation
from workflows.registry import Document
from workflows.tables import new_id

BOARD = "board"


def record_call_decisions(call: Call) -> Mapping[str, Any]:
    """Record one decision per application, exactly as the board decided.

    Raises DecisionMissingError where the board has not, AlreadyDecidedError, BudgetExceededError.
    Source: Kommunallagen 6 kap. 37–38 §§ (a person decides); requirement R-16.
    """
    found = funding_call(call.session, call.case_id)
    matter = decided_matter(call.session, call.case_id, kind="call")
    verdicts = call_verdicts(call, matter)
    applicants = {one.id: one for one in applications_of(call.session, found.id)}
    for verdict in verdicts:
        about = applicants[verdict.application_id]
        decision = record_decision(call.session, _decision(verdict, found, about, matter))
        note_decision(
            call,
            about.id,
            outcome=decision.outcome,
            granted_sek=decision.granted_sek,
            decided_at=decision.decided_at,
        )
        call.record("decision_recorded", asdict(verdict))
    return {"decisions_count": len(verdicts)}


def dispatch(call: Call) -> Mapping[str, Any]:
    """Send each decision that is not yet sent: a registered letter, a line in the log, a mail, and word to its case.

    Raises DecisionMissingError where the board has not decided.
    """
    found = funding_call(call.session, call.case_id)
    matter = decided_matter(call.session, call.case_id, kind="call")
    channel = str(call.variables.get("channel") or "e_service")
    decided = decisions_of_call(call.session, found.id)
    waiting = [one for one in decided if one.decided_by == BOARD and one.dispatched_at is None]
    for decision in waiting:
        about = application(call.session, decision.application_id)
        document = decision_letters.write_decision(call, decision, found, about, matter)
        send_decision(call, decision, about, document, channel=channel)
    return {"letters_sent": len(waiting)}


def send_decision(call: Call, decision: Decision, about: Application, document: Document, *, channel: str) -> None:
    """Log and mail a decision's letter, and send the message `decision_made` to the application's case."""
    note_dispatch(call.session, decision.id, document, at=call.now)
    context = {
        "decider": own_organisation(call.session).board,
        "summary": summary_text(decision),
        "must_confirm": decision.outcome == "granted",
        "confirm_by": confirm_by(call.now),
    }
    key = f"decision:{decision.id}"
    deliver(call, document, about, "board_decision/decision", context, key=key, channel=channel)
    payload = {
        "outcome": decision.outcome,
        "granted_sek": decision.granted_sek,
        "decided_at": decision.decided_at,
        "decision_reason": decision.reason,
        "reserve_until": decision.reserve_until,
    }
    call.send_message("decision_made", payload, correlation={"application_id": about.id})


def summary_text(decision: Decision) -> str:
    """The decision in one sentence, for the mail."""
    if decision.outcome == "granted":
        return f"Ni beviljas stöd med {money_text(decision.granted_sek)}."
    if decision.outcome == "reserve" and decision.reserve_until is not None:
        until = date_text(decision.reserve_until)
        return f"Medlen räckte inte. Ni är reserv nummer {decision.reserve_no} till och med {until}."
    return "Ansökan avslås."


def _decision(verdict: Verdict, found: FundingCall, about: Application, matter: Matter) -> Decision:
    if matter.decided_at is None:
        raise ValueError("The matter is not decided")
    return Decision(
        id=new_id(),
        application_id=about.id,
        version=1,
        call_id=found.id,
        matter_id=matter.id,
        registry_number=about.registry_number,
        applicant_name=about.applicant_name,
        title=about.title,
        areas=list(about.areas),
        outcome=verdict.outcome,
        granted_sek=verdict.granted_sek,
        sought_sek=about.sought_sek,
        reason=verdict.reason,
        reserve_no=verdict.reserve_no,
        reserve_until=reserve_until(matter.decided_at) if verdict.outcome == "reserve" else None,
        decided_by=BOARD,
        decided_at=matter.decided_at,
        basis=found.legal_basis,
        paragraph=matter.paragraph,
    )
