"""Rows of waiting timers: those of cases, of tasks, and of processes that start by the clock."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, literal_column, or_, select, update

from engine.model import Timer
from engine.store.tables import cases, waits

_WAITS = and_(waits.c.state == literal_column("'waiting'"), waits.c.due_at.is_not(None))


def due(connection: Connection, now: datetime, *, limit: int, but: frozenset[str] = frozenset()) -> list[str]:
    """The ids of waiting timers that are due, in due order; a suspended case's wait on."""
    query = (
        select(waits.c.id)
        .outerjoin(cases, cases.c.id == waits.c.case_id)
        .where(_WAITS, waits.c.due_at <= now, or_(waits.c.case_id.is_(None), cases.c.status == "active"))
        .order_by(waits.c.due_at, waits.c.id)
    )
    if but:
        query = query.where(waits.c.id.not_in(sorted(but)))
    return list(connection.execute(query.limit(limit)).scalars())


def row(connection: Connection, timer_id: str, *, locks: bool = False) -> Mapping[str, Any] | None:
    """One timer's row; None if it waits no longer. `locks` is for timers that belong to no locked case."""
    query = select(waits).where(waits.c.id == timer_id)
    found = connection.execute(query.with_for_update() if locks else query).mappings().one_or_none()
    return None if found is None else dict(found)


def siblings(connection: Connection, task_id: str) -> list[Mapping[str, Any]]:
    """A task's waiting reminders, in due order."""
    query = select(waits).where(waits.c.task_id == task_id, waits.c.kind == "reminder", _WAITS)
    rows = connection.execute(query.order_by(waits.c.due_at, waits.c.id)).mappings()
    return [dict(row) for row in rows]


def remove_starts(connection: Connection, key: str) -> None:
    """Remove when a process starts by the clock."""
    connection.execute(delete(waits).where(waits.c.process_key == key, waits.c.kind == "start"))


def set_state(connection: Connection, timer_id: str, state: str) -> None:
    """Let a timer wait, or rest with an incident."""
    connection.execute(update(waits).where(waits.c.id == timer_id).values(state=state))


def next_due(connection: Connection) -> datetime | None:
    """When the first waiting timer is due."""
    found: datetime | None = connection.execute(select(func.min(waits.c.due_at)).where(_WAITS)).scalar_one_or_none()
    return found


def listed(connection: Connection, *, case_id: str | None, due_before: datetime | None, limit: int) -> list[Timer]:
    """Waiting timers in due order."""
    query = (
        select(waits, cases.c.title, cases.c.business_key)
        .outerjoin(cases, cases.c.id == waits.c.case_id)
        .where(_WAITS)
        .order_by(waits.c.due_at, waits.c.id)
        .limit(limit)
    )
    if case_id is not None:
        query = query.where(waits.c.case_id == case_id)
    if due_before is not None:
        query = query.where(waits.c.due_at < due_before)
    return [
        Timer(
            id=found.id,
            case_id=found.case_id or "",
            element_id=found.element_id,
            kind=found.kind,
            due_at=found.due_at,
            case_title=found.title or "",
            business_key=found.business_key,
            name=found.name,
        )
        for found in connection.execute(query)
    ]
