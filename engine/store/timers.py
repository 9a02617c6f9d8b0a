"""Rows of waiting timers: those of cases, of tasks, and of processes that start by the clock."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from engine.model import Timer
from engine.store.tables import cases, timers

_WAITS = timers.c.state == "waiting"


def due(connection: Connection, now: datetime, *, limit: int, but: frozenset[str] = frozenset()) -> list[str]:
    """The ids of waiting timers that are due, in due order."""
    query = select(timers.c.id).where(_WAITS, timers.c.due_at <= now).order_by(timers.c.due_at, timers.c.id)
    if but:
        query = query.where(timers.c.id.not_in(sorted(but)))
    return list(connection.execute(query.limit(limit)).scalars())


def row(connection: Connection, timer_id: str, *, locks: bool = False) -> Mapping[str, Any] | None:
    """One timer's row; None if it waits no longer. `locks` is for timers that belong to no locked case."""
    query = select(timers).where(timers.c.id == timer_id)
    return connection.execute(query.with_for_update() if locks else query).mappings().one_or_none()


def siblings(connection: Connection, task_id: str) -> list[Mapping[str, Any]]:
    """A task's waiting reminders, in due order."""
    query = select(timers).where(timers.c.task_id == task_id, timers.c.kind == "reminder", _WAITS)
    return list(connection.execute(query.order_by(timers.c.due_at, timers.c.id)).mappings())


def replace_starts(connection: Connection, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write when a process starts by the clock, instead of what was written before."""
    connection.execute(delete(timers).where(timers.c.process_key == key, timers.c.kind == "start"))
    if rows:
        connection.execute(insert(timers), [dict(row) for row in rows])


def set_state(connection: Connection, timer_id: str, state: str) -> None:
    """Let a timer wait, or rest with an incident."""
    connection.execute(update(timers).where(timers.c.id == timer_id).values(state=state))


def next_due(connection: Connection) -> datetime | None:
    """When the first waiting timer is due."""
    found: datetime | None = connection.execute(select(func.min(timers.c.due_at)).where(_WAITS)).scalar_one_or_none()
    return found


def listed(connection: Connection, *, case_id: str | None, due_before: datetime | None, limit: int) -> list[Timer]:
    """Waiting timers in due order."""
    query = (
        select(timers, cases.c.title, cases.c.business_key)
        .outerjoin(cases, cases.c.id == timers.c.case_id)
        .where(_WAITS)
        .order_by(timers.c.due_at, timers.c.id)
        .limit(limit)
    )
    if case_id is not None:
        query = query.where(timers.c.case_id == case_id)
    if due_before is not None:
        query = query.where(timers.c.due_at < due_before)
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
