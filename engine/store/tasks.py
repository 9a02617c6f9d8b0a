"""Task rows: one to work on with what its rights need, and lists for inboxes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from engine.access import TaskRight, names_of
from engine.errors import NotFoundError
from engine.model import Actor, TaskState, UserTask
from engine.store.tables import cases, exclusions, idempotency, tasks

UNDATED = datetime(9999, 1, 1, tzinfo=UTC)
"""When a task without a due instant is sorted to be due."""

_BY_ID = tasks.c.id == bindparam("task_id")
_ROW = select(tasks).where(_BY_ID)
_EARLIER = tasks.alias("earlier")

# One statement: the task, once for each account that is excluded from its case and each that did the step which
# another person must do (nearly always one row), and the answer that was given to the idempotency key.
_WITH_RIGHTS = (
    select(
        tasks,
        exclusions.c.user_id.label("excluded"),
        _EARLIER.c.completed_by.label("earlier_performer"),
        idempotency.c.command.label("known_command"),
        idempotency.c.answer.label("known_answer"),
    )
    .select_from(tasks)
    .outerjoin(idempotency, idempotency.c.key == bindparam("idempotency_key", type_=Text))
    .outerjoin(exclusions, exclusions.c.case_id == tasks.c.case_id)
    .outerjoin(
        _EARLIER,
        and_(
            _EARLIER.c.case_id == tasks.c.case_id,
            _EARLIER.c.element_id == tasks.c.not_performer_of,
            _EARLIER.c.state == "completed",
        ),
    )
    .where(_BY_ID)
)
_WITH_CASE = select(tasks, cases.c.title, cases.c.business_key, cases.c.case_group).join(
    cases, cases.c.id == tasks.c.case_id
)


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What a list of tasks is limited to; None means any."""

    case_id: str | None = None
    role: str | None = None
    assignee: str | None = None
    state: TaskState | None = "open"
    actor: Actor | None = None
    process_key: str | None = None
    group: str | None = None
    element_id: str | None = None
    due_before: datetime | None = None
    search: str | None = None


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
        other_performers=frozenset(entry["earlier_performer"] for entry in rows if entry["earlier_performer"]),
    )
    return dict(first), right


def one(connection: Connection, task_id: str) -> UserTask:
    """One task. Raises NotFoundError."""
    found = connection.execute(_WITH_CASE.where(tasks.c.id == task_id)).one_or_none()
    if found is None:
        raise NotFoundError(f"There is no task {task_id}.")
    return _value(found)


def listed(
    connection: Connection, wanted: TaskFilter, *, limit: int, offset: int = 0, after: str | None = None
) -> list[UserTask]:
    """Tasks by due instant (those without one last) and id; `after` is the id of the last task of the page before."""
    found: list[UserTask] = []
    parts = _parts(wanted)
    for part in parts:
        query = _limited(_WITH_CASE, wanted).where(*part.conditions).order_by(*part.order)
        if after is not None:
            query = query.where(_comes_after(connection, after))
        found += map(_value, connection.execute(query.limit(offset + limit)))
    if len(parts) > 1:
        found.sort(key=lambda task: (task.due_at or UNDATED, task.id))
    return found[offset : offset + limit]


def count(connection: Connection, wanted: TaskFilter) -> int:
    """How many tasks there are."""
    query = select(func.count()).select_from(tasks)
    if wanted.group is not None or wanted.search:
        query = query.join(cases, cases.c.id == tasks.c.case_id)
    limited = _limited(query, wanted)
    return sum(connection.execute(limited.where(*part.conditions)).scalar_one() for part in _parts(wanted))


@dataclass(frozen=True, slots=True)
class _Part:
    """Conditions of one query. A small one is sorted after it was found, not found by walking in order."""

    conditions: tuple[ColumnElement[bool], ...] = ()
    is_small: bool = False

    @property
    def order(self) -> tuple[ColumnElement[Any], ...]:
        """By due instant and id. A computed column keeps the planner from walking the index of all open tasks."""
        sort_at: ColumnElement[Any] = (
            func.coalesce(tasks.c.sort_at, tasks.c.created_at) if self.is_small else tasks.c.sort_at
        )
        return (sort_at, tasks.c.id)


def _parts(wanted: TaskFilter) -> list[_Part]:
    """The conditions of queries that have no task in common and together find what the actor sees.

    One query over "mine, or my role's" would be answered by reading every open task: no index serves both halves.
    """
    actor = wanted.actor
    if actor is None or actor.is_system:
        return [_Part()]
    names = sorted(names_of(actor))
    bound = [name for name in (actor.id, actor.substitute_for) if name]
    allowed = ~exists().where(exclusions.c.case_id == tasks.c.case_id, exclusions.c.user_id.in_(bound))
    is_claimed = tasks.c.claimed_by.in_(names)
    is_not_claimed = or_(tasks.c.claimed_by.is_(None), tasks.c.claimed_by.not_in(names))
    mine = [(is_claimed,), (tasks.c.assigned_to.in_(names), is_not_claimed)]
    is_free = tasks.c.assigned_to.is_(None)
    roles = [tasks.c.role.is_(None), *(tasks.c.role == role for role in sorted(actor.roles))]
    return [
        *(_Part((*conditions, allowed), is_small=True) for conditions in mine),
        *(_Part((role, is_free, is_not_claimed, allowed)) for role in roles),
    ]


def _comes_after(connection: Connection, task_id: str) -> ColumnElement[bool]:
    sort_at = row(connection, task_id)["sort_at"]
    return or_(tasks.c.sort_at > sort_at, and_(tasks.c.sort_at == sort_at, tasks.c.id > task_id))


def _limited(query: Select[Any], wanted: TaskFilter) -> Select[Any]:
    plain = (
        (tasks.c.case_id, wanted.case_id),
        (tasks.c.role, wanted.role),
        (tasks.c.process_key, wanted.process_key),
        (cases.c.case_group, wanted.group),
        (tasks.c.element_id, wanted.element_id),
    )
    for column, value in plain:
        if value is not None:
            query = query.where(column == value)
    if wanted.state == "open":
        # Written out, not bound: an index over open tasks alone serves only a statement that says so.
        query = query.where(tasks.c.state == literal_column("'open'"))
    elif wanted.state is not None:
        query = query.where(tasks.c.state == wanted.state)
    if wanted.assignee is not None:
        query = query.where(_is_assigned_to([wanted.assignee]))
    if wanted.due_before is not None:
        query = query.where(tasks.c.due_at < wanted.due_before)
    if wanted.search:
        query = query.where(_mentions(wanted.search))
    return query


def _is_assigned_to(names: list[str]) -> ColumnElement[bool]:
    return or_(tasks.c.claimed_by.in_(names), and_(tasks.c.claimed_by.is_(None), tasks.c.assigned_to.in_(names)))


def _mentions(text: str) -> ColumnElement[bool]:
    pattern = "%" + text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    columns = (tasks.c.name, cases.c.title, cases.c.business_key)
    return or_(*(func.lower(column).like(pattern, escape="\\") for column in columns))


def _value(found: Row[Any]) -> UserTask:
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
