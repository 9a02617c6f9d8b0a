"""The engine's public face: every command and query over one database, each one transaction."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from engine.calendars import WorkingCalendar
from engine.clock import Clock, clock_from_environment
from engine.definitions import Check
from engine.definitions.roles import codes_by_name
from engine.interpreter.messages import Limits
from engine.jobs.broker import Broker, JobTimes
from engine.jobs.holding import Holding
from engine.model import Text
from engine.reader.xml import DiagramLimits
from engine.rehearsal.commands import RehearsalCommands
from engine.runtime.call import Choices, JobHandler, Operation, OperationFunction, no_choices, operations_of
from engine.runtime.library import Shelf
from engine.runtime.migrations import MigrationCommands
from engine.runtime.stepping import Surroundings
from engine.store.database import Database

DEFAULT_MESSAGE_TTL: Final = timedelta(days=30)
DEFAULT_JOB_ATTEMPTS: Final = 3
DEFAULT_JOB_SECONDS: Final = 90.0


class Engine(MigrationCommands, RehearsalCommands, Holding):
    """Runs cases along their diagrams.

    `url` is any SQLAlchemy URL of SQLite or PostgreSQL; `sqlite://` is a private database that vanishes when the engine
    is closed. `operations` are what service tasks call, `jobs` the handlers of the outbox by kind, `roles` the roles
    that diagrams may name (none: any): codes alone, or codes with their names, by which lanes and owners may be called
    too, in both languages. `migrations` are folders of further Alembic versions, each with a base and a branch label of
    its own, which `migrate()` runs as well. `checks` judge, by the ending of their names (`.letter.html`), files of a
    bundle that the engine does not read; an error that they find stops the deployment. With a `broker` jobs are done by
    its workers, else by who ticks; `job_seconds` is the longest that one may take.
    """

    def __init__(
        self,
        url: str = "sqlite://",
        *,
        clock: Clock | None = None,
        operations: Mapping[str, OperationFunction | Operation] | None = None,
        jobs: Mapping[str, JobHandler] | None = None,
        roles: Iterable[str] | Mapping[str, Text] = (),
        calendar: WorkingCalendar | None = None,
        zone: str = "Europe/Stockholm",
        limits: Limits | None = None,
        diagram_limits: DiagramLimits | None = None,
        migrations: Sequence[Path | str] = (),
        message_ttl: timedelta = DEFAULT_MESSAGE_TTL,
        job_attempts: int = DEFAULT_JOB_ATTEMPTS,
        job_seconds: float = DEFAULT_JOB_SECONDS,
        broker: Broker | None = None,
        choices: Choices = no_choices,
        checks: Mapping[str, Check] | None = None,
    ) -> None:
        surroundings = Surroundings(
            shelf=Shelf(),
            operations=operations_of(operations or {}),
            calendar=calendar or WorkingCalendar(),
            zone=ZoneInfo(zone),
            limits=limits or Limits(),
            diagrams=diagram_limits or DiagramLimits(),
            choices=choices,
            checks=dict(checks or {}),
        )
        super().__init__(
            Database(url),
            clock or clock_from_environment(),
            surroundings,
            roles=frozenset(roles),
            role_names=codes_by_name(roles) if isinstance(roles, Mapping) else {},
            migrations=[Path(folder) for folder in migrations],
            message_ttl=message_ttl,
        )
        self._handlers = dict(jobs or {})
        self._job_attempts = job_attempts
        self._job_times = JobTimes(job_seconds)
        self.broker = broker
        self._relaying = threading.local()

    @property
    def zone(self) -> ZoneInfo:
        """The zone of local times."""
        return self._surroundings.zone

    @property
    def calendar(self) -> WorkingCalendar:
        """The organisation's working days."""
        return self._surroundings.calendar
