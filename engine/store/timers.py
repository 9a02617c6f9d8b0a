"""Rows of waiting timers: those of cases, of tasks, and of processes that start by the clock."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, literal_column, or_, select, update

from engine.model import Timer
from engine.store.cases import CaseRecord, record_of
from engine.store.tables import cases, waits
from engine.store.types import Instant

_WAITS = and_(waits.c.state == literal_column("'waiting'"), waits.c.due_at.is_not(None))
_IN_DUE_ORDER = (waits.c.due_at, waits.c.id)
_IS_DUE = (_WAITS, waits.c.due_at <= bindparam("now", type_=Instant))
_DUE = (
    select(waits.c.id, waits.c.due_at, waits.c.case_id)
    .outerjoin(cases, cases.c.id == waits.c.case_id)
    .where(*_IS_DUE, or_(waits.c.case_id.is_(None), cases.c.status == "active"))
    .order_by(*_IN_DUE_ORDER)
    .limit(1)
)
_FIRST_START = select(func.min(waits.c.due_at)).where(_WAITS, waits.c.kind == literal_column("'start'"))
_CLAIMED = (
    select(waits.c.id.label("timer_id"), cases)
    .join(cases, cases.c.id == waits.c.case_id)
    .where(*_IS_DUE, cases.c.status == "active")
    .where(waits.c.due_at <= func.coalesce(_FIRST_START.scalar_subquery().correlate(None), bindparam("now")))
    .order_by(*_IN_DUE_ORDER)
    .with_for_update(of=cases, skip_locked=True)
)


@dataclass(frozen=True, slots=True)
class Due:
    """A timer that is due; `is_start` if it starts a process, and so belongs to no case."""

    id: str
    due_at: datetime
    is_start: bool


def first_due(connection: Connection, now: datetime, *, but: Collection[str] = ()) -> Due | None:
    """The first waiting timer that is due; a suspended case's wait on."""
    query = _DUE if not but else _DUE.where(waits.c.id.not_in(sorted(but)))
    found = connection.execute(query, {"now": now}).first()
    return None if found is None else Due(found.id, found.due_at, found.case_id is None)


def claim(
    connection: Connection, now: datetime, *, limit: int, but: Collection[str] = ()
) -> list[tuple[str, CaseRecord]]:
    """Lock the cases whose timers are due next, and load them: each timer's id with its case, in due order.

    What somebody else has locked is left to them, so that no two workers get the same. None is due after a timer that
    starts a process, and no case is there twice: what its first timer does decides whether the second is still due.
    """
    query = _CLAIMED if not but else _CLAIMED.where(waits.c.id.not_in(sorted(but)))
    claimed: dict[str, tuple[str, CaseRecord]] = {}
    for found in connection.execute(query.limit(limit), {"now": now}).mappings():
        values = dict(found)
        timer_id = values.pop("timer_id")
        if values["id"] in claimed:
            # The timers after it are due later: they must not come first.
            break
        claimed[values["id"]] = (timer_id, record_of(values))
    return list(claimed.values())


def rows(connection: Connection, timer_ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """The rows of those timers that still wait, by id."""
    query = select(waits).where(waits.c.id.in_(sorted(timer_ids)), _WAITS)
    return {row["id"]: dict(row) for row in connection.execute(query).mappings()}


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
