"""The documents of a matter before the board: proposal, summons, minutes and notice, and the mails about them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine import Call
from workflows.application.queries import application
from workflows.call.rules import local_day
from workflows.decision.appeals import appeal_of
from workflows.decision.model import BoardMeeting, Matter, Verdict
from workflows.decision.rules import deciding_members, notice_removed_on
from workflows.decision.wording import ATTENDANCE, BOARD_OUTCOMES, OUTCOMES, RULES
from workflows.letters import write_letter
from workflows.letters.wording import money_text, number_text
from workflows.notifications import send_template
from workflows.parties import emails_of, own_organisation
from workflows.registry import Document


def write_proposal(call: Call, matter: Matter, verdicts: Sequence[Verdict]) -> None:
    """Register the officer's proposal (D10)."""
    given = matter.proposal
    context = {
        **{name: given[name] for name in ("summary", "case_description", "reasons", "economic_consequence")},
        "basis": ["Rangordning"] if verdicts else [matter.title],
        "clauses": [row["clause"] for row in given["proposal"]],
        "rows": [_verdict_line(one) for one in verdicts],
        "applied_rules": [RULES.get(code, code) for code in given["applied_rules"] or ("KL_6",)],
        "has_sustainability": bool(given.get("sustainability")),
        "sustainability": given.get("sustainability"),
        "dispatch_to": given.get("dispatch_to") or ("Sökandena" if verdicts else "Den som ärendet gäller"),
    }
    _write(call, "proposal", context, matter, kind="D10", title=f"Tjänsteskrivelse: {matter.title}")


def send_summons(call: Call, matter: Matter, at: BoardMeeting, agenda: Iterable[Matter]) -> None:
    """Register the summons (D11) and send it to each member and substitute."""
    known = {"board": own_organisation(call.session).board, "meeting_at": at.starts_at, "place": at.place}
    members = [one.id for one in at.members]
    context = {**known, "agenda": [_agenda_line(one) for one in agenda], "members": members}
    document = _write(call, "summons", context, matter, kind="D11", title="Kallelse till sammanträde")
    mail = {
        **known,
        "registry_number": matter.registry_number,
        "matter_title": matter.title,
        "agenda_no": matter.agenda_no,
    }
    send_template(
        call,
        "board_decision/summons",
        mail,
        to=[address for member in members for address in emails_of(call.session, member)],
        key=f"summons:{matter.id}:{at.id}",
        case_id=matter.case_id,
        attachments=[document.id],
    )


def _agenda_line(one: Matter) -> dict[str, Any]:
    return {
        "registry_number": one.registry_number,
        "title": one.title,
        "is_late": bool(one.late_reason),
        "late_reason": one.late_reason,
    }


def tell_applicants(call: Call, at: BoardMeeting, verdicts: Iterable[Verdict]) -> None:
    """Tell each applicant in a call's matter when the board takes it up."""
    for one in verdicts:
        found = application(call.session, one.application_id)
        send_template(
            call,
            "board_decision/on_agenda",
            {"registry_number": found.registry_number, "project_title": found.title, "meeting_at": at.starts_at},
            to=found.contact_email,
            key=f"on_agenda:{found.id}:{at.id}",
            case_id=found.id,
        )


def write_minutes(call: Call, matter: Matter, at: BoardMeeting) -> None:
    """Register the adjusted minutes of the matter (D12): members, motions, votes, decision, reservations.

    Source: Kommunallagen 5 kap. 65–69 §§ through 6 kap. 35 §; requirement R-22.
    """
    record = matter.record or {}
    present = record.get("present") or ()
    outcome = matter.outcome or "as_proposed"
    context = {
        "board": own_organisation(call.session).board,
        "meeting_at": at.starts_at,
        "place": at.place,
        "paragraph": matter.paragraph,
        "matter_title": matter.title,
        "present": [f"{row['member']}, {ATTENDANCE[row['attendance']].sv}" for row in present],
        "deciding": len(deciding_members(present)),
        "seats": at.seats,
        "conflicts": [f"{row['member']}: {row['registry_number']}" for row in record.get("conflicts") or ()],
        "clauses": [row["clause"] for row in matter.proposal["proposal"]],
        "motions": [f"{row['member']}: {row['motion']}" for row in record.get("motions") or ()],
        "vote_text": vote_text(record),
        "outcome_text": BOARD_OUTCOMES[outcome].sv,
        "changes": [_change_line(row) for row in record.get("changes") or ()] if outcome == "changed" else [],
        "has_reason": bool(record.get("decision_reason")),
        "decision_reason": record.get("decision_reason"),
        "reservation": record.get("reservation") or "Ingen reserverade sig.",
        "adjusted_on": matter.adjusted_on,
    }
    _write(call, "minutes", context, matter, kind="D12", title=f"Protokoll § {matter.paragraph}: {matter.title}")


def write_notice(call: Call, matter: Matter, at: BoardMeeting) -> None:
    """Register the notice that the minutes are adjusted (D20)."""
    organisation = own_organisation(call.session)
    if matter.appeal_until is None:
        raise ValueError("The notice needs the last day of appeal")
    context = {
        "board": organisation.board,
        "meeting_on": local_day(at.starts_at),
        "paragraph": matter.paragraph,
        "matter_title": matter.title,
        "adjusted_on": matter.adjusted_on,
        "posted_on": matter.posted_on,
        "removed_on": notice_removed_on(matter.appeal_until),
        "kept_at": f"{organisation.name}, {organisation.address}",
        "appeal_until": matter.appeal_until,
        "appeal_text": appeal_of(call.file, basis="other", decision="granted").text,
    }
    _write(call, "notice", context, matter, kind="D20", title=f"Anslag: protokoll § {matter.paragraph}")


def vote_text(record: Mapping[str, Any]) -> str:
    """How the board voted, in words."""
    if record.get("votes_yes") is None or record.get("votes_no") is None:
        return "Ingen omröstning begärdes."
    chair = {"yes": " Ordföranden röstade för beslutet.", "no": " Ordföranden röstade emot."}
    counted = f"{int(record['votes_yes'])} röster för beslutet och {int(record['votes_no'])} emot."
    return counted + chair.get(str(record.get("chair_vote")), "")


def _verdict_line(one: Verdict) -> dict[str, Any]:
    text = OUTCOMES[one.outcome].sv
    return {
        "registry_number": one.registry_number,
        "title": one.title,
        "total_text": number_text(one.total, decimals=1) if one.total is not None else "–",
        "reason": one.reason,
        "granted_sek": one.granted_sek,
        "outcome_text": f"{text} {one.reserve_no}" if one.reserve_no else text,
    }


def _change_line(row: Mapping[str, Any]) -> str:
    amount = f", {money_text(row['amount_sek'])}" if row.get("amount_sek") else ""
    return f"{row['registry_number']}: {OUTCOMES[row['new_outcome']].sv}{amount}. {row['reason']}"


def _write(call: Call, template: str, context: Mapping[str, Any], matter: Matter, *, kind: str, title: str) -> Document:
    return write_letter(
        call,
        f"board_decision/{template}",
        context,
        kind=kind,
        title=title,
        registry_number=matter.registry_number,
        case_id=matter.case_id,
        party=own_organisation(call.session).board,
        direction="internal",
    )
