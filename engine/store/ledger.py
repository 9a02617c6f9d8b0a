"""Collects the rows that one command changes and writes them with few statements, just before the commit."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, or_, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.tables import events, outbox, tasks, waits

Row = dict[str, Any]

# Put together once: with each step anew it would take as long as the step itself.
_INSERT = {table.name: insert(table) for table in (tasks, waits, events)}
_CHANGE_TASK = update(tasks).where(tasks.c.id == bindparam("row_id"))
_MOVE_TASKS = update(tasks).where(tasks.c.case_id == bindparam("moved_id"))
_MOVE_TIMER = update(waits).where(waits.c.id == bindparam("row_id"))
_BY_ID = waits.c.id.in_(bindparam("wait_ids", expanding=True))
_BY_TASK = waits.c.task_id.in_(bindparam("task_ids", expanding=True))
_END_WAITS = {
    (True, True): delete(waits).where(or_(_BY_ID, _BY_TASK)),
    (True, False): delete(waits).where(_BY_ID),
    (False, True): delete(waits).where(_BY_TASK),
}


@dataclass
class Ledger:
    """The rows of one transaction that wait to be written.

    What is opened and closed within the same command is written once, in its last shape.
    """

    new_tasks: dict[str, Row] = field(default_factory=dict)
    task_changes: dict[str, Row] = field(default_factory=dict)
    moved_groups: dict[str, str | None] = field(default_factory=dict)
    new_waits: dict[str, Row] = field(default_factory=dict)
    moved_timers: dict[str, datetime] = field(default_factory=dict)
    gone_waits: set[str] = field(default_factory=set)
    tasks_without_timers: set[str] = field(default_factory=set)
    lines: list[Row] = field(default_factory=list)
    jobs: dict[str, Row] = field(default_factory=dict)

    def change_task(self, task_id: str, **values: Any) -> None:
        """Change a task's row, or the row that is still to be written."""
        self.new_tasks.get(task_id, self.task_changes.setdefault(task_id, {})).update(values)

    def group_tasks(self, groups: Mapping[str, str | None], moved: Collection[str]) -> None:
        """Give the new tasks their cases' groups, and have those of `moved` cases follow theirs."""
        for row in self.new_tasks.values():
            row["case_group"] = groups[row["case_id"]]
        self.moved_groups = {case_id: groups[case_id] for case_id in moved}

    def wait(
        self,
        wait_id: str,
        kind: str,
        *,
        element_id: str,
        name: str,
        now: datetime,
        case_id: str | None = None,
        task_id: str | None = None,
        process_key: str | None = None,
        due_at: datetime | None = None,
        remaining: int | None = None,
        correlation: str | None = None,
    ) -> None:
        """Add a timer or subscription; one with the same id that was added before is replaced."""
        self.new_waits[wait_id] = {
            "id": wait_id,
            "kind": kind,
            "case_id": case_id,
            "task_id": task_id,
            "process_key": process_key,
            "element_id": element_id,
            "name": name,
            "state": "waiting",
            "due_at": due_at,
            "remaining": remaining,
            "correlation": correlation,
            "created_at": now,
        }

    def move_timer(self, timer_id: str, due_at: datetime) -> None:
        """Give a timer another due instant."""
        if timer_id in self.new_waits:
            self.new_waits[timer_id]["due_at"] = due_at
        else:
            self.moved_timers[timer_id] = due_at

    def end_wait(self, wait_id: str) -> None:
        """Remove a timer or subscription."""
        self.moved_timers.pop(wait_id, None)
        if self.new_waits.pop(wait_id, None) is None:
            self.gone_waits.add(wait_id)

    def end_waits_of_task(self, task_id: str, *, may_be_stored: bool) -> None:
        """Remove a task's reminders and escalation; those in the database only where there may be any."""
        for wait_id in [key for key, row in self.new_waits.items() if row["task_id"] == task_id]:
            del self.new_waits[wait_id]
        if may_be_stored and task_id not in self.new_tasks:
            self.tasks_without_timers.add(task_id)

    def write(self, connection: Connection) -> None:
        """Write every row and forget it: at most one statement for each kind of change."""
        self._write_tasks(connection)
        self._write_waits(connection)
        _insert(connection, events, self.lines)
        self.lines.clear()
        if self.jobs:
            connection.execute(_insert_unless_there(connection, outbox, "key"), list(self.jobs.values()))
            self.jobs.clear()

    def _write_tasks(self, connection: Connection) -> None:
        if self.moved_groups:
            moved = [{"moved_id": case_id, "case_group": group} for case_id, group in self.moved_groups.items()]
            connection.execute(_MOVE_TASKS, moved)
            self.moved_groups = {}
        changes = {task_id: values for task_id, values in self.task_changes.items() if values}
        for columns in {frozenset(values) for values in changes.values()}:
            rows = [{"row_id": key, **values} for key, values in changes.items() if frozenset(values) == columns]
            connection.execute(_CHANGE_TASK, rows)
        _insert(connection, tasks, self.new_tasks.values())
        self.task_changes.clear()
        self.new_tasks.clear()

    def _write_waits(self, connection: Connection) -> None:
        if self.gone_waits or self.tasks_without_timers:
            named = {"wait_ids": sorted(self.gone_waits), "task_ids": sorted(self.tasks_without_timers)}
            gone = _END_WAITS[bool(self.gone_waits), bool(self.tasks_without_timers)]
            connection.execute(gone, {name: ids for name, ids in named.items() if ids})
        if self.moved_timers:
            rows = [{"row_id": key, "due_at": at, "state": "waiting"} for key, at in self.moved_timers.items()]
            connection.execute(_MOVE_TIMER, rows)
        _insert(connection, waits, self.new_waits.values())
        self.gone_waits.clear()
        self.tasks_without_timers.clear()
        self.moved_timers.clear()
        self.new_waits.clear()


def _insert(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    if listed := list(rows):
        connection.execute(_INSERT[table.name], listed)


def _insert_unless_there(connection: Connection, table: Table, key: str) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing(index_elements=[key])
