"""Rules of sequence flows: where they may go, and that every step can be reached."""

from engine.definitions.graph import Graph
from engine.definitions.reporting import Report
from engine.reader import Document, Flow, Node, Process, Scope

_CONDITION_FORBIDDEN = frozenset({"parallelGateway", "eventBasedGateway", "startEvent"})
_JOINS = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})
_DEFAULT_KINDS = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})


def check_flows(document: Document, graph: Graph, report: Report) -> None:
    """Report flows that go wrong, and steps that nothing leads to."""
    process = graph.process
    for flow in process.flows.values():
        if _has_both_ends(document, process, flow, report):
            _check_ends(graph, flow, report)
    for node in process.nodes.values():
        _check_default(graph, node, report)
    for scope in process.scopes.values():
        _check_scope(graph, scope, report)
    if process.kind == "process":
        _check_starts(graph, report)
        _check_reachable(graph, report)


def _has_both_ends(document: Document, process: Process, flow: Flow, report: Report) -> bool:
    is_whole = True
    for target, sv, en in ((flow.source, "från", "from"), (flow.target, "till", "to")):
        if target in process.nodes:
            continue
        is_whole = False
        elsewhere = any(target in other.nodes for other in document.processes)
        if elsewhere:
            report.at("flow_crosses_border", flow)
        else:
            report.at("flow_dangling", flow, target=target, end=sv, end_en=en)
    return is_whole


def _check_ends(graph: Graph, flow: Flow, report: Report) -> None:
    source, target = graph.process.nodes[flow.source], graph.process.nodes[flow.target]
    if source.scope != target.scope or flow.scope != source.scope:
        report.at("flow_crosses_border", flow)
    wrong = {
        "start_has_incoming": target.kind == "startEvent",
        "end_has_outgoing": source.kind == "endEvent",
        "boundary_has_incoming": target.kind == "boundaryEvent",
        "event_subprocess_has_flow": source.is_event_subprocess or target.is_event_subprocess,
        "compensation_has_flow": source.is_for_compensation or target.is_for_compensation,
    }
    for code in (code for code, is_wrong in wrong.items() if is_wrong):
        report.at(code, flow)
    if flow.condition is not None and _forbids_conditions(source):
        report.at("condition_forbidden", flow, kind=source.kind)


def _forbids_conditions(node: Node) -> bool:
    return node.kind in _CONDITION_FORBIDDEN or node.kind.endswith("Event")


def _check_default(graph: Graph, node: Node, report: Report) -> None:
    if node.default is None:
        return
    may_have_default = node.kind in _DEFAULT_KINDS or node.is_activity
    if node.default not in node.outgoing or not may_have_default:
        report.at("default_invalid", node, target=node.default)
    elif graph.process.flows[node.default].condition is not None:
        report.at("default_has_condition", graph.process.flows[node.default])


def _check_scope(graph: Graph, scope: Scope, report: Report) -> None:
    nodes = [graph.process.nodes[node_id] for node_id in scope.nodes]
    owner = graph.owner(scope.id)
    line = owner.line if owner else graph.process.line
    if not nodes and owner is None:
        report.add("process_empty", line=line, element=scope.id)
    if owner is not None and owner.kind == "adHocSubProcess":
        _check_adhoc(nodes, owner, report)
    has_end = any(node.kind == "endEvent" for node in nodes)
    if has_end and not scope.starts:
        code = "end_without_start" if owner is None else "subprocess_without_start"
        report.add(code, line=line, element=scope.id)
    if scope.starts and not has_end:
        report.add("start_without_end", line=line, element=scope.id)
    for node in nodes:
        if node.kind == "startEvent" and not node.outgoing:
            report.at("start_without_outgoing", node)
        if node.kind == "endEvent" and not node.incoming:
            report.at("end_without_incoming", node)


def _check_adhoc(nodes: list[Node], owner: Node, report: Report) -> None:
    has_ends = any(node.kind in ("startEvent", "endEvent") for node in nodes)
    if has_ends or not any(node.is_activity for node in nodes):
        report.at("adhoc_content_wrong", owner)


def _check_starts(graph: Graph, report: Report) -> None:
    """Two plain starts begin at once: where their ways meet without a join, work would be done twice."""
    owner: dict[str, str] = {}
    for start in (node for node in graph.process.starts if node.kind == "startEvent" and not node.events):
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if owner.setdefault(node.id, start.id) == start.id:
                waiting += [following for following in graph.nexts(node) if owner.get(following.id) != start.id]
            elif node.kind not in _JOINS:
                is_persons = node.kind in ("userTask", "manualTask")
                code = "starts_merge_at_task" if is_persons else "starts_merge"
                report.at(code, start, name=node.name or node.id)


def _check_reachable(graph: Graph, report: Report) -> None:
    process = graph.process
    reached = graph.reachable(graph.entries(process.id))
    for node in process.nodes.values():
        if node.id not in reached and not _has_other_way_in(graph, node, reached):
            report.at("node_unreachable", node)


def _compensates_something(graph: Graph, node: Node) -> bool:
    """Whether a boundary event is tied to the activity, or it compensates what it lies in."""
    return any(other.compensation_handler == node.id for other in graph.process.nodes.values())


def _has_other_way_in(graph: Graph, node: Node, reached: set[str]) -> bool:
    """Whether it begins in a way that is judged elsewhere, or lies in something that is itself reported."""
    owner = graph.owner(node.scope)
    is_inside_unreached = owner is not None and owner.id not in reached
    is_adhoc = owner is not None and owner.kind == "adHocSubProcess"
    return (
        is_inside_unreached
        or is_adhoc
        or node.kind == "boundaryEvent"
        or node.is_event_subprocess
        or (node.is_for_compensation and _compensates_something(graph, node))
        or (node.kind == "intermediateCatchEvent" and any(event.kind == "link" for event in node.events))
    )
