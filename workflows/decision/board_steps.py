"""The operations of a matter before the board: proposal, agenda, summons, meeting, minutes and notice."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from engine import BpmnError, Call, Text
from workflows.call.queries import funding_call
from workflows.call.rules import local_day
from workflows.decision import board_letters, matters
from workflows.decision.errors import DecisionMissingError, NoMajorityError, NoticeTooEarlyError, SummonsSentError
from workflows.decision.meetings import meeting, open_meeting
from workflows.decision.model import BoardMeeting, Matter, Verdict
from workflows.decision.ranking_steps import confirmed_ranking, proposal_of_call, sought_of
from workflows.decision.rules import (
    adjust_by,
    deciding_members,
    is_carried,
    is_quorate,
    last_appeal_day,
    notice_by,
    summons_at,
)
from workflows.decision.verdicts import board_verdicts

NO_QUORUM = "no_quorum"
_RECORD_FIELDS = (
    *("present", "conflicts", "motions", "votes_yes", "votes_no", "chair_vote", "changes"),
    *("instruction", "decision_reason", "reservation", "immediate_adjustment"),
)
_PROPOSAL_FIELDS = (
    *("summary", "case_description", "proposal", "reasons", "applied_rules", "economic_consequence"),
    *("sustainability", "dispatch_to"),
)


def record_proposal(call: Call) -> None:
    """Keep the officer's proposal that the director approved, and register it (D10)."""
    given = call.variables
    kind = given["matter_kind"]
    verdicts = proposal_of_call(call, funding_call(call.session, call.case_id)) if kind == "call" else ()
    proposal = {name: given.get(name) for name in _PROPOSAL_FIELDS} | {
        "approved_by": call.actor.log_name,
        "verdicts": [asdict(one) for one in verdicts],
    }
    values = {
        "kind": kind,
        "title": given["matter_title"],
        "registry_number": str(given["registry_number"]),
        "call_id": call.case_id if kind == "call" else None,
        "application_id": None if kind == "call" else call.variables.get("application_id"),
        "proposal": proposal,
    }
    found = matters.save_proposal(call.session, values, case_id=call.case_id)
    board_letters.write_proposal(call, found, verdicts)


def schedule(call: Call) -> Mapping[str, Any]:
    """Put the matter on a meeting's agenda; after the summons only with a reason.

    Gives the times that the diagram waits for, and what the secretary's form starts from.
    Raises MeetingNotOpenError, SummonsSentError.
    """
    given = call.variables
    found = matters.current_matter(call.session, call.case_id)
    at = open_meeting(call.session, given["board_meeting_id"], now=call.now)
    reason = str(given.get("late_reason") or "")
    summons = summons_at(at.starts_at, now=call.now)
    if summons == call.now and not reason:
        raise SummonsSentError
    matters.change(
        call.session,
        found.id,
        state="scheduled",
        meeting_id=at.id,
        agenda_no=int(given["agenda_no"]),
        late_reason=reason,
    )
    return {"meeting_at": at.starts_at, "summons_at": summons, **_blank_record(at)}


def summon(call: Call) -> None:
    """Register the summons (D11), send it to the members, and tell the applicants when they are on the agenda."""
    found = matters.current_matter(call.session, call.case_id)
    at = meeting(call.session, found.meeting_id)
    matters.change(call.session, found.id, state="summoned")
    agenda = matters.matters_of_meeting(call.session, at.id)
    board_letters.send_summons(call, found, at, agenda)
    board_letters.tell_applicants(call, at, proposed(found))


def verify_meeting(call: Call) -> Mapping[str, Any]:
    """Check what the secretary recorded, and keep it: quorum, majority, and what was changed.

    Raises the diagram's error "no_quorum" where half the members or fewer took part, for the matter or for any
    application with a conflict of interest; NoMajorityError; BudgetExceededError; UnknownApplicationError.
    Source: Kommunallagen 5 kap. 53–56 §§, 6 kap. 27–33 §§.
    """
    given = call.variables
    found = matters.current_matter(call.session, call.case_id)
    at = meeting(call.session, found.meeting_id)
    record = {name: given.get(name) for name in _RECORD_FIELDS}
    _check_quorum(record, at)
    votes_yes, votes_no = record["votes_yes"], record["votes_no"]
    if not is_carried(_whole(votes_yes), _whole(votes_no), chair_vote=record["chair_vote"]):
        raise NoMajorityError(
            Text(
                f"{votes_yes} röster för beslutet och {votes_no} emot bär inte beslutet. "
                "Rätta rösterna eller beslutet.",
                f"{votes_yes} votes for and {votes_no} against do not carry the decision. "
                "Correct the votes or the decision.",
            )
        )
    outcome = given["outcome"]
    is_final = outcome in matters.FINAL_OUTCOMES
    paragraph = str(given["paragraph"]).replace("§", "").strip()
    values = {"record": record, "outcome": outcome, "paragraph": paragraph}
    decided = {"state": "decided", "decided_at": call.now} if is_final else {"state": "proposed", "decided_at": None}
    matters.change(call.session, found.id, **values, **decided)
    if found.kind == "call" and is_final:
        call_verdicts(call, matters.matter(call.session, found.id))
    return {"paragraph": paragraph, "decided_at": call.now if is_final else None}


def record_minutes(call: Call) -> Mapping[str, Any]:
    """Note that chair and adjuster have adjusted the minutes, and register them (D12); a late adjustment is logged.

    Source: Kommunallagen 5 kap. 69 §; requirement R-22.
    """
    found = matters.current_matter(call.session, call.case_id)
    adjusted_on = local_day(call.now)
    matters.change(call.session, found.id, state="adjusted", adjusted_on=adjusted_on)
    adjusted, at = matters.matter(call.session, found.id), meeting(call.session, found.meeting_id)
    board_letters.write_minutes(call, adjusted, at)
    last = adjust_by(local_day(at.starts_at))
    if adjusted_on > last:
        call.record("minutes_adjusted_late", {"adjusted_on": adjusted_on, "last_day": last})
    return {"adjusted_on": adjusted_on}


def record_notice(call: Call) -> Mapping[str, Any]:
    """Note that the minutes are posted on the notice board (D20), and until when the decision may be appealed.

    Raises NoticeTooEarlyError. Source: Kommunallagen 8 kap. 12 §, 13 kap. 5 §; requirement R-23.
    """
    found = matters.current_matter(call.session, call.case_id)
    posted_on = call.variables["notice_posted_on"]
    if found.adjusted_on is None or posted_on < found.adjusted_on:
        raise NoticeTooEarlyError
    appeal_until = last_appeal_day(posted_on)
    matters.change(call.session, found.id, state="posted", posted_on=posted_on, appeal_until=appeal_until)
    posted = matters.matter(call.session, found.id)
    board_letters.write_notice(call, posted, meeting(call.session, found.meeting_id))
    if posted_on > notice_by(found.adjusted_on):
        call.record("notice_posted_late", {"posted_on": posted_on, "last_day": notice_by(found.adjusted_on)})
    return {"notice_posted_on": posted_on, "appeal_until": appeal_until}


def call_verdicts(call: Call, found: Matter) -> tuple[Verdict, ...]:
    """What the board decided about each of the call's applications. Raises DecisionMissingError before it has."""
    if found.outcome not in matters.FINAL_OUTCOMES or found.decided_at is None:
        raise DecisionMissingError
    terms = funding_call(call.session, found.case_id)
    record = found.record or {}
    return board_verdicts(
        proposed(found),
        outcome=found.outcome,
        changes=record.get("changes") or (),
        reason=str(record.get("decision_reason") or ""),
        sought=sought_of(confirmed_ranking(call.session, terms.id).ranking),
        budget_sek=terms.budget_sek,
    )


def proposed(found: Matter) -> tuple[Verdict, ...]:
    """What the board was asked to decide about each application, as it stood when the proposal was approved."""
    return tuple(Verdict(**row) for row in found.proposal.get("verdicts") or ())


def _blank_record(at: BoardMeeting) -> dict[str, Any]:
    """What the secretary's form starts from: all members present, substitutes not serving, nothing decided."""
    present = [
        {"member": one.id, "attendance": "observing" if one.role == "substitute" else "present"} for one in at.members
    ]
    return {**dict.fromkeys(_RECORD_FIELDS), "outcome": None, "paragraph": None, "present": present}


def _check_quorum(record: Mapping[str, Any], at: BoardMeeting) -> None:
    present = record["present"] or ()
    conflicts = record["conflicts"] or ()
    groups = {"": frozenset[str]()}
    for row in conflicts:
        number = str(row["registry_number"]).strip()
        groups[number] = groups.get(number, frozenset()) | {row["member"]}
    for number, away in groups.items():
        deciding = len(deciding_members(present, conflicted=away))
        if not is_quorate(deciding, seats=at.seats):
            where = f" för {number}" if number else ""
            raise BpmnError(NO_QUORUM, f"{deciding} av {at.seats} ledamöter deltar{where}: nämnden är inte beslutsför.")


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
