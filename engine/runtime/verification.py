"""Checks a stopped or running installation against its invariants, and names every breach.

Whatever the database's size, only some cases are in memory at a time: a few hundred with their tasks, waits and
incidents, and of their histories one line after the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Select, func, literal_column, select

from engine.audit import LOG_STREAM, START, Line, breaches
from engine.runtime import row_checks
from engine.runtime.case_checks import Found, breaches_of, reminder_of
from engine.runtime.overview import Overview
from engine.runtime.timers import TASK_REMINDER
from engine.store.tables import cases, events, incidents, outbox, streams, tasks, waits
from engine.store.types import DamagedDocumentError, reread, stored

_CASES_AT_ONCE: Final = 200
_LINES_AT_ONCE: Final = 1000
_PLAIN = [column for column in cases.c if column.name != "state"]


class Verification(Overview):
    """What `utlysa verify` asks of the engine; the numbers are those of `docs/reliability.md`."""

    def verify(self) -> list[str]:
        """Every breach of I1-I7 and I9, over one moment of the database; empty if all is well."""
        with self._reading() as connection:
            found = list(row_checks.breaches_in(connection))
            found += _log_breaches(connection)
            for chunk in _chunks(connection):
                found += _chunk_breaches(connection, chunk)
        return found

    def verify_audit(self) -> list[str]:
        """Every breach of the audit chain (I6) alone."""
        with self._reading() as connection:
            found = [*row_checks.stray_histories(connection), *_log_breaches(connection)]
            for chunk in _chunks(connection):
                found += _chain_breaches(connection, {case.id: Found(case) for case in chunk})
        return found


def _chunks(connection: Connection) -> Iterator[Sequence[Any]]:
    last = ""
    while rows := connection.execute(
        select(*_PLAIN).where(cases.c.id > last).order_by(cases.c.id).limit(_CASES_AT_ONCE)
    ).all():
        yield rows
        last = rows[-1].id


def _chunk_breaches(connection: Connection, chunk: Sequence[Any]) -> list[str]:
    found = {case.id: Found(case) for case in chunk}
    ids = list(found)
    is_open = select(cases.c.id, stored(cases.c.state)).where(cases.c.id.in_(ids), cases.c.ended_at.is_(None))
    for row in connection.execute(is_open):
        found[row.id].state = row.state
    for task in connection.execute(select(*_TASK).where(tasks.c.case_id.in_(ids))):
        found[task.case_id].tasks.append(task)
    for wait in connection.execute(select(*_WAIT).where(waits.c.case_id.in_(ids))):
        found[wait.case_id].waits.append(wait)
    for incident in connection.execute(select(*_INCIDENT).where(incidents.c.case_id.in_(ids))):
        found[incident.case_id].incidents.append(incident)
    _note_jobs(connection, found, ids)
    chain = _chain_breaches(connection, found)
    return [*chain, *(breach for each in found.values() for breach in breaches_of(each))]


_TASK = (tasks.c.id, tasks.c.case_id, tasks.c.state, tasks.c.completed_by)
_WAIT = (waits.c.id, waits.c.case_id, waits.c.kind, waits.c.task_id)
_INCIDENT = (incidents.c.id, incidents.c.case_id, incidents.c.resolved_at)


def _note_jobs(connection: Connection, found: dict[str, Found], ids: list[str]) -> None:
    is_reminder = (outbox.c.kind == TASK_REMINDER, outbox.c.case_id.in_(ids))
    for row in connection.execute(select(outbox.c.id, outbox.c.case_id, stored(outbox.c.payload)).where(*is_reminder)):
        found[row.case_id].reminders[_reminder_in(row)] += 1
    waiting = (outbox.c.state == literal_column("'waiting'"), outbox.c.case_id.in_(ids))
    counted = select(outbox.c.case_id, func.count().label("jobs")).where(*waiting).group_by(outbox.c.case_id)
    for row in connection.execute(counted):
        found[row.case_id].jobs = row.jobs


def _reminder_in(row: Any) -> str:
    try:
        return reminder_of(reread(row.payload))
    except DamagedDocumentError:
        return f"the job {row.id}, which cannot be read,"


# --- the chain ------------------------------------------------------------------------------------------------------


def _chain_breaches(connection: Connection, found: dict[str, Found]) -> list[str]:
    """I6 for some cases; each line is counted on its way."""
    chain: list[str] = []
    untold = dict(found)
    for stream, rows in _streams(connection, events.c.stream.in_(list(found))):
        each = untold.pop(stream)
        lines = _told(each, rows)
        chain += breaches(stream, lines, head_seq=each.case.audit_seq, head_hash=each.case.audit_hash)
        # A breach ends the check of the chain; the lines after it are still counted.
        for _ in lines:
            pass
    return chain + [
        f"I6 {case_id}: all of its {each.case.audit_seq} lines are gone" for case_id, each in untold.items()
    ]


def _told(found: Found, rows: Iterable[Any]) -> Iterator[tuple[Line, str]]:
    for row in rows:
        found.told.note(row)
        yield _line(row), row.hash


def _log_breaches(connection: Connection) -> list[str]:
    """I6 for what belongs to no case."""
    head = connection.execute(select(streams.c.seq, streams.c.hash).where(streams.c.id == LOG_STREAM)).first()
    seq, last_hash = (head.seq, head.hash) if head else (0, START)
    found: list[str] = []
    is_empty = True
    for stream, rows in _streams(connection, events.c.stream == LOG_STREAM):
        is_empty = False
        found += breaches(stream, ((_line(row), row.hash) for row in rows), head_seq=seq, head_hash=last_hash)
    return [*found, f"I6 {LOG_STREAM}: all of its {seq} lines are gone"] if is_empty and seq else found


def _streams(connection: Connection, condition: Any) -> Iterator[tuple[str, Iterator[Any]]]:
    query: Select[Any] = select(events).where(condition).order_by(events.c.stream, events.c.seq)
    lines = connection.execute(query.execution_options(yield_per=_LINES_AT_ONCE))
    yield from groupby(lines, key=lambda row: row.stream)


def _line(row: Any) -> Line:
    return Line(
        stream=row.stream,
        seq=row.seq,
        at=row.at,
        type=row.type,
        element_id=row.element_id,
        element_type=row.element_type,
        process_key=row.process_key,
        actor=row.actor,
        data=row.data,
    )
