"""Joins that can never be passed: two of their branches begin at one choice, which takes only one of them."""

from collections.abc import Iterator, Mapping

from engine.definitions.graph import Graph
from engine.definitions.reporting import Report
from engine.reader import Flow, Node


def check_deadlocks(graph: Graph, report: Report) -> None:
    """Report parallel joins that wait for ever, and only those that certainly do."""
    joins = [node for node in graph.process.nodes.values() if node.kind == "parallelGateway" and len(node.incoming) > 1]
    before = _previous(graph) if joins else {}
    for join in joins:
        split = _exclusive_origin(graph, join)
        if split is not None and _gets_one_token(before, split):
            report.at("deadlock", join, name=split.name or split.id)


def _exclusive_origin(graph: Graph, join: Node) -> Node | None:
    """The choice that two of the join's branches come from, of which it never takes both."""
    origins: dict[str, set[str]] = {}
    for flow in graph.flows_in(join):
        for split, branch in _origins(graph, flow):
            taken = origins.setdefault(split.id, set())
            if any(_never_together(split, branch, other) for other in taken):
                return split
            taken.add(branch)
    return None


def _origins(graph: Graph, flow: Flow) -> Iterator[tuple[Node, str]]:
    """The choices, each with its branch, from which alone a token can come to this flow, nearest first."""
    seen: set[str] = set()
    while flow.id not in seen:
        seen.add(flow.id)
        node = graph.node(flow.source)
        if node is None:
            return
        if node.kind == "boundaryEvent":
            host = graph.node(node.attached_to)
            if host is not None and node.is_interrupting:
                yield host, node.id
            return
        yield node, flow.id
        if len(node.outgoing) > 1 or len(node.incoming) != 1:
            return
        flow = graph.process.flows[node.incoming[0]]


def _never_together(split: Node, branch: str, other: str) -> bool:
    """Whether a token at the choice takes at most one of two branches of it."""
    if branch == other:
        return False
    if split.kind == "exclusiveGateway":
        return True
    if split.kind == "eventBasedGateway":
        return split.event_gateway_type == "Exclusive"
    # An activity is either completed or interrupted, and a default flow is taken only where no other is.
    is_of_edge = {branch not in split.outgoing, other not in split.outgoing}
    return True in is_of_edge or (split.default in (branch, other) and split.kind != "parallelGateway")


def _previous(graph: Graph) -> Mapping[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for node in graph.process.nodes.values():
        for following in graph.nexts(node):
            found.setdefault(following.id, []).append(node)
    return found


def _gets_one_token(before: Mapping[str, list[Node]], split: Node) -> bool:
    """Whether nothing before the choice makes several tokens, of which each could take another branch."""
    waiting, seen, starts = [split], {split.id}, 0
    while waiting:
        node = waiting.pop()
        beside = [previous for previous in before.get(node.id, ()) if previous.scope == split.scope]
        starts += not beside
        if starts > 1 or (node is not split and _makes_several(node)):
            return False
        waiting += [previous for previous in beside if previous.id not in seen]
        seen.update(previous.id for previous in beside)
    return True


def _makes_several(node: Node) -> bool:
    """Whether one token that comes may leave as several."""
    if node.kind == "boundaryEvent":
        return not node.is_interrupting
    is_choice = node.kind == "exclusiveGateway" or (
        node.kind == "eventBasedGateway" and node.event_gateway_type == "Exclusive"
    )
    return len(node.outgoing) > 1 and not is_choice
