"""What must hold of one case: its row, its state, its tasks, waits, incidents and history tell the same story."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from engine.errors import EngineError
from engine.ids import composed_id
from engine.interpreter.state import CaseState
from engine.store.types import reread

_STORED_KINDS: Final = frozenset({"timer", "message", "signal"})
_TASK_KINDS: Final = frozenset({"reminder", "escalation"})
_OPEN: Final = frozenset({"active", "suspended"})

Row = Any


@dataclass
class Told:
    """What a case's history tells, counted while its lines are read: nothing else of them is kept."""

    types: Counter[str] = field(default_factory=Counter)
    created: Counter[str] = field(default_factory=Counter)
    completed: Counter[str] = field(default_factory=Counter)
    resolved: Counter[str] = field(default_factory=Counter)
    reminded: Counter[str] = field(default_factory=Counter)
    first: str = ""
    version: int | None = None

    def note(self, line: Row) -> None:
        """Count one line."""
        self.first = self.first or line.type
        self.types[line.type] += 1
        note = _NOTES.get(line.type)
        if note is not None:
            # A line that cannot be read was tampered with: the chain says so.
            with suppress(LookupError, TypeError, ValueError):
                note(self, json.loads(line.data))


def _note_version(told: Told, data: Mapping[str, Any]) -> None:
    told.version = data.get("version", told.version)


_NOTES: Final = {
    "task_created": lambda told, data: told.created.update([data["task_id"]]),
    "task_completed": lambda told, data: told.completed.update([data["task_id"]]),
    "incident_resolved": lambda told, data: told.resolved.update([data["incident_id"]]),
    "reminder_sent": lambda told, data: told.reminded.update([reminder_of(data)]),
    "case_started": _note_version,
    "case_migrated": _note_version,
}


def reminder_of(data: Mapping[str, Any]) -> str:
    """What a reminder is known by, in the history and in the outbox: the task and the instant, as stored."""
    return f"{data.get('task_id')} at {json.dumps(data.get('reminder_at'))}"


@dataclass
class Found:
    """The rows of one case. `state` is its document, as stored, if the case is open; `jobs` counts those that wait."""

    case: Row
    state: bytes = b""
    tasks: list[Row] = field(default_factory=list)
    waits: list[Row] = field(default_factory=list)
    incidents: list[Row] = field(default_factory=list)
    reminders: Counter[str] = field(default_factory=Counter)
    jobs: int = 0
    told: Told = field(default_factory=Told)


def breaches_of(found: Found) -> Iterator[str]:
    """Every breach of I2-I5, I7 and I9 that the case's own rows show."""
    yield from _completions(found)
    yield from _reminders(found)
    yield from _whole_steps(found)
    yield from _incidents(found)
    yield from _status(found)
    if found.case.status in _OPEN:
        yield from _open_case(found)
    else:
        yield from _ended_case(found)


def _completions(found: Found) -> Iterator[str]:
    told = found.told.completed
    done = {task.id for task in found.tasks if task.state == "completed"}
    for task_id in sorted(done):
        if told[task_id] != 1:
            yield f"I2 task {task_id}: completed, but {told[task_id]} lines say so"
    for task_id in sorted(told.keys() - done):
        yield f"I2 task {task_id}: a line says completed, the task does not"
    for task in found.tasks:
        if (task.state == "completed") != (task.completed_by is not None):
            yield f"I2 task {task.id}: {task.state}, and completed by {task.completed_by or 'nobody'}"


def _reminders(found: Found) -> Iterator[str]:
    """I5: exactly one job for each reminder that was sent."""
    told, written = found.told.reminded, found.reminders
    for reminder in sorted(told.keys() | written.keys()):
        if (told[reminder], written[reminder]) != (1, 1):
            yield (
                f"I5 case {found.case.id}: the reminder of {reminder} is told {told[reminder]} times and has "
                f"{written[reminder]} jobs"
            )


def _whole_steps(found: Found) -> Iterator[str]:
    """I7: a task and the line of its opening are written together."""
    created, there = found.told.created, {task.id for task in found.tasks}
    for task_id in sorted(there - created.keys()):
        yield f"I7 task {task_id}: no line tells of its opening"
    for task_id, times in sorted(created.items()):
        if task_id not in there:
            yield f"I7 task {task_id}: a line tells of its opening, but it is not there"
        elif times != 1:
            yield f"I7 task {task_id}: {times} lines tell of its opening"


def _incidents(found: Found) -> Iterator[str]:
    """I7: an incident and the lines of its raising and its end are written together."""
    case_id, told = found.case.id, found.told
    is_open = [row.id for row in found.incidents if row.resolved_at is None]
    if found.case.open_incidents != len(is_open):
        yield f"I7 case {case_id}: {found.case.open_incidents} open incidents counted, {len(is_open)} are there"
    if told.types["incident_raised"] < len(found.incidents):
        yield f"I7 case {case_id}: has {len(found.incidents)} incidents, told of {told.types['incident_raised']}"
    closed = {row.id for row in found.incidents if row.resolved_at is not None}
    for incident_id in sorted(closed | told.resolved.keys()):
        if (incident_id in closed, told.resolved[incident_id]) != (True, 1):
            state = "resolved" if incident_id in closed else "not resolved"
            yield f"I7 incident {incident_id}: {state}, but {told.resolved[incident_id]} lines say so"


def _status(found: Found) -> Iterator[str]:
    """I7 and I9: the case's row says what its history says."""
    case, told = found.case, found.told
    if told.first != "case_started" or told.types["case_started"] != 1:
        yield f"I7 case {case.id}: its history does not begin with its start"
    if told.version is not None and told.version != case.process_version:
        yield f"I9 case {case.id}: is on version {case.process_version}, but its history says {told.version}"
    if (case.ended_at is None) != (case.status in _OPEN):
        yield f"I7 case {case.id}: {case.status}, and ended at {case.ended_at or 'no time'}"
    if case.status not in _OPEN and told.types[f"case_{case.status}"] != 1:
        yield f"I7 case {case.id}: {case.status}, but {told.types[f'case_{case.status}']} lines say so"
    rests = told.types["case_suspended"] - told.types["case_resumed"]
    if case.status in _OPEN and rests != (case.status == "suspended"):
        yield f"I7 case {case.id}: {case.status}, but was suspended {rests} times more than it was resumed"


def _ended_case(found: Found) -> Iterator[str]:
    left = sorted(row.id for row in (*found.waits, *(task for task in found.tasks if task.state == "open")))
    if left:
        yield f"I4 case {found.case.id}: {found.case.status}, but {left} still wait"


def _open_case(found: Found) -> Iterator[str]:
    """I3, I4 and I9: the stored state can be restored, agrees with the rows, and something can move the case."""
    case = found.case
    try:
        state = CaseState.load(reread(found.state, is_state=True))
        tokens = [token for token in state.tokens.values() if token.waits == "task"]
        expected = {composed_id(case.id, wait.id) for wait in state.waits.values() if wait.kind in _STORED_KINDS}
        versions = {(scope.process.key, scope.process.version) for scope in state.scopes.values() if scope.process}
    except (EngineError, LookupError, TypeError, ValueError, AttributeError) as error:
        yield f"I4 case {case.id}: its state cannot be restored: {error}"
        return
    open_tasks = {task.id for task in found.tasks if task.state == "open"}
    yield from _agreeing(found, {composed_id(case.id, token.id) for token in tokens}, open_tasks, expected)
    if (case.process_key, case.process_version) not in versions:
        yield f"I9 case {case.id}: is on version {case.process_version}, but its state runs on {sorted(versions)}"
    has_incident = any(row.resolved_at is None for row in found.incidents)
    if not (open_tasks or state.waits or has_incident or found.jobs):
        yield f"I3 case {case.id}: {case.status}, but without a task, a wait or an incident"


def _agreeing(found: Found, tokens: Set[str], open_tasks: Set[str], expected: Set[str]) -> Iterator[str]:
    case_id = found.case.id
    if tokens != open_tasks:
        yield f"I4 case {case_id}: open tasks {sorted(open_tasks)}, but tokens at {sorted(tokens)}"
    waiting = {row.id for row in found.waits if row.kind not in _TASK_KINDS}
    if waiting != expected:
        yield f"I4 case {case_id}: rows for {sorted(waiting)}, but it waits for {sorted(expected)}"
    for row in found.waits:
        if row.kind in _TASK_KINDS and row.task_id not in open_tasks:
            yield f"I4 case {case_id}: the {row.kind} {row.id} is of a task that is not open"
