"""Rules of gateways: conditions, directions, and what may follow."""

from engine.definitions.graph import Graph
from engine.definitions.reporting import Report
from engine.reader import Node

_CHOICES = frozenset({"exclusiveGateway", "inclusiveGateway"})
_CATCHABLE = frozenset({"message", "timer", "signal", "conditional"})


def check_gateways(graph: Graph, report: Report) -> None:
    """Report gateways that cannot do their work."""
    for node in graph.process.nodes.values():
        if not node.is_gateway:
            continue
        _check_shape(graph, node, report)
        if node.kind in _CHOICES:
            _check_choice(graph, node, report)
        elif node.kind == "eventBasedGateway":
            _check_event_gateway(graph, node, report)
        elif node.kind == "complexGateway" and node.activation is None and len(node.outgoing) < 2:
            report.at("complex_without_condition", node)


def _check_shape(graph: Graph, node: Node, report: Report) -> None:
    ways_in, ways_out = len(node.incoming), len(node.outgoing)
    # Without start and end events what no flow leads to begins, and what no flow leaves ends: also gateways.
    is_implicit = _has_no_ends(graph, node)
    if not ways_out and not (is_implicit and ways_in > 1):
        report.at("gateway_without_flows", node, end="ut", end_en="out")
    if not ways_in and not node.instantiates and not (is_implicit and ways_out > 1):
        report.at("gateway_without_flows", node, end="in", end_en="in")
    if ways_in == ways_out == 1 and node.kind not in ("eventBasedGateway", "complexGateway"):
        report.at("gateway_pass_through", node)
    direction = node.direction
    is_wrong = (
        (direction == "Converging" and (ways_in < 2 or ways_out > 1))
        or (direction == "Diverging" and (ways_in > 1 or ways_out < 2))
        or (direction == "Mixed" and (ways_in < 2 or ways_out < 2))
    )
    if is_wrong:
        report.at("gateway_direction_wrong", node, direction=direction)


def _has_no_ends(graph: Graph, node: Node) -> bool:
    scope = graph.process.scopes[node.scope]
    return not scope.starts and all(graph.process.nodes[other].kind != "endEvent" for other in scope.nodes)


def _check_choice(graph: Graph, node: Node, report: Report) -> None:
    if len(node.outgoing) < 2:
        return
    for flow in graph.flows_out(node):
        if flow.condition is None and flow.id != node.default:
            report.at("gateway_condition_missing", node, flow=flow.name or flow.id)
    has_unconditional = any(flow.condition is None for flow in graph.flows_out(node))
    if node.default is None and not has_unconditional:
        report.at("gateway_without_default", node)


def _check_event_gateway(graph: Graph, node: Node, report: Report) -> None:
    if len(node.outgoing) == 1:
        report.at("event_gateway_single", node)
    if node.event_gateway_type == "Parallel" and not node.instantiates:
        report.at("event_gateway_parallel", node)
    targets = [target for flow in graph.flows_out(node) if (target := graph.node(flow.target)) is not None]
    for target in targets:
        name = target.name or target.id
        if not _can_be_awaited(target):
            report.at("event_gateway_target_wrong", node, name=name)
        elif len(target.incoming) > 1:
            report.at("event_gateway_target_shared", node, name=name)
    has_messages = any(event.kind == "message" for target in targets for event in target.events)
    if has_messages and any(target.kind == "receiveTask" for target in targets):
        report.at("event_gateway_mixed", node)


def _can_be_awaited(node: Node) -> bool:
    if node.kind == "receiveTask":
        return not node.boundaries
    kinds = {event.kind for event in node.events}
    return node.kind == "intermediateCatchEvent" and bool(kinds) and kinds <= _CATCHABLE
