"""What those who run the installation look at: how much there is of everything, what runs on which version, the log."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select

from engine.audit import LOG_STREAM
from engine.interpreter.values import decode_values
from engine.model import Event
from engine.runtime.queries import Queries
from engine.store import outbox as outbox_rows
from engine.store import timers
from engine.store.tables import cases, events, incidents, outbox, tasks, waits


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much there is: cases, tasks and jobs by state, timers that wait, incidents that are open.

    `oldest_due` is when the first waiting timer or job was or is due.
    """

    cases: Mapping[str, int]
    tasks: Mapping[str, int]
    jobs: Mapping[str, int]
    timers: int
    incidents: int
    oldest_due: datetime | None


class Overview(Queries):
    """Counts over the whole installation."""

    def numbers(self) -> Numbers:
        """How much there is of everything, over one moment of the database."""
        with self._reading() as connection:
            waiting = select(func.count()).select_from(waits).where(waits.c.due_at.is_not(None))
            is_open = select(func.count()).select_from(incidents).where(incidents.c.resolved_at.is_(None))
            due = [moment for moment in (timers.next_due(connection), outbox_rows.next_due(connection)) if moment]
            return Numbers(
                cases=_by(connection, cases, "status"),
                tasks=_by(connection, tasks, "state"),
                jobs=_by(connection, outbox, "state"),
                timers=connection.execute(waiting.where(waits.c.state == "waiting")).scalar_one(),
                incidents=connection.execute(is_open).scalar_one(),
                oldest_due=min(due, default=None),
            )

    def running_versions(self) -> Counter[tuple[str, int]]:
        """How many open cases are in each version of each process; one that a case has called counts too."""
        found: Counter[tuple[str, int]] = Counter()
        query = select(cases.c.state).where(cases.c.ended_at.is_(None)).execution_options(yield_per=500)
        with self._reading() as connection:
            for document in connection.execute(query).scalars():
                found.update(_processes_in(document))
        return found

    def latest_log(
        self, *, types: Collection[str] = (), before: int | None = None, case_id: str | None = None, limit: int = 100
    ) -> list[Event]:
        """Lines of the installation's own log, or of a case's history, the newest first, from before `before`."""
        query = select(events).where(events.c.stream == (case_id or LOG_STREAM)).order_by(events.c.seq.desc())
        if types:
            query = query.where(events.c.type.in_(sorted(types)))
        if before is not None:
            query = query.where(events.c.seq < before)
        with self._reading() as connection:
            return [_event(row) for row in connection.execute(query.limit(limit))]


def _processes_in(document: Mapping[str, Any]) -> set[tuple[str, int]]:
    """The versions that a stored state is in, without the rest being restored."""
    references = [scope["process"] for scope in document["scopes"] if "process" in scope]
    return {(key, version) for key, version in references}


def _by(connection: Connection, table: Table, column: str) -> dict[str, int]:
    query = select(table.c[column], func.count()).group_by(table.c[column])
    return {row[0]: row[1] for row in connection.execute(query)}


def _event(row: Any) -> Event:
    return Event(
        seq=row.seq,
        at=row.at,
        type=row.type,
        element_id=row.element_id,
        element_type=row.element_type,
        actor=row.actor,
        data=decode_values(json.loads(row.data)),
        process_key=row.process_key,
    )
