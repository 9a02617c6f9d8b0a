"""What the API takes and gives, as the models of its OpenAPI document."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """A request: unknown names are refused."""

    model_config = ConfigDict(extra="forbid")


class Shown(BaseModel):
    """An answer, read from one of the engine's or the domain's values."""

    model_config = ConfigDict(from_attributes=True)


class TaskQuery(Strict):
    """Which tasks; `cursor` is the `next` of the page before."""

    role: str | None = None
    assignee: str | None = None
    due_before: datetime | None = None
    call: str | None = None
    case: str | None = None
    cursor: str | None = None
    limit: int = Field(default=100, ge=1, le=500)


class PageQuery(Strict):
    """A page of events; `cursor` is the `next` of the page before."""

    cursor: int = Field(default=0, ge=0)
    limit: int = Field(default=100, ge=1, le=500)


class VersionsQuery(Strict):
    """Of one process or all of them, the newest versions or all."""

    key: str | None = None
    all_versions: bool = False


class Completion(Strict):
    """The answers of the task's form."""

    data: dict[str, Any] = Field(default_factory=dict)


class Delegation(Strict):
    """The account that gets the task."""

    to: str


class NewCase(Strict):
    """A case to start."""

    process: str
    variables: dict[str, Any] = Field(default_factory=dict)
    business_key: str | None = None


class NewMessage(Strict):
    """A message to the case that waits for it."""

    name: str
    payload: dict[str, Any] = Field(default_factory=dict)
    correlation: dict[str, Any] = Field(default_factory=dict)
    case_id: str | None = None


class NewSignal(Strict):
    """A signal to every case that waits for it."""

    name: str
    payload: dict[str, Any] = Field(default_factory=dict)


class Task(Shown):
    """A task for a person."""

    id: str
    case_id: str
    element_id: str
    name: str
    name_en: str
    role: str | None
    assignee: str | None
    state: Literal["open", "completed", "cancelled"]
    created_at: datetime
    due_at: datetime | None
    form: str | None
    is_decision: bool
    process_key: str
    process_version: int
    case_title: str
    business_key: str | None
    group: str | None


class TaskPage(BaseModel):
    """Tasks by due instant, and where the next page begins."""

    items: list[Task]
    next: str | None


class Definition(Shown):
    """A version of a process."""

    key: str
    version: int
    name: str
    name_en: str
    digest: str
    deployed_at: datetime | None
    deployed_by: str


class Definitions(BaseModel):
    """Versions of processes."""

    items: list[Definition]


class Problem(Shown):
    """What a deployment noticed in the files."""

    severity: str
    code: str
    element_id: str | None
    line: int | None
    message: str
    message_en: str
    file: str


class Deployment(BaseModel):
    """What was stored, and what was noticed."""

    definitions: list[Definition]
    problems: list[Problem]


class Case(BaseModel):
    """A case. `variables` are as JSON: dates and instants as ISO 8601 text, amounts as numbers."""

    id: str
    process: str
    version: int
    status: str
    title: str
    business_key: str | None
    group: str | None
    started_at: datetime
    ended_at: datetime | None
    revision: int
    open_incidents: int
    variables: dict[str, Any]


class MessageReceipt(BaseModel):
    """Who received the message; null while it is kept for a case that does not wait yet."""

    case_id: str | None


class Event(BaseModel):
    """A line of a case's history."""

    seq: int
    at: datetime
    type: str
    element_id: str | None
    element_type: str | None
    process_key: str | None
    actor: str
    data: dict[str, Any]


class History(BaseModel):
    """Lines in order, and where the next page begins."""

    items: list[Event]
    next: int | None


class Call(Shown):
    """A published call for applications; `cutoff` is the first instant that is too late."""

    id: str
    registry_number: str
    status: str
    title: str
    lead: str
    budget_sek: int
    min_sek: int
    max_sek: int
    opens_at: datetime
    cutoff: datetime
    decision_to: date
    areas: list[str]


class Calls(BaseModel):
    """Calls, the latest deadline first."""

    items: list[Call]


class Application(Shown):
    """An application of a call."""

    id: str
    registry_number: str
    org_nr: str
    applicant_name: str
    title: str
    status: str
    sought_sek: int


class Applications(BaseModel):
    """Applications of one call."""

    items: list[Application]
