"""Rules of the drawing itself: what shapes and lines show, and what may be said of them (clause 12)."""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.definitions.rules.standard import kinds
from engine.definitions.rules.standard.rule import Breach, Rule, alone, rule
from engine.definitions.rules.standard.tree import Tree, kind_of

_EXPANDING = kinds.SUB_PROCESSES | kinds.CHOREOGRAPHY_ACTIVITIES | kinds.CONVERSATIONS | {"callActivity", "participant"}
_MISPLACED: Mapping[str, frozenset[str]] = {
    "isHorizontal": frozenset({"participant", "lane"}),
    "isExpanded": _EXPANDING,
    "isMarkerVisible": frozenset({"exclusiveGateway"}),
    "isMessageVisible": frozenset({"participant"}),
    "messageVisibleKind": frozenset({"messageFlow"}),
}


def _shape(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    # A line of data to a sequence flow stands for two associations, so it names its ends instead.
    is_between_shapes = element.get("sourceElement") and element.get("targetElement")
    if not element.get("bpmnElement") and not is_between_shapes:
        yield Breach("drawn_without_element", element)
        return
    drawn = tree.refer(element, "bpmnElement")
    if drawn is None:
        return
    for attribute, allowed in _MISPLACED.items():
        if element.get(attribute) is not None and kind_of(drawn) not in allowed:
            yield Breach("shape_attribute_misplaced", element, {"attribute": attribute, "drawn": kind_of(drawn)})


def _band(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """A participant of a choreography activity is drawn as a band of it."""
    activity_shape = element.get("choreographyActivityShape")
    if activity_shape is None and element.get("participantBandKind") is None:
        return
    drawn, shape = tree.refer(element, "bpmnElement"), tree.refer(element, "choreographyActivityShape")
    activity = None if shape is None else tree.refer(shape, "bpmnElement")
    is_band = activity_shape is not None and element.get("participantBandKind") is not None
    is_participant = drawn is None or kind_of(drawn) == "participant"
    is_of_activity = activity is None or kind_of(activity) in kinds.CHOREOGRAPHY_ACTIVITIES
    if not (is_band and is_participant and is_of_activity):
        yield Breach("band_incomplete", element)


def _plane(element: etree._Element) -> Iterator[Breach]:
    """A picture shows each element once; participants of choreographies have a band in every step of theirs."""
    seen: set[str] = set()
    for part in element:
        drawn = part.get("bpmnElement")
        if kind_of(part) not in ("BPMNShape", "BPMNEdge") or not drawn or part.get("choreographyActivityShape"):
            continue
        if drawn in seen:
            yield Breach("drawn_twice", part, {"target": drawn})
        seen.add(drawn)


def _bounds(element: etree._Element) -> Iterator[Breach]:
    """A shape's width and height are not negative. What is no number at all is told of elsewhere."""
    for attribute in ("width", "height"):
        value = (element.get(attribute) or "").strip()
        if value.startswith("-") and value.strip("-0."):
            yield Breach("shape_size_negative", element, {"attribute": attribute, "value": value})


RULES: tuple[Rule, ...] = (
    rule("12.2.3 Shapes and edges", {"BPMNShape", "BPMNEdge"}, _shape),
    rule("12.2.3 Participant bands", {"BPMNShape"}, _band),
    alone("Diagram Definition 8.3 Bounds: non_negative", {"Bounds"}, _bounds),
    alone("12.2.2 Planes", {"BPMNPlane"}, _plane),
)
