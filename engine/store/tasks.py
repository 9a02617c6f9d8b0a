"""Task rows: one to work on, with what its rights need."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Text, bindparam, literal_column, select

from engine.access import TaskRight
from engine.errors import NotFoundError
from engine.model import UserTask
from engine.store.aggregates import distinct_list
from engine.store.tables import cases, exclusions, idempotency, tasks

UNDATED = datetime(9999, 1, 1, tzinfo=UTC)
"""When a task without a due instant is sorted to be due."""

_BY_ID = tasks.c.id == bindparam("task_id")
_ROW = select(tasks).where(_BY_ID)
_EARLIER = tasks.alias("earlier")

# Who did the step which another person must do: each once, though a wide loop has thousands of such tasks.
_PERFORMERS = (
    select(distinct_list(_EARLIER.c.completed_by))
    .where(
        _EARLIER.c.case_id == tasks.c.case_id,
        _EARLIER.c.element_id == tasks.c.not_performer_of,
        _EARLIER.c.state == literal_column("'completed'"),
    )
    .correlate(tasks)
    .scalar_subquery()
)
# One statement: the task, once for each account that is excluded from its case (nearly always one row), who did what
# somebody else must do, and the answer that was given to the idempotency key.
_WITH_RIGHTS = (
    select(
        tasks,
        exclusions.c.user_id.label("excluded"),
        _PERFORMERS.label("earlier_performers"),
        idempotency.c.command.label("known_command"),
        idempotency.c.answer.label("known_answer"),
    )
    .select_from(tasks)
    .outerjoin(idempotency, idempotency.c.key == bindparam("idempotency_key", type_=Text))
    .outerjoin(exclusions, exclusions.c.case_id == tasks.c.case_id)
    .where(_BY_ID)
)
WITH_CASE = select(tasks, cases.c.title, cases.c.business_key).join(cases, cases.c.id == tasks.c.case_id)


def row(connection: Connection, task_id: str) -> Mapping[str, Any]:
    """One task's row. Raises NotFoundError."""
    found = connection.execute(_ROW, {"task_id": task_id}).mappings().one_or_none()
    if found is None:
        raise NotFoundError(f"There is no task {task_id}.")
    return dict(found)


def row_with_rights(
    connection: Connection, task_id: str, idempotency_key: str | None = None
) -> tuple[Mapping[str, Any], TaskRight]:
    """One task's row, and what decides who may work on it. Raises NotFoundError.

    With a key, the row's `known_command` and `known_answer` are what was kept for it.
    """
    rows = connection.execute(_WITH_RIGHTS, {"task_id": task_id, "idempotency_key": idempotency_key}).mappings().all()
    if not rows:
        raise NotFoundError(f"There is no task {task_id}.")
    first = rows[0]
    right = TaskRight(
        role=first["role"],
        assigned_to=first["assigned_to"],
        claimed_by=first["claimed_by"],
        is_decision=first["is_decision"],
        excluded=frozenset(entry["excluded"] for entry in rows if entry["excluded"]),
        other_performers=frozenset(first["earlier_performers"] or ()),
    )
    return dict(first), right


def one(connection: Connection, task_id: str) -> UserTask:
    """One task. Raises NotFoundError."""
    found = connection.execute(WITH_CASE.where(tasks.c.id == task_id)).one_or_none()
    if found is None:
        raise NotFoundError(f"There is no task {task_id}.")
    return value_of(found)


def value_of(found: Row[Any]) -> UserTask:
    """A row of `WITH_CASE` as callers get it."""
    return UserTask(
        id=found.id,
        case_id=found.case_id,
        element_id=found.element_id,
        name=found.name,
        name_en=found.name_en,
        role=found.role,
        assignee=found.claimed_by or found.assigned_to,
        state=found.state,
        created_at=found.created_at,
        due_at=found.due_at,
        form=found.form,
        is_decision=found.is_decision,
        process_key=found.process_key,
        process_version=found.process_version,
        case_title=found.title,
        business_key=found.business_key,
        group=found.case_group,
        completed_at=found.completed_at,
        completed_by=found.completed_by,
        escalated_at=found.escalated_at,
        item_index=found.item_index,
    )
