"""The operation that lets a grant lapse and promotes the reserves that the money then reaches."""

from collections.abc import Mapping
from typing import Any

from engine import Call
from workflows.application.commands import note_decision
from workflows.application.queries import application
from workflows.call.queries import funding_call
from workflows.decision.appeals import appeal_of
from workflows.decision.delivery import deliver, write_to_applicant
from workflows.decision.model import Decision
from workflows.decision.ranking import next_reserves
from workflows.decision.ranking_steps import confirmed_ranking
from workflows.decision.records import (
    decision_of,
    decisions_of_call,
    follow_up_decision,
    note_dispatch,
)
from workflows.decision.verdicts import check_granted
from workflows.follow_up import records
from workflows.follow_up.records import application_id_of
from workflows.registry import Document


def lapse(call: Call) -> Mapping[str, Any]:
    """Let the grant lapse, as the officer has decided, and give its money to the next on the board's reserve list.

    The reserves and their order are the board's decision; only whom the money reaches is worked out, in the way that
    the call announced. Raises BudgetExceededError. Source: D-RANK, `reserve_mode`; domain 6.1.
    """
    grant = records.grant_of(call.session, application_id_of(call))
    reason = str(call.variables.get("reason") or "Åtagandet bekräftades inte i tid.")
    records.change_grant(call.session, grant, state="lapsed", lapse_reason=reason)
    decision = decision_of(call.session, application_id_of(call))
    promoted: list[Decision] = []
    if grant.period == 1:
        # An extension that lapses ends at its own start: the first period's decision stands, its money is used.
        decision = follow_up_decision(
            call.session, decision, outcome="lapsed", granted_sek=0, reason=reason, decided_at=call.now
        )
        note_decision(call, application_id_of(call), outcome="lapsed", granted_sek=0, decided_at=call.now)
        promoted = _promote(call, grant.call_id)
    document = _tell_lapsed(call, grant.granted_sek, reason, promoted)
    if grant.period == 1:
        note_dispatch(call.session, decision.id, document, at=call.now)
    return {"outcome": "lapsed", "promoted": [one.registry_number for one in promoted]}


def _promote(call: Call, call_id: str) -> list[Decision]:
    """Grant each reserve that the free money reaches, while the reserve list still applies."""
    decided = decisions_of_call(call.session, call_id)
    kept = {one.application_id: one.granted_sek for one in decided if one.outcome == "granted"}
    waiting = {
        one.application_id: one
        for one in decided
        if one.outcome == "reserve" and one.reserve_until is not None and call.now <= one.reserve_until
    }
    declined = frozenset(one.application_id for one in decided if one.application_id not in {*kept, *waiting})
    ranking = confirmed_ranking(call.session, call_id).ranking
    rows = next_reserves(ranking, declined=declined, kept=kept, policy=ranking.policy)
    terms = funding_call(call.session, call_id)
    promoted = [_grant(call, waiting[row.candidate.application_id], row.candidate.sought_sek) for row in rows]
    check_granted(sum(kept.values()) + sum(one.granted_sek for one in promoted), budget_sek=terms.budget_sek)
    return promoted


def _grant(call: Call, reserve: Decision, amount_sek: int) -> Decision:
    granted = follow_up_decision(
        call.session, reserve, outcome="granted", granted_sek=amount_sek, reserve_no=None, decided_at=call.now
    )
    about = application(call.session, reserve.application_id)
    note_decision(call, about.id, outcome="granted", granted_sek=amount_sek, decided_at=call.now)
    context = {
        "applicant_name": about.applicant_name,
        "project_title": about.title,
        "granted_sek": amount_sek,
        "paragraph": reserve.paragraph,
        "appeal_text": appeal_of(call.file, basis=reserve.basis, decision="granted").text,
    }
    title = f"Stöd från reservlistan: {about.title}"
    document = write_to_applicant(call, about, "follow_up/promoted", context, kind="D13", title=title)
    note_dispatch(call.session, granted.id, document, at=call.now)
    deliver(call, document, about, "follow_up/promoted", context, key=f"promoted:{granted.id}")
    payload = {"granted_sek": amount_sek, "outcome": "granted", "decided_at": call.now}
    call.send_message("reserve_promoted", payload, correlation={"application_id": about.id})
    return granted


def _tell_lapsed(call: Call, amount_sek: int, reason: str, promoted: list[Decision]) -> Document:
    about = application(call.session, application_id_of(call))
    context = {
        "project_title": about.title,
        "granted_sek": amount_sek,
        "reason": reason,
        "has_reserve": bool(promoted),
        "reserves": [one.applicant_name for one in promoted],
    }
    title = f"Beslutet har förfallit: {about.title}"
    document = write_to_applicant(call, about, "follow_up/lapse", context, kind="D13", title=title)
    deliver(call, document, about, "follow_up/lapse", context, key=f"lapse:{document.id}")
    return document
