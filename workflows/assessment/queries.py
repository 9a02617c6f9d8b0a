"""Reading assessments, without letting an assessor see another's before both have submitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import Actor
from workflows.application.model import applications
from workflows.assessment.model import (
    Assessment,
    Conflict,
    Protocol,
    assessment_conflicts,
    assessment_protocols,
    assessments,
)

INDIVIDUAL_ASSESSMENTS = 2
_STAFF = frozenset({"officer", "call_manager", "area_head", "director", "legal", "controller", "board_secretary"})


@dataclass(frozen=True, slots=True)
class Submitted:
    """That an assessor has submitted, and when; nothing of what."""

    assessor: str
    recorded_at: datetime


def all_assessments_of(session: Session, application_id: str, *, with_void: bool = False) -> list[Assessment]:
    """Every assessment of an application in the order of their arrival: for rules and letters, not for pages."""
    statement = (
        select(assessments)
        .where(assessments.c.application_id == application_id)
        .order_by(assessments.c.recorded_at, assessments.c.assessor)
    )
    if not with_void:
        statement = statement.where(assessments.c.is_void.is_(False))
    return [_taken(Assessment, row) for row in session.execute(statement).mappings()]


def assessments_of(session: Session, application_id: str, *, actor: Actor) -> list[Assessment]:
    """The assessments that the actor may see.

    An assessor sees the others' only after having submitted, and after both have; those who handle the case see them
    once both have; nobody else any. Source: domain.md 1.3.
    """
    found = all_assessments_of(session, application_id)
    is_blind = len(found) < INDIVIDUAL_ASSESSMENTS
    own = [one for one in found if one.assessor == actor.id]
    if "assessor" in actor.roles:
        return found if own and not is_blind else own
    return [] if is_blind or not _STAFF & actor.roles else found


def submitted_of(session: Session, application_id: str) -> list[Submitted]:
    """Who has submitted an assessment, and when."""
    return [Submitted(one.assessor, one.recorded_at) for one in all_assessments_of(session, application_id)]


def protocol_of(session: Session, application_id: str) -> Protocol | None:
    """The protocol of an application's assessment, if it is written."""
    statement = select(assessment_protocols).where(assessment_protocols.c.application_id == application_id)
    row = session.execute(statement).mappings().one_or_none()
    return None if row is None else _taken(Protocol, row)


def protocols_of_call(session: Session, call_id: str) -> list[Protocol]:
    """The protocols of a call's applications, in the order of their registry numbers."""
    statement = (
        select(assessment_protocols)
        .join(applications, applications.c.id == assessment_protocols.c.application_id)
        .where(applications.c.call_id == call_id)
        .order_by(applications.c.registry_number)
    )
    return [_taken(Protocol, row) for row in session.execute(statement).mappings()]


def conflicts_of(session: Session, application_id: str) -> Sequence[Conflict]:
    """The declared conflicts of interest in an application's case, in order."""
    statement = (
        select(assessment_conflicts)
        .where(assessment_conflicts.c.application_id == application_id)
        .order_by(assessment_conflicts.c.declared_at, assessment_conflicts.c.person)
    )
    return [_taken(Conflict, row) for row in session.execute(statement).mappings()]


def _taken(kind: Any, row: Any) -> Any:
    return kind(**{name: row[name] for name in kind.__slots__})
