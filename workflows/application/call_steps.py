"""The steps of a call's diagram that concern its applications and drafts."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select, update

from engine import Call
from workflows.application.jobs import move_dates
from workflows.application.model import application_drafts, applications
from workflows.application.rows import addresses_of
from workflows.application.values import SETTLED
from workflows.call.commands import amend as amend_funding_call
from workflows.call.model import call_reminders, calls
from workflows.call.operations import archive as archive_funding_call
from workflows.call.queries import funding_call
from workflows.call.rules import local_day
from workflows.call.values import FundingCall
from workflows.letters import write_letter
from workflows.notifications import send_template
from workflows.parties import emails_of
from workflows.tables import new_id

ALREADY_SENT = "En påminnelse har redan skickats i dag."
CLOSED = "Sista ansökningsdag har passerat."


def remind_drafts(call: Call) -> Mapping[str, Any]:
    """Remind those who have a draft; reminders of one day are merged, and the later ones noted as skipped.

    Only the owners' addresses are read, never what is written. Source: domain.md, T-rem, T-draft; R-56.
    """
    found = funding_call(call.session, call.case_id)
    day = local_day(call.now)
    reason = _reason_to_skip(call, found)
    owners = [] if reason else _draft_owners(call)
    for owner in owners:
        send_template(
            call,
            "call/draft_reminder",
            {"title": found.title, "deadline_date": found.deadline_date, "cutoff": found.cutoff},
            to=emails_of(call.session, owner),
            key=f"draft_reminder:{call.case_id}:{day.isoformat()}:{owner}",
            case_id=call.case_id,
        )
    call.session.execute(
        call_reminders.insert().values(
            id=new_id(),
            call_id=call.case_id,
            day=day,
            element_id=call.element_id,
            at=call.now,
            sent_to=len(owners),
            skipped_because=reason,
        )
    )
    if reason:
        call.record("reminder_skipped", {"reason": reason, "day": day.isoformat()})
    return {"drafts_reminded": len(owners)}


def _reason_to_skip(call: Call, found: FundingCall) -> str:
    if call.now >= found.cutoff:
        return CLOSED
    sent = select(call_reminders.c.id).where(
        call_reminders.c.call_id == call.case_id,
        call_reminders.c.day == local_day(call.now),
        call_reminders.c.skipped_because == "",
    )
    return ALREADY_SENT if call.session.execute(sent).first() else ""


def _draft_owners(call: Call) -> Sequence[str]:
    statement = (
        select(application_drafts.c.owner)
        .where(application_drafts.c.call_id == call.case_id, application_drafts.c.status == "open")
        .distinct()
        .order_by(application_drafts.c.owner)
    )
    return list(call.session.scalars(statement))


def close(call: Call) -> Mapping[str, Any]:
    """Close the call: draw up the opening list and tell the applicants what comes next."""
    call.session.execute(update(calls).where(calls.c.id == call.case_id).values(status="closed", closed_at=call.now))
    found = funding_call(call.session, call.case_id)
    rows = _applications(call)
    _write_opening_list(call, found, rows)
    for row in rows:
        context = {
            "title": found.title,
            "registry_number": row["registry_number"],
            "decision_to": found.decision_to,
        }
        send_template(
            call,
            "call/call_closed",
            context,
            to=addresses_of(call.session, row),
            key=f"call_closed:{row['id']}",
            case_id=row["id"],
        )
    return {"applications_received": len(rows)}


def _applications(call: Call) -> list[Mapping[str, Any]]:
    statement = (
        select(applications).where(applications.c.call_id == call.case_id).order_by(applications.c.registry_number)
    )
    return [dict(row) for row in call.session.execute(statement).mappings()]


def _write_opening_list(call: Call, found: FundingCall, rows: Sequence[Mapping[str, Any]]) -> None:
    listed = [
        {
            "registry_number": row["registry_number"],
            "applicant_name": row["applicant_name"],
            "received_at": row["received_at"],
            "sought_sek": row["figures"]["sought_sek"],
            "is_on_time": row["is_on_time"],
        }
        for row in rows
    ]
    in_time = [row for row in listed if row["is_on_time"]]
    write_letter(
        call,
        "call/opening_list",
        {
            "title": found.title,
            "call_number": found.registry_number,
            "cutoff": found.cutoff,
            "closed_at": call.now,
            "in_time": in_time,
            "late": [row for row in listed if not row["is_on_time"]],
            "sought_total_sek": sum(row["sought_sek"] for row in in_time),
        },
        kind="DL",
        title="Öppningslista",
        registry_number=found.registry_number,
        case_id=found.id,
        party="",
        direction="internal",
    )


def count_applications(call: Call) -> Mapping[str, Any]:
    """How many applications the call still waits for, and how many can be ranked."""
    statement = (
        select(applications.c.status, func.count())
        .where(applications.c.call_id == call.case_id)
        .group_by(applications.c.status)
    )
    counted = {status: int(number) for status, number in call.session.execute(statement)}
    still_open = sum(number for status, number in counted.items() if status not in SETTLED)
    return {"applications_open": still_open, "applications_ready": counted.get("ready_for_ranking", 0)}


def amend(call: Call) -> Mapping[str, Any]:
    """Amend the published call, register the change, and tell everyone with an application or a draft.

    Returns the new dates, so that every timer of the call moves with them; those of its applications follow after the
    commit, so that whoever has submitted may submit again until the new cut-off. Source: R-49.
    """
    given = call.variables
    old = funding_call(call.session, call.case_id)
    found = amend_funding_call(
        call,
        call.case_id,
        change=given["change"],
        reason=given["reason"],
        new_deadline_date=given.get("new_deadline_date"),
        new_decision_date=given.get("new_decision_date"),
    )
    context = {
        "title": found.title,
        "change": given["change"],
        "reason": given["reason"],
        "cutoff": found.cutoff,
        "old_cutoff": old.cutoff,
        "deadline_moved": found.cutoff != old.cutoff,
        "decision_to": found.decision_to,
        "old_decision_to": old.decision_to,
        "decision_moved": found.decision_to != old.decision_to,
    }
    write_letter(
        call,
        "call/amendment",
        context,
        kind="D1",
        title=f"Ändring av utlysningen, version {found.version}",
        registry_number=found.registry_number,
        case_id=found.id,
        party="Allmänheten",
        visible_to_applicant=True,
    )
    rows = _applications(call)
    for row in rows:
        move_dates(call, row["id"], version=found.version)
    addresses = [address for row in rows for address in addresses_of(call.session, row)]
    addresses += [address for owner in _draft_owners(call) for address in emails_of(call.session, owner)]
    if addresses:
        key = f"call_amended:{found.id}:{found.version}"
        send_template(call, "call/call_amended", context, to=addresses, key=key, case_id=found.id)
    return {"deadline_date": found.deadline_date, "cutoff": found.cutoff, "decision_to": found.decision_to}


def archive(call: Call) -> None:
    """Close the call for good, and delete the drafts that were never submitted: they are nobody's documents.

    Source: domain.md D-RETENTION; TF 2:9.
    """
    archive_funding_call(call)
    call.session.execute(
        delete(application_drafts).where(
            application_drafts.c.call_id == call.case_id, application_drafts.c.status == "open"
        )
    )
