"""Lists of tasks: what an actor may see, with the filters of an inbox, in order, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from engine.access import names_of
from engine.model import Actor, TaskState, UserTask
from engine.store.tables import cases, exclusions, tasks
from engine.store.tasks import WITH_CASE, row, value_of

Conditions = tuple[ColumnElement[bool], ...]


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What a list of tasks is limited to; None means any.

    Who asks for what somebody has completed, or what was completed since an instant, means completed tasks.
    """

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
    completed_by: str | None = None
    completed_since: datetime | None = None

    @property
    def is_of_done(self) -> bool:
        """Whether it asks for what was done, the latest first, rather than for what is to be done by its due time."""
        return self.completed_by is not None or self.completed_since is not None


def listed(
    connection: Connection, wanted: TaskFilter, *, limit: int, offset: int = 0, after: str | None = None
) -> list[UserTask]:
    """Tasks by due instant (those without one last) and id; of what was done the latest first.

    Those of one case come in the order in which they were made.
    `after` is the id of the last task of the page before: a page far down costs as little as the first.
    """
    query = _listing(wanted, limit, offset, is_continued=after is not None)
    last = row(connection, after) if after is not None else {}
    values = {"last_id": last["id"], "last_at": last[_Order(wanted).name]} if last else {}
    return [value_of(task) for task in connection.execute(query, values)]


def count(connection: Connection, wanted: TaskFilter, *, at_most: int | None = None) -> int:
    """How many tasks there are; with `at_most` no more than these are counted."""
    parts = [_part(wanted, part) for part in _parts(wanted)]
    if at_most is not None:
        # In order, so that the index of the part is walked and not the table.
        parts = [part.order_by(*_Order(wanted).of(tasks.c)).limit(at_most) for part in parts]
    counts = select(*(select(func.count()).select_from(part.subquery()).scalar_subquery() for part in parts))
    total = sum(connection.execute(counts).one())
    return total if at_most is None else min(total, at_most)


@lru_cache(maxsize=512)
def _listing(wanted: TaskFilter, limit: int, offset: int, *, is_continued: bool) -> Select[Any]:
    """The one statement of a list; kept, since to put it together takes longer than to read a page."""
    order = _Order(wanted)
    page = _page(wanted, order, (order.comes_after_last,) if is_continued else (), limit + offset)
    found = page.order_by(*order.of(page.selected_columns)).limit(limit).offset(offset).subquery()
    return WITH_CASE.join(found, found.c.id == tasks.c.id).order_by(*order.of(found.c))


class _Order:
    """The order of a list, and its continuation."""

    def __init__(self, wanted: TaskFilter) -> None:
        self._is_of_done = wanted.is_of_done
        # Ids within a case end in a number, so that a shorter one is the earlier.
        self._is_of_case = wanted.case_id is not None

    @property
    def name(self) -> str:
        """The column that comes first; the id is the second."""
        return "completed_at" if self._is_of_done else "sort_at"

    def of(self, columns: Any) -> tuple[ColumnElement[Any], ...]:
        """The order of rows that have these columns."""
        parts = self._parts(columns[self.name], columns["id"])
        return tuple(part.desc() for part in parts) if self._is_of_done else parts

    @property
    def comes_after_last(self) -> ColumnElement[bool]:
        """Whether a task comes after the last one of the page before."""
        at = tasks.c[self.name]
        last_at, last_id = bindparam("last_at", type_=at.type), bindparam("last_id", type_=Text)
        here, last = tuple_(*self._parts(at, tasks.c.id)), tuple_(*self._parts(last_at, last_id))
        return here < last if self._is_of_done else here > last

    def _parts(self, at: ColumnElement[Any], task_id: ColumnElement[Any]) -> tuple[ColumnElement[Any], ...]:
        return (at, func.length(task_id), task_id) if self._is_of_case else (at, task_id)


def _page(wanted: TaskFilter, order: _Order, more: Conditions, limit: int) -> Select[Any]:
    """Enough of each part, put together: the first of all of them are among these."""
    parts = [
        _part(wanted, part).where(*more).order_by(*order.of(tasks.c)).limit(limit).subquery() for part in _parts(wanted)
    ]
    if len(parts) == 1:
        return select(parts[0])
    return select(union_all(*(select(part) for part in parts)).subquery())


def _part(wanted: TaskFilter, conditions: Conditions) -> Select[Any]:
    query = select(tasks.c.id, tasks.c.sort_at, tasks.c.completed_at).where(*conditions, *_filters(wanted))
    if wanted.search:
        query = query.join(cases, cases.c.id == tasks.c.case_id).where(_mentions(wanted.search))
    return query


def _parts(wanted: TaskFilter) -> list[Conditions]:
    """The conditions of queries that have no task in common and together find what is meant.

    One query over "mine, or my role's" would be answered by reading every open task: no index serves both halves, nor
    two names at once in order. Of one case, or of what one person has done, there are few: one query is enough.
    """
    seen = _Seen(wanted)
    if wanted.assignee is not None:
        is_given = and_(tasks.c.assigned_to == wanted.assignee, tasks.c.claimed_by.is_(None))
        return [(tasks.c.claimed_by == wanted.assignee, *seen.at_all), (is_given, *seen.at_all)]
    if seen.is_everything or wanted.case_id is not None or wanted.completed_by is not None:
        return [seen.at_all]
    return seen.apart


class _Seen:
    """What the actor of a list may see, as `access.may_see` has it."""

    def __init__(self, wanted: TaskFilter) -> None:
        actor = wanted.actor or Actor.system()
        self.is_everything = actor.is_system
        self._names = sorted(names_of(actor))
        bound = [name for name in (actor.id, actor.substitute_for) if name]
        self._is_allowed = ~exists().where(exclusions.c.case_id == tasks.c.case_id, exclusions.c.user_id.in_(bound))
        self._roles = [tasks.c.role == role for role in sorted(actor.roles) if wanted.role in {None, role}]
        if wanted.role is None:
            self._roles.append(tasks.c.role.is_(None))

    @property
    def at_all(self) -> Conditions:
        """In one condition."""
        if self.is_everything:
            return ()
        is_free = and_(tasks.c.assigned_to.is_(None), or_(false(), *self._roles))
        is_mine = or_(tasks.c.claimed_by.in_(self._names), tasks.c.assigned_to.in_(self._names))
        return or_(is_mine, is_free), self._is_allowed

    @property
    def apart(self) -> list[Conditions]:
        """By name and by role: what is claimed, what is assigned and not claimed, what is free for a role."""
        is_left = or_(tasks.c.claimed_by.is_(None), tasks.c.claimed_by.not_in(self._names))
        is_free = tasks.c.assigned_to.is_(None)
        return [
            *((tasks.c.claimed_by == name, self._is_allowed) for name in self._names),
            *((tasks.c.assigned_to == name, is_left, self._is_allowed) for name in self._names),
            *((role, is_free, is_left, self._is_allowed) for role in self._roles),
        ]


def _filters(wanted: TaskFilter) -> Conditions:
    plain = (
        (tasks.c.case_id, wanted.case_id),
        (tasks.c.role, wanted.role),
        (tasks.c.process_key, wanted.process_key),
        (tasks.c.case_group, wanted.group),
        (tasks.c.element_id, wanted.element_id),
        (tasks.c.completed_by, wanted.completed_by),
    )
    found: list[ColumnElement[bool]] = [column == value for column, value in plain if value is not None]
    if wanted.is_of_done:
        found.append(_has_state("completed"))
    elif wanted.state is not None:
        found.append(_has_state(wanted.state))
    if wanted.due_before is not None:
        found.append(tasks.c.sort_at < wanted.due_before)
    if wanted.completed_since is not None:
        found.append(tasks.c.completed_at >= wanted.completed_since)
    return tuple(found)


def _has_state(state: TaskState) -> ColumnElement[bool]:
    """Written out, not bound: an index over open tasks alone serves only a statement that says so."""
    written = {"open": "'open'", "completed": "'completed'", "cancelled": "'cancelled'"}[state]
    return tasks.c.state == literal_column(written)


def _mentions(text: str) -> ColumnElement[bool]:
    pattern = "%" + text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    columns = (tasks.c.name, cases.c.title, cases.c.business_key)
    return or_(*(func.lower(column).like(pattern, escape="\\") for column in columns))
