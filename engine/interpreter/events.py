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

_THROWN_TO_OTHERS = frozenset({"message", "signal", "escalation"})
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
    if not _throw_all(execution, token, node):
        return
    link = next((definition for definition in node.events if definition.kind == "link"), None)
    if link is None:
        go_on(execution, token, node)
    else:
        _follow_link(execution, token, node, link)


def _throw_all(execution: Execution, token: Token, node: Node) -> bool:
    """Throw to others, then compensate; False if the path is interrupted by it or waits for it.

    An event is completed by throwing, so it is told before what the throw brings about; only a compensation is waited
    for. What comes after that enters here again, with the note that it is `undone`.
    """
    if token.note.pop("undone", False):
        execution.record("element_completed", node, token.scope)
        return True
    execution.record("element_entered", node, token.scope)
    undoing = [definition for definition in node.events if definition.kind == "compensation"]
    payload = payload_of(execution, token, node)
    if not undoing:
        execution.record("element_completed", node, token.scope)
    for definition in node.events:
        if definition.kind in _THROWN_TO_OTHERS:
            throw(execution, token, node, definition, payload)
            if token.id not in execution.state.tokens:
                return False
    if undoing:
        if compensation.throw_compensation(execution, token, node, undoing):
            return False
        execution.record("element_completed", node, token.scope)
    return True


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
    """End this path, throwing what the event throws: to others before what ends its own scope."""
    if not _throw_all(execution, token, node):
        return
    abrupt = next((definition for definition in node.events if definition.kind in _ENDING), None)
    if abrupt is None:
        execution.leave(token, ())
    elif abrupt.kind == "error":
        _throw_error(execution, token, node, abrupt)
    elif abrupt.kind == "cancel":
        compensation.cancel_transaction(execution, token)
    else:
        # A termination ends its scope only, as if it were completed.
        cancel_tokens_in(execution, token.scope, but=token.id)
        execution.leave(token, ())


def throw(
    execution: Execution, token: Token, node: Node, definition: EventDefinition, payload: Mapping[str, Any]
) -> None:
    """Throw a message, a signal or an escalation from an event, or from an activity of several instances."""
    if definition.kind == "message":
        throw_message(execution, token, node, definition, payload)
    elif definition.kind == "signal":
        throw_signal(execution, token.scope, node, definition, payload)
    else:
        throw_escalation(execution, token.scope, node, Thrown.by(definition, payload))


def throw_signal(
    execution: Execution, scope_id: str, node: Node, definition: EventDefinition, payload: Mapping[str, Any]
) -> None:
    """Broadcast a signal; what waits for it in this case gets it at once."""
    name = definition.name or definition.ref or node.id
    execution.record("signal_thrown", node, scope_id, {"name": name})
    execution.effects.append(SignalThrown(name, payload, node.id))
    signal_within(execution, name, payload)


def _throw_error(execution: Execution, token: Token, node: Node, definition: EventDefinition) -> None:
    thrown = Thrown.by(definition, payload_of(execution, token, node))
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
