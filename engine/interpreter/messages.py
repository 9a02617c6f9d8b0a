"""What goes into the interpreter (commands, environment) and what comes out of it (effects): plain frozen values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from engine.calendars import WorkingCalendar
from engine.reader.model import Process

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ProcessRef:
    """One version of one process."""

    key: str
    version: int


class Library(Protocol):
    """The deployed processes, as far as a case needs them."""

    def process(self, ref: ProcessRef) -> Process:
        """The parsed process of that version. Raises KeyError."""

    def latest(self, key: str) -> ProcessRef:
        """The version that a call activity gets which names only the key. Raises KeyError."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Budgets of one command (bpmn-semantics.md, Budgets)."""

    steps: int = 500
    seconds: float = 2.0
    tokens: int = 1000
    variable_bytes: int = 1_000_000
    instances: int = 5000
    nesting: int = 50


@dataclass(frozen=True, slots=True)
class Environment:
    """All that a step may know of the world. `now` is aware UTC."""

    now: datetime
    library: Library
    calendar: WorkingCalendar
    zone: ZoneInfo
    limits: Limits = field(default_factory=Limits)
    skipped: Collection[str] = ()
    """Automatic steps that an administrator skips in this command, by element id."""


# --- commands -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StartCase:
    """Start at the none start event(s), or at `start_id` with the payload of its event.

    `trigger` is the kind and name of what has happened, where the start waits for several things.
    """

    process: ProcessRef
    variables: Values = field(default_factory=dict)
    start_id: str | None = None
    trigger: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class CompleteTask:
    """A person completed the user task at the token; `data` is already validated by its form."""

    token_id: str
    data: Values


@dataclass(frozen=True, slots=True)
class OperationSucceeded:
    """The answer to an InvokeOperation or InvokeDecision: the variables to write."""

    token_id: str
    outputs: Values


@dataclass(frozen=True, slots=True)
class OperationFailed:
    """The operation raised a BpmnError: throw the error event at its task."""

    token_id: str
    code: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer that was armed is due."""

    timer_id: str


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A message reached the subscription; the payload becomes variables of its scope."""

    subscription_id: str
    payload: Values


@dataclass(frozen=True, slots=True)
class SignalReceived:
    """A signal reached the subscription."""

    subscription_id: str
    payload: Values


@dataclass(frozen=True, slots=True)
class SetVariables:
    """Variables are changed from outside (an officer's correction); timers and conditions that read them follow."""

    variables: Values


@dataclass(frozen=True, slots=True)
class ActivateAdHoc:
    """A person starts one activity of an open ad-hoc sub-process."""

    scope_id: str
    element_id: str


@dataclass(frozen=True, slots=True)
class TerminateCase:
    """An administrator ends the case."""

    reason: str


@dataclass(frozen=True, slots=True)
class SkipElement:
    """An administrator skips the automatic step at the token, with a reason."""

    token_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class MoveToVersion:
    """Every part of the case that runs this process goes over to this version of it."""

    process: ProcessRef


Command = (
    StartCase
    | CompleteTask
    | OperationSucceeded
    | OperationFailed
    | TimerFired
    | MessageReceived
    | SignalReceived
    | SetVariables
    | ActivateAdHoc
    | TerminateCase
    | SkipElement
    | MoveToVersion
)


# --- effects --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recorded:
    """A line of history: `type` is an Event.type of contracts.md."""

    type: str
    element_id: str | None = None
    element_type: str | None = None
    data: Values = field(default_factory=dict)
    process_key: str | None = None


@dataclass(frozen=True, slots=True)
class TaskOpened:
    """A user task waits. `due_at` is aware UTC; `reminders` are instants before it; all evaluated."""

    token_id: str
    process: ProcessRef
    element_id: str
    name: str
    name_en: str
    role: str | None
    assignee: str | None
    due_at: datetime | None
    form: str | None
    is_decision: bool
    not_performer_of: str | None
    reminders: Sequence[datetime] = ()
    escalate_to: str | None = None
    item_index: int | None = None


@dataclass(frozen=True, slots=True)
class TaskMoved:
    """A variable that `due` or `assignee` reads has changed while the task waits."""

    token_id: str
    assignee: str | None
    due_at: datetime | None
    reminders: Sequence[datetime] = ()


@dataclass(frozen=True, slots=True)
class TaskRefreshed:
    """A waiting task is from now on as another version of its process has it."""

    task: TaskOpened


@dataclass(frozen=True, slots=True)
class TaskClosed:
    """The task no longer waits: completed by its command, or cancelled by an interruption."""

    token_id: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class InvokeOperation:
    """Call a registered operation now, in this transaction, and answer with OperationSucceeded or OperationFailed."""

    token_id: str
    element_id: str
    operation: str
    inputs: Values
    variables: Values


@dataclass(frozen=True, slots=True)
class InvokeDecision:
    """Evaluate a deployed decision and answer with OperationSucceeded({result_variable: value})."""

    token_id: str
    element_id: str
    process: ProcessRef
    decision: str
    result_variable: str | None
    variables: Values


@dataclass(frozen=True, slots=True)
class TimerArmed:
    """A timer waits until `due_at` (aware UTC)."""

    timer_id: str
    element_id: str
    name: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class TimerMoved:
    """A variable that the timer reads has changed."""

    timer_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class TimerDisarmed:
    """The timer no longer waits."""

    timer_id: str


@dataclass(frozen=True, slots=True)
class Subscribed:
    """The case waits for a message or a signal. `correlation` is the evaluated key of the receiver, if any."""

    subscription_id: str
    kind: str
    name: str
    element_id: str
    correlation: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """The case waits no longer."""

    subscription_id: str


@dataclass(frozen=True, slots=True)
class MessageThrown:
    """Send a message to another case, within this transaction."""

    name: str
    payload: Values
    correlation: Values
    element_id: str | None = None


@dataclass(frozen=True, slots=True)
class SignalThrown:
    """Broadcast a signal to every other waiting case and every start event.

    The throwing case's own subscriptions have been reached already, at once, before any later step of it.
    """

    name: str
    payload: Values
    element_id: str | None = None


@dataclass(frozen=True, slots=True)
class CaseEnded:
    """No token is left (completed), terminated, or an uncaught error (failed)."""

    status: str
    error_code: str | None = None


Effect = (
    Recorded
    | TaskOpened
    | TaskMoved
    | TaskRefreshed
    | TaskClosed
    | InvokeOperation
    | InvokeDecision
    | TimerArmed
    | TimerMoved
    | TimerDisarmed
    | Subscribed
    | Unsubscribed
    | MessageThrown
    | SignalThrown
    | CaseEnded
)
