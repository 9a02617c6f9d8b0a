"""What a case waits for outside itself: arming, moving and disarming timers, messages, signals and conditions."""

from dataclasses import replace
from typing import Any

from engine.errors import EngineError
from engine.interpreter import timing
from engine.interpreter.errors import TimerError
from engine.interpreter.execution import Execution
from engine.interpreter.messages import Subscribed, TimerArmed, TimerDisarmed, TimerMoved, Unsubscribed
from engine.interpreter.state import Token, Wait
from engine.interpreter.variables import compute, explain, lookup
from engine.reader.model import Node
from engine.reader.parts import EventDefinition, Formula

WAITING_KINDS = frozenset({"timer", "message", "signal", "conditional"})


def definitions_of(node: Node) -> tuple[EventDefinition, ...]:
    """What an event, or a receive task, waits for."""
    return tuple(node.events) or ((node.message,) if node.message is not None else ())


def arm(
    execution: Execution, node: Node, *, role: str, holder: str, scope_id: str, token: Token | None = None
) -> list[Wait]:
    """Wait for all event definitions of an element that come from outside."""
    armed: list[Wait] = []
    for index, definition in enumerate(definitions_of(node)):
        if definition.kind in WAITING_KINDS:
            wait = Wait(execution.state.make_id("w"), definition.kind, node.id, index, role, holder, scope_id)
            _prepare(execution, wait, node, definition, token)
            armed.append(execution.state.add_wait(wait))
            if wait.kind == "conditional":
                execution.unchecked.append(wait.id)
    return armed


def _prepare(execution: Execution, wait: Wait, node: Node, definition: EventDefinition, token: Token | None) -> None:
    if definition.kind == "timer":
        _arm_timer(execution, wait, node, definition)
    elif definition.kind in {"message", "signal"}:
        wait.name = definition.name or definition.ref or node.id
        keys = correlation_of(execution, node, wait.name, wait.scope, token) if definition.kind == "message" else {}
        execution.effects.append(Subscribed(wait.id, definition.kind, wait.name, node.id, keys))


def _arm_timer(execution: Execution, wait: Wait, node: Node, definition: EventDefinition) -> None:
    wait.armed_at = execution.env.now
    planned = _schedule(execution, wait, definition)
    wait.due_at, wait.remaining = planned.due_at, planned.remaining
    execution.effects.append(TimerArmed(wait.id, node.id, node.name, planned.due_at))
    execution.record("timer_scheduled", node, wait.scope, {"due_at": planned.due_at})


def _schedule(execution: Execution, wait: Wait, definition: EventDefinition) -> timing.Schedule:
    rule = definition.timer
    if rule is None:
        raise TimerError("The timer has no time.", element_id=wait.node)
    base = wait.armed_at or execution.env.now
    try:
        return timing.schedule(rule.kind, _timer_value(execution, wait, definition), base, execution.env)
    except EngineError as error:
        reason = explain(execution, rule.formula, wait.scope) if rule.formula else ""
        raise TimerError(" ".join(part for part in (str(error), reason) if part), element_id=wait.node) from error


def _timer_value(execution: Execution, wait: Wait, definition: EventDefinition) -> Any:
    rule = definition.timer
    if rule is None or rule.formula is None:
        return rule.text if rule else ""
    return compute(execution, rule.formula, wait.scope)


def correlation_of(
    execution: Execution, node: Node, message: str, scope_id: str, token: Token | None
) -> dict[str, Any]:
    """The receiver's key: its `utlysa:correlation`, else the standard keys whose properties this message gives.

    A property's value is what the process's correlation subscription takes from its data, else what the conversation
    has settled, else the variable of that name.
    """
    if node.correlation is not None:
        value = compute(execution, node.correlation, scope_id, token=token)
        return dict(value) if isinstance(value, dict) else {}
    process = execution.process(scope_id)
    keys: dict[str, Any] = {}
    for key in process.correlation_keys:
        for name in key.names:
            rule = process.correlation_properties.get(name)
            if rule is not None and message in rule.expressions:
                value = _property(execution, name, scope_id)
                if (value is not None and isinstance(value, str | int | bool)) or hasattr(value, "as_tuple"):
                    keys[name] = value
    return keys


def _property(execution: Execution, name: str, scope_id: str) -> Any:
    binding = execution.process(scope_id).correlation_bindings.get(name)
    if binding is not None:
        return compute(execution, binding, scope_id)
    known = execution.state.correlation.get(name)
    return known if known is not None else lookup(execution, scope_id, name)


def disarm(execution: Execution, wait: Wait) -> None:
    """Wait no longer."""
    execution.state.remove_wait(wait)
    if wait.kind == "timer":
        execution.effects.append(TimerDisarmed(wait.id))
    elif wait.kind in {"message", "signal"}:
        execution.effects.append(Unsubscribed(wait.id))


def disarm_all(execution: Execution, holder: str) -> None:
    """Whatever a token or scope waited for, it waits no longer."""
    for wait in execution.state.waits_of(holder):
        disarm(execution, wait)
    execution.state.by_holder.pop(holder, None)


def rearm_cycle(execution: Execution, wait: Wait, definition: EventDefinition) -> bool:
    """After a timer has fired, wait for its next time; False when there is none."""
    rule = definition.timer
    if rule is None or rule.kind != "cycle" or wait.due_at is None:
        return False
    value = _timer_value(execution, wait, definition)
    planned = timing.next_in_cycle(value, wait.due_at, wait.remaining, execution.env)
    if planned is None:
        return False
    wait.due_at, wait.remaining = planned.due_at, planned.remaining
    execution.effects.append(TimerMoved(wait.id, planned.due_at))
    return True


def move_timer(execution: Execution, wait: Wait) -> None:
    """Compute the timer again after a variable that it reads has changed."""
    definition = definition_of(execution, wait)
    planned = _schedule(execution, wait, definition)
    if planned.due_at != wait.due_at:
        wait.due_at, wait.remaining = planned.due_at, planned.remaining
        execution.effects.append(TimerMoved(wait.id, planned.due_at))


def move_subscription(execution: Execution, wait: Wait) -> None:
    """Wait under the key that the receiver has now: a variable that it is made of has changed."""
    node = node_of(execution, wait)
    name = wait.name or node.id
    keys = correlation_of(execution, node, name, wait.scope, execution.state.tokens.get(wait.holder))
    disarm(execution, wait)
    moved = execution.state.add_wait(replace(wait, id=execution.state.make_id("w")))
    execution.effects.append(Subscribed(moved.id, wait.kind, name, node.id, keys))


def definition_of(execution: Execution, wait: Wait) -> EventDefinition:
    """The event definition that a wait stands for."""
    return definitions_of(node_of(execution, wait))[wait.event]


def node_of(execution: Execution, wait: Wait) -> Node:
    """The element that a wait stands for."""
    return execution.process(wait.scope).nodes[wait.node]


def formula_of(execution: Execution, wait: Wait) -> Formula | None:
    """The formula that a wait depends on: a condition, a timer's time, or the key that a message must have."""
    if wait.kind == "conditional":
        return definition_of(execution, wait).condition
    if wait.kind == "message":
        return node_of(execution, wait).correlation
    if wait.kind == "timer":
        rule = definition_of(execution, wait).timer
        return rule.formula if rule is not None else None
    return None


def names_read(execution: Execution, wait: Wait) -> frozenset[str]:
    """The variables that a wait depends on."""
    formula = formula_of(execution, wait)
    if formula is not None:
        return frozenset(formula.names)
    bindings = execution.process(wait.scope).correlation_bindings.values() if wait.kind == "message" else ()
    return frozenset(name for binding in bindings for name in binding.names)
