"""Grants, reviews, plans and reports kept and found."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engine import Call
from workflows.decision.terms import ReportPeriod
from workflows.follow_up.errors import NotGrantedError
from workflows.follow_up.model import (
    ActionPlan,
    Grant,
    Report,
    Review,
    ReviewPlan,
    action_plans,
    grants,
    planned_reviews,
    progress_reports,
)
from workflows.tables import new_id


def application_id_of(call: Call) -> str:
    """The application whose grant a step of the follow-up is about: the follow-up is a case of its own."""
    return str(call.variables["application_id"])


def add_grant(session: Session, grant: Grant) -> Grant:
    """Write a grant's new period."""
    session.execute(grants.insert().values(**asdict(grant)))
    return grant


def change_grant(session: Session, grant: Grant, **values: Any) -> Grant:
    """Change columns of a grant's period; returns it as it is then."""
    session.execute(
        update(grants)
        .where(grants.c.application_id == grant.application_id, grants.c.period == grant.period)
        .values(**values)
    )
    return next(one for one in periods_of(session, grant.application_id) if one.period == grant.period)


def grant_of(session: Session, application_id: str) -> Grant:
    """The period of the application's grant that runs now: an extension counts once it is opened.

    Raises NotGrantedError if there is none.
    """
    opened = [one for one in periods_of(session, application_id) if one.state != "planned"]
    if not opened:
        raise NotGrantedError
    return opened[-1]


def periods_of(session: Session, application_id: str) -> list[Grant]:
    """Every period of the application's grant, the first first."""
    rows = session.execute(
        select(grants).where(grants.c.application_id == application_id).order_by(grants.c.period)
    ).mappings()
    return [Grant(**row) for row in rows]


def grants_of_call(session: Session, call_id: str) -> list[Grant]:
    """The latest period of each grant in a call, by registry number."""
    rows = session.execute(
        select(grants).where(grants.c.call_id == call_id).order_by(grants.c.registry_number, grants.c.period)
    ).mappings()
    latest = {row["application_id"]: Grant(**row) for row in rows}
    return list(latest.values())


def plan_reviews(session: Session, application_id: str, plans: Iterable[ReviewPlan]) -> None:
    """Write the reviews that are planned."""
    rows = [
        {
            "application_id": application_id,
            "area": plan.area,
            "due_on": plan.due_on,
            "opens_on": plan.opens_on,
            "held_on": None,
            "document_number": None,
        }
        for plan in plans
    ]
    if rows:
        session.execute(planned_reviews.insert(), rows)


def reviews_of(session: Session, application_id: str) -> list[Review]:
    """The application's reviews in the order in which they are due."""
    rows = session.execute(
        select(planned_reviews)
        .where(planned_reviews.c.application_id == application_id)
        .order_by(planned_reviews.c.due_on, planned_reviews.c.area)
    ).mappings()
    return [Review(**row) for row in rows]


def note_review(
    session: Session, application_id: str, *, area: str, due_on: date, held_on: date, document_number: str
) -> None:
    """Note that a review has been held."""
    session.execute(
        update(planned_reviews)
        .where(
            planned_reviews.c.application_id == application_id,
            planned_reviews.c.area == area,
            planned_reviews.c.due_on == due_on,
        )
        .values(held_on=held_on, document_number=document_number)
    )


def next_plan_version(session: Session, application_id: str, area: str) -> int:
    """The number of the area's next version of its plan."""
    latest = session.scalar(
        select(func.max(action_plans.c.version)).where(
            action_plans.c.application_id == application_id, action_plans.c.area == area
        )
    )
    return (latest or 0) + 1


def add_plan(session: Session, plan: ActionPlan) -> None:
    """Write a version of an action plan; earlier versions stay."""
    session.execute(action_plans.insert().values(**asdict(plan)))


def plans_of(session: Session, application_id: str) -> list[ActionPlan]:
    """The versions of the application's plans, by area and version."""
    rows = session.execute(
        select(action_plans)
        .where(action_plans.c.application_id == application_id)
        .order_by(action_plans.c.area, action_plans.c.version)
    ).mappings()
    return [ActionPlan(**row) for row in rows]


def plan_reports(session: Session, application_id: str, periods: Iterable[ReportPeriod]) -> None:
    """Write the reports that are due."""
    rows = [
        {
            "id": new_id(),
            "application_id": application_id,
            "first_day": period.first_day,
            "last_day": period.last_day,
            "due_on": period.due_on,
            "submitted_on": None,
            "costs_sek": 0,
            "approved_costs_sek": 0,
            "paid_sek": 0,
            "approved_at": None,
        }
        for period in periods
    ]
    if rows:
        session.execute(progress_reports.insert(), rows)


def note_report(
    session: Session, application_id: str, first_day: date, *, values: Mapping[str, Any], at: datetime
) -> None:
    """Note what a report claimed, and what was approved and paid."""
    session.execute(
        update(progress_reports)
        .where(progress_reports.c.application_id == application_id, progress_reports.c.first_day == first_day)
        .values(approved_at=at, **values)
    )


def reports_of(session: Session, application_id: str) -> list[Report]:
    """The application's reports in the order of their periods."""
    rows = session.execute(
        select(progress_reports)
        .where(progress_reports.c.application_id == application_id)
        .order_by(progress_reports.c.first_day)
    ).mappings()
    return [Report(**row) for row in rows]
