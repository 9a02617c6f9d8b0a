"""Rules of repetition: loops that wait or end, and activities that are done a sensible number of times."""

from decimal import Decimal

from engine.definitions.graph import Graph
from engine.definitions.reporting import Report
from engine.definitions.rules.expressions import constant
from engine.definitions.rules.formulas import names_given, parsed
from engine.interpreter.messages import Limits
from engine.reader import Formula, MultiInstance, Node, StandardLoop

_LIMITS = Limits()
_WAITING = frozenset({"userTask", "manualTask", "receiveTask", "eventBasedGateway"})


def check_loops(graph: Graph, report: Report) -> None:
    """Report loops that never wait, and repetitions without end or sense."""
    for loop in graph.loops:
        if not any(waits(graph, node) for node in loop):
            _report_loop(graph, loop, report)
    for node in graph.process.nodes.values():
        if isinstance(node.loop, StandardLoop):
            _check_standard(graph, node, node.loop, report)
        elif isinstance(node.loop, MultiInstance):
            _check_instances(node, node.loop, report)


def waits(graph: Graph, node: Node) -> bool:
    """Whether a token stays at the node until something happens outside the engine.

    A called process, and a sub-process with a wait somewhere in it, are taken to wait.
    """
    if node.kind in _WAITING or node.kind == "callActivity":
        return True
    if node.is_scope and node.id in graph.process.scopes:
        return any(waits(graph, inside) for inside in graph.inside(node.id))
    return node.kind == "intermediateCatchEvent" and any(event.kind != "link" for event in node.events)


def _report_loop(graph: Graph, loop: list[Node], report: Report) -> None:
    members = {node.id for node in loop}
    first = min(loop, key=lambda node: node.line)
    written = {name for node in loop for name in _written(node)}
    sets_anything = any(node.kind in ("serviceTask", "sendTask", "businessRuleTask") or node.is_scope for node in loop)
    for node in loop:
        for flow in graph.flows_out(node):
            names = _names(flow.condition)
            is_exit = flow.target not in members
            decides = bool(names) and (sets_anything or bool(names & written))
            others = [other for other in graph.flows_out(node) if other.id != flow.id]
            by_default = is_exit and any(_names(other.condition) & written for other in others)
            if (is_exit and decides) or by_default:
                report.at("loop_may_not_end", first, steps=_LIMITS.steps)
                return
    report.at("loop_without_wait", first)


def _names(formula: Formula | None) -> frozenset[str]:
    expression = parsed(formula) if formula is not None else None
    return expression.names if expression is not None else frozenset()


def _written(node: Node) -> list[str]:
    names = [*names_given(node), *(parameter.name for parameter in (*node.outputs, *node.data_outputs))]
    return [*names, node.result_variable] if node.result_variable else names


def _check_standard(graph: Graph, node: Node, loop: StandardLoop, report: Report) -> None:
    if loop.maximum is not None and not (loop.maximum.strip().isdecimal() and int(loop.maximum) > 0):
        report.at("loop_maximum_invalid", node, text=loop.maximum)
    if loop.maximum is not None:
        return
    expression = parsed(loop.condition) if loop.condition is not None else None
    is_constant, value = constant(expression) if expression is not None else (False, None)
    is_endless = loop.condition is None or (is_constant and value is True)
    never_waits = not waits(graph, node)
    if is_endless or (never_waits and expression is not None and "True" in expression.names):
        report.at("loop_endless", node)


def _check_instances(node: Node, loop: MultiInstance, report: Report) -> None:
    ends_by_condition = loop.is_sequential and loop.completion is not None
    if loop.cardinality is None and loop.collection is None and not ends_by_condition:
        report.at("instances_without_source", node)
    expression = parsed(loop.cardinality) if loop.cardinality is not None else None
    if expression is None or loop.cardinality is None:
        return
    is_constant, value = constant(expression)
    if not is_constant:
        return
    text = loop.cardinality.text
    if not isinstance(value, Decimal) or value < 0 or value != value.to_integral_value():
        report.at("cardinality_invalid", node, text=text)
    elif value > _LIMITS.instances:
        report.at("cardinality_too_large", node, text=text, limit=_LIMITS.instances)
