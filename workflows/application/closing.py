"""The steps that end an officer's work on an application: the proposal, the withdrawal, and telling the call."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from engine import Call, Text
from workflows.application.model import application_proposals
from workflows.application.registration import apply_registration
from workflows.application.rows import addresses_of, application_row, change_application, language_of
from workflows.letters import write_letter
from workflows.notifications import send_template

_GROUNDS = {
    "late": Text("Ansökan kom in för sent.", "The application was late."),
    "incomplete": Text(
        "Ansökan är ofullständig efter begäran om komplettering.",
        "The application is incomplete after a request for completion.",
    ),
}


def record_proposal(call: Call) -> Mapping[str, Any]:
    """Draw up the officer's proposal to reject or dismiss as a matter that somebody with the right to it decides.

    The call no longer waits for the application.
    """
    row = application_row(call.session, call.case_id)
    apply_registration(call, row)
    is_dismissal = bool(call.variables.get("dismissal_ground"))
    kind, proposal = ("dismissal", "dismiss") if is_dismissal else ("rejection", "reject")
    word = "Avvisning" if is_dismissal else "Avslag"
    matter = {
        "kind": kind,
        "title": f"{word}: {row['title']}",
        "amount_sek": row["figures"]["sought_sek"],
        "proposal": proposal,
        "text": _proposal_text(call.variables),
    }
    _keep_proposal(call, kind, matter["text"])
    change_application(call, call.case_id, status="to_delegate", settled_at=call.now)
    _tell_call(call, row, "to_delegate")
    return {"matter": matter, "proposal": proposal, "status": "to_delegate"}


def _keep_proposal(call: Call, kind: str, text: str) -> None:
    given = call.variables
    call.session.execute(delete(application_proposals).where(application_proposals.c.application_id == call.case_id))
    call.session.execute(
        application_proposals.insert().values(
            application_id=call.case_id,
            kind=kind,
            ground=str(given.get("dismissal_ground") or "ineligible"),
            reason=str(given.get("dismissal_text") or given.get("rejection_reason") or ""),
            rules=str(given.get("rejection_rules") or ""),
            circumstances=str(given.get("rejection_circumstances") or ""),
            obstacles=given.get("eligibility") or [],
            text=text,
            proposed_at=call.now,
            proposed_by=call.actor.log_name,
        )
    )


def _proposal_text(given: Mapping[str, Any]) -> str:
    if ground := given.get("dismissal_ground"):
        return f"{_GROUNDS[ground].sv} {given['dismissal_text']}"
    parts = (given["rejection_reason"], given["rejection_circumstances"], f"Bestämmelser: {given['rejection_rules']}")
    return "\n\n".join(str(part) for part in parts)


def settle(call: Call) -> Mapping[str, Any]:
    """Note that the application is ready for the board: for the ranking, or with a proposal to reject it."""
    row = application_row(call.session, call.case_id)
    status = "rejection_to_board" if call.variables.get("matter") else "ready_for_ranking"
    change_application(call, call.case_id, status=status, settled_at=call.now)
    _tell_call(call, row, status)
    return {"status": status}


def withdraw(call: Call) -> Mapping[str, Any]:
    """Register that the applicant has withdrawn, and draw up the closing of the case as a matter to decide."""
    row = application_row(call.session, call.case_id)
    reason = str(call.variables.get("reason") or "")
    context = {
        "title": row["title"],
        "applicant_name": row["applicant_name"],
        "registry_number": row["registry_number"],
        "withdrawn_at": call.now,
        "has_reason": bool(reason),
        "reason": reason,
    }
    write_letter(
        call,
        "application/withdrawal",
        context,
        kind="D5",
        title="Återkallelse av ansökan",
        registry_number=row["registry_number"],
        case_id=call.case_id,
        party=row["applicant_name"],
        direction="in",
        visible_to_applicant=True,
    )
    send_template(
        call,
        "application/withdrawal",
        context,
        to=addresses_of(call.session, row),
        key=f"withdrawal:{call.case_id}",
        case_id=call.case_id,
        language=language_of(call.session, row),
    )
    change_application(call, call.case_id, status="withdrawn", settled_at=call.now, respond_by=None)
    _tell_call(call, row, "withdrawn")
    matter = {
        "kind": "closure",
        "title": f"Avskrivning: {row['title']}",
        "amount_sek": row["figures"]["sought_sek"],
        "proposal": "close",
        "text": "Sökanden har återkallat ansökan." + (f" Skäl: {reason}" if reason else ""),
    }
    return {"status": "withdrawn", "matter": matter, "proposal": "close"}


def _tell_call(call: Call, row: Mapping[str, Any], status: str) -> None:
    payload = {"application_id": call.case_id, "status": status}
    call.send_message("application_settled", payload, correlation={"call_id": row["call_id"]})
