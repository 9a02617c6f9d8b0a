"""Cases in memory on a virtual clock: each command goes to the interpreter, each effect into plain dicts."""

import heapq
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine.calendars import WorkingCalendar
from engine.errors import EngineError, LimitExceededError
from engine.interpreter import messages as m
from engine.interpreter.state import CaseState
from engine.interpreter.stepping import run
from engine.rehearsal.listing import Listing
from engine.rehearsal.mailbox import Letter, Mailbox, Waiting
from engine.rehearsal.shelf import Shelf

MESSAGE_TTL: Final = timedelta(days=30)
_ENDINGS: Final = {"completed": "case_completed", "terminated": "case_terminated", "failed": "case_failed"}


class RehearsalTooLongError(LimitExceededError):
    """The rehearsal takes too many steps."""

    code = "rehearsal_too_long"


@dataclass(slots=True)
class Case:
    """A case that is rehearsed. Copies of one `group` are answered alike; `number` counts within it."""

    index: int
    ref: m.ProcessRef
    state: CaseState
    group: str = ""
    number: int = 1
    is_copy: bool = False
    status: str = "active"
    element_id: str | None = None
    reason: str = ""
    path: list[str] = field(default_factory=list)
    times: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class OpenTask:
    """A task that waits for its answer. `stamp` tells reminders of an earlier due time from those that hold."""

    case: Case
    effect: m.TaskOpened
    due_at: datetime | None
    stamp: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """What every case of a rehearsal runs in."""

    shelf: Shelf
    calendar: WorkingCalendar
    zone: ZoneInfo
    limits: m.Limits


Perform = Callable[[Case, m.InvokeOperation], m.Command]
Decide = Callable[[m.InvokeDecision], m.Command]
TaskSeen = Callable[[OpenTask], None]


class World:
    """All cases, what they wait for, and the clock. `perform`, `decide` and `on_task` say what the outside does."""

    def __init__(self, ground: Ground, begins_at: datetime, *, most_steps: int | None = None) -> None:
        self.ground = ground
        self._most_steps = most_steps
        self.now = begins_at
        self.cases: list[Case] = []
        self.tasks: dict[tuple[int, str], OpenTask] = {}
        self.listing = Listing()
        self.messages = Mailbox()
        self.signals = Mailbox()
        self.steps = 0
        self.perform: Perform
        self.decide: Decide
        self.on_task: TaskSeen
        self._timers: dict[tuple[int, str], datetime] = {}
        self._agenda: list[tuple[datetime, int, int, Callable[[], None]]] = []
        self._order = 0
        self._post: deque[Callable[[], None]] = deque()
        self._env: m.Environment | None = None

    # --- time -------------------------------------------------------------------------------------------------------

    @property
    def env(self) -> m.Environment:
        """What a step may know of the world at this instant."""
        if self._env is None or self._env.now != self.now:
            ground = self.ground
            self._env = m.Environment(self.now, ground.shelf, ground.calendar, ground.zone, ground.limits)
        return self._env

    def at(self, moment: datetime, rank: int, action: Callable[[], None]) -> None:
        """Do something at an instant, now if that has passed; of one instant's the lower rank comes first."""
        self._order += 1
        heapq.heappush(self._agenda, (max(moment, self.now), rank, self._order, action))

    def soon(self, action: Callable[[], None]) -> None:
        """Do something as soon as the step that is being taken has ended."""
        self._post.append(action)

    def run_until(self, end: datetime) -> None:
        """Let everything happen that is due before an instant."""
        self._deliver()
        while self._agenda and self._agenda[0][0] < end:
            moment, _, _, action = heapq.heappop(self._agenda)
            self.now = max(self.now, moment)
            action()
            self._deliver()

    def _deliver(self) -> None:
        while self._post:
            self._post.popleft()()

    # --- commands ---------------------------------------------------------------------------------------------------

    def start(self, case: Case, variables: Mapping[str, Any], start_id: str | None) -> None:
        """Start a case."""
        case.index = len(self.cases)
        self.cases.append(case)
        self.listing.add(self.now, "case_started", case.ref.key, start_id)
        self.take(case, m.StartCase(case.ref, variables, start_id))

    def take(self, case: Case, command: m.Command) -> None:
        """Run a command to the next waits; what goes wrong leaves the case stuck, and tells where and why.

        Raises RehearsalTooLongError.
        """
        if case.status != "active":
            return
        if self._most_steps is not None and self.steps >= self._most_steps:
            raise RehearsalTooLongError(
                f"The rehearsal takes more than {self._most_steps} steps: rehearse fewer cases."
            )
        following: m.Command | None = command
        try:
            while following is not None:
                self.steps += 1
                step = run(case.state, following, self.env)
                for effect in step.effects:
                    apply = _APPLY.get(type(effect))
                    if apply is not None:
                        apply(self, case, effect)
                following = self._answer(case, step.requests[0]) if step.requests else None
        except EngineError as error:
            self.stick(case, getattr(error, "element_id", None) or case.element_id, str(error))

    def _answer(self, case: Case, request: m.InvokeOperation | m.InvokeDecision) -> m.Command:
        case.element_id = request.element_id
        return self.decide(request) if isinstance(request, m.InvokeDecision) else self.perform(case, request)

    def stick(self, case: Case, element_id: str | None, reason: str) -> None:
        """A case cannot go on: it rests, and waits for nothing."""
        case.status, case.element_id, case.reason = "stuck", element_id, reason
        key = case.ref.key
        if element_id is not None and element_id not in self.ground.shelf.process(case.ref).nodes:
            processes = self.ground.shelf.processes.items()
            key = next((name for name, process in processes if element_id in process.nodes), key)
        self.listing.add(self.now, "stuck", key, element_id, detail=reason)
        self._forget(case)

    def _forget(self, case: Case) -> None:
        for place in [place for place in self.tasks if place[0] == case.index]:
            del self.tasks[place]
        for wait_id in case.state.waits:
            self._timers.pop((case.index, wait_id), None)
            self.messages.unsubscribe(case.index, wait_id)
            self.signals.unsubscribe(case.index, wait_id)

    # --- effects ----------------------------------------------------------------------------------------------------

    def record(self, case: Case, effect: m.Recorded) -> None:
        """Follow the path; list timers that fire."""
        key = effect.process_key or case.ref.key
        if effect.type == "element_entered" and effect.element_id is not None:
            self.listing.enter(key, effect.element_id)
            if not case.is_copy:
                case.path.append(effect.element_id)
        elif effect.type == "timer_fired":
            self.listing.add(self.now, "timer", key, effect.element_id)
        elif effect.type == "message_received":
            self.listing.add(self.now, "message", key, effect.element_id, detail=str(effect.data.get("name", "")))

    def open_task(self, case: Case, effect: m.TaskOpened) -> None:
        """List a task, and let the outside see it."""
        task = OpenTask(case, effect, effect.due_at)
        self.tasks[case.index, effect.token_id] = task
        self.listing.add(self.now, "task_opened", effect.process.key, effect.element_id, due_at=effect.due_at)
        self._watch(task, effect)
        self.on_task(task)

    def move_task(self, case: Case, effect: m.TaskMoved) -> None:
        """A task has another due time."""
        task = self.tasks[case.index, effect.token_id]
        task.due_at, task.stamp = effect.due_at, task.stamp + 1
        opened = task.effect
        self.listing.add(self.now, "task_moved", opened.process.key, opened.element_id, due_at=effect.due_at)
        self._watch(task, effect)

    def _watch(self, task: OpenTask, effect: m.TaskOpened | m.TaskMoved) -> None:
        for moment in effect.reminders:
            if moment > self.now:
                self._remind_at(moment, task, "reminder")
        if task.due_at is not None and task.effect.escalate_to is not None:
            self._remind_at(task.due_at, task, "escalation")

    def _remind_at(self, moment: datetime, task: OpenTask, kind: Any) -> None:
        place, stamp, opened = (task.case.index, task.effect.token_id), task.stamp, task.effect

        def remind() -> None:
            if self.tasks.get(place) is task and task.stamp == stamp:
                to = opened.escalate_to if kind == "escalation" else ""
                self.listing.add(
                    self.now, kind, opened.process.key, opened.element_id, due_at=task.due_at, detail=to or ""
                )

        self.at(moment, 3, remind)

    def close_task(self, case: Case, effect: m.TaskClosed) -> None:
        """A task waits no longer."""
        task = self.tasks.pop((case.index, effect.token_id), None)
        if task is not None and effect.is_cancelled:
            self.listing.add(self.now, "task_cancelled", task.effect.process.key, task.effect.element_id)

    def arm_timer(self, case: Case, effect: m.TimerArmed | m.TimerMoved) -> None:
        """A timer waits until an instant."""
        place = case.index, effect.timer_id
        self._timers[place] = effect.due_at

        def fire() -> None:
            if self._timers.get(place) == effect.due_at:
                self.take(case, m.TimerFired(effect.timer_id))

        self.at(effect.due_at, 2, fire)

    def disarm_timer(self, case: Case, effect: m.TimerDisarmed) -> None:
        """A timer waits no longer."""
        self._timers.pop((case.index, effect.timer_id), None)

    def subscribe(self, case: Case, effect: m.Subscribed) -> None:
        """A case waits for a message or signal; a kept message comes right after the step."""
        if effect.kind == "signal":
            self.signals.subscribe(case.index, effect.subscription_id, effect.name, {})
            return
        waiting = self.messages.subscribe(case.index, effect.subscription_id, effect.name, effect.correlation)
        self.soon(lambda: self._take_kept(waiting))

    def unsubscribe(self, case: Case, effect: m.Unsubscribed) -> None:
        """A case waits for it no longer."""
        self.messages.unsubscribe(case.index, effect.subscription_id)
        self.signals.unsubscribe(case.index, effect.subscription_id)

    def _take_kept(self, waiting: Waiting) -> None:
        if self.messages.is_waiting(waiting):
            variables = self.cases[waiting.case].state.variables()
            letter = self.messages.take_kept(waiting, variables, self.now)
            if letter is not None:
                self.take(self.cases[waiting.case], m.MessageReceived(waiting.wait_id, letter.payload))

    def throw_message(self, case: Case, effect: m.MessageThrown) -> None:
        """A case sends a message."""
        self.send(effect.name, effect.payload, effect.correlation, sender=case)

    def throw_signal(self, case: Case, effect: m.SignalThrown) -> None:
        """A case sends a signal to all others."""
        self.broadcast(effect.name, effect.payload, sender=case)

    def end(self, case: Case, effect: m.CaseEnded) -> None:
        """A case has ended."""
        case.status = effect.status
        self.listing.add(self.now, _ENDINGS[effect.status], case.ref.key, detail=effect.error_code or "")  # type: ignore[arg-type]  # the endings are kinds of lines

    # --- messages ---------------------------------------------------------------------------------------------------

    def send(
        self, name: str, payload: Mapping[str, Any], correlation: Mapping[str, Any], *, sender: Case | None
    ) -> None:
        """Deliver a message after the step: to who waits, else to the process that it starts, else keep it."""
        letter = Letter(name, payload, correlation, self.now + MESSAGE_TTL)
        self.soon(lambda: self._hand_over(letter, sender))

    def _hand_over(self, letter: Letter, sender: Case | None) -> None:
        for waiting, names in self.messages.receivers(letter):
            case = self.cases[waiting.case]
            variables = case.state.variables() if names else {}
            if all(name in variables and variables[name] == letter.correlation[name] for name in names):
                self.take(case, m.MessageReceived(waiting.wait_id, letter.payload))
                return
        if not self._start_by("message", letter.name, letter.payload, sender=sender):
            self.messages.keep(letter)

    def broadcast(self, name: str, payload: Mapping[str, Any], *, sender: Case | None) -> None:
        """Deliver a signal after the step to everyone who waits for it, and start what it starts."""

        def deliver() -> None:
            for waiting in self.signals.signalled(name):
                if (sender is None or waiting.case != sender.index) and self.signals.is_waiting(waiting):
                    self.take(self.cases[waiting.case], m.SignalReceived(waiting.wait_id, payload))
            self._start_by("signal", name, payload, sender=sender)

        self.soon(deliver)

    def _start_by(self, kind: str, name: str, payload: Mapping[str, Any], *, sender: Case | None) -> bool:
        """Start what a message or signal starts; what a copy starts is a copy too."""
        found = self.ground.shelf.starts.get((kind, name))
        if found is None:
            return False
        key, start_id = found
        group = f"{sender.group}>{key}" if sender is not None else key
        is_copy = sender is not None and sender.is_copy
        number = sender.number if sender is not None else 1
        case = Case(0, self.ground.shelf.latest(key), CaseState.new(), group=group, number=number, is_copy=is_copy)
        self.start(case, payload, start_id)
        return True


_APPLY: Final[Mapping[type, Callable[[World, Case, Any], None]]] = {
    m.Recorded: World.record,
    m.TaskOpened: World.open_task,
    m.TaskMoved: World.move_task,
    m.TaskClosed: World.close_task,
    m.TimerArmed: World.arm_timer,
    m.TimerMoved: World.arm_timer,
    m.TimerDisarmed: World.disarm_timer,
    m.Subscribed: World.subscribe,
    m.Unsubscribed: World.unsubscribe,
    m.MessageThrown: World.throw_message,
    m.SignalThrown: World.throw_signal,
    m.CaseEnded: World.end,
}
