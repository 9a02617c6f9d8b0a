"""Plays cases on a virtual clock: answers each task as the script says, and moves time to what comes next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from engine import Actor, Engine, UserTask, Variables

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


class MovableClock(Protocol):
    """A clock that the player may move forward."""

    def now(self) -> datetime:
        """The present instant, aware UTC."""

    def set(self, at: datetime) -> datetime:
        """Move to an aware instant."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Who completes a task with what, and not before when (at once, without an instant)."""

    actor: str
    data: Mapping[str, Any]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens by itself at an instant: somebody submits, withdraws, asks."""

    at: datetime
    action: Callable[[], None]


# Gives the answer to a task from its case's variables, once; None leaves the task to somebody else.
Reply = Callable[[UserTask, Variables], Answer | None]


@dataclass
class Player:
    """Runs a script. `replies` are by element id, `process/element` first; `actor` gives an account's actor."""

    engine: Engine
    clock: MovableClock
    actor: Callable[[str], Actor]
    replies: Mapping[str, Reply]
    scenes: list[Scene] = field(default_factory=list)
    answered: int = 0
    _prepared: dict[str, Answer | None] = field(default_factory=dict)

    def run(self, *, until: datetime = FOREVER, is_over: Callable[[], bool] = lambda: False) -> None:
        """Play until an instant, until it is over, or until nothing more can happen."""
        self.scenes.sort(key=lambda scene: scene.at)
        while True:
            self.engine.run_due()
            if self._play_scenes() or self._answer_ready():
                continue
            if is_over():
                return
            upcoming = self._next_instant()
            if upcoming is None or upcoming > until:
                if until < FOREVER:
                    self.clock.set(max(until, self.clock.now()))
                return
            self.clock.set(max(upcoming, self.clock.now()))

    def _play_scenes(self) -> bool:
        due = [scene for scene in self.scenes if scene.at <= self.clock.now()]
        for scene in due:
            self.scenes.remove(scene)
            scene.action()
        return bool(due)

    def _answer_ready(self) -> bool:
        is_any = False
        for task, answer in self._answers():
            if answer.at is not None and answer.at > self.clock.now():
                continue
            self.engine.complete(task.id, answer.data, actor=self.actor(answer.actor))
            self.answered += 1
            is_any = True
            # One answer may open or close other tasks: look again.
            break
        return is_any

    def _answers(self) -> Sequence[tuple[UserTask, Answer]]:
        prepared = [(task, self._prepare(task)) for task in self.engine.tasks(limit=1000)]
        return [(task, answer) for task, answer in prepared if answer is not None]

    def _prepare(self, task: UserTask) -> Answer | None:
        if task.id not in self._prepared:
            reply = self.replies.get(f"{task.process_key}/{task.element_id}") or self.replies.get(task.element_id)
            self._prepared[task.id] = reply(task, self.engine.task_variables(task.id)) if reply else None
        return self._prepared[task.id]

    def _next_instant(self) -> datetime | None:
        instants = [scene.at for scene in self.scenes]
        instants += [answer.at for _, answer in self._answers() if answer.at is not None]
        due = self.engine.next_due()
        return min([*instants, *([due] if due else [])], default=None)
