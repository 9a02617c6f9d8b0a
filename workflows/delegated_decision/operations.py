"""The operations that the diagrams call `delegated.…`: from a request to a decision that is final."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine import Call, Operation, Text
from workflows.call.rules import local_day
from workflows.decision.errors import DecisionMissingError
from workflows.decision.meetings import meeting, meeting_choices, meetings
from workflows.decision.records import log_dispatch
from workflows.delegated_decision import deciding, papers, records
from workflows.delegated_decision.deciding import BOARD
from workflows.delegated_decision.errors import IncompleteDraftError, NotDispatchedError
from workflows.delegated_decision.model import DelegatedDecision
from workflows.delegated_decision.rules import final_on, missing_parts, report_meeting
from workflows.delegated_decision.wording import COUNTRIES, SUMMARIES
from workflows.letters import write_letter
from workflows.letters.wording import date_text
from workflows.notifications import send_template
from workflows.registry import Document, close_case, document, register_case

_DRAFT_FIELDS = (
    *("arendebeskrivning", "beslutsunderlag", "delegationsbestammelse", "delegationspunkt", "beslut"),
    *("recipients", "letter_of_intent"),
)


def register(call: Call) -> Mapping[str, Any]:
    """Register a request for a letter of intent: its number, the received document, and an acknowledgement."""
    given = call.variables
    title = given["subject"]
    registry_number = register_case(call.session, at=call.now, title=title, case_id=call.case_id, party=given["sender"])
    call.set_business_key(registry_number)
    _write_request(call, registry_number)
    send_template(
        call,
        "delegated_decision/acknowledgement",
        {"registry_number": registry_number, "subject": title},
        to=given["requester_email"],
        key=f"acknowledgement:{call.case_id}",
        case_id=call.case_id,
        language=_language(given),
    )
    return {
        "registry_number": registry_number,
        "matter": {"kind": "letter_of_intent", "title": title, "amount_sek": None, "proposal": "send", "text": title},
        "recipient_name": given["sender"],
        "recipient_email": given["requester_email"],
    }


def _write_request(call: Call, registry_number: str) -> None:
    given = call.variables
    deadline = given.get("external_deadline")
    context = {
        **{name: given[name] for name in ("sender", "subject", "received_on", "requester_email")},
        "country_text": COUNTRIES[given["country"]].sv,
        "needed_by": date_text(deadline) if deadline else "inte angivet",
    }
    write_letter(
        call,
        "delegated_decision/request",
        context,
        kind="D4",
        title=f"Förfrågan: {given['subject']}",
        registry_number=registry_number,
        case_id=call.case_id,
        party=given["sender"],
        direction="in",
    )


def record_draft(call: Call) -> None:
    """Keep the officer's draft, with the point of the delegation that it rests on.

    Raises IncompleteDraftError where a part of the paper is empty.
    """
    given = call.variables
    draft = {name: given.get(name) for name in _DRAFT_FIELDS}
    missing = missing_parts(draft)
    if missing:
        raise IncompleteDraftError(
            Text(
                f"Fyll i {', '.join(missing)}. Inget i beslutet får lämnas tomt.",
                f"Fill in {', '.join(missing)}. Nothing in the decision may be left blank.",
            )
        )
    decider = given.get("decider") or {}
    matter = dict(given["matter"])
    records.save_draft(
        call.session,
        call.case_id,
        registry_number=given["registry_number"],
        kind=matter["kind"],
        title=matter["title"],
        matter=matter,
        draft=draft,
        point=str(draft["delegationspunkt"]),
        basis=str(decider.get("basis") or ""),
    )


def register_decision(call: Call) -> Mapping[str, Any]:
    """Register the decision that the director, or the board, has taken; nothing is decided here.

    Raises DecisionMissingError where nobody has, OutsideDelegationError, NotDecidableError.
    Source: Kommunallagen 6 kap. 37–38 §§; requirements R-16 and R-17.
    """
    return deciding.register_decision(call)


def dispatch(call: Call) -> None:
    """Send the decision and its annex to every recipient, and log each delivery (R-53).

    Raises DecisionMissingError before the decision is registered.
    """
    found = _decided(call)
    sent = [document(call.session, found.documents[kind]) for kind in _outgoing(found)]
    for recipient in found.draft["recipients"]:
        _send_to(call, found, recipient, sent)
    records.change(call.session, found.id, state="dispatched")


def _send_to(call: Call, found: DelegatedDecision, recipient: Mapping[str, str], sent: Sequence[Document]) -> None:
    name, address = recipient["name"], recipient["address"]
    for one in sent:
        log_dispatch(call.session, one, recipient=name, address=address, channel="email", at=call.now)
    summary = SUMMARIES[found.outcome or "granted"]
    context = {
        "registry_number": found.registry_number,
        "title": found.title,
        "summary": summary.sv,
        "summary_en": summary.en,
    }
    send_template(
        call,
        "delegated_decision/decision",
        context,
        to=address,
        key=f"delegated_decision:{found.id}",
        case_id=call.case_id,
        attachments=[one.id for one in sent],
        language=_language(call.variables) if found.kind == "letter_of_intent" else "sv",
    )


def list_for_board(call: Call) -> Mapping[str, Any]:
    """Put the decision on the list for the board's first meeting at least seven days later, and register it (D19).

    What the board itself has decided is not reported to it. Source: Kommunallagen 6 kap. 40 §, 7 kap. 8 §; R-18.
    """
    found = _decided(call)
    planned = meetings(call.session, after=call.now)
    if found.decided_by == BOARD:
        # The board knows its own decisions: they are in its minutes, and on no list.
        return {"report_meetings": meeting_choices(planned)}
    chosen = report_meeting(planned, decided_on=local_day(found.decided_at or call.now))
    records.change(call.session, found.id, meeting_id=chosen.id if chosen else None)
    listed = records.decisions_for_meeting(call.session, chosen.id) if chosen else [replace(found, meeting_id=None)]
    papers.write_list(call, found, listed, chosen)
    prefilled = {"board_meeting_id": chosen.id} if chosen else {}
    # The report is recorded after the meeting, when it is no longer among those to come.
    return {"report_meetings": meeting_choices(planned), **prefilled}


def record_report(call: Call) -> Mapping[str, Any]:
    """Note the meeting and paragraph at which the board was told, and when the decision becomes final."""
    given = call.variables
    found = _decided(call)
    told = meeting(call.session, given["board_meeting_id"])
    final = final_on(given["notice_posted_on"])
    records.change(
        call.session,
        found.id,
        state="reported" if found.state == "dispatched" else found.state,
        meeting_id=told.id,
        paragraph=str(given["paragraph"]).replace("§", "").strip(),
        notice_posted_on=given["notice_posted_on"],
        final_on=final,
    )
    return {"final_on": final}


def close(call: Call) -> None:
    """Close the matter in the diary once its decision is final. Raises NotDispatchedError before it has been sent."""
    found = _decided(call)
    if found.state not in ("dispatched", "reported"):
        raise NotDispatchedError
    records.change(call.session, found.id, state="final")
    close_case(call, found.registry_number)


def _decided(call: Call) -> DelegatedDecision:
    found = records.decision_of_case(call.session, call.case_id)
    if found.decided_at is None:
        raise DecisionMissingError
    return found


def _outgoing(found: DelegatedDecision) -> list[str]:
    """Which papers the recipient gets: the decision and its annex, or the applicant's own letter."""
    own = [kind for kind in ("D14", "D15", "D16") if kind in found.documents]
    return own or [kind for kind in ("D17", "D18") if kind in found.documents]


def _language(given: Mapping[str, Any]) -> str:
    return "sv" if given.get("country", "SE") == "SE" else "en"


OPERATIONS: Mapping[str, Operation] = {
    "delegated.register": Operation(register),
    "delegated.record_draft": Operation(record_draft),
    "delegated.register_decision": Operation(register_decision, is_decision=True),
    "delegated.dispatch": Operation(dispatch, is_decision=True),
    "delegated.list_for_board": Operation(list_for_board),
    "delegated.record_report": Operation(record_report),
    "delegated.close": Operation(close),
}
