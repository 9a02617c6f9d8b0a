"""Queries: cases, tasks, history, waiting timers and jobs, each over one moment of the database."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, func, or_, select

from engine import access
from engine.audit import LOG_STREAM
from engine.errors import AccessDeniedError, NotFoundError, TaskClaimedError
from engine.forms import Form
from engine.ids import case_id_of, token_id_of
from engine.interpreter.state import CaseState
from engine.interpreter.values import decode_values
from engine.model import Actor, Case, CaseStatus, Event, Job, TaskState, Timer, UserTask
from engine.runtime.answers import case_value, task_variables
from engine.runtime.drafts import DraftCommands
from engine.store import cases as case_rows
from engine.store import inbox, outbox, tasks, timers
from engine.store.inbox import TaskFilter
from engine.store.tables import cases, events, exclusions

Position = Literal["now", "done"]
_PASSING = ("element_entered", "element_completed")


class Queries(DraftCommands):
    """What may be asked. An `actor` limits the answer to what that actor may see; without one, all is seen."""

    # --- cases ------------------------------------------------------------------------------------------------------

    def case(self, case_id: str) -> Case:
        """One case with its variables and open incidents. Raises NotFoundError."""
        with self._reading() as connection:
            row = connection.execute(select(cases).where(cases.c.id == case_id)).mappings().one_or_none()
            if row is None:
                raise NotFoundError(f"There is no case {case_id}.")
            record = case_rows.record_of(row)
            deployed = self._shelf.get(connection, record.process_key, record.process_version)
            return case_value(connection, record, deployed.definition)

    def cases(
        self,
        *,
        process_key: str | None = None,
        status: CaseStatus | None = None,
        group: str | None = None,
        business_key: str | None = None,
        search: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[Case]:
        """Cases, the newest first. `search` looks in title and business key."""
        query = _limited(select(cases), process_key, status, group=group, business_key=business_key, search=search)
        query = query.order_by(cases.c.id.desc()).limit(limit).offset(offset)
        with self._reading() as connection:
            records = [case_rows.record_of(row) for row in connection.execute(query).mappings().all()]
            return [
                case_value(
                    connection,
                    record,
                    self._shelf.get(connection, record.process_key, record.process_version).definition,
                )
                for record in records
            ]

    def count_cases(
        self,
        *,
        process_key: str | None = None,
        status: CaseStatus | None = None,
        group: str | None = None,
        business_key: str | None = None,
        search: str | None = None,
    ) -> int:
        """How many cases `cases` would find without a limit."""
        query = select(func.count()).select_from(cases)
        query = _limited(query, process_key, status, group=group, business_key=business_key, search=search)
        with self._reading() as connection:
            return connection.execute(query).scalar_one()

    def history(self, case_id: str, *, after: int = 0, limit: int | None = None) -> list[Event]:
        """A case's history in order, from the line after `after`."""
        return self._events(case_id, after, limit)

    def log_events(self, *, after: int = 0, limit: int | None = None) -> list[Event]:
        """The installation's own log in order: what belongs to no case."""
        return self._events(LOG_STREAM, after, limit)

    def _events(self, stream: str, after: int, limit: int | None) -> list[Event]:
        query = select(events).where(events.c.stream == stream, events.c.seq > after).order_by(events.c.seq)
        with self._reading() as connection:
            return [
                Event(
                    seq=row.seq,
                    at=row.at,
                    type=row.type,
                    element_id=row.element_id,
                    element_type=row.element_type,
                    actor=row.actor,
                    data=decode_values(json.loads(row.data)),
                    process_key=row.process_key,
                )
                for row in connection.execute(query.limit(limit) if limit is not None else query)
            ]

    def positions(self, case_id: str, process_key: str | None = None) -> dict[str, Position]:
        """Where a case stands in the diagram of its own process, or in that of a process that it has called.

        Each element that a token is at is `now`, each other one that was passed is `done`.
        """
        with self._reading() as connection:
            row = connection.execute(select(cases).where(cases.c.id == case_id)).mappings().one_or_none()
            if row is None:
                raise NotFoundError(f"There is no case {case_id}.")
            wanted = process_key or row["process_key"]
            query = select(events.c.element_id).distinct()
            passed = connection.execute(
                query.where(events.c.stream == case_id, events.c.process_key == wanted, events.c.type.in_(_PASSING))
            ).scalars()
            found: dict[str, Position] = {element_id: "done" for element_id in passed if element_id is not None}
        state = CaseState.load(row["state"])
        for token in state.tokens.values():
            of_process = state.process_of(token.scope).process
            if of_process is not None and of_process.key == wanted:
                found[token.node] = "now"
        return found

    def excluded_cases(self, actor: Actor) -> frozenset[str]:
        """The cases that the actor must not see: a conflict of interest, its own or that of whom it stands in for."""
        people = [name for name in (actor.id, actor.substitute_for) if name]
        query = select(exclusions.c.case_id).where(exclusions.c.user_id.in_(people))
        with self._reading() as connection:
            return frozenset(connection.scalars(query))

    # --- tasks ------------------------------------------------------------------------------------------------------

    def tasks(
        self,
        case_id: str | None = None,
        role: str | None = None,
        *,
        assignee: str | None = None,
        state: TaskState | None = "open",
        actor: Actor | None = None,
        process_key: str | None = None,
        group: str | None = None,
        element_id: str | None = None,
        due_before: datetime | None = None,
        search: str | None = None,
        completed_by: str | None = None,
        completed_since: datetime | None = None,
        limit: int = 1000,
        offset: int = 0,
        after: str | None = None,
    ) -> list[UserTask]:
        """Tasks by due instant, those without one last; `after` is the id of the last task of the page before.

        With `completed_by` (an account) or `completed_since` they are completed tasks, the latest first.
        """
        wanted = TaskFilter(
            case_id=case_id,
            role=role,
            assignee=assignee,
            state=state,
            actor=actor,
            process_key=process_key,
            group=group,
            element_id=element_id,
            due_before=due_before,
            search=search,
            completed_by=completed_by,
            completed_since=completed_since,
        )
        with self._asking() if after is None else self._reading() as connection:
            return inbox.listed(connection, wanted, limit=limit, offset=offset, after=after)

    def count_tasks(self, *, at_most: int | None = None, **filters: Any) -> int:
        """How many tasks `tasks` would find with the same filters, without a limit; `at_most` bounds the counting."""
        with self._asking() as connection:
            return inbox.count(connection, TaskFilter(**filters), at_most=at_most)

    def task(self, task_id: str, *, actor: Actor | None = None) -> UserTask:
        """One task. Raises NotFoundError, also for an actor who may not see it."""
        with self._reading() as connection:
            found = tasks.one(connection, task_id)
            if actor is not None and not access.may_see(tasks.row_with_rights(connection, task_id)[1], actor):
                raise NotFoundError(f"There is no task {task_id}.")
            return found

    def may_complete(self, task_id: str, *, actor: Actor) -> bool:
        """Whether the actor could complete the open task now: by role, assignment and claim, without a conflict."""
        with self._reading() as connection:
            row, right = tasks.row_with_rights(connection, task_id)
        try:
            access.check_work_on(right, actor)
            access.check_claim(right, actor)
        except (AccessDeniedError, TaskClaimedError):
            return False
        return bool(row["state"] == "open")

    def task_variables(self, task_id: str) -> dict[str, Any]:
        """The variables that the task's form can see. Raises NotFoundError."""
        with self._reading() as connection:
            _, document = case_rows.peek(connection, case_id_of(task_id))
        return task_variables(CaseState.load(document), token_id_of(task_id))

    def form_context(self, task_id: str) -> dict[str, Any]:
        """All that the task's form may read: `task_variables` and the installation's choices. Raises NotFoundError."""
        variables = self.task_variables(task_id)
        with self.reading() as session:
            return {**variables, **self._surroundings.choices(session, self.clock.now(), variables)}

    def form(self, task_id: str) -> Form | None:
        """The task's form, of the version that its case runs on; None if it has none. Raises NotFoundError."""
        with self._reading() as connection:
            row = tasks.row(connection, task_id)
            if row["form"] is None:
                return None
            return self._shelf.form(connection, row["process_key"], row["process_version"], name=row["form"])

    def definition_form(self, key: str, name: str, version: int | None = None) -> Form:
        """A form by name, of a version of a process (the newest by default). Raises NotFoundError."""
        with self._reading() as connection:
            if version is None:
                return self._shelf.newest(connection, key).form(name)
            return self._shelf.get(connection, key, version).form(name)

    # --- what waits -------------------------------------------------------------------------------------------------

    def timers(
        self, case_id: str | None = None, *, due_before: datetime | None = None, limit: int = 200
    ) -> list[Timer]:
        """Waiting timers in due order."""
        with self._reading() as connection:
            return timers.listed(connection, case_id=case_id, due_before=due_before, limit=limit)

    def jobs(self, *, state: str | None = None, kind: str | None = None, limit: int = 200) -> list[Job]:
        """Jobs of the outbox, the newest first; `state` is waiting, done, failed, skipped or held."""
        with self._reading() as connection:
            return outbox.listed(connection, state=state, kind=kind, limit=limit)

    def next_due(self) -> datetime | None:
        """When the first waiting timer or job is due; None if nothing waits."""
        with self._reading() as connection:
            found = [moment for moment in (timers.next_due(connection), outbox.next_due(connection)) if moment]
        return min(found, default=None)


def _limited(
    query: Select[Any],
    process_key: str | None,
    status: str | None,
    *,
    group: str | None,
    business_key: str | None,
    search: str | None,
) -> Select[Any]:
    pairs: Sequence[tuple[Any, str | None]] = (
        (cases.c.process_key, process_key),
        (cases.c.status, status),
        (cases.c.case_group, group),
        (cases.c.business_key, business_key),
    )
    for column, value in pairs:
        if value is not None:
            query = query.where(column == value)
    if search:
        query = query.where(
            or_(*(column.icontains(search, autoescape=True) for column in (cases.c.title, cases.c.business_key)))
        )
    return query
