"""The operations of a grant that is carried out: plan versions, reports with payments, and the end."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine import Call, Text
from workflows.application.queries import application
from workflows.call.rules import local_day
from workflows.follow_up import records
from workflows.follow_up.model import ActionPlan, Grant
from workflows.follow_up.records import application_id_of
from workflows.follow_up.rules import check_payment, has_few_sectors, is_too_close, payment
from workflows.letters import write_letter
from workflows.notifications import send_template
from workflows.registry import Document, close_case

SECTORS: Mapping[str, Text] = {
    "public": Text("offentlig sektor", "public sector"),
    "business": Text("näringsliv", "business"),
    "academia": Text("akademi", "academia"),
    "civil": Text("civilsamhälle", "civil society"),
}
STATUSES: Mapping[str, Text] = {
    "planned": Text("Planerad", "Planned"),
    "ongoing": Text("Pågår", "Ongoing"),
    "done": Text("Klar", "Done"),
    "stopped": Text("Avbruten", "Stopped"),
}
_PLAN_FIELDS = (
    *("participants", "vision", "goals", "needs", "challenges", "opportunities", "interventions", "change_log"),
)


def register_plan(call: Call) -> Mapping[str, Any]:
    """Register a new version of an area's action plan after its mobilising meeting (D24).

    Few sectors, and a meeting too close to the last one, are noted for the officer; they stop nothing.
    """
    given = call.variables
    review, held_on, about = given["review"], given["meeting_date"], application_id_of(call)
    area = review["area"]
    earlier = [one for one in records.plans_of(call.session, about) if one.area == area]
    plan = ActionPlan(
        application_id=about,
        area=area,
        version=records.next_plan_version(call.session, about, area),
        meeting_on=held_on,
        registered_at=call.now,
        sectors=[row["sector"] for row in given["participants"]],
        content={name: given[name] for name in _PLAN_FIELDS},
        document_number="",
    )
    grant = records.grant_of(call.session, about)
    number = _write_plan(call, grant, area_name=review["area_name"], version=plan.version).number
    records.add_plan(call.session, replace(plan, document_number=number))
    records.note_review(
        call.session, about, area=area, due_on=review["due_on"], held_on=held_on, document_number=number
    )
    notes = {
        "few_sectors": has_few_sectors(plan.sectors),
        "too_close": is_too_close(held_on, previous_on=earlier[-1].meeting_on if earlier else None),
    }
    if any(notes.values()):
        call.record("review_noted", {"area": area, **notes})
    return {"plan_version": plan.version}


def record_report(call: Call) -> Mapping[str, Any]:
    """Register an approved report and work out its payment; the payment itself is made in the finance system.

    Raises RecoveryOrderError, PaymentTooHighError. Source: 2022:1468 27–29 §§; requirement R-35.
    """
    given = call.variables
    report = given["report"]
    grant = records.grant_of(call.session, application_id_of(call))
    approved = int(given["approved_costs_sek"])
    paid_before = _paid(call, grant)
    amount = payment(
        approved_costs_sek=approved,
        percent=grant.percent,
        granted_sek=grant.granted_sek,
        paid_sek=paid_before,
        has_recovery_order=bool(given.get("recovery_order")),
    )
    check_payment(amount, approved_costs_sek=approved, percent=grant.percent)
    values = {
        "submitted_on": given.get("submitted_on") or local_day(call.now),
        "costs_sek": int(given["costs_sek"]),
        "approved_costs_sek": approved,
        "paid_sek": amount,
    }
    records.note_report(call.session, application_id_of(call), report["from"], values=values, at=call.now)
    _tell_report(call, grant, {**values, "paid_in_all_sek": paid_before + amount})
    call.record("payment_approved", {"amount_sek": amount, "approved_costs_sek": approved})
    return {"payment_sek": amount, "paid_in_all_sek": paid_before + amount}


def close(call: Call) -> None:
    """Register the final report (D26) and close the case in the diary."""
    given = call.variables
    grant = records.grant_of(call.session, application_id_of(call))
    records.change_grant(call.session, grant, state="closed", final_report_on=local_day(call.now))
    context = {
        "results": given["results"],
        "lessons": given["lessons"],
        "total_costs_sek": int(given["total_costs_sek"]),
        "paid_in_all_sek": sum(one.paid_sek for one in records.reports_of(call.session, application_id_of(call))),
        "granted_sek": sum(one.granted_sek for one in records.periods_of(call.session, application_id_of(call))),
    }
    _write(call, grant, "final_report", context, kind="D26", title=f"Slutrapport: {grant.title}")
    send_template(
        call,
        "follow_up/closed",
        {"registry_number": grant.registry_number, "project_title": grant.title},
        to=application(call.session, application_id_of(call)).contact_email,
        key=f"follow_up_closed:{call.case_id}",
        case_id=grant.application_id,
    )
    close_case(call, grant.registry_number)


def _paid(call: Call, grant: Grant) -> int:
    """What has been paid in the grant's present period."""
    reports = records.reports_of(call.session, application_id_of(call))
    return sum(one.paid_sek for one in reports if one.first_day >= grant.support_start)


def _write_plan(call: Call, grant: Grant, *, area_name: str, version: int) -> Document:
    given = call.variables
    context = {
        **{name: given[name] for name in ("vision", "needs", "challenges", "opportunities", "change_log")},
        "area_name": area_name,
        "version": version,
        "meeting_on": given["meeting_date"],
        "participants": [f"{row['name']}, {SECTORS[row['sector']].sv}" for row in given["participants"]],
        "goals": [row["goal"] for row in given["goals"]],
        "interventions": [{**row, "status_text": STATUSES[row["status"]].sv} for row in given["interventions"]],
    }
    title = f"Handlingsplan {area_name}, version {version}"
    return _write(call, grant, "action_plan", context, kind="D24", title=title)


def _tell_report(call: Call, grant: Grant, values: Mapping[str, Any]) -> None:
    given = call.variables
    report = given["report"]
    context = {
        **values,
        "registry_number": grant.registry_number,
        "first_day": report["from"],
        "last_day": report["to"],
        "activities": given["activities"],
        "results": given["results"],
        "percent": grant.percent,
        "granted_sek": grant.granted_sek,
    }
    document = _write(call, grant, "report", context, kind="D23", title=f"Lägesrapport {report['period']}")
    send_template(
        call,
        "follow_up/report",
        context,
        to=application(call.session, application_id_of(call)).contact_email,
        key=f"report:{call.case_id}:{report['from']}",
        case_id=grant.application_id,
        attachments=[document.id],
    )


def _write(call: Call, grant: Grant, template: str, context: Mapping[str, Any], *, kind: str, title: str) -> Document:
    return write_letter(
        call,
        f"follow_up/{template}",
        context,
        kind=kind,
        title=title,
        registry_number=grant.registry_number,
        case_id=grant.application_id,
        party=grant.applicant_name,
        direction="in",
        visible_to_applicant=True,
    )
