"""Does again through the whole engine, on a database, what a test has done on the bare interpreter, and compares."""

from collections import Counter
from typing import Any

from engine import Actor, Engine, VirtualClock
from engine.interpreter import messages as m
from engine.model import Event
from tests.engine.semantics.bench import START, Bench, Move
from tests.engine.semantics.completing import ADDED, whole

SYSTEM = Actor.system()
_MOST = 500
KINDS = ("element_entered", "element_completed", "element_cancelled", "compensated")


class Replay:
    """One bench's case, on an engine."""

    def __init__(self, bench: Bench, engine: Engine, clock: VirtualClock) -> None:
        self._bench = bench
        self._engine = engine
        self._clock = clock
        self._case_id = ""

    def run(self) -> None:
        """Deploy the files and make the moves. Raises DeploymentRejectedError where the linter refuses a drawing."""
        self._clock.set(START)
        for files in bundles(self._bench):
            self._engine.deploy(files, actor=SYSTEM)
        for move in self._bench.moves:
            self._clock.set(move.now)
            getattr(self, f"_{move.verb}")(move)

    def compare(self) -> None:
        """The same elements in the same order, the same end, and the same things that wait."""
        bench, engine = self._bench, self._engine
        history = engine.history(self._case_id)
        for kind in KINDS:
            assert [event.element_id for event in history if event.type == kind and _is_drawn(event)] == bench.told(
                kind
            )
        case = engine.case(self._case_id)
        assert (case.status, dict(case.variables)) == (bench.status, bench.variables)
        assert Counter(task.element_id for task in engine.tasks(case_id=self._case_id)) == Counter(bench.open)
        due = [timer.due_at for timer in engine.timers() if timer.kind == "event"]
        assert sorted(due) == sorted(bench.timers.values())

    def _start(self, move: Move) -> None:
        command = move.what
        if command.start_id is None:
            self._case_id = self._engine.start(command.process.key, command.variables, actor=SYSTEM).id
            return
        case = self._engine.send_message(started_by(self._bench, command) or "", payload=command.variables)
        self._case_id = case.id if case is not None else ""

    def _complete(self, move: Move) -> None:
        tasks = [task for task in self._engine.tasks(case_id=self._case_id) if task.element_id == move.element]
        task = sorted(tasks, key=lambda task: _number(task.id))[move.place]
        self._engine.complete(task.id, move.what.data, actor=SYSTEM)

    def _fire(self, move: Move) -> None:
        timers = [timer for timer in self._engine.timers() if timer.element_id == move.element]
        assert self._engine.fire_timer(sorted(timers, key=lambda timer: _number(timer.id))[move.place].id)

    def _receive(self, move: Move) -> None:
        case = self._engine.send_message(move.element, payload=move.what.payload, case_id=self._case_id)
        assert case is not None

    def _signal(self, move: Move) -> None:
        self._engine.broadcast_signal(move.element, payload=move.what)

    def _set(self, move: Move) -> None:
        self._engine.set_variables(self._case_id, move.what.variables, actor=SYSTEM)

    def _activate(self, move: Move) -> None:
        self._engine.start_activity(self._case_id, move.what.element_id, actor=SYSTEM)

    def _terminate(self, move: Move) -> None:
        self._engine.terminate(self._case_id, move.what.reason, actor=SYSTEM)


def _is_drawn(event: Event) -> bool:
    return not (event.element_id or "").startswith(ADDED)


def _number(composed_id: str) -> int:
    return int(composed_id.rpartition("-")[2][1:])


def bundles(bench: Bench) -> list[dict[str, bytes]]:
    """The files, deployed together; those that give a process in several versions one after another before the rest."""
    keys = Counter(process.id for document in bench.documents for process in document.processes)
    pairs = [
        (file, [process.id for process in document.processes])
        for file, document in zip(bench.files, bench.documents, strict=True)
    ]
    several = [{"several/several.bpmn": whole(file)} for file, ids in pairs if any(keys[key] > 1 for key in ids)]
    rest = [whole(file) for file, ids in pairs if all(keys[key] == 1 for key in ids)]
    return [*several, {f"f{number}/f{number}.bpmn": file for number, file in enumerate(rest)}]


def started_by(bench: Bench, command: m.StartCase) -> str | None:
    """The name of the message by which a case starts, if it is one."""
    process = bench.shelf.process(command.process)
    events = [event for node, event in process.start_events if node.id == command.start_id]
    wanted = command.trigger or next(((event.kind, event.name) for event in events), None)
    return wanted[1] if wanted is not None and wanted[0] == "message" else None


def can_be_replayed(bench: Bench) -> bool:
    """Whether an engine can be told the same: nothing failed, and all moves are such that it knows."""
    starts: list[Any] = [move.what for move in bench.moves if move.verb == "start"]
    thrown = {effect.name for effect in bench.effects if isinstance(effect, m.MessageThrown)}
    return (
        bench.is_whole
        and bench.limits == m.Limits()
        and len(bench.effects) < _MOST
        and len(starts) == 1
        and (starts[0].start_id is None or started_by(bench, starts[0]) is not None)
        # What a case sends to itself is delivered by the engine alone.
        and thrown.isdisjoint(bench.names.values())
    )
