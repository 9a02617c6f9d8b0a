"""Substitutes: who stands in for whom, when."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.parties.errors import InvalidPeriodError
from workflows.parties.model import Substitute, substitutes
from workflows.tables import new_id


def add_substitute(
    session: Session,
    *,
    absent_id: str,
    substitute_id: str,
    first_day: date,
    last_day: date,
    roles: frozenset[str] = frozenset(),
    decided_by: str = "",
) -> Substitute:
    """Let one account stand in for another on those days, both included; for some of its roles or (empty) for all.

    Raises InvalidPeriodError.
    """
    if last_day < first_day:
        raise InvalidPeriodError
    added = Substitute(new_id(), absent_id, substitute_id, first_day, last_day, roles, decided_by)
    session.execute(
        substitutes.insert().values(
            id=added.id,
            absent_id=absent_id,
            substitute_id=substitute_id,
            first_day=first_day,
            last_day=last_day,
            roles=roles,
            decided_by=decided_by,
        )
    )
    return added


def remove_substitute(session: Session, substitute_row_id: str) -> None:
    """End an arrangement."""
    session.execute(delete(substitutes).where(substitutes.c.id == substitute_row_id))


def may_stand_in_for(session: Session, substitute_id: str, *, on: date) -> list[Substitute]:
    """For whom the account may stand in on that (local) day."""
    return _read(session, substitutes.c.substitute_id == substitute_id, _holds(on))


def substitutes_of(session: Session, absent_id: str, *, on: date | None = None) -> list[Substitute]:
    """Who stands in for the account: on that (local) day, or ever."""
    conditions = [substitutes.c.absent_id == absent_id]
    return _read(session, *conditions, *([_holds(on)] if on else []))


def _holds(on: date) -> Any:
    return (substitutes.c.first_day <= on) & (substitutes.c.last_day >= on)


def _read(session: Session, *conditions: Any) -> list[Substitute]:
    statement = select(substitutes).where(*conditions).order_by(substitutes.c.first_day, substitutes.c.id)
    return [
        Substitute(
            row.id, row.absent_id, row.substitute_id, row.first_day, row.last_day, frozenset(row.roles), row.decided_by
        )
        for row in session.execute(statement)
    ]
