"""Collects the rows that one command changes and writes them with few statements, just before the commit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, or_, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.tables import events, outbox, subscriptions, tasks, timers

Row = dict[str, Any]


@dataclass
class Ledger:
    """The rows of one transaction that wait to be written.

    What is opened and closed within the same command is written once, in its last shape.
    """

    new_tasks: dict[str, Row] = field(default_factory=dict)
    task_changes: dict[str, Row] = field(default_factory=dict)
    new_timers: dict[str, Row] = field(default_factory=dict)
    moved_timers: dict[str, datetime] = field(default_factory=dict)
    gone_timers: set[str] = field(default_factory=set)
    tasks_without_timers: set[str] = field(default_factory=set)
    new_subscriptions: dict[str, Row] = field(default_factory=dict)
    gone_subscriptions: set[str] = field(default_factory=set)
    lines: list[Row] = field(default_factory=list)
    jobs: dict[str, Row] = field(default_factory=dict)

    def change_task(self, task_id: str, **values: Any) -> None:
        """Change a task's row, or the row that is still to be written."""
        self.new_tasks.get(task_id, self.task_changes.setdefault(task_id, {})).update(values)

    def arm(self, row: Row) -> None:
        """Add a timer; one with the same id that was armed before is replaced."""
        self.new_timers[row["id"]] = row

    def move_timer(self, timer_id: str, due_at: datetime) -> None:
        """Give a timer another due instant."""
        if timer_id in self.new_timers:
            self.new_timers[timer_id]["due_at"] = due_at
        else:
            self.moved_timers[timer_id] = due_at

    def disarm(self, timer_id: str) -> None:
        """Remove a timer."""
        self.moved_timers.pop(timer_id, None)
        if self.new_timers.pop(timer_id, None) is None:
            self.gone_timers.add(timer_id)

    def disarm_task(self, task_id: str) -> None:
        """Remove a task's reminders and escalation."""
        for timer_id in [key for key, row in self.new_timers.items() if row["task_id"] == task_id]:
            del self.new_timers[timer_id]
        if task_id not in self.new_tasks:
            self.tasks_without_timers.add(task_id)

    def unsubscribe(self, subscription_id: str) -> None:
        """Remove a subscription."""
        if self.new_subscriptions.pop(subscription_id, None) is None:
            self.gone_subscriptions.add(subscription_id)

    def write(self, connection: Connection) -> None:
        """Write every row and forget it: at most one statement for each kind of change."""
        self._write_tasks(connection)
        self._write_timers(connection)
        self._write_subscriptions(connection)
        _insert(connection, events, self.lines)
        self.lines.clear()
        if self.jobs:
            connection.execute(_insert_unless_there(connection, outbox, "key"), list(self.jobs.values()))
            self.jobs.clear()

    def _write_tasks(self, connection: Connection) -> None:
        changes = {task_id: values for task_id, values in self.task_changes.items() if values}
        for columns in {frozenset(values) for values in changes.values()}:
            rows = [{"row_id": key, **values} for key, values in changes.items() if frozenset(values) == columns]
            connection.execute(update(tasks).where(tasks.c.id == bindparam("row_id")), rows)
        _insert(connection, tasks, self.new_tasks.values())
        self.task_changes.clear()
        self.new_tasks.clear()

    def _write_timers(self, connection: Connection) -> None:
        if self.gone_timers or self.tasks_without_timers:
            conditions = []
            if self.gone_timers:
                conditions.append(timers.c.id.in_(sorted(self.gone_timers)))
            if self.tasks_without_timers:
                conditions.append(timers.c.task_id.in_(sorted(self.tasks_without_timers)))
            connection.execute(delete(timers).where(or_(*conditions)))
        if self.moved_timers:
            rows = [{"row_id": key, "due_at": due_at, "state": "waiting"} for key, due_at in self.moved_timers.items()]
            connection.execute(update(timers).where(timers.c.id == bindparam("row_id")), rows)
        _insert(connection, timers, self.new_timers.values())
        self.gone_timers.clear()
        self.tasks_without_timers.clear()
        self.moved_timers.clear()
        self.new_timers.clear()

    def _write_subscriptions(self, connection: Connection) -> None:
        if self.gone_subscriptions:
            connection.execute(delete(subscriptions).where(subscriptions.c.id.in_(sorted(self.gone_subscriptions))))
        _insert(connection, subscriptions, self.new_subscriptions.values())
        self.gone_subscriptions.clear()
        self.new_subscriptions.clear()


def _insert(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    if listed := list(rows):
        connection.execute(insert(table), listed)


def _insert_unless_there(connection: Connection, table: Table, key: str) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing(index_elements=[key])
