"""Rules of the lists that a process keeps of its parts: lanes of steps, steps of flows (clauses 10.8, 8.4.9)."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.rules.standard import kinds
from engine.definitions.rules.standard.rule import Breach, Rule, alone, rule
from engine.definitions.rules.standard.tree import Tree, ids
from engine.reader import xml


def _lanes(element: etree._Element) -> Iterator[Breach]:
    """A step lies in one lane of each set (nested sets repeat it)."""
    seen: set[str] = set()
    for lane in xml.children(element, "lane"):
        for child in xml.children(lane, "flowNodeRef"):
            target = xml.text_of(child)
            if target in seen:
                yield Breach("in_two_lanes", child, {"id": target})
            seen.add(target)


def _flows(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """Where a step lists its flows, the list agrees with the flows."""
    own = element.get("id") or ""
    for kind, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
        listed = {xml.reference(xml.text_of(child)) or "" for child in xml.children(element, kind)}
        if listed and listed != ids(tree.flows(end, own)):
            yield Breach("flow_lists_differ", element)


RULES: tuple[Rule, ...] = (
    alone("10.8 Lanes: one of a set", {"laneSet", "childLaneSet"}, _lanes),
    rule("8.4.9 Flow nodes: incoming and outgoing", kinds.FLOW_NODES, _flows),
)
