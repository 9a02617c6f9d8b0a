"""Checks a stopped or running installation against its invariants, and names every breach."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from engine.audit import LOG_STREAM, START, Line, breaches
from engine.definitions.bundle import Bundle
from engine.errors import EngineError
from engine.ids import composed_id
from engine.interpreter.state import CaseState
from engine.runtime.overview import Overview
from engine.runtime.timers import TASK_REMINDER
from engine.store import definitions
from engine.store.tables import bundles, cases, events, incidents, outbox, streams, tasks, waits

_CASES_AT_ONCE = 200
_STORED_KINDS = frozenset({"timer", "message", "signal"})
_OWN_KINDS = ("event", "message", "signal")


class Verification(Overview):
    """What `utlysa verify` asks of the engine; the numbers are those of the reliability page."""

    def verify(self) -> list[str]:
        """Every breach of I2-I7 and I9, over one moment of the database; empty if all is well."""
        with self._reading() as connection:
            found = _audit_breaches(connection)
            found += _completion_breaches(connection)
            found += _reminder_breaches(connection)
            found += _definition_breaches(connection)
            for rows in _case_chunks(connection):
                found += _case_breaches(connection, rows)
        return found

    def verify_audit(self) -> list[str]:
        """Every breach of the audit chain (I6) alone."""
        with self._reading() as connection:
            return _audit_breaches(connection)


def _audit_breaches(connection: Connection) -> list[str]:
    heads = {
        row.id: (row.audit_seq, row.audit_hash)
        for row in connection.execute(select(cases.c.id, cases.c.audit_seq, cases.c.audit_hash))
    }
    log_head = connection.execute(select(streams.c.seq, streams.c.hash).where(streams.c.id == LOG_STREAM)).first()
    heads[LOG_STREAM] = (log_head.seq, log_head.hash) if log_head else (0, START)
    found: list[str] = []
    query = select(events).order_by(events.c.stream, events.c.seq).execution_options(yield_per=1000)
    for stream, rows in groupby(connection.execute(query), key=lambda row: row.stream):
        seq, last_hash = heads.pop(stream, (0, START))
        lines = ((_line(row), row.hash) for row in rows)
        found += breaches(stream, lines, head_seq=seq, head_hash=last_hash)
    found += [f"I6 {stream}: all of its {seq} lines are gone" for stream, (seq, _) in heads.items() if seq]
    return found


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


def _completion_breaches(connection: Connection) -> list[str]:
    """I2: each completed task has exactly one line in the history, and each line its task."""
    query = select(events.c.data).where(events.c.type == "task_completed")
    told = Counter(json.loads(data)["task_id"] for data in connection.execute(query).scalars())
    done = set(connection.execute(select(tasks.c.id).where(tasks.c.state == "completed")).scalars())
    found = [
        f"I2 task {task_id}: completed, but {told[task_id]} lines say so" for task_id in done if told[task_id] != 1
    ]
    return found + [f"I2 task {task_id}: a line says completed, the task does not" for task_id in told.keys() - done]


def _reminder_breaches(connection: Connection) -> list[str]:
    """I5: one job for each reminder that was sent."""
    query = select(events.c.stream).where(events.c.type == "reminder_sent")
    told = Counter(connection.execute(query).scalars())
    query = select(outbox.c.case_id).where(outbox.c.kind == TASK_REMINDER)
    written = Counter(connection.execute(query).scalars())
    return [
        f"I5 case {case_id}: {told[case_id]} reminders told, {written[case_id]} jobs written"
        for case_id in told.keys() | written.keys()
        if told[case_id] != written[case_id]
    ]


def _definition_breaches(connection: Connection) -> list[str]:
    """I9: each case's version is there, and each bundle is what was deployed."""
    versions = {(row.key, row.version, row.digest) for row in definitions.listed(connection, None, all_versions=True)}
    known = {(key, version) for key, version, _ in versions}
    used = connection.execute(select(cases.c.process_key, cases.c.process_version).distinct()).all()
    found = [
        f"I9 {key} version {version}: has cases, but is not deployed"
        for key, version in used
        if (key, version) not in known
    ]
    digests = set(connection.execute(select(bundles.c.digest)).scalars())
    for digest in {digest for _, _, digest in versions}:
        if digest not in digests:
            found.append(f"I9 bundle {digest}: is missing")
        elif Bundle.of(definitions.bundle(connection, digest).files).digest != digest:
            found.append(f"I9 bundle {digest}: its content was changed")
    return found


def _case_chunks(connection: Connection) -> Iterator[list[Any]]:
    last = ""
    while True:
        query = select(cases.c.id, cases.c.status, cases.c.state).where(cases.c.id > last, cases.c.ended_at.is_(None))
        rows = list(connection.execute(query.order_by(cases.c.id).limit(_CASES_AT_ONCE)).all())
        if not rows:
            return
        yield rows
        last = rows[-1].id


def _case_breaches(connection: Connection, rows: list[Any]) -> list[str]:
    """I3 and I4 for some open cases."""
    ids = [row.id for row in rows]
    open_tasks = _by_case(connection, select(tasks.c.case_id, tasks.c.id).where(tasks.c.state == "open"), tasks, ids)
    own = select(waits.c.case_id, waits.c.id).where(waits.c.kind.in_(_OWN_KINDS))
    waiting = _by_case(connection, own, waits, ids)
    open_ones = select(incidents.c.case_id, incidents.c.id).where(incidents.c.resolved_at.is_(None))
    others = _by_case(connection, open_ones, incidents, ids)
    waiting_jobs = select(outbox.c.case_id, outbox.c.id).where(outbox.c.state == "waiting")
    for case_id, found in _by_case(connection, waiting_jobs, outbox, ids).items():
        others[case_id] |= found
    breached: list[str] = []
    for row in rows:
        breached += _breaches_of(row, open_tasks[row.id], waiting[row.id], has_other=bool(others[row.id]))
    return breached


def _breaches_of(row: Any, open_tasks: set[str], waiting: set[str], *, has_other: bool) -> list[str]:
    try:
        state = CaseState.load(row.state)
    except (EngineError, LookupError, TypeError, ValueError) as error:
        return [f"I4 case {row.id}: its state cannot be restored: {error}"]
    found = []
    tokens = {composed_id(row.id, token.id) for token in state.tokens.values() if token.waits == "task"}
    if tokens != open_tasks:
        found.append(f"I4 case {row.id}: open tasks {sorted(open_tasks)}, but tokens at {sorted(tokens)}")
    expected = {composed_id(row.id, wait.id) for wait in state.waits.values() if wait.kind in _STORED_KINDS}
    if expected != waiting:
        found.append(f"I4 case {row.id}: rows for {sorted(waiting)}, but it waits for {sorted(expected)}")
    if not (open_tasks or state.waits or has_other):
        found.append(f"I3 case {row.id}: {row.status}, but without a task, a wait or an incident")
    return found


def _by_case(connection: Connection, query: Any, table: Any, ids: list[str]) -> "defaultdict[str, set[str]]":
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in connection.execute(query.where(table.c.case_id.in_(ids))):
        found[row.case_id].add(row.id)
    return found
