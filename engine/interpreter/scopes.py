"""Opening, closing and cancelling of scopes: sub-processes, called processes, and all that waits inside them."""

from collections.abc import Mapping
from typing import Any

from engine.interpreter.errors import BudgetExceededError, NoStartError
from engine.interpreter.execution import Execution
from engine.interpreter.messages import TaskClosed
from engine.interpreter.state import Scope, Token
from engine.interpreter.variables import holds, set_variable
from engine.interpreter.waits import arm, disarm_all
from engine.reader.model import Node
from engine.reader.model import Scope as DrawnScope

_NOTED_WHEN_CANCELLED = frozenset({"event", "gateway", "task", "operation", "decision", "scope"})


def open_scope(execution: Execution, scope: Scope, variables: Mapping[str, Any]) -> DrawnScope:
    """Add a scope with its variables, declare its data, and wait for its event sub-processes."""
    state = execution.state
    limit = execution.env.limits.nesting
    state.add_scope(scope)
    if sum(1 for _ in state.chain(scope.id)) > limit * 2:
        raise BudgetExceededError("nesting", limit, element_id=execution.current)
    drawn = execution.process(scope.id).scopes[scope.element]
    if scope.kind != "process":
        for item in drawn.data:
            set_variable(execution, scope, item.name, None)
    for name, value in variables.items():
        set_variable(execution, scope, name, value)
    return drawn


def arm_event_subprocesses(execution: Execution, scope: Scope, drawn: DrawnScope) -> None:
    """Wait for the start events of a scope's event sub-processes."""
    process = execution.process(scope.id)
    for node_id in drawn.event_subprocesses:
        for start_id in process.scopes[node_id].starts:
            arm(execution, process.nodes[start_id], role="start", holder=scope.id, scope_id=scope.id)


def begin(execution: Execution, scope: Scope, drawn: DrawnScope) -> None:
    """Put tokens at the none start events, else at everything that nothing leads to."""
    nodes = execution.process(scope.id).nodes
    starts = [node_id for node_id in drawn.starts if is_none_start(nodes[node_id])]
    begun = starts or ([] if drawn.starts and scope.kind == "process" else list(drawn.entries))
    if not begun and drawn.starts:
        begun = _other_starts(execution, scope, [nodes[node_id] for node_id in drawn.starts])
    for node_id in begun:
        execution.place(node_id, scope.id)
    if not begun:
        execution.may_be_empty(scope.id)


def _other_starts(execution: Execution, scope: Scope, starts: list[Node]) -> list[str]:
    """Where a process without none starts begins when it is started by hand: where a condition holds, or its one start.

    Raises NoStartError.
    """
    for start in starts:
        conditions = [event.condition for event in start.events if event.condition is not None]
        if any(holds(execution, condition, scope.id) for condition in conditions):
            return [start.id]
    first = starts[0]
    is_conditional = bool(first.events) and all(event.kind == "conditional" for event in first.events)
    if len(starts) > 1 or is_conditional:
        reason = "no start of it is without an event, or has a condition that holds"
        raise NoStartError(f"{scope.element} cannot be started by hand: {reason}.", element_id=scope.element)
    return [first.id]


def is_none_start(node: Node) -> bool:
    """Whether the node is a start event that waits for nothing."""
    return node.kind == "startEvent" and not node.events


# --- cancelling -----------------------------------------------------------------------------------------------------


def cancel_token(execution: Execution, token: Token) -> None:
    """Take away a token with everything inside its element; the inside is told first."""
    state = execution.state
    for scope in state.scopes_of(token.id):
        cancel_scope(execution, scope)
    disarm_all(execution, token.id)
    if token.waits == "task":
        execution.effects.append(TaskClosed(token.id, is_cancelled=True))
    if token.waits in _NOTED_WHEN_CANCELLED:
        execution.record_element("element_cancelled", token, execution.node(token))
    state.remove_token(token)
    state.owned.pop(token.id, None)


def cancel_tokens_in(execution: Execution, scope_id: str, *, but: str | None = None) -> None:
    """Cancel all tokens directly in a scope, with what they own."""
    for token in execution.state.tokens_in(scope_id):
        if token.id != but and token.id in execution.state.tokens:
            cancel_token(execution, token)


def cancel_scope(execution: Execution, scope: Scope) -> None:
    """Cancel everything in a scope and remove it."""
    for inner in inner_scopes(execution, scope):
        cancel_scope(execution, inner)
    cancel_tokens_in(execution, scope.id)
    remove_scope(execution, scope)


def inner_scopes(execution: Execution, scope: Scope) -> list[Scope]:
    """The rounds of a loop's scope."""
    if scope.kind != "loop":
        return []
    return execution.state.rounds_of(scope)


def remove_scope(execution: Execution, scope: Scope) -> None:
    """Take away an empty scope and what it waited for."""
    disarm_all(execution, scope.id)
    parent = execution.state.scopes.get(scope.parent or "")
    if parent is not None and parent.kind == "loop":
        parent.rounds.pop(scope.id, None)
    execution.state.remove_scope(scope)
