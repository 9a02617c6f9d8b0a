"""The operations that open a grant's period: planning, confirmation, and a grant that lapses."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine import Call
from workflows.application.queries import application
from workflows.application.values import Application
from workflows.call.queries import funding_call
from workflows.call.values import FundingCall
from workflows.decision.decision_letters import percent_of
from workflows.decision.model import Decision
from workflows.decision.records import decision_of
from workflows.decision.sources import grounds_of
from workflows.decision.terms import ReportPeriod, confirm_by, final_report_by, report_periods
from workflows.follow_up import records
from workflows.follow_up.errors import NotGrantedError
from workflows.follow_up.model import Grant, ReviewPlan
from workflows.follow_up.records import application_id_of
from workflows.follow_up.rules import review_plans
from workflows.letters import write_letter
from workflows.notifications import send_template

# The questions that every evaluation answers are fixed when the grant is given (RiR 2024:17).
EVALUATION_PLAN: Mapping[str, Any] = {
    "questions": [
        "Har de fyra åtagandena uppfyllts?",
        "Har handlingsplanerna setts över två gånger om året?",
        "Har projektet nått sina mål?",
    ],
    "indicators": ["Översyner", "Rapporter i tid", "Förbrukad budget", "Måluppfyllelse"],
    "method": "Genomgång av rapporter och handlingsplaner, och en enkät till aktörerna.",
}


def plan(call: Call) -> Mapping[str, Any]:
    """Open the grant's period: its duties, reviews, reports and evaluation plan, and the last day to confirm it.

    The first time the period is the call's; after an extension it is the extension's. Raises NotGrantedError.
    Source: 2022:1468 26 §; the call's duties; requirements R-34, R-50, R-51.
    """
    grant = records.change_grant(
        call.session, _opened(call), state="awaiting", confirm_by=confirm_by(call.now), confirmed_at=None
    )
    call.set_business_key(grant.registry_number)
    terms = funding_call(call.session, grant.call_id)
    reviews = review_plans(_named_areas(grant, terms), start=grant.support_start, end=grant.support_end)
    reports = report_periods(start=grant.support_start, end=grant.support_end)
    records.plan_reviews(call.session, grant.application_id, reviews)
    records.plan_reports(call.session, grant.application_id, reports)
    _ask_to_confirm(call, grant)
    return {
        "reviews": [_review(one) for one in reviews],
        "reports": [_report(one) for one in reports],
        "confirm_by": grant.confirm_by,
        "final_report_by": final_report_by(grant.support_end),
        "support_start": grant.support_start,
        "support_end": grant.support_end,
        "granted_sek": grant.granted_sek,
        "percent": grant.percent,
    }


def record_commitment(call: Call) -> None:
    """Register the beneficiary's confirmation, with each duty as a commitment of its own."""
    grant = records.grant_of(call.session, application_id_of(call))
    confirmed = records.change_grant(call.session, grant, state="confirmed", confirmed_at=call.now)
    write_letter(
        call,
        "follow_up/confirmation",
        {
            "applicant_name": confirmed.applicant_name,
            "granted_sek": confirmed.granted_sek,
            "project_title": confirmed.title,
            "duties": list(confirmed.duties),
            "confirmed_at": confirmed.confirmed_at,
        },
        kind="D22",
        title=f"Bekräftelse av åtagande: {confirmed.title}",
        registry_number=confirmed.registry_number,
        case_id=confirmed.application_id,
        party=confirmed.applicant_name,
        direction="in",
        visible_to_applicant=True,
    )


def _opened(call: Call) -> Grant:
    """The period to open: an extension that is planned, else the first one, made from the decision."""
    periods = records.periods_of(call.session, application_id_of(call))
    if periods:
        return periods[-1]
    decision = decision_of(call.session, application_id_of(call))
    if decision.outcome != "granted":
        raise NotGrantedError
    about = application(call.session, decision.application_id)
    terms = funding_call(call.session, decision.call_id)
    conditions = list(grounds_of(call.session, terms, about).conditions)
    return records.add_grant(call.session, _first_period(decision, about, terms, conditions))


def _first_period(decision: Decision, about: Application, terms: FundingCall, conditions: list[str]) -> Grant:
    return Grant(
        application_id=about.id,
        period=1,
        call_id=terms.id,
        registry_number=about.registry_number,
        applicant_name=about.applicant_name,
        title=about.title,
        granted_sek=decision.granted_sek,
        percent=percent_of(decision, about),
        areas=list(about.areas),
        support_start=terms.support_start,
        support_end=terms.support_end,
        duties=list(terms.commitments),
        conditions=conditions,
        evaluation_plan=dict(EVALUATION_PLAN),
        state="planned",
        confirm_by=None,
        confirmed_at=None,
        lapse_reason="",
        final_report_on=None,
    )


def _named_areas(grant: Grant, terms: FundingCall) -> Sequence[tuple[str, str]]:
    return [(code, terms.area_names.get(code, code)) for code in grant.areas]


def _ask_to_confirm(call: Call, grant: Grant) -> None:
    send_template(
        call,
        "follow_up/confirm",
        {
            "registry_number": grant.registry_number,
            "confirm_by": grant.confirm_by,
            "granted_sek": grant.granted_sek,
            "project_title": grant.title,
        },
        to=application(call.session, application_id_of(call)).contact_email,
        key=f"confirm:{call.case_id}:{grant.period}",
        case_id=grant.application_id,
    )


def _review(one: ReviewPlan) -> dict[str, Any]:
    return {"area": one.area, "area_name": one.area_name, "due_on": one.due_on, "opens_on": one.opens_on}


def _report(one: ReportPeriod) -> dict[str, Any]:
    return {
        "period": one.period,
        "from": one.first_day,
        "to": one.last_day,
        "opens_on": one.opens_on,
        "due_on": one.due_on,
    }
