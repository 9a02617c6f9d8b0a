"""Runs a case on the bare interpreter, saved and loaded after every command, and keeps what it tells."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendars import WorkingCalendar
from engine.errors import BpmnError
from engine.interpreter import messages
from engine.interpreter.messages import (
    ActivateAdHoc,
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
    SetVariables,
    SignalReceived,
    SignalThrown,
    StartCase,
    Subscribed,
    TaskClosed,
    TaskMoved,
    TaskOpened,
    TerminateCase,
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
MADE: "list[Bench]" = []
"""The benches of the test that runs, for its replay on a database."""


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


@dataclass(frozen=True)
class Move:
    """One thing done to the case, in words that hold for another run: the `place`-th of what is at the element."""

    verb: str
    now: datetime
    what: Any
    element: str = ""
    place: int = 0


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
    files: Sequence[bytes] = ()
    documents: Sequence[Document] = ()
    moves: list["Move"] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    is_whole: bool = True
    _is_signalling: bool = False

    def do(self, command: messages.Command) -> "Bench":
        """Carry out a command, answer the operations it asks for, then save and load."""
        is_whole = self.is_whole and (self._is_signalling or self._note_move(command))
        self.is_whole = False
        self._carry_out(command)
        self.is_whole = is_whole
        return self

    def _note_move(self, command: messages.Command) -> bool:
        """Keep a command by what it is about rather than by ids; False for one that an engine cannot be given."""
        match command:
            case StartCase():
                self.moves.append(Move("start", self.now, command))
            case CompleteTask():
                elements = {token_id: task.element_id for token_id, task in self.tasks.items()}
                self._note_place("complete", command, elements, command.token_id)
            case TimerFired():
                self._note_place("fire", command, {key: self.names[key] for key in self.timers}, command.timer_id)
            case MessageReceived():
                self.moves.append(Move("receive", self.now, command, self.names[command.subscription_id]))
            case SetVariables():
                self.moves.append(Move("set", self.now, command))
            case ActivateAdHoc():
                self.moves.append(Move("activate", self.now, command))
            case TerminateCase():
                self.moves.append(Move("terminate", self.now, command))
            case _:
                return False
        return True

    def _note_place(self, verb: str, command: Any, elements: Mapping[str, str], wanted: str) -> None:
        if wanted in elements:
            same = sorted((key for key in elements if elements[key] == elements[wanted]), key=lambda key: int(key[1:]))
            self.moves.append(Move(verb, self.now, command, elements[wanted], same.index(wanted)))

    def _carry_out(self, command: messages.Command) -> None:
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
            case TimerArmed():
                self.timers[effect.timer_id] = effect.due_at
                self.names[effect.timer_id] = effect.element_id
            case TimerMoved():
                self.timers[effect.timer_id] = effect.due_at
            case TimerDisarmed():
                del self.timers[effect.timer_id]
            case Subscribed():
                self.subscriptions[effect.subscription_id] = effect
                self.names[effect.subscription_id] = effect.name
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
        self.moves.append(Move("signal", self.now, payload, name))
        self._is_signalling = True
        for subscription in [
            item for item in self.subscriptions.values() if (item.kind, item.name) == ("signal", name)
        ]:
            if subscription.subscription_id in self.subscriptions:
                self.do(SignalReceived(subscription.subscription_id, payload))
        self._is_signalling = False
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
    made = Bench(Shelf(*documents), operations or {}, limits or Limits(), files=files, documents=documents)
    MADE.append(made)
    return made


__all__ = ["Bench", "MessageThrown", "SignalThrown", "TaskMoved", "bench"]
