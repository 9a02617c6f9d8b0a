"""Undoing what is done: completed activities are remembered, and their handlers run in reverse order."""

from typing import Any

from engine.interpreter.catching import trigger_boundary
from engine.interpreter.execution import Execution
from engine.interpreter.flows import go_on
from engine.interpreter.scopes import cancel_token, cancel_tokens_in, remove_scope
from engine.interpreter.state import Compensation, Scope, Token
from engine.interpreter.variables import visible
from engine.reader.model import Node
from engine.reader.parts import EventDefinition


def remember(execution: Execution, token: Token, node: Node) -> None:
    """Note a completed activity that can be undone, with the variables as they are now."""
    closed = execution.closed.pop(token.id, None)
    process = execution.process(token.scope)
    boundaries = (process.nodes[node_id] for node_id in node.boundaries)
    handler = next((event.compensation_handler for event in boundaries if event.compensation_handler), None)
    if handler is None and closed is not None:
        handler = _compensation_subprocess(execution, token, node)
    inner = closed.compensations if closed is not None else []
    if handler is None and not inner:
        return
    scope = execution.state.scopes[token.scope]
    variables = visible(execution, token.scope, token=token) if handler is not None else {}
    if closed is not None and handler is not None:
        variables |= closed.variables
    scope.compensations.append(Compensation(node.id, handler, variables, inner, scope.index))


def _compensation_subprocess(execution: Execution, token: Token, node: Node) -> str | None:
    process = execution.process(token.scope)
    drawn = process.scopes.get(node.id)
    for node_id in drawn.event_subprocesses if drawn is not None else ():
        for start_id in process.scopes[node_id].starts:
            if any(event.kind == "compensation" for event in process.nodes[start_id].events):
                return node_id
    return None


def throw_compensation(execution: Execution, token: Token, node: Node, definition: EventDefinition) -> None:
    """Undo one activity, or all that were completed in the scope; the thrower waits, if it is so drawn."""
    records = _take_records(execution, token, definition.activity)
    if not records:
        return
    if definition.waits:
        token.waits = "compensation"
        _handle(execution, token, records)
    else:
        aside = Token(execution.state.make_id("t"), node.id, token.scope, waits="compensation")
        aside.note["aside"] = True
        execution.state.add_token(aside)
        _handle(execution, aside, records)


def _take_records(execution: Execution, token: Token, activity: str | None) -> list[Compensation]:
    """The records in the thrower's scope; from inside an event sub-process also those around it. Each is used once."""
    taken: list[Compensation] = []
    for scope in execution.state.chain(token.scope):
        found = [record for record in scope.compensations if activity is None or record.element == activity]
        scope.compensations = [record for record in scope.compensations if record not in found]
        taken = found + taken
        if scope.kind not in {"event", "instance", "loop"} and (taken or activity is None or scope.kind == "process"):
            break
    return taken


def _handle(execution: Execution, owner: Token, records: list[Compensation]) -> None:
    scope = Scope(execution.state.make_id("s"), "compensation", owner.node, parent=owner.scope, owner=owner.id)
    scope.compensations = records
    execution.state.add_scope(scope)
    end_handling(execution, scope)


def end_handling(execution: Execution, scope: Scope) -> None:
    """A handler is done: begin the next one back in time, or let the thrower go on."""
    if scope.note.get("restored"):
        _end_restored(execution, scope)
    elif scope.compensations:
        _undo(execution, scope, scope.compensations.pop())
    else:
        owner = execution.state.tokens[scope.owner or ""]
        remove_scope(execution, scope)
        _resume(execution, owner)


def _undo(execution: Execution, scope: Scope, record: Compensation) -> None:
    node = execution.process(scope.id).nodes[record.element]
    if record.handler is None:
        scope.compensations.extend(record.inner)
        end_handling(execution, scope)
        return
    execution.record("compensated", node, scope.id, {"instance": record.index} if record.index is not None else None)
    if execution.process(scope.id).nodes[record.handler].is_event_subprocess:
        _restore(execution, scope, record)
    else:
        token = execution.place(record.handler, scope.id)
        token.variables = _as_they_were(scope, record)


def _restore(execution: Execution, scope: Scope, record: Compensation) -> None:
    """Open a completed sub-process's scope again, for its own compensation event sub-process."""
    state, process = execution.state, execution.process(scope.id)
    outer = state.add_token(Token(state.make_id("t"), record.element, scope.id, waits="compensation"))
    restored = Scope(state.make_id("s"), "compensation", record.element, parent=scope.id, owner=outer.id)
    restored.variables = _as_they_were(scope, record)
    restored.compensations = list(record.inner)
    restored.note["restored"] = True
    state.add_scope(restored)
    handler = process.nodes[record.handler or ""]
    owner = state.add_token(Token(state.make_id("t"), handler.id, restored.id, waits="scope"))
    inner = state.add_scope(Scope(state.make_id("s"), "event", handler.id, parent=restored.id, owner=owner.id))
    execution.record("element_entered", handler, restored.id)
    for start_id in process.scopes[handler.id].starts:
        execution.place(start_id, inner.id)


def _as_they_were(scope: Scope, record: Compensation) -> dict[str, Any]:
    written = scope.note.get("written", ())
    return {name: value for name, value in record.variables.items() if name not in written}


def _end_restored(execution: Execution, scope: Scope) -> None:
    outer = execution.state.tokens[scope.owner or ""]
    remove_scope(execution, scope)
    execution.leave(outer, ())


def _resume(execution: Execution, owner: Token) -> None:
    node = execution.node(owner)
    if owner.note.get("cancels"):
        _leave_transaction(execution, owner)
    elif owner.note.get("aside"):
        execution.leave(owner, ())
    else:
        owner.waits = "ready"
        execution.record("element_completed", node, owner.scope)
        go_on(execution, owner, node)


# --- transactions ---------------------------------------------------------------------------------------------------


def cancel_transaction(execution: Execution, token: Token) -> None:
    """A cancel end event: stop the transaction, undo what it had completed, and leave by its cancel boundary event."""
    state = execution.state
    cancel_tokens_in(execution, token.scope, but=token.id)
    scope = state.scopes[token.scope]
    records, scope.compensations = scope.compensations, []
    token.waits = "compensation"
    token.note["cancels"] = True
    _handle(execution, token, records)


def _leave_transaction(execution: Execution, token: Token) -> None:
    state = execution.state
    token.waits = "gone"
    host = state.tokens[state.scopes[token.scope].owner or ""]
    while execution.is_round(host):
        host = state.tokens[state.scopes[state.scopes[host.scope].parent or ""].owner or ""]
    process = execution.process(host.scope)
    for boundary_id in process.nodes[host.node].boundaries:
        boundary = process.nodes[boundary_id]
        if any(event.kind == "cancel" for event in boundary.events):
            trigger_boundary(execution, boundary, host, {}, thrown="cancel")
            return
    cancel_token(execution, host)
    execution.may_be_empty(host.scope)
