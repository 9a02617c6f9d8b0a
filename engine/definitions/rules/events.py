"""Rules of events: which kinds may stand where, and that what they name exists."""

from collections.abc import Iterable

from engine.definitions.graph import Graph, link_name
from engine.definitions.reporting import Report
from engine.reader import EventDefinition, MultiInstance, Node

_WAITING = frozenset({"message", "timer", "signal", "conditional"})
_CAUGHT_INSIDE = frozenset({"error", "escalation", "compensation"})
_ALLOWED = {
    "startEvent": _WAITING,
    "intermediateCatchEvent": _WAITING | {"link"},
    "intermediateThrowEvent": frozenset({"message", "signal", "escalation", "compensation", "link"}),
    "endEvent": frozenset({"message", "signal", "error", "escalation", "compensation", "terminate", "cancel"}),
    "boundaryEvent": _WAITING | _CAUGHT_INSIDE | {"cancel"},
}
_ALWAYS_INTERRUPTS = frozenset({"error", "cancel"})


def check_events(graph: Graph, report: Report) -> None:
    """Report events that stand wrong, or that do not say what they are about."""
    for node in graph.process.nodes.values():
        if node.kind in _ALLOWED:
            _check_place(graph, node, report)
            for event in node.events:
                _check_subject(graph, node, event, report)
        if node.kind == "boundaryEvent":
            _check_boundary(graph, node, report)
        if node.kind in ("sendTask", "receiveTask"):
            _check_message_task(node, report)
        if node.instantiates and node.incoming:
            report.at("instantiate_has_incoming", node)
        if node.is_event_subprocess:
            _check_event_subprocess(graph, node, report)
    _check_links(graph, report)


def _check_place(graph: Graph, node: Node, report: Report) -> None:
    owner = graph.owner(node.scope)
    allowed = _ALLOWED[node.kind]
    if node.kind == "startEvent" and owner is not None:
        allowed = _WAITING | _CAUGHT_INSIDE if owner.is_event_subprocess else frozenset()
    for event in node.events:
        if event.kind not in allowed:
            report.at("event_kind_wrong", node, kind=event.kind, place=node.kind)
    if not node.events and node.kind in ("intermediateCatchEvent", "boundaryEvent"):
        report.at("event_without_definition", node)
    _check_interruption(node, report)
    is_intermediate = node.kind.startswith("intermediate")
    if is_intermediate and not node.outgoing and (node.kind != "intermediateThrowEvent" or link_name(node) is None):
        report.at("event_without_outgoing", node)


def _check_interruption(node: Node, report: Report) -> None:
    always = _ALWAYS_INTERRUPTS | {"compensation"} if node.kind == "startEvent" else _ALWAYS_INTERRUPTS
    must_interrupt = [event for event in node.events if event.kind in always]
    if must_interrupt and not node.is_interrupting and node.kind in ("boundaryEvent", "startEvent"):
        report.at("event_must_interrupt", node, kind=must_interrupt[0].kind)


def _check_subject(graph: Graph, node: Node, event: EventDefinition, report: Report) -> None:
    if event.kind == "message" and event.name is None and not node.operation:
        report.at("message_missing", node)
    elif event.kind == "signal" and event.name is None and not _is_of_instances(graph, node):
        report.at("signal_missing", node)
    elif event.kind == "conditional" and event.condition is None:
        report.at("condition_missing", node)
    elif event.kind in ("error", "escalation") and event.code is None and _throws(node):
        report.at("code_missing", node, kind=event.kind)
    elif event.kind == "cancel":
        _check_cancel(graph, node, report)
    elif event.kind == "compensation" and event.activity is not None:
        _check_compensated(graph, node, event.activity, report)


def _is_of_instances(graph: Graph, node: Node) -> bool:
    """Whether it catches the signal without a name that instances throw where the drawing names no event."""
    host = graph.node(node.attached_to)
    loop = host.loop if host is not None else None
    return isinstance(loop, MultiInstance) and loop.behavior in ("None", "One")


def _throws(node: Node) -> bool:
    return node.kind in ("endEvent", "intermediateThrowEvent")


def _check_cancel(graph: Graph, node: Node, report: Report) -> None:
    holder = graph.node(node.attached_to if node.kind == "boundaryEvent" else node.scope)
    while node.kind == "endEvent" and holder is not None and holder.kind != "transaction":
        holder = graph.owner(holder.scope)
    if holder is None or holder.kind != "transaction":
        report.at("cancel_outside_transaction", node)
    elif node.kind == "endEvent" and not any(_is_cancel(graph, boundary) for boundary in holder.boundaries):
        report.at("cancel_uncaught", node)


def _is_cancel(graph: Graph, boundary: str) -> bool:
    return any(event.kind == "cancel" for event in graph.process.nodes[boundary].events)


def _check_compensated(graph: Graph, node: Node, activity: str, report: Report) -> None:
    target = graph.node(activity)
    if target is None or not target.is_activity:
        report.at("compensation_target_unknown", node, target=activity)


def _check_boundary(graph: Graph, node: Node, report: Report) -> None:
    host = graph.node(node.attached_to)
    if host is None or not host.is_activity or host.scope != node.scope or host.is_event_subprocess:
        report.at("boundary_host_missing", node)
    compensates = any(event.kind == "compensation" for event in node.events)
    if compensates:
        if node.compensation_handler is None:
            report.at("compensation_handler_missing", node)
        if node.outgoing:
            report.at("compensation_has_flow", node)
    elif not node.outgoing:
        report.at("boundary_without_flow", node)


def _check_message_task(node: Node, report: Report) -> None:
    has_message = node.message is not None and node.message.name is not None
    if not has_message and not (node.kind == "sendTask" and node.operation):
        report.at("message_missing", node)


def _check_event_subprocess(graph: Graph, node: Node, report: Report) -> None:
    starts = [graph.process.nodes[start] for start in graph.process.scopes[node.id].starts]
    if len(starts) != 1 or not starts[0].events:
        report.at("event_subprocess_starts", node)


def _check_links(graph: Graph, report: Report) -> None:
    links = [node for node in graph.process.nodes.values() if link_name(node) is not None]
    throwing = [node for node in links if node.kind == "intermediateThrowEvent"]
    for node in throwing:
        targets = graph.link_targets[node.id]
        if not targets:
            report.at("link_unmatched", node, name=link_name(node))
        elif len(targets) > 1:
            report.at("link_ambiguous", node, name=link_name(node))
    answered = _ids(target for node in throwing for target in graph.link_targets[node.id])
    for node in links:
        if node.kind == "intermediateCatchEvent" and node.id not in answered:
            report.at("link_unmatched", node, name=link_name(node))
        _check_link_flows(node, report)


def _check_link_flows(node: Node, report: Report) -> None:
    """A throwing link has no way out of its own, and a catching one no other way in."""
    is_wrong = node.outgoing if node.kind == "intermediateThrowEvent" else node.incoming
    if is_wrong:
        report.at("link_has_flow", node)


def _ids(nodes: Iterable[Node]) -> set[str]:
    return {node.id for node in nodes}
