"""A running case goes over to another version of a process: whether it can, and what it then waits for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from engine.interpreter.errors import StepError
from engine.interpreter.execution import Execution
from engine.interpreter.messages import MoveToVersion, TimerMoved
from engine.interpreter.records import Compensation
from engine.interpreter.state import CaseState, Scope, Token, Wait
from engine.interpreter.tasks import refresh_task
from engine.interpreter.waits import arm, definition_of, disarm, move_timer
from engine.model import Text
from engine.reader.model import Node, Process
from engine.reader.parts import MultiInstance

_OWN_PROCESS: Final = "process"
_WITH_EVENT_SUBPROCESSES: Final = frozenset({"process", "subprocess", "event"})


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a case cannot go over: something in it stands at an element that the new version has otherwise."""

    element_id: str
    message: Text


class CannotMoveError(StepError):
    """The case stands where the new version has no place for it."""

    code = "cannot_move"

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__("; ".join(obstacle.message.en for obstacle in obstacles), element_id=obstacles[0].element_id)
        self.obstacles = tuple(obstacles)


def obstacles(state: CaseState, old: Process, new: Process) -> list[Obstacle]:
    """What keeps a case's parts that run the old version from running the new one."""
    found: dict[tuple[str, str], Obstacle] = {}
    for obstacle in _all_obstacles(state, old, new):
        found.setdefault((obstacle.element_id, obstacle.message.sv), obstacle)
    return list(found.values())


def _all_obstacles(state: CaseState, old: Process, new: Process) -> Iterator[Obstacle]:
    for scope in [scope for scope in state.scopes.values() if _runs(state, scope.id, old.id)]:
        if scope.kind != _OWN_PROCESS:
            yield from _of_element(scope.element, old, new)
        yield from _of_compensations(scope.compensations, old, new)
    for token in [token for token in state.tokens.values() if _runs(state, token.scope, old.id)]:
        yield from _of_element(token.node, old, new)
        if token.waits == "join" and token.flow is not None and token.node in new.nodes:
            kept = new.flows.get(token.flow)
            if kept is None or kept.target != token.node:
                yield Obstacle(
                    token.node,
                    Text(
                        f"{_name(old, token.node)} väntar på en gren som inte finns i den nya versionen.",
                        f"{_name(old, token.node)} waits for a branch that the new version does not have.",
                    ),
                )


def _runs(state: CaseState, scope_id: str, key: str) -> bool:
    process = state.process_of(scope_id).process
    return process is not None and process.key == key


def _of_compensations(records: Sequence[Compensation], old: Process, new: Process) -> Iterator[Obstacle]:
    """What was completed and may be undone must still have its handler. What a called process did stays with it."""
    for record in records:
        for element_id in filter(None, (record.element, record.handler)):
            yield from _of_element(element_id, old, new)
        if record.process is None:
            yield from _of_compensations(record.inner, old, new)


def _of_element(element_id: str, old: Process, new: Process) -> Iterator[Obstacle]:
    before, after = old.nodes.get(element_id), new.nodes.get(element_id)
    if before is None:
        return
    name = _name(old, element_id)
    if after is None:
        yield Obstacle(
            element_id,
            Text(f"{name} finns inte i den nya versionen.", f"The new version does not have {name}."),
        )
    elif after.kind != before.kind or after.is_event_subprocess != before.is_event_subprocess:
        sv, en = f"{name} är ett annat slags element i den nya versionen.", f"{name} is of another kind there."
        yield Obstacle(element_id, Text(sv, en))
    elif _places(before, old) != _places(after, new):
        sv, en = f"{name} ligger i ett annat delsteg i den nya versionen.", f"{name} lies in another sub-process there."
        yield Obstacle(element_id, Text(sv, en))
    elif _repeats(before) != _repeats(after):
        sv, en = f"{name} upprepas på ett annat sätt i den nya versionen.", f"{name} is repeated in another way there."
        yield Obstacle(element_id, Text(sv, en))


def _name(process: Process, element_id: str) -> str:
    return process.nodes[element_id].name or element_id


def _places(node: Node, process: Process) -> list[str]:
    """What an element lies in, from the inside out."""
    found: list[str] = []
    scope_id: str | None = node.scope
    while scope_id is not None and scope_id in process.scopes:
        found.append(scope_id)
        scope_id = process.scopes[scope_id].parent
    return found


def _repeats(node: Node) -> object:
    if isinstance(node.loop, MultiInstance):
        return "sequential" if node.loop.is_sequential else "parallel"
    return node.loop is not None


# --- going over -----------------------------------------------------------------------------------------------------


def move(execution: Execution, command: MoveToVersion) -> None:
    """Let every part of the case that runs another version of the process run this one, from where it stands.

    Timers keep the instant that they count from, and follow the new version's rule; messages get its names and keys;
    tasks its name, role, form and dates. New boundary and start events listen from now on. Those that have happened do
    not happen again. Raises CannotMoveError.
    """
    state, library = execution.state, execution.env.library
    moved = [
        scope
        for scope in state.scopes.values()
        if scope.process is not None and scope.process.key == command.process.key and scope.process != command.process
    ]
    new = library.process(command.process)
    before = {scope.id: library.process(scope.process) for scope in moved if scope.process is not None}
    found = [each for scope in moved if scope.process for each in obstacles(state, library.process(scope.process), new)]
    if found:
        raise CannotMoveError(found)
    olds = {
        scope_id: before[process.id]
        for scope_id in list(state.scopes)
        if (process := state.process_of(scope_id)).id in before
    }
    for scope in moved:
        scope.process = command.process
    execution.forget_processes()
    for token in [token for token in state.tokens.values() if token.scope in olds]:
        _renew_token(execution, token, olds[token.scope])
    for scope_id, old in olds.items():
        _renew(execution, scope_id, _starts(execution, state.scopes[scope_id]), old, scope_id=scope_id)


def _renew_token(execution: Execution, token: Token, old: Process) -> None:
    """What a token waits for, as the new version has it."""
    node = execution.node(token)
    process = execution.process(token.scope)
    listening: list[tuple[str, Node]] = []
    if node.is_activity and not execution.is_round(token):
        listening += [("boundary", process.nodes[boundary]) for boundary in node.boundaries]
    if token.waits == "event":
        listening.append(("catch", node))
    elif token.waits == "gateway":
        listening += [("gateway", process.nodes[flow.target]) for flow in process.flows_out(node)]
    _renew(execution, token.id, listening, old, scope_id=token.scope, token=token)
    if token.waits == "task":
        refresh_task(execution, token)


def _starts(execution: Execution, scope: Scope) -> list[tuple[str, Node]]:
    """The start events for which a scope listens; none once one of them has interrupted it."""
    process = execution.process(scope.id)
    drawn = process.scopes.get(scope.element)
    if drawn is None or scope.kind not in _WITH_EVENT_SUBPROCESSES or scope.interrupted_by is not None:
        return []
    started = [start_id for node_id in drawn.event_subprocesses for start_id in process.scopes[node_id].starts]
    return [("start", process.nodes[start_id]) for start_id in started]


def _renew(
    execution: Execution,
    holder: str,
    listening: Sequence[tuple[str, Node]],
    old: Process,
    *,
    scope_id: str,
    token: Token | None = None,
) -> None:
    """Arm anew what a token or scope waited for and waits for still, and what only the new version has."""
    state = execution.state
    before = {(wait.role, wait.node, wait.event): wait for wait in state.waits_of(holder)}
    for wait in before.values():
        disarm(execution, wait)
    for role, node in listening:
        if node.id in old.nodes and not any(key[:2] == (role, node.id) for key in before):
            continue
        for wait in arm(execution, node, role=role, holder=holder, scope_id=scope_id, token=token):
            earlier = before.get((wait.role, wait.node, wait.event))
            if earlier is not None and earlier.kind == wait.kind:
                _carry_over(execution, wait, earlier)
            elif node.id in old.nodes and node.is_parallel_multiple:
                # This part of it has happened already.
                disarm(execution, wait)


def _carry_over(execution: Execution, wait: Wait, earlier: Wait) -> None:
    """A timer counts from when it first waited, a cycle from its last time; a condition that held must end first."""
    if wait.kind == "conditional":
        wait.remaining = earlier.remaining
    elif wait.kind == "timer":
        wait.armed_at = earlier.armed_at
        rule = definition_of(execution, wait).timer
        if rule is not None and rule.kind == "cycle" and earlier.due_at is not None:
            wait.due_at, wait.remaining = earlier.due_at, earlier.remaining
            execution.effects.append(TimerMoved(wait.id, earlier.due_at))
        else:
            move_timer(execution, wait)
