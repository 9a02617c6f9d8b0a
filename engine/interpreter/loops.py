"""Repeated activities: standard loops, and multi-instance ones side by side or one after another."""

from decimal import Decimal
from typing import Any

from engine.interpreter import activities
from engine.interpreter.catching import Thrown, catch, find_catcher, throw_error, trigger_boundary
from engine.interpreter.errors import BudgetExceededError, LoopError
from engine.interpreter.execution import Execution
from engine.interpreter.scopes import cancel_scope, remove_scope
from engine.interpreter.sending import throw_message
from engine.interpreter.state import Loop, Scope, Token
from engine.interpreter.variables import assign, compute, holds, is_true, set_variable, write
from engine.reader.model import Node
from engine.reader.parts import EventDefinition, MultiInstance, StandardLoop

_DEFAULT = EventDefinition(kind="signal", line=0)


def open_loop(execution: Execution, token: Token, node: Node) -> None:
    """Begin the rounds of a repeated activity, perhaps none."""
    token.waits = "loop"
    scope = Scope(execution.state.make_id("s"), "loop", node.id, parent=token.scope, owner=token.id)
    if isinstance(node.loop, StandardLoop):
        scope.loop = Loop(total=None)
        execution.state.add_scope(scope)
        if node.loop.is_tested_before and not _goes_on(execution, scope, node.loop):
            _finish(execution, scope, token, node)
        else:
            _begin_round(execution, scope, node, {})
    elif isinstance(node.loop, MultiInstance):
        scope.loop = _planned(execution, token, node, node.loop)
        execution.state.add_scope(scope)
        _begin_instances(execution, scope, token, node, node.loop)


def _planned(execution: Execution, token: Token, node: Node, rule: MultiInstance) -> Loop:
    """How many instances there will be, and of what. Raises LoopError, BudgetExceededError."""
    items: list[Any] | None = None
    total: int | None = None
    if rule.collection is not None:
        # The list may be a data input of the activity itself, which an association fills from outside.
        given = assign(execution, node.data_inputs, token.scope, token=token) if node.data_inputs else None
        value = compute(execution, rule.collection, token.scope, token=token, extra=given)
        if not isinstance(value, list):
            raise LoopError(f"{rule.collection.text} is not a list but {value!r}.", element_id=node.id)
        items, total = value, len(value)
    if rule.cardinality is not None:
        count = _count(execution, token, node, rule)
        total = count if total is None else min(total, count)
    if total is None and not (rule.is_sequential and rule.completion is not None):
        raise LoopError(f"{node.name or node.id} has neither a number of instances nor a list.", element_id=node.id)
    limit = execution.env.limits.instances
    if total is not None and total > limit:
        raise BudgetExceededError("instances", limit, element_id=node.id)
    return Loop(total=total, items=items, outputs=[None] * (total or 0) if rule.output else None)


def _count(execution: Execution, token: Token, node: Node, rule: MultiInstance) -> int:
    text = rule.cardinality.text if rule.cardinality else ""
    value = compute(execution, rule.cardinality, token.scope, token=token) if rule.cardinality else None
    if not isinstance(value, Decimal | int) or isinstance(value, bool) or value != int(value) or value < 0:
        raise LoopError(f"The number of instances, {text}, is {value!r}, not a whole number.", element_id=node.id)
    return int(value)


def _begin_instances(execution: Execution, scope: Scope, token: Token, node: Node, rule: MultiInstance) -> None:
    loop = scope.loop
    if loop is None or loop.total == 0:
        _finish(execution, scope, token, node)
    elif rule.is_sequential:
        _begin_instance(execution, scope, node, rule)
    else:
        for _ in range(loop.total or 0):
            _begin_instance(execution, scope, node, rule)
        # Each instance has its item by now.
        loop.items = None


def _begin_instance(execution: Execution, scope: Scope, node: Node, rule: MultiInstance) -> None:
    loop = scope.loop
    values = {}
    if loop is not None and loop.items is not None and rule.item is not None:
        execution.state.open_round(scope, loop.begun + 1)
        values[rule.item] = loop.items[loop.begun]
    _begin_round(execution, scope, node, values)


def _begin_round(execution: Execution, scope: Scope, node: Node, values: dict[str, Any]) -> None:
    state, loop = execution.state, scope.loop
    if loop is None:
        raise AssertionError("A round outside a loop")
    loop.begun += 1
    if isinstance(node.loop, MultiInstance):
        _count_instance(execution, node)
    round_ = Scope(state.make_id("s"), "instance", node.id, parent=scope.id, index=loop.begun)
    state.add_scope(round_)
    for name, value in values.items():
        set_variable(execution, round_, name, value)
    execution.place(node.id, round_.id)


def _count_instance(execution: Execution, node: Node) -> None:
    """Each instance brings its own steps with it, so that opening many is no endless loop."""
    execution.instances += 1
    limit = execution.env.limits.instances
    if execution.instances > limit:
        raise BudgetExceededError("instances", limit, element_id=node.id)


def end_round(execution: Execution, token: Token, node: Node) -> None:
    """One round is done: gather its output, then end the loop, begin the next round or wait for the others."""
    state = execution.state
    round_ = state.scopes[token.scope]
    scope = state.scopes[round_.parent or ""]
    loop = scope.loop
    if loop is None:
        raise AssertionError("A round outside a loop")
    loop.done += 1
    is_enough = False
    if isinstance(node.loop, MultiInstance):
        state.open_round(scope, round_.index or loop.done)
        _gather(execution, token, node.loop, round_, loop)
        # What the instance itself has set may be what ends the loop, so this is asked while its variables are there.
        is_enough = node.loop.completion is not None and holds(execution, node.loop.completion, round_.id)
    scope.compensations.extend(round_.compensations)
    state.remove_token(token)
    remove_scope(execution, round_)
    owner = state.tokens[scope.owner or ""]
    if isinstance(node.loop, MultiInstance):
        _throw_behaviour(execution, scope, owner, node, node.loop)
        if scope.id in state.scopes and owner.id in state.tokens:
            _after_instance(execution, scope, owner, node, is_enough=is_enough)
    elif isinstance(node.loop, StandardLoop):
        if _goes_on(execution, scope, node.loop):
            _begin_round(execution, scope, node, {})
        else:
            _finish(execution, scope, owner, node)


def _gather(execution: Execution, token: Token, rule: MultiInstance, round_: Scope, loop: Loop) -> None:
    if loop.outputs is None or round_.index is None:
        return
    value = None
    if rule.output_item is not None:
        value = compute(execution, rule.output_item, token.scope, token=token)
    while len(loop.outputs) < round_.index:
        loop.outputs.append(None)
    loop.outputs[round_.index - 1] = value


def _after_instance(execution: Execution, scope: Scope, owner: Token, node: Node, *, is_enough: bool) -> None:
    loop = scope.loop
    if loop is None or not isinstance(node.loop, MultiInstance):
        return
    if is_enough or (loop.total is not None and loop.done >= loop.total):
        loop.total = loop.done
        _finish(execution, scope, owner, node)
    elif node.loop.is_sequential:
        _begin_instance(execution, scope, node, node.loop)


def _finish(execution: Execution, scope: Scope, owner: Token, node: Node) -> None:
    """All rounds are done, or enough of them: what is left is cancelled, and the activity as a whole is done."""
    for round_ in execution.state.rounds_of(scope):
        cancel_scope(execution, round_)
    loop = scope.loop
    records = scope.compensations
    remove_scope(execution, scope)
    execution.state.scopes[owner.scope].compensations.extend(records)
    if isinstance(node.loop, MultiInstance) and node.loop.output and loop is not None and loop.outputs is not None:
        _give_outputs(execution, owner, node, {node.loop.output: loop.outputs})
    activities.finish(execution, owner, node)


def _give_outputs(execution: Execution, owner: Token, node: Node, gathered: dict[str, Any]) -> None:
    """What the instances gave goes where the activity's data outputs take it, else to a variable of that name."""
    outputs = [output for output in node.data_outputs if output.formula.names & gathered.keys()]
    moved = assign(execution, outputs, owner.scope, token=owner, extra=gathered) if outputs else gathered
    write(execution, owner.scope, moved, from_outside=False)


def _goes_on(execution: Execution, scope: Scope, rule: StandardLoop) -> bool:
    loop = scope.loop
    if loop is None:
        return False
    if rule.maximum is not None and rule.maximum.strip().isdigit() and loop.begun >= int(rule.maximum):
        return False
    return rule.condition is None or is_true(execution, rule.condition, scope.id)


# --- events thrown by instances ---------------------------------------------------------------------------------------


def _throw_behaviour(execution: Execution, scope: Scope, owner: Token, node: Node, rule: MultiInstance) -> None:
    """The event that an instance throws when it is done, for the activity's own boundary (BPMN 2.0.2, table 10.30)."""
    for definition in _thrown_by(execution, scope, rule):
        if owner.id in execution.state.tokens:
            _throw(execution, owner, node, definition)


def _thrown_by(execution: Execution, scope: Scope, rule: MultiInstance) -> list[EventDefinition]:
    if rule.behavior == "None":
        return [rule.none_event or _DEFAULT]
    if rule.behavior == "One":
        is_first = scope.loop is not None and scope.loop.done == 1
        return [rule.one_event or _DEFAULT] if is_first else []
    if rule.behavior == "Complex":
        conditions = ((event, condition) for condition, event in rule.complex if event is not None)
        return [event for event, condition in conditions if is_true(execution, condition, scope.id)]
    return []


def _throw(execution: Execution, owner: Token, node: Node, definition: EventDefinition) -> None:
    if definition is _DEFAULT:
        _throw_default(execution, owner, node)
    elif definition.kind == "error":
        thrown = Thrown.by(definition, {})
        execution.record("error_thrown", node, owner.scope, {"code": thrown.code})
        throw_error(execution, thrown, owner.scope, token=owner)
    elif definition.kind == "escalation":
        thrown = Thrown.by(definition, {})
        catcher = find_catcher(execution, thrown, owner.scope, token=owner)
        data = {"code": thrown.code, "is_caught": catcher is not None}
        execution.record("escalation_thrown", node, owner.scope, data)
        if catcher is not None:
            catch(execution, catcher, thrown.variables)
    elif definition.kind == "signal":
        execution.behaviours.throw_signal(execution, owner.scope, node, definition, {})
    elif definition.kind == "message":
        throw_message(execution, owner, node, definition, {})


def _throw_default(execution: Execution, owner: Token, node: Node) -> None:
    """Where the drawing names no event, the default is a signal without a name, for the activity's boundary alone."""
    process = execution.process(owner.scope)
    execution.record("signal_thrown", node, owner.scope, {"name": None})
    for boundary in (process.nodes[node_id] for node_id in node.boundaries):
        if any(event.kind == "signal" and event.ref is None for event in boundary.events):
            trigger_boundary(execution, boundary, owner, {}, thrown="signal")
            if owner.id not in execution.state.tokens:
                return
