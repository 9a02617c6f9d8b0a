"""Rows of the outbox: found, claimed for a while, done or failed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Update, func, literal_column, or_, select, update

from engine.interpreter.values import decode_values
from engine.model import Job
from engine.store.tables import outbox

# Written out, not bound: the index over waiting jobs alone serves only a statement that says so.
_WAITS = outbox.c.state == literal_column("'waiting'")
# Nobody has the job, and the next sweep may tell of it.
_FREE: dict[str, Any] = {"lease_until": None, "announced_at": None}


def find(connection: Connection, job_id: str) -> Job | None:
    """A waiting job; None if it is done, or not there."""
    row = connection.execute(select(outbox).where(outbox.c.id == job_id, _WAITS)).one_or_none()
    return None if row is None else _value(row)


def claim(
    connection: Connection,
    *,
    now: datetime,
    lease_now: datetime,
    lease_until: datetime,
    limit: int,
    job_id: str | None = None,
) -> list[tuple[Job, int]]:
    """Take due jobs for oneself until the lease ends, each with its fencing token, in due order; or only `job_id`.

    Leases are counted in the computer's own time: they tell whether a worker lives, whatever the engine's clock says.
    """
    due = select(outbox.c.id).where(_WAITS, outbox.c.due_at <= now, _is_free(lease_now))
    if job_id is not None:
        due = due.where(outbox.c.id == job_id)
    due = due.order_by(outbox.c.due_at, outbox.c.id).limit(limit).with_for_update(skip_locked=True)
    taken = (
        update(outbox)
        .where(outbox.c.id.in_(due.scalar_subquery()))
        .values(lease_until=lease_until, fence=outbox.c.fence + 1, attempts=outbox.c.attempts + 1)
        .returning(outbox)
    )
    rows = connection.execute(taken).all()
    return [(_value(row), row.fence) for row in sorted(rows, key=lambda row: (row.due_at, row.id))]


def give_back(connection: Connection, claims: Sequence[tuple[str, int]]) -> None:
    """Let claimed jobs wait as if they had not been claimed; those that somebody else has by now are left alone."""
    for job_id, fence in claims:
        change = update(outbox).where(outbox.c.id == job_id, _WAITS, *_behind(fence))
        connection.execute(change.values(attempts=outbox.c.attempts - 1, **_FREE))


def count_free(connection: Connection, *, due_before: datetime, lease_now: datetime) -> int:
    """How many due jobs nobody has."""
    query = select(func.count()).select_from(outbox).where(_WAITS, outbox.c.due_at <= due_before, _is_free(lease_now))
    return int(connection.execute(query).scalar_one())


def take_unannounced(
    connection: Connection, *, due_before: datetime, lease_now: datetime, told_before: datetime, limit: int
) -> list[str]:
    """The ids of jobs that nobody has and that no sweep has told of since `told_before`; they are marked as told."""
    is_untold = or_(outbox.c.announced_at.is_(None), outbox.c.announced_at < told_before)
    due = (
        select(outbox.c.id)
        .where(_WAITS, outbox.c.due_at <= due_before, _is_free(lease_now), is_untold)
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    told = update(outbox).where(outbox.c.id.in_(due.scalar_subquery())).values(announced_at=lease_now)
    return list(connection.execute(told.returning(outbox.c.id)).scalars())


def forget_announcements(connection: Connection, job_ids: Sequence[str]) -> None:
    """Let the next sweep tell of these jobs: the broker did not take what this one said."""
    connection.execute(update(outbox).where(outbox.c.id.in_(job_ids), _WAITS).values(announced_at=None))


def finish(
    connection: Connection, job_id: str, now: datetime, *, fence: int | None = None, state: str = "done"
) -> bool:
    """Mark a waiting job as done. False if somebody else has finished it, or has claimed it after this fence."""
    change = update(outbox).where(outbox.c.id == job_id, _WAITS, *_behind(fence))
    return connection.execute(change.values(state=state, done_at=now, lease_until=None)).rowcount == 1


def postpone(
    connection: Connection, job_id: str, *, due_at: datetime | None, error: str, attempts: int, fence: int | None
) -> bool:
    """Note a failed attempt; the job waits until `due_at`, or has failed for good if that is None."""
    change = update(outbox).where(outbox.c.id == job_id, _WAITS, *_behind(fence))
    values: dict[str, Any] = {"last_error": error, "attempts": attempts, **_FREE}
    values |= {"state": "failed"} if due_at is None else {"due_at": due_at}
    return connection.execute(change.values(**values)).rowcount == 1


def restart(connection: Connection, job_id: str, now: datetime) -> None:
    """Let a failed job wait again, with all its attempts before it."""
    change = update(outbox).where(outbox.c.id == job_id, outbox.c.state == "failed")
    connection.execute(change.values(state="waiting", attempts=0, due_at=now, **_FREE))


def give_up(connection: Connection, job_id: str, now: datetime) -> None:
    """Mark a failed job as skipped by a person."""
    change = update(outbox).where(outbox.c.id == job_id, outbox.c.state == "failed")
    connection.execute(change.values(state="skipped", done_at=now))


def due_of_kinds(connection: Connection, now: datetime, kinds: Collection[str]) -> list[str]:
    """The ids of waiting jobs of these kinds that are due."""
    query = select(outbox.c.id).where(_WAITS, outbox.c.due_at <= now, outbox.c.kind.in_(sorted(kinds)))
    return list(connection.execute(query.order_by(outbox.c.due_at, outbox.c.id)).scalars())


def hold(connection: Connection, now: datetime, *, but: Collection[str]) -> list[Job]:
    """Hold back every job that is due, except those of some kinds."""
    change = update(outbox).where(_WAITS, outbox.c.due_at <= now, outbox.c.kind.not_in(sorted(but)))
    return _changed(connection, change.values(state="held", **_FREE))


def release(connection: Connection, now: datetime, job_ids: Sequence[str] | None) -> list[Job]:
    """Let held jobs wait again, with all their attempts before them; all or those with the ids."""
    change = update(outbox).where(*_held(job_ids))
    return _changed(connection, change.values(state="waiting", attempts=0, due_at=now, **_FREE))


def drop(connection: Connection, now: datetime, job_ids: Sequence[str] | None) -> list[Job]:
    """Mark held jobs as skipped; all or those with the ids."""
    return _changed(connection, update(outbox).where(*_held(job_ids)).values(state="skipped", done_at=now))


def next_due(connection: Connection) -> datetime | None:
    """When the first waiting job is due."""
    found: datetime | None = connection.execute(select(func.min(outbox.c.due_at)).where(_WAITS)).scalar_one_or_none()
    return found


def listed(connection: Connection, *, state: str | None, kind: str | None, limit: int) -> list[Job]:
    """Jobs, the newest first."""
    query = select(outbox).order_by(outbox.c.created_at.desc(), outbox.c.id.desc()).limit(limit)
    if state is not None:
        query = query.where(outbox.c.state == state)
    if kind is not None:
        query = query.where(outbox.c.kind == kind)
    return [_value(row) for row in connection.execute(query)]


def _held(job_ids: Sequence[str] | None) -> list[ColumnElement[bool]]:
    is_held = outbox.c.state == "held"
    return [is_held] if job_ids is None else [is_held, outbox.c.id.in_(job_ids)]


def _changed(connection: Connection, change: Update) -> list[Job]:
    return [_value(row) for row in connection.execute(change.returning(outbox))]


def _is_free(lease_now: datetime) -> ColumnElement[bool]:
    return or_(outbox.c.lease_until.is_(None), outbox.c.lease_until < lease_now)


def _behind(fence: int | None) -> list[ColumnElement[bool]]:
    return [] if fence is None else [outbox.c.fence == fence]


def _value(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        key=row.key,
        payload=decode_values(row.payload),
        case_id=row.case_id,
        attempts=row.attempts,
        created_at=row.created_at,
        due_at=row.due_at,
        state=row.state,
        last_error=row.last_error,
    )
