"""Runs a case on the bare interpreter, saved and loaded after every command, and keeps what it tells."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendars import WorkingCalendar
from engine.errors import BpmnError
from engine.interpreter import messages
from engine.interpreter.messages import (
    CaseEnded,
    CompleteTask,
    Environment,
    InvokeDecision,
    InvokeOperation,
    Limits,
    MessageReceived,
    MessageThrown,
    OperationFailed,
    OperationSucceeded,
    ProcessRef,
    Recorded,
    SignalReceived,
    SignalThrown,
    StartCase,
    Subscribed,
    TaskClosed,
    TaskMoved,
    TaskOpened,
    TimerArmed,
    TimerDisarmed,
    TimerFired,
    TimerMoved,
    Unsubscribed,
)
from engine.interpreter.state import CaseState
from engine.interpreter.stepping import run
from engine.reader import Document, Process, read

STOCKHOLM = ZoneInfo("Europe/Stockholm")
START = datetime(2021, 9, 1, 7, tzinfo=UTC)


class Shelf:
    """The deployed processes: each id has version 1, unless versions are added."""

    def __init__(self, *documents: Document) -> None:
        self.versions: dict[str, list[Process]] = {}
        for document in documents:
            for process in document.processes:
                self.versions.setdefault(process.id, []).append(process)

    def process(self, ref: ProcessRef) -> Process:
        """The process of that version."""
        try:
            return self.versions[ref.key][ref.version - 1]
        except IndexError as error:
            raise KeyError(ref) from error

    def latest(self, key: str) -> ProcessRef:
        """The newest version."""
        return ProcessRef(key, len(self.versions[key]))


@dataclass
class Bench:
    """One case at a time, on the bare interpreter."""

    shelf: Shelf
    operations: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    now: datetime = START
    state: CaseState = field(default_factory=CaseState.new)
    effects: list[messages.Effect] = field(default_factory=list)
    tasks: dict[str, TaskOpened] = field(default_factory=dict)
    timers: dict[str, datetime] = field(default_factory=dict)
    subscriptions: dict[str, Subscribed] = field(default_factory=dict)
    status: str = "new"
    error: str | None = None
    skipped: Mapping[str, str] = field(default_factory=dict)

    def do(self, command: messages.Command) -> "Bench":
        """Carry out a command, answer the operations it asks for, then save and load."""
        while True:
            env = Environment(
                self.now, self.shelf, WorkingCalendar(), STOCKHOLM, limits=self.limits, skipped=self.skipped
            )
            step = run(self.state, command, env)
            self._note(step.effects)
            if not step.requests:
                break
            command = self._answer(step.requests[0])
        before = json.dumps(self.state.dump())
        self.state = CaseState.load(json.loads(before))
        assert json.dumps(self.state.dump()) == before
        return self

    def _answer(self, request: InvokeOperation | InvokeDecision) -> messages.Command:
        name = request.operation if isinstance(request, InvokeOperation) else request.decision
        try:
            given = self.operations[name](request)
        except BpmnError as error:
            return OperationFailed(request.token_id, error.code, error.message)
        if isinstance(request, InvokeDecision):
            given = {request.result_variable: given} if request.result_variable else given
        return OperationSucceeded(request.token_id, given or {})

    def _note(self, effects: Any) -> None:
        for effect in effects:
            self.effects.append(effect)
            self._note_task(effect)
            self._note_wait(effect)

    def _note_task(self, effect: messages.Effect) -> None:
        match effect:
            case TaskOpened():
                self.tasks[effect.token_id] = effect
            case TaskClosed():
                del self.tasks[effect.token_id]
            case CaseEnded():
                self.status, self.error = effect.status, effect.error_code
                assert not self.tasks
                assert not self.timers
                assert not self.subscriptions
            case _:
                pass

    def _note_wait(self, effect: messages.Effect) -> None:
        match effect:
            case TimerArmed() | TimerMoved():
                self.timers[effect.timer_id] = effect.due_at
            case TimerDisarmed():
                del self.timers[effect.timer_id]
            case Subscribed():
                self.subscriptions[effect.subscription_id] = effect
            case Unsubscribed():
                del self.subscriptions[effect.subscription_id]
            case _:
                pass

    # --- what a test does -------------------------------------------------------------------------------------------

    def start(
        self, key: str = "p", *, at: str | None = None, trigger: tuple[str, str] | None = None, **variables: Any
    ) -> "Bench":
        """Start a case."""
        self.status = "active"
        return self.do(StartCase(self.shelf.latest(key), variables, at, trigger))

    def complete(self, element_id: str, **data: Any) -> "Bench":
        """Complete the oldest open task of an element."""
        token_id = next(token_id for token_id, task in self.tasks.items() if task.element_id == element_id)
        return self.do(CompleteTask(token_id, data))

    def advance(self, **span: float) -> "Bench":
        """Move the clock on and fire all timers that became due, in the order of their instants."""
        end = self.now + timedelta(**span)
        while self.timers and min(self.timers.values()) <= end:
            timer_id = min(self.timers, key=lambda timer_id: (self.timers[timer_id], int(timer_id[1:])))
            self.now = max(self.now, self.timers[timer_id])
            self.do(TimerFired(timer_id))
        self.now = end
        return self

    def message(self, name: str, **payload: Any) -> "Bench":
        """Give a message to the oldest subscription of that name."""
        return self.do(MessageReceived(self._subscription("message", name), payload))

    def signal(self, name: str, **payload: Any) -> "Bench":
        """Give a signal to every subscription of that name."""
        for subscription in [
            item for item in self.subscriptions.values() if (item.kind, item.name) == ("signal", name)
        ]:
            if subscription.subscription_id in self.subscriptions:
                self.do(SignalReceived(subscription.subscription_id, payload))
        return self

    def _subscription(self, kind: str, name: str) -> str:
        return next(
            key
            for key, subscription in self.subscriptions.items()
            if (subscription.kind, subscription.name) == (kind, name)
        )

    # --- what a test sees -------------------------------------------------------------------------------------------

    @property
    def entered(self) -> list[str]:
        """The elements entered so far, in order."""
        return self.told("element_entered")

    @property
    def completed(self) -> list[str]:
        """The elements completed so far, in order."""
        return self.told("element_completed")

    @property
    def cancelled(self) -> list[str]:
        """The elements cancelled so far, in order."""
        return self.told("element_cancelled")

    def told(self, kind: str) -> list[str]:
        """The elements that history tells of with an event of that type."""
        return [
            effect.element_id or "" for effect in self.effects if isinstance(effect, Recorded) and effect.type == kind
        ]

    @property
    def open(self) -> list[str]:
        """The elements of the open tasks, in order."""
        return [task.element_id for task in self.tasks.values()]

    @property
    def variables(self) -> dict[str, Any]:
        """The case's variables."""
        return self.state.variables()

    def of(self, kind: type) -> list[Any]:
        """All effects of a kind."""
        return [effect for effect in self.effects if isinstance(effect, kind)]


def bench(
    *files: bytes, operations: Mapping[str, Callable[..., Any]] | None = None, limits: Limits | None = None
) -> Bench:
    """A bench with the files' processes."""
    documents = [read(file) for file in files]
    return Bench(Shelf(*documents), operations or {}, limits or Limits())


__all__ = ["Bench", "MessageThrown", "SignalThrown", "TaskMoved", "bench"]
