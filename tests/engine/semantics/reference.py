"""A small reference interpreter of control flow, written from BPMN 2.0.2, 13.3-13.5.

For graphs of user tasks with boundary events, gateways, sub-processes and ends, also terminating ones. It keeps tokens
as numbers on flows, exactly as the standard describes them, and is as naive as can be.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Edge:
    """A sequence flow; `is_true` is the value of its condition, None for a default flow."""

    id: str
    source: str
    target: str
    is_true: bool | None = True


@dataclass
class Reference:
    """One run: `kinds` of the nodes by id (start, user, xor, and, or, end, term, boundary).

    `hosts` says for each boundary event the task that it sits on, and whether it interrupts that. `is_ambiguous` tells
    that two inclusive joins could fire at once: which goes first the standard leaves open.
    """

    kinds: dict[str, str]
    edges: list[Edge]
    hosts: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    is_ambiguous: bool = False
    tokens: Counter[str] = field(default_factory=Counter)
    open: Counter[str] = field(default_factory=Counter)
    limit: int = 400

    def start(self) -> None:
        """A token leaves each start."""
        for node, kind in self.kinds.items():
            if kind == "start":
                self._emit(node)
        self._settle()

    def complete(self, node: str) -> None:
        """A person completes a task."""
        self.open[node] -= 1
        self._emit(node)
        self._settle()

    def happen(self, boundary: str) -> None:
        """A boundary event happens at an open task."""
        host, interrupts = self.hosts[boundary]
        if interrupts:
            self.open[host] -= 1
        self._emit(boundary)
        self._settle()

    def _settle(self) -> None:
        while self._fire_plain() or self._fire_inclusive():
            self.limit -= 1
            if self.limit < 0:
                raise OverflowError

    def _incoming(self, node: str) -> list[str]:
        return [edge.id for edge in self.edges if edge.target == node]

    def _emit(self, node: str) -> None:
        outgoing = [edge for edge in self.edges if edge.source == node]
        true = [edge for edge in outgoing if edge.is_true]
        if self.kinds[node] in {"xor", "or"}:
            chosen = true or [edge for edge in outgoing if edge.is_true is None]
            outgoing = chosen[:1] if self.kinds[node] == "xor" else chosen
        self.tokens.update(edge.id for edge in outgoing)

    def _fire_plain(self) -> bool:
        for node, kind in self.kinds.items():
            marked = [flow for flow in self._incoming(node) if self.tokens[flow] > 0]
            if kind == "or" or not marked:
                continue
            if kind == "and" and len(marked) < len(self._incoming(node)):
                continue
            for flow in marked if kind == "and" else marked[:1]:
                self.tokens[flow] -= 1
            if kind == "user":
                self.open[node] += 1
            elif kind == "term":
                self.tokens.clear()
                self.open.clear()
            else:
                self._emit(node)
            return True
        return False

    def _fire_inclusive(self) -> bool:
        ready = []
        for node, kind in self.kinds.items():
            marked = [flow for flow in self._incoming(node) if self.tokens[flow] > 0]
            if kind == "or" and marked and not self._must_wait(node, marked):
                ready.append((node, marked))
        self.is_ambiguous |= len(ready) > 1
        for node, marked in ready[:1]:
            self.tokens.subtract(marked)
            self._emit(node)
        return bool(ready)

    def _must_wait(self, node: str, marked: list[str]) -> bool:
        """13.4.3: some token has a path to an unmarked incoming flow, and none to a marked one, without visiting it."""
        unmarked = [flow for flow in self._incoming(node) if flow not in marked]
        return any(
            any(self._path(place, flow, node) for flow in unmarked)
            and not any(self._path(place, flow, node) for flow in marked)
            for place in self._places()
            if place != node
        )

    def _places(self) -> set[str]:
        """Where tokens are: at open tasks, and at the nodes that marked flows lead to."""
        ends = {edge.id: edge.target for edge in self.edges}
        marked = {ends[flow] for flow, count in self.tokens.items() if count > 0}
        return marked | {node for node, count in self.open.items() if count > 0}

    def _path(self, place: str, flow: str, avoiding: str) -> bool:
        seen, ahead = set(), [place]
        while ahead:
            node = ahead.pop()
            if node in seen or node == avoiding:
                continue
            seen.add(node)
            for edge in self.edges:
                if edge.source == node or self.hosts.get(edge.source, ("", False))[0] == node:
                    if edge.id == flow:
                        return True
                    ahead.append(edge.target)
        return False

    @property
    def waiting(self) -> dict[str, int]:
        """The tokens that wait at joins, by node."""
        ends = {edge.id: edge.target for edge in self.edges}
        found: Counter[str] = Counter()
        for flow, count in self.tokens.items():
            found[ends[flow]] += count
        return {node: count for node, count in found.items() if count}
