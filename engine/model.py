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
class Branch:
    """One way out of a choice: the flow, what is written on it, where it leads, and its condition as drawn."""

    flow_id: str
    label: str
    target: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a drawing leaves open, which its owner may settle.

    `role`: who works in a lane, or in a process without lanes. `choice`: who or what chooses among `branches`. `time`:
    when a timer fires. `condition`: when a conditional event happens. `count`: one per what. `task`: who does a step
    and with which form. `written` is what the drawing says about it; `is_open` that nothing sensible can be assumed.
    """

    kind: Literal["role", "choice", "time", "condition", "count", "task"]
    element_id: str
    name: str
    written: str = ""
    branches: Sequence[Branch] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """What becomes of a drawing of another tool.

    `shown` is the drawing as it was drawn, in a form that every viewer can show, `executable` the copy that would run;
    both are None where the file cannot be read. `added` are the steps that were put in, each with the one that it was
    put in for; `forms` came with them; `processes` are the names of what would run by key.
    """

    shown: bytes | None
    executable: bytes | None
    problems: Sequence[Problem] = ()
    questions: Sequence[Question] = ()
    added: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, bytes] = field(default_factory=dict)
    processes: Mapping[str, str] = field(default_factory=dict)
    is_deployable: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A process that is being made ready: its files by name (none in lists), and what it is to become a version of."""

    id: str
    name: str
    key: str
    base_version: int | None
    content: Mapping[str, bytes]
    revision: int
    begun_at: datetime
    begun_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Incident:
    """A step that could not be taken: what, where, why; retried or skipped by a person.

    `kind` and `details` say why in a form that can be worded in any language: a budget's name and size, a job's kind,
    an error's own text. `message` is the same for a log. `stated` are the names of what whoever gave the command stated
    with it: nobody else may correct these.
    """

    id: str
    case_id: str
    element_id: str | None
    kind: str
    message: str
    raised_at: datetime
    resolved_at: datetime | None = None
    resolution: str = ""
    resolved_by: str | None = None
    details: Variables = field(default_factory=dict)
    stated: Sequence[str] = ()


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
