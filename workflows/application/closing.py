"""The steps that end an officer's work on an application: the proposal, the withdrawal, and telling the call."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from engine import Call, Text
from workflows.application.model import application_proposals
from workflows.application.outcomes import Outcome, Standing, outcome_of
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
_MATTERS = {
    "dismissed": ("dismissal", "dismiss", "Avvisning"),
    "rejected": ("rejection", "reject", "Avslag"),
    "closed": ("closure", "close", "Avskrivning"),
}
"""The matter that an outcome needs: its kind, what is proposed, and the first word of its title."""


def record_proposal(call: Call) -> Mapping[str, Any]:
    """Draw up what D-OUTCOME makes of the officer's proposal as a matter that somebody with the right to it decides.

    The call no longer waits for the application. Raises OutcomeMissingError.
    """
    row = application_row(call.session, call.case_id)
    apply_registration(call, row)
    outcome = outcome_of(call.file, _standing(call.variables))
    matter = _matter(row, outcome, _proposal_text(call.variables))
    _keep_proposal(call, matter["kind"], outcome.ground, matter["text"])
    change_application(call, call.case_id, status="to_delegate", settled_at=call.now)
    _tell_call(call, row, "to_delegate")
    return {"matter": matter, "proposal": matter["proposal"], "status": "to_delegate"}


def _standing(given: Mapping[str, Any]) -> Standing:
    """What the officer found: a late or incomplete application, or one with obstacles to a grant."""
    ground = given.get("dismissal_ground")
    obstacles = len(given.get("eligibility") or ())
    return Standing(is_on_time=ground != "late", is_complete=ground != "incomplete", obstacles=max(obstacles, 1))


def _matter(row: Mapping[str, Any], outcome: Outcome, text: str) -> dict[str, Any]:
    kind, proposal, word = _MATTERS[outcome.code]
    return {
        "kind": kind,
        "title": f"{word}: {row['title']}",
        "amount_sek": row["figures"]["sought_sek"],
        "proposal": proposal,
        "text": text,
    }


def _keep_proposal(call: Call, kind: str, ground: str, text: str) -> None:
    given = call.variables
    call.session.execute(delete(application_proposals).where(application_proposals.c.application_id == call.case_id))
    call.session.execute(
        application_proposals.insert().values(
            application_id=call.case_id,
            kind=kind,
            ground=ground,
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
    """Register that the applicant has withdrawn, and draw up what D-OUTCOME makes of it as a matter to decide.

    Raises OutcomeMissingError.
    """
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
    outcome = outcome_of(call.file, Standing(is_withdrawn=True))
    matter = _matter(row, outcome, "Sökanden har återkallat ansökan." + (f" Skäl: {reason}" if reason else ""))
    return {"status": "withdrawn", "matter": matter, "proposal": matter["proposal"]}


def _tell_call(call: Call, row: Mapping[str, Any], status: str) -> None:
    payload = {"application_id": call.case_id, "status": status}
    call.send_message("application_settled", payload, correlation={"call_id": row["call_id"]})
