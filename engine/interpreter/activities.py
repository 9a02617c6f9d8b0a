"""The life of an activity: its boundary events, its work, its completion."""

from engine.interpreter import compensation
from engine.interpreter.execution import Execution
from engine.interpreter.flows import go_on
from engine.interpreter.state import Token
from engine.interpreter.variables import assign
from engine.interpreter.waits import arm, disarm_all
from engine.reader.model import Node


def enter(execution: Execution, token: Token, node: Node) -> None:
    """A token comes to an activity: listen at its boundary, then begin it, or its rounds; a round just begins."""
    if execution.is_round(token):
        begin(execution, token, node)
        return
    if not _has_enough_tokens(execution, token, node):
        return
    process = execution.process(token.scope)
    for boundary_id in node.boundaries:
        boundary = process.nodes[boundary_id]
        arm(execution, boundary, role="boundary", holder=token.id, scope_id=token.scope, token=token)
    if node.loop is not None:
        execution.behaviours.open_loop(execution, token, node)
    else:
        begin(execution, token, node)


def _has_enough_tokens(execution: Execution, token: Token, node: Node) -> bool:
    """Whether the activity's start quantity is reached; the tokens become one."""
    quantity = _quantity(node.quantities[0])
    if quantity == 1:
        return True
    tokens = execution.state.tokens_in(token.scope)
    waiting = [other for other in tokens if other.node == node.id and other.waits == "join"]
    if len(waiting) + 1 < quantity:
        token.waits = "join"
        return False
    for other in waiting[: quantity - 1]:
        execution.state.remove_token(other)
    return True


def _quantity(text: str) -> int:
    return max(int(text), 1) if text.strip().isdigit() else 1


def begin(execution: Execution, token: Token, node: Node) -> None:
    """Begin the activity itself, or one round of it."""
    execution.current = node.id
    execution.record_element("element_entered", token, node)
    if node.id in execution.env.skipped and not node.is_scope and node.kind != "userTask":
        complete(execution, token, node)
        return
    if node.data_inputs:
        token.variables |= assign(execution, node.data_inputs, token.scope, token=token)
    execution.behaviours.perform[node.kind](execution, token, node)


def complete(execution: Execution, token: Token, node: Node) -> None:
    """The activity, or one round of it, is done."""
    execution.record_element("element_completed", token, node)
    compensation.remember(execution, token, node)
    if execution.is_round(token):
        execution.behaviours.end_round(execution, token, node)
    else:
        finish(execution, token, node)


def finish(execution: Execution, token: Token, node: Node) -> None:
    """The activity with all its rounds is done: its boundary listens no longer, and the token goes on."""
    disarm_all(execution, token.id)
    token.waits = "ready"
    if execution.behaviours.is_enough(execution, token):
        execution.leave(token, ())
    else:
        go_on(execution, token, node, times=_quantity(node.quantities[1]))
