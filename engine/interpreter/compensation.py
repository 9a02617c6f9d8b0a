"""Undoing what is done: completed activities are remembered, and their handlers run in reverse order."""

from decimal import Decimal

from engine.interpreter.catching import trigger_boundary
from engine.interpreter.errors import StepError
from engine.interpreter.execution import Execution
from engine.interpreter.scopes import cancel_token, cancel_tokens_in, inner_scopes, remove_scope
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
    record = Compensation(node.id, handler, {}, inner, scope.index)
    if handler is not None:
        record.variables = visible(execution, token.scope, token=token)
        if scope.index is not None:
            record.variables["loopCounter"] = Decimal(scope.index)
    if closed is not None:
        record.own, record.process = closed.variables, closed.process
    scope.compensations.append(record)


def remember_handler(execution: Execution, token: Token, scope: Scope) -> None:
    """Note what was completed in an event sub-process that is done: it is undone with the scope around it."""
    if scope.compensations:
        record = Compensation(token.node, None, {}, scope.compensations, own=scope.variables)
        execution.state.scopes[token.scope].compensations.append(record)


def _compensation_subprocess(execution: Execution, token: Token, node: Node) -> str | None:
    process = execution.process(token.scope)
    drawn = process.scopes.get(node.id)
    for node_id in drawn.event_subprocesses if drawn is not None else ():
        for start_id in process.scopes[node_id].starts:
            if any(event.kind == "compensation" for event in process.nodes[start_id].events):
                return node_id
    return None


def throw_compensation(execution: Execution, token: Token, node: Node, thrown: list[EventDefinition]) -> bool:
    """Undo one activity, or all that were completed in the scope; True if the thrower waits until that is done."""
    groups = [_take_records(execution, token, definition.activity) for definition in thrown]
    # Records are undone from the last to the first, what is named first before what is named next.
    records = [record for group in reversed(groups) for record in group]
    if not records:
        return False
    if any(definition.waits for definition in thrown):
        token.waits = "compensation"
        _handle(execution, token, records)
        return True
    aside = Token(execution.state.make_id("t"), node.id, token.scope, waits="compensation")
    aside.note["aside"] = True
    execution.state.add_token(aside)
    _handle(execution, aside, records)
    return False


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
    if scope.compensations:
        _undo(execution, scope, scope.compensations.pop())
    else:
        owner = execution.state.tokens[scope.owner or ""]
        remove_scope(execution, scope)
        _resume(execution, owner)


def _undo(execution: Execution, scope: Scope, record: Compensation) -> None:
    node = execution.process(scope.id).nodes[record.element]
    written = scope.note.get("written", ())
    scope.snapshot = {name: value for name, value in record.variables.items() if name not in written}
    if record.handler is not None:
        data = {"instance": record.index} if record.index is not None else None
        execution.record("compensated", node, scope.id, data)
    if record.handler is None and record.process is None:
        scope.compensations.extend(record.inner)
        end_handling(execution, scope)
    elif record.handler is None:
        _undo_called(execution, scope, record)
    elif execution.process(scope.id).nodes[record.handler].is_event_subprocess:
        _restore(execution, scope, record)
    else:
        execution.place(record.handler, scope.id)


def _restored(execution: Execution, scope: Scope, record: Compensation, *, kind: str, element: str) -> Scope:
    """Open a completed scope again, so that what is undone in it finds its variables."""
    state = execution.state
    outer = state.add_token(Token(state.make_id("t"), record.element, scope.id, waits="compensation"))
    restored = Scope(state.make_id("s"), kind, element, parent=scope.id, owner=outer.id, process=record.process)
    restored.variables = dict(record.own)
    restored.note["restored"] = True
    return state.add_scope(restored)


def _restore(execution: Execution, scope: Scope, record: Compensation) -> None:
    """A completed sub-process is undone by its own compensation event sub-process."""
    state, process = execution.state, execution.process(scope.id)
    restored = _restored(execution, scope, record, kind="compensation", element=record.element)
    restored.compensations = list(record.inner)
    handler = process.nodes[record.handler or ""]
    owner = state.add_token(Token(state.make_id("t"), handler.id, restored.id, waits="scope"))
    inner = state.add_scope(Scope(state.make_id("s"), "event", handler.id, parent=restored.id, owner=owner.id))
    execution.record("element_entered", handler, restored.id)
    for start_id in process.scopes[handler.id].starts:
        execution.place(start_id, inner.id)


def _undo_called(execution: Execution, scope: Scope, record: Compensation) -> None:
    """What was completed in a called process is undone there."""
    state = execution.state
    element = record.process.key if record.process is not None else ""
    restored = _restored(execution, scope, record, kind="process", element=element)
    aside = Token(state.make_id("t"), record.inner[-1].element, restored.id, waits="compensation")
    aside.note["aside"] = True
    _handle(execution, state.add_token(aside), list(record.inner))


def end_restored(execution: Execution, scope: Scope) -> None:
    """A scope that was opened again for its compensation is done."""
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
        owner.note["undone"] = True
        execution.behaviours.enter[node.kind](execution, owner, node)


# --- transactions ---------------------------------------------------------------------------------------------------


def cancel_transaction(execution: Execution, token: Token) -> None:
    """A cancel end event: stop the transaction around it, undo what was completed in it, leave by its cancel boundary.

    What was completed in sub-processes that were still active inside the transaction is undone as well.
    """
    state = execution.state
    scope = _transaction_around(execution, token)
    records = _records_in(execution, scope)
    scope.compensations = []
    canceller = state.add_token(Token(state.make_id("t"), token.node, scope.id, waits="compensation"))
    canceller.note["cancels"] = True
    token.waits = "gone"
    cancel_tokens_in(execution, scope.id, but=canceller.id)
    _handle(execution, canceller, records)


def _transaction_around(execution: Execution, token: Token) -> Scope:
    process = execution.process(token.scope)
    for scope in execution.state.chain(token.scope):
        if scope.kind == "process":
            break
        if scope.kind == "subprocess" and process.nodes[scope.element].kind == "transaction":
            return scope
    raise StepError("There is no transaction here to cancel.", element_id=token.node)


def _records_in(execution: Execution, scope: Scope) -> list[Compensation]:
    """What was completed in a scope and in the scopes that are still active in it, oldest first at each level."""
    found = list(scope.compensations)
    active = inner_scopes(execution, scope)
    active += [inner for token in execution.state.tokens_in(scope.id) for inner in execution.state.scopes_of(token.id)]
    for inner in active:
        records = _records_in(execution, inner)
        if inner.kind == "process" and records:
            element = execution.state.tokens[inner.owner or ""].node
            called = Compensation(element, None, {}, records, own=dict(inner.variables), process=inner.process)
            records = [called]
        found += records
    return found


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
