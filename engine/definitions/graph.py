"""Ways through one process: which nodes follow a node, which can be reached, which lie in loops."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.definitions.cycles import cycles
from engine.reader import Flow, Node, Process


@dataclass(frozen=True)
class Graph:
    """A process's nodes and the ways between them: flows, boundary events, links, and into sub-processes."""

    process: Process

    def node(self, node_id: str | None) -> Node | None:
        """The node, if there is one."""
        return self.process.nodes.get(node_id or "")

    def owner(self, scope_id: str) -> Node | None:
        """The sub-process that a scope is, None for the process itself (a global task has its process's id)."""
        return None if scope_id == self.process.id else self.process.nodes.get(scope_id)

    def flows_out(self, node: Node) -> list[Flow]:
        """The flows that leave the node."""
        return [self.process.flows[flow_id] for flow_id in node.outgoing]

    def flows_in(self, node: Node) -> list[Flow]:
        """The flows that enter the node."""
        return [self.process.flows[flow_id] for flow_id in node.incoming]

    @cached_property
    def link_targets(self) -> Mapping[str, tuple[Node, ...]]:
        """For each throwing link, its catching links in the same scope."""
        nodes = self.process.nodes.values()
        catching = [node for node in nodes if node.kind == "intermediateCatchEvent" and link_name(node) is not None]
        return {
            node.id: tuple(c for c in catching if c.scope == node.scope and link_name(c) == link_name(node))
            for node in nodes
            if node.kind == "intermediateThrowEvent" and link_name(node) is not None
        }

    def entries(self, scope_id: str) -> list[Node]:
        """Where a process or sub-process begins:  starts, else what nothing leads to, and its event sub-processes."""
        scope = self.process.scopes[scope_id]
        begun = scope.starts or scope.entries
        return [self.process.nodes[node_id] for node_id in (*begun, *scope.event_subprocesses)]

    def nexts(self, node: Node) -> Iterator[Node]:
        """The nodes directly after: over its flows and links, its boundary events, its inside, its compensation."""
        for flow in self.flows_out(node):
            target = self.node(flow.target)
            if target is not None:
                yield target
        yield from self.link_targets.get(node.id, ())
        for boundary in node.boundaries:
            yield self.process.nodes[boundary]
        handler = self.node(node.compensation_handler)
        if handler is not None:
            yield handler
        if node.id in self.process.scopes and node.is_scope:
            yield from self.entries(node.id)

    def reachable(self, begun: Iterable[Node]) -> set[str]:
        """The ids of the nodes that can be reached, with those where one begins."""
        waiting = list(begun)
        found = {node.id for node in waiting}
        while waiting:
            for following in self.nexts(waiting.pop()):
                if following.id not in found:
                    found.add(following.id)
                    waiting.append(following)
        return found

    def inside(self, scope_id: str) -> Iterator[Node]:
        """Every node in a sub-process, at any depth."""
        for node_id in self.process.scopes[scope_id].nodes:
            node = self.process.nodes[node_id]
            yield node
            if node.is_scope and node_id in self.process.scopes:
                yield from self.inside(node_id)

    @cached_property
    def loops(self) -> list[list[Node]]:
        """The largest sets of nodes of one scope that can all reach one another over flows and links."""
        onward = {node.id: self._onward(node) for node in self.process.nodes.values()}
        return [[self.process.nodes[member] for member in members] for members in cycles(onward)]

    def _onward(self, node: Node) -> list[str]:
        targets = [flow.target for flow in self.flows_out(node)]
        targets += [link.id for link in self.link_targets.get(node.id, ())]
        targets += node.boundaries
        return [target for target in targets if target in self.process.nodes]


def link_name(node: Node) -> str | None:
    """The name of the node's link, if it is a link event."""
    return next((event.name or "" for event in node.events if event.kind == "link"), None)
