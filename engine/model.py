"""The frozen values that the engine gives to and takes from its callers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Variables = Mapping[str, Any]
CaseStatus = Literal["active", "completed", "terminated", "failed", "suspended"]
TaskState = Literal["open", "completed", "cancelled"]
Severity = Literal["error", "warning", "advice", "assumed", "ignored"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in the product's two languages."""

    sv: str
    en: str

    def in_language(self, language: str) -> str:
        """The sentence in a language; Swedish where there is no English."""
        return self.en if language == "en" and self.en else self.sv

    def __str__(self) -> str:
        return self.sv


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: an account with roles, or the system itself.

    `identities` are all names under which tasks may be assigned to the actor: the account's id and, for an
    applicant, the ids of the organisations that it may act for. `substitute_for` is the account that it stands in for.
    """

    id: str
    roles: frozenset[str] = frozenset()
    identities: frozenset[str] = frozenset()
    substitute_for: str | None = None

    @classmethod
    def system(cls) -> "Actor":
        """The engine and its schedulers: may do everything but take a human decision."""
        return cls(id="system", roles=frozenset({"system"}))

    @property
    def is_system(self) -> bool:
        """Whether no person acts."""
        return self.id == "system"

    @property
    def log_name(self) -> str:
        """The name for the log: "A for B" where A stands in for B."""
        return f"{self.id} för {self.substitute_for}" if self.substitute_for else self.id

    def is_called(self, name: str | None) -> bool:
        """Whether a task that is assigned to `name` is this actor's."""
        return name is not None and (name == self.id or name in self.identities or name == self.substitute_for)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with, or assumed about, a diagram, form or table."""

    severity: Severity
    code: str
    element_id: str | None
    line: int | None
    message: str
    message_en: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: `path` is the field's key, `costs[2].amount` inside rows."""

    path: str
    message: Text


@dataclass(frozen=True, slots=True)
class Definition:
    """One deployed version of a process."""

    key: str
    version: int
    name: str
    digest: str
    name_en: str = ""
    deployed_at: datetime | None = None
    deployed_by: str = ""


@dataclass(frozen=True, slots=True)
class Deployment:
    """What one call of `deploy` stored, and what it noticed."""

    definitions: Sequence[Definition]
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """A step that could not be taken: what, where, why; retried or skipped by a person."""

    id: str
    case_id: str
    element_id: str | None
    kind: str
    message: str
    raised_at: datetime
    resolved_at: datetime | None = None
    resolution: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A process instance. `group` is the case's `utlysa:caseGroup` (the call it belongs to)."""

    id: str
    definition: Definition
    status: CaseStatus
    title: str
    business_key: str | None
    group: str | None
    started_at: datetime
    ended_at: datetime | None
    variables: Variables = field(default_factory=dict)
    incidents: Sequence[Incident] = ()
    revision: int = 0


@dataclass(frozen=True, slots=True)
class UserTask:
    """A task for a person."""

    id: str
    case_id: str
    element_id: str
    name: str
    name_en: str
    role: str | None
    assignee: str | None
    state: TaskState
    created_at: datetime
    due_at: datetime | None
    form: str | None
    is_decision: bool
    process_key: str
    process_version: int
    case_title: str
    business_key: str | None
    group: str | None
    completed_at: datetime | None = None
    completed_by: str | None = None
    escalated_at: datetime | None = None
    item_index: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a case's history; `seq` counts from 1 within the case."""

    seq: int
    at: datetime
    type: str
    element_id: str | None
    element_type: str | None
    actor: str
    data: Variables
    process_key: str | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """A waiting timer: `kind` is `event`, `reminder` or `escalation`."""

    id: str
    case_id: str
    element_id: str
    kind: str
    due_at: datetime
    case_title: str = ""
    business_key: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A row of the outbox: remote work that is done at least once, with a key of its own."""

    id: str
    kind: str
    key: str
    payload: Variables
    case_id: str | None
    attempts: int
    created_at: datetime
    due_at: datetime
    state: str = "waiting"
    last_error: str = ""


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What `run_due` did."""

    timers: int = 0
    jobs: int = 0
