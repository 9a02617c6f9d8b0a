"""A scenario to rehearse, and what a rehearsal tells: frozen values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from engine.model import Text
from engine.rehearsal.written import NOTHING, Written

_NO_NAME: Final = Text("", "")
Pace = Literal["at once", "next working day", "on the due day"]
LineKind = Literal[
    "case_started",
    "task_opened",
    "task_completed",
    "task_cancelled",
    "task_moved",
    "reminder",
    "escalation",
    "operation",
    "decision",
    "mail",
    "message",
    "timer",
    "case_completed",
    "case_terminated",
    "case_failed",
    "stuck",
]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person answers, and how long after the task was opened (`2 working days`, `PT3H`; None: by the pace)."""

    data: Written = NOTHING
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A message or signal. With `each` (a list) it is sent once for each `item` of it."""

    name: str
    payload: Written = NOTHING
    correlation: Written = NOTHING
    each: Written | None = None
    is_signal: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an operation does in a rehearsal: the variables that it writes, its mails (names) and messages.

    With `error` it raises the error of that code instead.
    """

    values: Written = NOTHING
    mails: Sequence[str] = ()
    messages: Sequence[Posted] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """How the steps of a process (or a scenario's) go: replies by element, outcomes by operation or element.

    The first of several is for the first time that an element runs in a case, and so on; the last one for all later
    times. `choices` are what forms may choose among besides the case's own variables.
    """

    replies: Mapping[str, Sequence[Reply]] = field(default_factory=dict)
    outcomes: Mapping[str, Sequence[Outcome]] = field(default_factory=dict)
    choices: Written = NOTHING
    variables: Written = NOTHING
    start: str | None = None
    begins_at: str | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """Cases that are started. The variables may read `number`, from 1; copies are answered alike."""

    process: str
    at: str | None = None
    variables: Written = NOTHING
    count: int = 1
    start: str | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something from outside at an instant: a message or signal, or variables that somebody corrects in the case."""

    at: str
    post: Posted | None = None
    variables: Written = NOTHING


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come of the scenario: the first case's status, some variables, elements on its path in this order."""

    status: str | None = None
    variables: Written = NOTHING
    path: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """A story to rehearse. `begins_at` and `until` are local, as ISO texts."""

    name: Text = _NO_NAME
    begins_at: str | None = None
    until: str | None = None
    pace: Pace = "next working day"
    beginnings: Sequence[Beginning] = ()
    happenings: Sequence[Happening] = ()
    script: Script = field(default_factory=Script)
    expected: Expected | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One dated thing. `count`: for so many cases at once. `detail` is a message's or mail's name, or a reason."""

    at: datetime
    kind: LineKind
    process_key: str
    element_id: str | None = None
    name: Text = _NO_NAME
    role: str | None = None
    due_at: datetime | None = None
    detail: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Stuck:
    """A case that could not go on: at which element, and why."""

    process_key: str
    element_id: str | None
    reason: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a rehearsal told.

    `passed` counts how often each element of each process was entered; `standing` are those at which a case still
    waits when it ends. `differences` say where the scenario's expectation was not met. `steps` counts the commands.
    """

    scenario: Text
    begins_at: datetime
    ends_at: datetime
    lines: Sequence[Line]
    passed: Mapping[str, Mapping[str, int]]
    standing: Mapping[str, Mapping[str, int]]
    statuses: Mapping[str, Mapping[str, int]]
    stuck: Sequence[Stuck] = ()
    differences: Sequence[Text] = ()
    variables: Mapping[str, Any] = field(default_factory=dict)
    status: str = ""
    path: Sequence[str] = ()
    steps: int = 0

    @property
    def is_as_expected(self) -> bool:
        """Whether nothing got stuck and nothing differs."""
        return not self.stuck and not self.differences
