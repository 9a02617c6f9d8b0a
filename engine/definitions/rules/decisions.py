"""The rule of human decisions: whatever carries out a decision comes after a person took it (Kommunallagen 6:38)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.definitions.catalogue import Catalogue, ProcessFacts
from engine.definitions.graph import Graph
from engine.definitions.reporting import Report
from engine.definitions.rules.loops import waits
from engine.reader import Document, MultiInstance, Node, Process, StandardLoop

_DECLARATION = "decisionTakenBefore"
_UNENDED = frozenset({"error", "cancel"})
_NOTHING: ProcessFacts = ProcessFacts()


@dataclass
class Walk:
    """All that a case can reach before any person has decided. `came` tells from which node each was first reached."""

    process: Process
    facts: Mapping[str, ProcessFacts]
    graph: Graph
    came: dict[str, str | None] = field(default_factory=dict)
    flows: set[str] = field(default_factory=set)
    is_left: bool = False
    _waiting: list[Node] = field(default_factory=list)

    def run(self, begun: list[Node]) -> "Walk":
        """Walk from these nodes."""
        for node in begun:
            self._enter(node, None)
        while self._waiting:
            node = self._waiting.pop()
            self._inside(node)
            if not self._decides(node):
                self._leave(node)
        return self

    def _enter(self, node: Node, previous: Node | None) -> None:
        if node.id not in self.came:
            self.came[node.id] = previous.id if previous else None
            self._waiting.append(node)

    def _inside(self, node: Node) -> None:
        """What can happen while the node is active, decided or not: its boundary events and its own inside."""
        for boundary in node.boundaries:
            self._enter(self.process.nodes[boundary], node)
        handler = self.graph.node(node.compensation_handler)
        if handler is not None:
            self._enter(handler, node)
        if node.is_scope and node.id in self.process.scopes:
            for inside in self.graph.entries(node.id):
                self._enter(inside, node)

    def _decides(self, node: Node) -> bool:
        """Whether nobody gets past the node without a decision."""
        if _may_be_skipped(node):
            return False
        if node.kind == "userTask":
            return node.task.is_decision
        if node.kind == "callActivity":
            return self.facts.get(node.called_element or "", _NOTHING).takes_decision
        # A sub-process is left from inside, when an end in it is reached.
        return node.is_scope and node.kind != "adHocSubProcess" and bool(self.process.scopes[node.id].nodes)

    def _leave(self, node: Node) -> None:
        if node.kind == "parallelGateway" and any(flow not in self.flows for flow in node.incoming):
            # A join waits for every branch: while one of them still holds a decision, nothing gets past it.
            self.came.pop(node.id)
            return
        for link in self.graph.link_targets.get(node.id, ()):
            self._enter(link, node)
        for flow in self.graph.flows_out(node):
            self.flows.add(flow.id)
            target = self.graph.node(flow.target)
            if target is not None:
                self._enter(target, node)
        ends_badly = any(event.kind in _UNENDED for event in node.events)
        if not node.outgoing and node.id not in self.graph.link_targets and not ends_badly:
            self._end(node)

    def _end(self, node: Node) -> None:
        owner = self.graph.owner(node.scope)
        if owner is None:
            self.is_left = True
        elif owner.is_event_subprocess:
            self._end_event_subprocess(owner)
        elif not node.is_for_compensation:
            self._leave(owner)

    def _end_event_subprocess(self, node: Node) -> None:
        """One that interrupts ends what it lies in; another leaves it going."""
        starts = [self.process.nodes[start] for start in self.process.scopes[node.id].starts]
        if any(start.is_interrupting for start in starts):
            self._end(node)

    def path_to(self, node: Node) -> str:
        """The way to the node, as ids."""
        ids: list[str] = []
        current: str | None = node.id
        while current is not None and current not in ids:
            ids.append(current)
            current = self.came.get(current)
        return " > ".join(reversed(ids))


def _may_be_skipped(node: Node) -> bool:
    """Whether the node may be done no times at all: an empty list, or a loop whose condition fails at once."""
    is_tested_first = isinstance(node.loop, StandardLoop) and node.loop.is_tested_before
    return isinstance(node.loop, MultiInstance) or is_tested_first


def check_decisions(process: Process, catalogue: Catalogue, facts: Mapping[str, ProcessFacts], report: Report) -> None:
    """Report decisions that are carried out without a person, and marks that stand where they mean nothing."""
    for node in process.nodes.values():
        value = node.attributes.get("decision")
        if value is not None and node.kind not in ("userTask", "businessRuleTask"):
            report.at("decision_attribute_misplaced", node, value=value)
    if declares_decision(process):
        if _starts_by_itself(process):
            report.add("decision_before_not_allowed", line=process.line, element=process.id)
        return
    graph = Graph(process)
    walk = Walk(process, facts, graph).run(graph.entries(process.id))
    for node in process.nodes.values():
        if node.id in walk.came and _carries_out(node, catalogue, facts):
            report.at("decision_without_person", node, path=walk.path_to(node))


def declares_decision(process: Process) -> bool:
    """Whether the process says that a decision is taken before it is called."""
    return process.attributes.get(_DECLARATION) in ("true", "1")


def _starts_by_itself(process: Process) -> bool:
    return bool(process.startable_by or process.start_events or process.is_side_process)


def _carries_out(node: Node, catalogue: Catalogue, facts: Mapping[str, ProcessFacts]) -> bool:
    if node.kind == "callActivity":
        return facts.get(node.called_element or "", _NOTHING).needs_decision
    return bool(node.operation) and node.operation in catalogue.decision_operations


def facts_of(documents: list[Document], catalogue: Catalogue) -> dict[str, ProcessFacts]:
    """What others need to know of every process at hand: those of the catalogue, overlaid by those of the documents."""
    processes = [process for document in documents for process in document.processes]
    facts = dict(catalogue.processes or {})
    for process in processes:
        facts[process.id] = ProcessFacts(
            takes_decision=False, needs_decision=declares_decision(process), waits=_waits(process)
        )
    # A decision inside a called process counts once it is certain, so the facts only grow; they settle within as many
    # rounds as calls are nested.
    for _ in processes:
        before = dict(facts)
        for process in processes:
            facts[process.id] = ProcessFacts(
                _takes(process, facts), facts[process.id].needs_decision, facts[process.id].waits
            )
        if facts == before:
            break
    return facts


def _takes(process: Process, facts: Mapping[str, ProcessFacts]) -> bool:
    graph = Graph(process)
    plain = [node for node in process.starts if not node.events] or graph.entries(process.id)
    return not Walk(process, facts, graph).run(plain).is_left


def _waits(process: Process) -> bool:
    graph = Graph(process)
    return any(waits(graph, node) for node in process.nodes.values())
