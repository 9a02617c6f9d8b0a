"""The operations that the diagrams call `extension.…`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from engine import Call, Operation, Text
from workflows.application.queries import application
from workflows.call.queries import funding_call
from workflows.decision.appeals import appeal_of
from workflows.decision.delivery import deliver, write_to_applicant
from workflows.decision.errors import DecisionMissingError
from workflows.decision.matters import decided_matter
from workflows.decision.wording import BASES
from workflows.evaluation.records import evaluation_of
from workflows.extension import records
from workflows.extension.model import Extension, ExtensionOutcome
from workflows.extension.rules import EXTENDED, check_evaluation, matter_amount, outcome_of
from workflows.follow_up.model import Grant
from workflows.follow_up.records import add_grant, application_id_of, grant_of
from workflows.letters import write_letter
from workflows.letters.wording import date_text, money_text
from workflows.parties import own_organisation

BOARD, DIRECTOR = "board", "director"


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was decided about the proposal, by whom and when, and how the letter says so."""

    by: str
    is_approved: bool
    at: datetime
    reason: str
    text: str


def no_request(call: Call) -> Mapping[str, Any]:
    """Note that the beneficiary asked for no extension: the support ends as planned."""
    grant = grant_of(call.session, application_id_of(call))
    write_letter(
        call,
        "extension/no_request",
        {
            "applicant_name": grant.applicant_name,
            "project_title": grant.title,
            "support_end": grant.support_end,
        },
        kind="D27",
        title=f"Ingen förlängning: {grant.title}",
        registry_number=grant.registry_number,
        case_id=grant.application_id,
        party=grant.applicant_name,
        direction="internal",
        visible_to_applicant=True,
    )
    return {"extension_outcome": "not_requested"}


def propose(call: Call) -> Mapping[str, Any]:
    """Keep the officer's proposal, and draw it up as a matter that somebody with the right to it decides."""
    given = call.variables
    grant = grant_of(call.session, application_id_of(call))
    proposed = given["proposed_outcome"]
    is_extension = proposed in EXTENDED
    amount = int(given["amount_sek"]) if is_extension else 0
    conditions = [row["text"] for row in given.get("conditions") or ()] if proposed == "extend_with_conditions" else []
    records.save_extension(
        call.session,
        application_id_of(call),
        grant.period,
        advice=dict(given.get("extension_advice") or {}),
        proposed_outcome=proposed,
        reason=given["proposal_reason"],
        amount_sek=amount,
        new_end=given["new_end"] if is_extension else None,
        conditions=conditions,
        proposed_at=call.now,
    )
    requested = given.get("requested_sek")
    matter = {
        "kind": "extension",
        "title": f"Förlängning: {grant.title}",
        "amount_sek": matter_amount(amount, int(requested) if requested else None),
        "proposal": proposed,
        "text": given["proposal_reason"],
    }
    return {"matter": matter}


def record(call: Call) -> Mapping[str, Any]:
    """Register what the board or the director has decided about the extension, and send it (D13 or D14).

    An extension opens the grant's next period. Raises DecisionMissingError, EvaluationMissingError, NotExtendableError.
    Source: Kommunallagen 6 kap. 37–38 §§; requirements R-16, R-50.
    """
    grant = grant_of(call.session, application_id_of(call))
    proposal = records.extension_of(call.session, application_id_of(call), grant.period)
    evaluation = evaluation_of(call.session, application_id_of(call), grant.period)
    check_evaluation(evaluation.recorded_at if evaluation else None, start=grant.support_start, end=grant.support_end)
    taken = _taken(call, proposal)
    outcome = outcome_of(proposal.proposed_outcome, is_approved=taken.is_approved)
    number = _tell(call, grant, proposal, taken, outcome)
    records.change_extension(
        call.session,
        application_id_of(call),
        grant.period,
        outcome=outcome,
        decided_by=taken.by,
        decided_at=taken.at,
        document_number=number,
    )
    call.record("extension_decided", {"outcome": outcome, "by": taken.by})
    if outcome not in EXTENDED or proposal.new_end is None:
        return {"extension_outcome": outcome, "support_end": grant.support_end}
    add_grant(call.session, _next_period(grant, proposal))
    return {"extension_outcome": outcome, "support_end": proposal.new_end}


def _taken(call: Call, proposal: Extension) -> _Taken:
    given = call.variables
    organisation = own_organisation(call.session)
    decision = given.get("decision")
    decider = (given.get("decider") or {}).get("decider")
    if decider == DIRECTOR and decision in ("approve", "reject"):
        if not given.get("signed") or DIRECTOR not in call.actor.roles:
            raise DecisionMissingError(
                Text(
                    "Beslutet är inte underskrivet av den som har delegation.",
                    "The decision is not signed by the holder of the delegation.",
                )
            )
        reason = str(given.get("decision_comment") or proposal.reason)
        who = f"Regional utvecklingsdirektör ({call.actor.log_name})"
        text = f"{who} beslutade den {date_text(call.now)} på delegation."
        return _Taken(DIRECTOR, decision == "approve", call.now, reason, text)
    matter = decided_matter(call.session, call.case_id, kind="extension")
    if matter.decided_at is None or matter.decided_at < proposal.proposed_at:
        raise DecisionMissingError
    record_of = matter.record or {}
    reason = str(record_of.get("decision_reason") or proposal.reason)
    text = f"{organisation.board} beslutade den {date_text(matter.decided_at)}, § {matter.paragraph}."
    return _Taken(BOARD, matter.outcome != "rejected", matter.decided_at, reason, text)


def _tell(call: Call, grant: Grant, proposal: Extension, taken: _Taken, outcome: ExtensionOutcome) -> str:
    """Write and send the letter; returns the document's number."""
    about = application(call.session, application_id_of(call))
    basis = funding_call(call.session, grant.call_id).legal_basis
    is_extended = outcome in EXTENDED
    organisation = own_organisation(call.session)
    context = {
        "decider": organisation.board if taken.by == BOARD else organisation.name,
        "is_extended": is_extended,
        "project_title": grant.title,
        "new_end": proposal.new_end,
        "amount_sek": proposal.amount_sek,
        "conditions": list(proposal.conditions) if is_extended else [],
        "reason": taken.reason,
        "advice": proposal.advice.get("reason") or "Utvärderingen av projektet.",
        "basis_text": BASES[basis],
        "appeal_text": appeal_of(call.file, basis=basis, decision="extended" if is_extended else "not_extended").text,
        "decided_text": taken.text,
    }
    kind, word = ("D13", "Förlängning") if is_extended else ("D14", "Ingen förlängning")
    title = f"{word}: {grant.title}"
    document = write_to_applicant(call, about, "extension/extension", context, kind=kind, title=title)
    summary = {"summary": summary_text(proposal, outcome)}
    key = f"extension:{call.case_id}:{grant.period}"
    deliver(call, document, about, "extension/extension", summary, key=key)
    return document.number


def summary_text(proposal: Extension, outcome: ExtensionOutcome) -> str:
    """The decision in one sentence, for the mail."""
    if outcome not in EXTENDED or proposal.new_end is None:
        return "Stödet förlängs inte."
    return f"Stödet förlängs till och med {date_text(proposal.new_end)}, med {money_text(proposal.amount_sek)}."


def _next_period(grant: Grant, proposal: Extension) -> Grant:
    """The grant's next period, with the same percentage; follow-up opens it when the present one is done."""
    if proposal.new_end is None:
        raise ValueError("An extension has an end")
    return replace(
        grant,
        period=grant.period + 1,
        granted_sek=proposal.amount_sek,
        support_start=grant.support_end + timedelta(days=1),
        support_end=proposal.new_end,
        conditions=list(proposal.conditions),
        state="planned",
        confirm_by=None,
        confirmed_at=None,
        lapse_reason="",
        final_report_on=None,
    )


OPERATIONS: Mapping[str, Operation] = {
    "extension.no_request": Operation(no_request),
    "extension.propose": Operation(propose),
    "extension.record": Operation(record, is_decision=True),
}
