"""Messages that a case sends: their payload and their correlation."""

from collections.abc import Mapping
from typing import Any

from engine.interpreter.execution import Execution
from engine.interpreter.messages import MessageThrown
from engine.interpreter.state import Token
from engine.interpreter.variables import assign, compute
from engine.reader.model import Node
from engine.reader.parts import EventDefinition, Formula


def payload_of(execution: Execution, token: Token, node: Node) -> dict[str, Any]:
    """What a throwing element sends along: its inputs and data input associations."""
    return assign(execution, (*node.inputs, *node.data_inputs), token.scope, token=token)


def throw_message(
    execution: Execution, token: Token, node: Node, definition: EventDefinition, payload: Mapping[str, Any]
) -> None:
    """Send a message, with its correlation by `utlysa:correlation` or the standard's keys."""
    name = definition.name or definition.ref or node.id
    correlation = _correlation(execution, token, node, name, payload)
    execution.record("message_sent", node, token.scope, {"name": name, "correlation": correlation})
    execution.effects.append(MessageThrown(name, payload, correlation, node.id))


def _correlation(
    execution: Execution, token: Token, node: Node, name: str, payload: Mapping[str, Any]
) -> dict[str, Any]:
    if node.correlation is not None:
        value = compute(execution, node.correlation, token.scope, token=token)
        return dict(value) if isinstance(value, dict) else {}
    process = execution.process(token.scope)
    found: dict[str, Any] = {}
    for key in process.correlation_keys:
        for property_name in key.names:
            rule: Formula | None = None
            if property_name in process.correlation_properties:
                rule = process.correlation_properties[property_name].expressions.get(name)
            if rule is not None:
                value = compute(execution, rule, token.scope, token=token, extra=payload)
                if value is not None:
                    found[property_name] = value
                    execution.state.correlation.setdefault(property_name, value)
    return found
