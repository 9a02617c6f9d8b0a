"""Something from outside has happened: which wait it meets and what follows."""

from collections.abc import Mapping
from typing import Any

from engine.interpreter import activities, tasks, waits
from engine.interpreter.catching import trigger_boundary, trigger_event_subprocess
from engine.interpreter.errors import TimerError
from engine.interpreter.execution import Execution
from engine.interpreter.flows import go_on
from engine.interpreter.state import Token, Wait
from engine.interpreter.tasks import move_task
from engine.interpreter.variables import compute, holds, take_outputs, write
from engine.interpreter.waits import (
    arm,
    definition_of,
    definitions_of,
    disarm,
    disarm_all,
    formula_of,
    move_subscription,
    move_timer,
    node_of,
    rearm_cycle,
)
from engine.reader.model import Node

_RECORDS: Mapping[str, str] = {
    "timer": "timer_fired",
    "message": "message_received",
    "signal": "signal_received",
    "conditional": "condition_met",
}


def fire(execution: Execution, wait: Wait, payload: Mapping[str, Any]) -> None:
    """Let what was waited for happen."""
    node = node_of(execution, wait)
    execution.current = node.id
    data = {"name": wait.name} if wait.name else {}
    execution.record(_RECORDS[wait.kind], node, wait.scope, data)
    if wait.kind == "message":
        keep_correlation(execution, wait.name, wait.scope, payload)
    if wait.role == "boundary":
        _fire_boundary(execution, wait, node, payload)
    elif wait.role == "start":
        _fire_start(execution, wait, node, payload)
    elif wait.role == "gateway":
        _fire_gateway(execution, wait, node, payload)
    else:
        token = execution.state.tokens[wait.holder]
        disarm(execution, wait)
        happen(execution, token, node, wait.event, payload)


def keep_correlation(execution: Execution, message: str | None, scope_id: str, payload: Mapping[str, Any]) -> None:
    """The first message of a conversation settles the values of its correlation key."""
    for name, rule in execution.process(scope_id).correlation_properties.items():
        if message and message in rule.expressions and name not in execution.state.correlation:
            value = compute(execution, rule.expressions[message], scope_id, extra=payload)
            if value is not None:
                execution.state.correlation[name] = value


def _has_all(token: Token, node: Node, index: int) -> bool:
    """Whether a parallel multiple event has got its last part."""
    if not node.is_parallel_multiple:
        return True
    if index not in token.received:
        token.received.append(index)
    return len(token.received) >= len(definitions_of(node))


def happen(execution: Execution, token: Token, node: Node, index: int, payload: Mapping[str, Any]) -> None:
    """A catch event or receive task has got (a part of) what it waits for."""
    if not _has_all(token, node, index):
        write(execution, token.scope, payload, from_outside=True)
        return
    disarm_all(execution, token.id)
    if node.is_activity:
        take_outputs(execution, token, node, payload)
        activities.complete(execution, token, node)
        return
    take_outputs(execution, token, node, payload)
    execution.record("element_completed", node, token.scope)
    token.waits = "ready"
    go_on(execution, token, node)


def skip_activity(execution: Execution, token: Token, node: Node) -> None:
    """An administrator skips an automatic activity that waits."""
    disarm_all(execution, token.id)
    activities.complete(execution, token, node)


def skip_event(execution: Execution, token: Token, node: Node) -> None:
    """An administrator skips an event that is waited for."""
    disarm_all(execution, token.id)
    token.waits = "ready"
    go_on(execution, token, node)


def _fire_gateway(execution: Execution, wait: Wait, node: Node, payload: Mapping[str, Any]) -> None:
    """The first event after an event-based gateway decides the path."""
    gateway = execution.state.tokens[wait.holder]
    disarm_all(execution, gateway.id)
    execution.record("element_completed", execution.node(gateway), gateway.scope)
    token = execution.state.add_token(Token(execution.state.make_id("t"), node.id, gateway.scope, waits="event"))
    execution.state.remove_token(gateway)
    arrive(execution, token, node, wait.event, payload)


def arrive(execution: Execution, token: Token, node: Node, index: int, payload: Mapping[str, Any]) -> None:
    """A token comes to a catch event or receive task whose event has already happened."""
    execution.record("element_entered", node, token.scope)
    if node.is_parallel_multiple and len(definitions_of(node)) > 1:
        for wait in arm(execution, node, role="catch", holder=token.id, scope_id=token.scope, token=token):
            if wait.event == index:
                disarm(execution, wait)
    happen(execution, token, node, index, payload)


def _fire_boundary(execution: Execution, wait: Wait, node: Node, payload: Mapping[str, Any]) -> None:
    host = execution.state.tokens[wait.holder]
    if not _has_all_parts(wait, node, host.note):
        return
    if not node.is_interrupting:
        _keep_or_disarm(execution, wait)
    trigger_boundary(execution, node, host, payload)


def _has_all_parts(wait: Wait, node: Node, note: dict[str, Any]) -> bool:
    """Whether this was the last part of a parallel multiple event that a token or scope listens for."""
    if not node.is_parallel_multiple:
        return True
    received: list[str] = note.setdefault(f"received {node.id}", [])
    received.append(str(wait.event))
    if len(set(received)) < len(node.events):
        return False
    received.clear()
    return True


def _fire_start(execution: Execution, wait: Wait, node: Node, payload: Mapping[str, Any]) -> None:
    scope = execution.state.scopes[wait.holder]
    if not _has_all_parts(wait, node, scope.note):
        return
    if not node.is_interrupting:
        _keep_or_disarm(execution, wait)
    trigger_event_subprocess(execution, node, scope, payload)


def _keep_or_disarm(execution: Execution, wait: Wait) -> None:
    """A non-interrupting event goes on listening; a timer only while its cycle lasts."""
    if wait.kind == "timer" and not rearm_cycle(execution, wait, definition_of(execution, wait)):
        disarm(execution, wait)


def signal_within(execution: Execution, name: str, payload: Mapping[str, Any]) -> None:
    """A signal thrown by the case reaches what waits for it in the same case, as it waited at that moment."""
    waiting = [wait for wait in execution.state.waits.values() if wait.kind == "signal" and wait.name == name]
    for wait in waiting:
        if wait.id in execution.state.waits:
            fire(execution, wait, payload)


# --- following variables --------------------------------------------------------------------------------------------


def follow_changes(execution: Execution) -> None:
    """Conditions, timers and tasks that read a changed variable are looked at again; no others are."""
    state = execution.state
    names, state.changed = state.changed, set()
    state.open_readers(names)
    index_readers(execution)
    touched = {reader for name in names for reader in state.readers.get(name, ())} | set(execution.unchecked)
    execution.unchecked = []
    for reader in sorted(touched, key=lambda reader: int(reader[1:])):
        _follow(execution, reader)


def index_readers(execution: Execution) -> None:
    """Enter the waits and tasks that are new, or were decoded, into the index of who reads which variable."""
    state = execution.state
    while state.unindexed:
        reader = state.unindexed.pop()
        if (wait := state.waits.get(reader)) is not None:
            wait.reads = waits.names_read(execution, wait)
            names = wait.reads
        elif (token := state.tokens.get(reader)) is not None and token.waits == "task":
            token.reads = tasks.names_read(execution, token)
            names = token.reads
        else:
            continue
        for name in names:
            state.readers.setdefault(name, set()).add(reader)


def _follow(execution: Execution, reader: str) -> None:
    wait = execution.state.waits.get(reader)
    if wait is None:
        token = execution.state.tokens.get(reader)
        if token is not None and token.waits == "task":
            move_task(execution, token)
    elif wait.kind == "timer":
        _move(execution, wait)
    elif wait.kind == "message":
        move_subscription(execution, wait)
    else:
        check_condition(execution, wait)


def _move(execution: Execution, wait: Wait) -> None:
    try:
        move_timer(execution, wait)
    except TimerError:
        # A variable that became empty does not stop the case: the timer keeps the time it had.
        if wait.due_at is None:
            raise


def check_condition(execution: Execution, wait: Wait) -> None:
    """Fire a conditional event when its condition becomes true; it must be false again before it may fire anew."""
    formula = formula_of(execution, wait)
    is_met = formula is not None and holds(execution, formula, wait.scope)
    was_met = wait.remaining == 1
    wait.remaining = int(is_met)
    if is_met and not was_met:
        fire(execution, wait, {})
