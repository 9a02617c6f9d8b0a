"""The engine's public face: every command and query, each one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy.orm import Session

from engine.calendars import WorkingCalendar
from engine.clock import Clock
from engine.interpreter.messages import Limits
from engine.model import (
    Actor,
    Case,
    CaseStatus,
    Definition,
    Deployment,
    Event,
    Incident,
    Job,
    Problem,
    RunCounts,
    TaskState,
    Timer,
    UserTask,
    Variables,
)
from engine.runtime.call import JobHandler, Operation, OperationFunction, Work

if TYPE_CHECKING:
    from engine.forms import Form


class Engine:
    """Runs cases along their diagrams over one database."""

    clock: Clock

    def __init__(
        self,
        url: str = "sqlite://",
        *,
        clock: Clock | None = None,
        operations: Mapping[str, OperationFunction | Operation] | None = None,
        jobs: Mapping[str, JobHandler] | None = None,
        roles: Iterable[str] = (),
        calendar: WorkingCalendar | None = None,
        zone: str = "Europe/Stockholm",
        limits: Limits | None = None,
        migrations: Sequence[Path | str] = (),
        message_ttl: timedelta = timedelta(days=30),
        job_attempts: int = 3,
    ) -> None: ...

    def migrate(self) -> None: ...
    def is_migrated(self) -> bool: ...
    def close(self) -> None: ...

    # deployments
    def deploy(
        self,
        files: Mapping[str, bytes],
        actor: Actor | None = None,
        *,
        repair: bool = False,
        base_version: int | None = None,
    ) -> Deployment: ...
    def lint(self, files: Mapping[str, bytes], *, repair: bool = False) -> list[Problem]: ...
    def definitions(self, key: str | None = None, *, all_versions: bool = False) -> list[Definition]: ...
    def definition_files(self, key: str, version: int | None = None) -> dict[str, bytes]: ...

    # cases
    def start(
        self,
        process_key: str,
        variables: Variables | None = None,
        *,
        business_key: str | None = None,
        actor: Actor | None = None,
        idempotency_key: str | None = None,
    ) -> Case: ...
    def set_variables(
        self, case_id: str, variables: Variables, *, actor: Actor, idempotency_key: str | None = None
    ) -> Case: ...
    def terminate(self, case_id: str, reason: str, *, actor: Actor) -> Case: ...
    def suspend(self, case_id: str, reason: str, *, actor: Actor) -> Case: ...
    def resume(self, case_id: str, *, actor: Actor) -> Case: ...
    def start_activity(self, case_id: str, element_id: str, *, actor: Actor) -> Case: ...
    def case(self, case_id: str, *, actor: Actor | None = None) -> Case: ...
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
    ) -> list[Case]: ...
    def count_cases(self, *, process_key: str | None = None, status: CaseStatus | None = None, group: str | None = None) -> int: ...
    def history(self, case_id: str, *, after: int = 0) -> list[Event]: ...
    def positions(self, case_id: str, process_key: str | None = None) -> dict[str, Literal["now", "done"]]: ...

    # tasks
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
        limit: int = 1000,
        offset: int = 0,
        after: str | None = None,
    ) -> list[UserTask]: ...
    def count_tasks(self, **filters: Any) -> int: ...
    def task(self, task_id: str, *, actor: Actor | None = None) -> UserTask: ...
    def task_variables(self, task_id: str) -> dict[str, Any]: ...
    def form(self, task_id: str) -> "Form | None": ...
    def claim(self, task_id: str, *, actor: Actor, idempotency_key: str | None = None) -> UserTask: ...
    def release(self, task_id: str, *, actor: Actor, idempotency_key: str | None = None) -> UserTask: ...
    def delegate(self, task_id: str, to: str, *, actor: Actor, idempotency_key: str | None = None) -> UserTask: ...
    def complete(
        self, task_id: str, data: Variables | None = None, *, actor: Actor, idempotency_key: str | None = None
    ) -> Case: ...
    def exclude(self, case_id: str, user_id: str, *, reason: str, actor: Actor) -> None: ...

    # messages and time
    def send_message(
        self,
        name: str,
        payload: Variables | None = None,
        *,
        correlation: Variables | None = None,
        case_id: str | None = None,
        actor: Actor | None = None,
        ttl: timedelta | None = None,
        idempotency_key: str | None = None,
    ) -> Case | None: ...
    def broadcast_signal(
        self,
        name: str,
        payload: Variables | None = None,
        *,
        actor: Actor | None = None,
        idempotency_key: str | None = None,
    ) -> None: ...
    def run_due(self) -> RunCounts: ...
    def next_due(self) -> datetime | None: ...
    def timers(self, case_id: str | None = None, *, due_before: datetime | None = None, limit: int = 200) -> list[Timer]: ...
    def jobs(self, *, state: str | None = None, kind: str | None = None, limit: int = 200) -> list[Job]: ...

    # incidents and checks
    def incidents(self, case_id: str | None = None, *, is_open: bool = True) -> list[Incident]: ...
    def retry_incident(self, incident_id: str, *, actor: Actor) -> None: ...
    def skip_incident(self, incident_id: str, reason: str, *, actor: Actor) -> None: ...
    def verify(self) -> list[str]: ...
    def verify_audit(self) -> list[str]: ...

    # domain commands, queries and the installation's own log
    def work(self, *, actor: Actor | None = None) -> AbstractContextManager[Work]: ...
    def reading(self) -> AbstractContextManager[Session]: ...
    def log(self, type: str, data: Variables | None = None, *, actor: Actor) -> None: ...  # noqa: A002
    def log_events(self, *, after: int = 0, limit: int = 200) -> list[Event]: ...
