"""Rules of the flows of choreographies: where they go, and what their gateways say of them (clauses 11.6 to 11.8)."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.rules.standard import kinds
from engine.definitions.rules.standard.rule import Breach, Rule, rule
from engine.definitions.rules.standard.tree import Tree, kind_of, parent_of
from engine.reader import xml

_HOLDERS = frozenset({"choreography", "subChoreography"})
_NEVER_ENTERED = frozenset({"startEvent", "boundaryEvent"})


def _is_danced(element: etree._Element) -> bool:
    """Whether the element lies in a choreography; processes are judged by their drawing."""
    return kind_of(parent_of(element)) in _HOLDERS


def _flow(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """A flow joins two steps of one level, out of no end and into no start."""
    if not _is_danced(element):
        return
    source, target = (tree.refer(element, name) for name in ("sourceRef", "targetRef"))
    is_joined = (
        source is not None and target is not None and _is_beside(source, element) and _is_beside(target, element)
    )
    is_backwards = (source is not None and kind_of(source) == "endEvent") or (
        target is not None and kind_of(target) in _NEVER_ENTERED
    )
    if not is_joined or is_backwards:
        yield Breach("choreography_flow_wrong", element)


def _is_beside(node: etree._Element, flow: etree._Element) -> bool:
    return kind_of(node) in kinds.FLOW_NODES and parent_of(node) is parent_of(flow)


def _event(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """A start leads on, and something leads to an end."""
    end = "sourceRef" if kind_of(element) == "startEvent" else "targetRef"
    if _is_danced(element) and not tree.flows(end, element.get("id")):
        yield Breach("choreography_event_loose", element)


def _gateway(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """A gateway has the ways that it says, and its default is one of those out of it."""
    if not _is_danced(element):
        return
    ways_in, ways_out = (tree.flows(end, element.get("id")) for end in ("targetRef", "sourceRef"))
    default = xml.reference(element.get("default"))
    is_default_foreign = bool(default) and default not in {flow.get("id") for flow in ways_out}
    is_choice_missing = kind_of(element) == "eventBasedGateway" and len(ways_out) < 2
    is_unlike = not _is_directed(element.get("gatewayDirection"), len(ways_in), len(ways_out))
    if is_default_foreign or is_choice_missing or is_unlike:
        yield Breach("choreography_gateway_wrong", element)


def _is_directed(direction: str | None, ways_in: int, ways_out: int) -> bool:
    if direction == "Converging":
        return ways_in > 1 >= ways_out
    if direction == "Diverging":
        return ways_in <= 1 < ways_out
    return direction != "Mixed" or (ways_in > 1 and ways_out > 1)


RULES: tuple[Rule, ...] = (
    rule("11.4, 8.4.13 Sequence flow in choreographies", {"sequenceFlow"}, _flow),
    rule("11.6 Events in choreographies", {"startEvent", "endEvent"}, _event),
    rule("11.7 Gateways in choreographies", kinds.GATEWAYS, _gateway),
)
