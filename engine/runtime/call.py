"""What an operation, a job and a domain command are given: the transaction's session and the engine's own actions."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from engine.interpreter.messages import ProcessRef
from engine.model import Actor, Job, Variables


class Desk(Protocol):
    """The running transaction, as far as operations and domain commands may use it."""

    @property
    def session(self) -> Session:
        """The session on the transaction's connection."""

    @property
    def now(self) -> datetime:
        """The command's instant."""

    def enqueue(self, kind: str, payload: Variables, *, key: str, due_at: datetime | None, case_id: str | None) -> None:
        """Write an outbox row."""

    def record(
        self,
        type: str,  # noqa: A002  # the history's own word
        data: Variables,
        *,
        actor: Actor,
        case_id: str | None,
        element_id: str | None,
    ) -> None:
        """Write an audit record."""

    def send(self, name: str, payload: Variables, *, correlation: Variables, case_id: str | None, actor: Actor) -> None:
        """Write a message that is delivered right after the commit."""

    def start(self, process_key: str, variables: Variables, *, business_key: str | None, actor: Actor) -> str:
        """Start a case in this transaction; returns its id."""

    def complete(self, task_id: str, data: Variables, *, actor: Actor) -> None:
        """Complete a task in this transaction."""

    def exclude(self, case_id: str, user_id: str, *, reason: str, actor: Actor) -> None:
        """Write a conflict of interest."""

    def set_business_key(self, case_id: str, text: str) -> None:
        """Change a case's business key."""

    def file(self, name: str, running: Sequence[ProcessRef]) -> bytes | None:
        """A deployed file, of the versions that run before the newest ones."""


class Workspace:
    """One transaction: everything that is done through it is kept together or not at all."""

    def __init__(
        self,
        desk: Desk,
        actor: Actor,
        *,
        case_id: str | None = None,
        element_id: str | None = None,
        running: Sequence[ProcessRef] = (),
    ) -> None:
        self._desk = desk
        self.actor = actor
        self._case_id = case_id
        self._element_id = element_id
        self._running = running

    @property
    def session(self) -> Session:
        """The SQLAlchemy session of this transaction. It is committed by the engine: never commit it yourself."""
        return self._desk.session

    @property
    def now(self) -> datetime:
        """The instant of this command, aware UTC, the same throughout."""
        return self._desk.now

    def file(self, name: str) -> bytes | None:
        """A file that is deployed with a process, `process/name`: a letter, a mail, a table, a form; None without it.

        In an operation it is the file of the version that the case runs on: of the process whose element this is, or of
        one that called it. Any other process gives its newest version, as every process does outside a case.
        """
        return self._desk.file(name, self._running)

    def enqueue(
        self, kind: str, payload: Variables, *, key: str, due_at: datetime | None = None, case_id: str | None = None
    ) -> None:
        """Ask for remote work after the commit, at least once, under a key of its own.

        A second request with the same key is the same job: nothing is written twice.
        """
        self._desk.enqueue(kind, payload, key=key, due_at=due_at, case_id=case_id or self._case_id)

    def send_message(
        self,
        name: str,
        payload: Variables | None = None,
        *,
        correlation: Variables | None = None,
        case_id: str | None = None,
    ) -> None:
        """Send a message to one case: it is kept with this transaction and delivered right after its commit.

        A message that nobody waits for yet is kept for its time to live.
        """
        self._desk.send(name, payload or {}, correlation=correlation or {}, case_id=case_id, actor=self.actor)

    def start(self, process_key: str, variables: Variables | None = None, *, business_key: str | None = None) -> str:
        """Start a case within this transaction and run it to its first wait; returns the new case's id."""
        return self._desk.start(process_key, variables or {}, business_key=business_key, actor=self.actor)

    def record(
        self,
        type: str,  # noqa: A002  # the history's own word
        data: Variables | None = None,
        *,
        case_id: str | None = None,
    ) -> None:
        """Write a line to the audit log: the case's, or the installation's where there is no case."""
        self._desk.record(
            type, data or {}, actor=self.actor, case_id=case_id or self._case_id, element_id=self._element_id
        )


class Work(Workspace):
    """A domain command outside any diagram: opened by `engine.work()`, committed when its block ends well."""

    def complete(self, task_id: str, data: Variables | None = None) -> None:
        """Complete a task within this transaction, with the same checks as `engine.complete`."""
        self._desk.complete(task_id, data or {}, actor=self.actor)

    def exclude(self, case_id: str, user_id: str, reason: str) -> None:
        """Exclude a person from a case because of a conflict of interest."""
        self._desk.exclude(case_id, user_id, reason=reason, actor=self.actor)

    def set_business_key(self, case_id: str, text: str) -> None:
        """Give a case its business key (the registry number)."""
        self._desk.set_business_key(case_id, text)


class Call(Workspace):
    """One call of an operation by a step in a diagram."""

    def __init__(
        self,
        desk: Desk,
        actor: Actor,
        *,
        case_id: str,
        element_id: str,
        inputs: Variables,
        variables: Variables,
        running: Sequence[ProcessRef] = (),
    ) -> None:
        super().__init__(desk, actor, case_id=case_id, element_id=element_id, running=running)
        self.case_id = case_id
        self.element_id = element_id
        self.inputs = inputs
        self.variables = variables

    def exclude(self, user_id: str, reason: str) -> None:
        """Exclude a person from this case because of a conflict of interest."""
        self._desk.exclude(self.case_id, user_id, reason=reason, actor=self.actor)

    def set_business_key(self, text: str) -> None:
        """Give this case its business key (the registry number)."""
        self._desk.set_business_key(self.case_id, text)


OperationFunction = Callable[[Call], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Operation:
    """A registered operation. `is_decision`: it records or dispatches a decision, which a person must have taken."""

    call: OperationFunction
    is_decision: bool = False


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a job handler gets besides the job: its instant, which attempt this is, and a way to write down results."""

    now: datetime
    attempt: int
    work: Callable[..., AbstractContextManager[Work]]


JobHandler = Callable[[Job, JobContext], None]


# Gives what forms may choose among that is not the case's own (accounts with a role, meetings), from its variables.
Choices = Callable[[Session, datetime, Variables], Mapping[str, Any]]


def no_choices(_session: Session, _now: datetime, _variables: Variables) -> Mapping[str, Any]:
    """Nothing besides the case's variables."""
    return {}


def operations_of(registered: Mapping[str, OperationFunction | Operation]) -> dict[str, Operation]:
    """Each registered operation as an `Operation`."""
    return {name: entry if isinstance(entry, Operation) else Operation(entry) for name, entry in registered.items()}
