"""Starting a case: at its none start events, or by what a start event, gateway or receive task waits for."""

from collections.abc import Mapping
from typing import Any

from engine.interpreter import triggers
from engine.interpreter.errors import NoStartError
from engine.interpreter.execution import Execution
from engine.interpreter.messages import StartCase
from engine.interpreter.scopes import arm_event_subprocesses, begin, open_scope
from engine.interpreter.state import Scope, Token
from engine.interpreter.variables import take_outputs
from engine.interpreter.waits import arm, definitions_of, disarm
from engine.reader.model import Node


def start_case(execution: Execution, command: StartCase) -> None:
    """Open the case's scope and put its first tokens. Raises NoStartError."""
    state = execution.state
    scope = Scope(state.make_id("s"), "process", command.process.key, process=command.process)
    state.root = scope.id
    state.status = "active"
    drawn = open_scope(execution, scope, command.variables if command.start_id is None else {})
    arm_event_subprocesses(execution, scope, drawn)
    if command.start_id is None:
        begin(execution, scope, drawn)
    else:
        _start_at(execution, scope, command)


def _start_at(execution: Execution, scope: Scope, command: StartCase) -> None:
    process = execution.process(scope.id)
    start_id, payload = command.start_id or "", command.variables
    node = process.nodes.get(start_id)
    if node is None:
        raise NoStartError(f"There is no start event {start_id}.", element_id=start_id)
    index = _happened(node, command.trigger)
    for definition in definitions_of(node)[index : index + 1]:
        if definition.kind == "message":
            triggers.keep_correlation(execution, definition.name, scope.id, payload)
    gateway = next((start for start in process.starts if start_id in _after(execution, scope, start)), None)
    if gateway is not None:
        _start_by_gateway(execution, scope, gateway, node, index, payload)
    elif node.kind == "startEvent":
        token = execution.place(node.id, scope.id)
        take_outputs(execution, token, node, payload)
        if node.is_parallel_multiple and len(node.events) > 1:
            _wait_for_the_rest(execution, token, node, index)
    elif node.instantiates:
        _arrive(execution, scope, node, index, payload)
    else:
        raise NoStartError(f"{start_id} does not start the process.", element_id=start_id)


def _happened(node: Node, trigger: tuple[str, str] | None) -> int:
    """Which of the event's definitions the trigger is; the first where it is not told."""
    kind, name = trigger or ("", "")
    for index, definition in enumerate(definitions_of(node)):
        if definition.kind == kind and name in {"", definition.name, definition.ref, node.id}:
            return index
    return 0


def _after(execution: Execution, scope: Scope, start: Node) -> list[str]:
    """The events that follow an instantiating event-based gateway."""
    if start.kind != "eventBasedGateway":
        return []
    return [flow.target for flow in execution.process(scope.id).flows_out(start)]


def _start_by_gateway(
    execution: Execution, scope: Scope, gateway: Node, node: Node, index: int, payload: Mapping[str, Any]
) -> None:
    """The event that came first goes on; a parallel gateway waits for all the others in the same case."""
    execution.record("element_entered", gateway, scope.id)
    execution.record("element_completed", gateway, scope.id)
    others = [other_id for other_id in _after(execution, scope, gateway) if other_id != node.id]
    if gateway.event_gateway_type == "Parallel":
        for other_id in others:
            execution.place(other_id, scope.id)
    _arrive(execution, scope, node, index, payload)


def _arrive(execution: Execution, scope: Scope, node: Node, index: int, payload: Mapping[str, Any]) -> None:
    token = execution.state.add_token(Token(execution.state.make_id("t"), node.id, scope.id, waits="event"))
    triggers.arrive(execution, token, node, index, payload)


def _wait_for_the_rest(execution: Execution, token: Token, node: Node, index: int) -> None:
    """A parallel multiple start: the case exists from its first event, and begins with its last."""
    execution.record("element_entered", node, token.scope)
    token.waits = "event"
    token.received.append(index)
    for wait in arm(execution, node, role="catch", holder=token.id, scope_id=token.scope, token=token):
        if wait.event == index:
            disarm(execution, wait)
