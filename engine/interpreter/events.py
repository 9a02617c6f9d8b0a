"""Start, catch, throw and end events, as a token comes to them."""

from collections.abc import Mapping
from typing import Any

from engine.interpreter import compensation
from engine.interpreter.catching import Thrown, catch, find_catcher, throw_error
from engine.interpreter.errors import StepError
from engine.interpreter.execution import Execution
from engine.interpreter.flows import go_on
from engine.interpreter.messages import SignalThrown
from engine.interpreter.scopes import cancel_tokens_in
from engine.interpreter.sending import payload_of, throw_message
from engine.interpreter.state import Token
from engine.interpreter.triggers import signal_within
from engine.interpreter.waits import arm
from engine.reader.model import Node
from engine.reader.parts import EventDefinition

_ENDING = frozenset({"error", "cancel", "terminate"})


def pass_event(execution: Execution, token: Token, node: Node) -> None:
    """A start or boundary event that has happened: go on."""
    execution.record("element_entered", node, token.scope)
    execution.record("element_completed", node, token.scope)
    go_on(execution, token, node)


def enter_catch(execution: Execution, token: Token, node: Node) -> None:
    """Wait for what the event catches; a link's target goes on at once."""
    if not node.events or node.events[0].kind == "link":
        pass_event(execution, token, node)
        return
    execution.record("element_entered", node, token.scope)
    token.waits = "event"
    arm(execution, node, role="catch", holder=token.id, scope_id=token.scope, token=token)


def enter_throw(execution: Execution, token: Token, node: Node) -> None:
    """Throw what the event throws, then go on if nothing has interrupted."""
    execution.record("element_entered", node, token.scope)
    for definition in node.events:
        throw(execution, token, node, definition)
        if token.id not in execution.state.tokens or token.waits != "ready":
            return
    execution.record("element_completed", node, token.scope)
    link = next((definition for definition in node.events if definition.kind == "link"), None)
    if link is None:
        go_on(execution, token, node)
    else:
        _follow_link(execution, token, node, link)


def _follow_link(execution: Execution, token: Token, node: Node, link: EventDefinition) -> None:
    process = execution.process(token.scope)
    for other_id in process.scopes[node.scope].nodes:
        other = process.nodes[other_id]
        names = {definition.name for definition in other.events if definition.kind == "link"}
        if other.kind == "intermediateCatchEvent" and link.name in names:
            execution.state.remove_token(token)
            execution.place(other.id, token.scope)
            return
    raise StepError(f"The link {link.name} leads nowhere.", element_id=node.id)


def enter_end(execution: Execution, token: Token, node: Node) -> None:
    """End this path, throwing what the event throws."""
    execution.record("element_entered", node, token.scope)
    # What a multiple end event throws to others goes before what ends its own scope.
    for definition in sorted(node.events, key=lambda definition: definition.kind in _ENDING):
        if definition.kind in _ENDING:
            _end_abruptly(execution, token, node, definition)
            return
        throw(execution, token, node, definition)
        if token.id not in execution.state.tokens or token.waits != "ready":
            return
    execution.record("element_completed", node, token.scope)
    execution.leave(token, ())


def _end_abruptly(execution: Execution, token: Token, node: Node, definition: EventDefinition) -> None:
    """An error, a cancellation, or a termination, which ends its scope only, as if it were completed."""
    execution.record("element_completed", node, token.scope)
    if definition.kind == "error":
        throw(execution, token, node, definition)
    elif definition.kind == "cancel":
        compensation.cancel_transaction(execution, token)
    else:
        cancel_tokens_in(execution, token.scope, but=token.id)
        execution.leave(token, ())


def throw(execution: Execution, token: Token, node: Node, definition: EventDefinition) -> None:
    """Throw one event definition from an event."""
    payload = payload_of(execution, token, node)
    if definition.kind == "message":
        throw_message(execution, token, node, definition, payload)
    elif definition.kind == "signal":
        throw_signal(execution, token.scope, node, definition, payload)
    elif definition.kind == "error":
        _throw_error(execution, token, node, definition, payload)
    elif definition.kind == "escalation":
        throw_escalation(execution, token.scope, node, Thrown.by(definition, payload))
    elif definition.kind == "compensation":
        compensation.throw_compensation(execution, token, node, definition)


def throw_signal(
    execution: Execution, scope_id: str, node: Node, definition: EventDefinition, payload: Mapping[str, Any]
) -> None:
    """Broadcast a signal; what waits for it in this case gets it at once."""
    name = definition.name or definition.ref or node.id
    execution.record("signal_thrown", node, scope_id, {"name": name})
    execution.effects.append(SignalThrown(name, payload, node.id))
    signal_within(execution, name, payload)


def _throw_error(
    execution: Execution, token: Token, node: Node, definition: EventDefinition, payload: Mapping[str, Any]
) -> None:
    thrown = Thrown.by(definition, payload)
    execution.record("error_thrown", node, token.scope, {"code": thrown.code})
    # The end event itself is past; what the error interrupts must not tell it as cancelled.
    token.waits = "gone"
    throw_error(execution, thrown, token.scope)


def throw_escalation(execution: Execution, scope_id: str, node: Node, thrown: Thrown) -> None:
    """Throw an escalation; one that nobody catches is logged, and the path goes on."""
    catcher = find_catcher(execution, thrown, scope_id)
    data = {"code": thrown.code, "is_caught": catcher is not None}
    execution.record("escalation_thrown", node, scope_id, data)
    if catcher is not None:
        catch(execution, catcher, thrown.variables)
