"""The drawing's picture: bounds that can be shown, and shapes for what was put in."""

from collections.abc import Iterable

from lxml import etree

from engine.definitions.repair.drawing import Drawing
from engine.definitions.repair.positions import (
    BOUNDS,
    DIAGRAM,
    EDGE,
    PLANE,
    SHAPE,
    WAYPOINT,
    Box,
    box_of,
    boxes,
    number,
)
from engine.reader import xml

_ABOVE, _BELOW = 40.0, 24.0
TASK, EVENT, GATEWAY = (100.0, 80.0), (36.0, 36.0), (50.0, 50.0)
_NAMESPACES = {"bpmndi": xml.BPMNDI, "dc": BOUNDS[1:].partition("}")[0], "di": WAYPOINT[1:].partition("}")[0]}


def size_of(kind: str) -> tuple[float, float]:
    """The usual size of a kind of element."""
    return EVENT if kind.endswith("Event") else GATEWAY if kind.endswith("Gateway") else TASK


def mend_picture(drawing: Drawing) -> None:
    """Bounds and waypoints that are no numbers are put right or left out; the largest picture comes first."""
    seen: set[str] = set()
    for part in list(drawing.root.iter(SHAPE, EDGE, PLANE, DIAGRAM)):
        if part.get("id") in seen:
            del part.attrib["id"]
        seen.add(part.get("id") or "")
    for plane in drawing.root.iter(PLANE):
        _draw_once(plane)
    kinds = {element.get("id"): xml.tag(element) for element in drawing.root.iter() if xml.tag(element)}
    for shape in list(drawing.root.iter(SHAPE)):
        _mend_bounds(shape, kinds.get(xml.reference(shape.get("bpmnElement")), "task"))
    for edge in list(drawing.root.iter(EDGE)):
        _mend_waypoints(edge)
    diagrams = [part for part in drawing.root if part.tag == DIAGRAM]
    if len(diagrams) > 1:
        largest = max(diagrams, key=lambda diagram: sum(1 for _ in diagram.iter(SHAPE)))
        diagrams[0].addprevious(largest)


def _mend_waypoints(edge: etree._Element) -> None:
    for point in list(edge.iter(WAYPOINT)):
        x, y = number(point.get("x")), number(point.get("y"))
        if x is None or y is None:
            _drop(point)
        else:
            point.set("x", f"{x:g}")
            point.set("y", f"{y:g}")
    if sum(1 for part in edge if part.tag == WAYPOINT) < 2:
        _drop(edge)


def _draw_once(plane: etree._Element) -> None:
    """Of several figures of one element in a picture, the first."""
    seen: set[str | None] = set()
    for figure in list(plane.iterchildren(SHAPE, EDGE)):
        if figure.get("bpmnElement") in seen:
            plane.remove(figure)
        seen.add(figure.get("bpmnElement"))


def has_picture(drawing: Drawing) -> bool:
    """Whether any step or pool is drawn."""
    known = {element.get("id") for element in drawing.nodes()}
    known |= {element.get("id") for element in drawing.root.iter() if xml.tag(element) in _SHOWN_ALONE}
    return any(xml.reference(shape.get("bpmnElement")) in known for shape in drawing.root.iter(SHAPE))


_SHOWN_ALONE = frozenset({"participant", "choreographyTask", "callChoreography", "subChoreography", "conversation"})


def _mend_bounds(shape: etree._Element, kind: str) -> None:
    if box_of(shape) is not None:
        _rewrite(shape)
        return
    bounds = next((part for part in shape if part.tag == BOUNDS), None)
    if bounds is None:
        bounds = etree.SubElement(shape, BOUNDS)
    width, height = size_of(kind)
    box = Box(number(bounds.get("x")) or 0, number(bounds.get("y")) or 0, width, height)
    for name, value in box.written().items():
        bounds.set(name, value)


def _rewrite(shape: etree._Element) -> None:
    for bounds in shape.iter(BOUNDS):
        for name in ("x", "y", "width", "height"):
            bounds.set(name, f"{number(bounds.get(name)) or 0:g}")


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def draw_added(drawing: Drawing) -> None:
    """Draw what was put in above what it was put in for, with the flows to and from it."""
    drawn = boxes(drawing.root)
    plane = next(drawing.root.iter(PLANE), None)
    if plane is None or not drawn:
        return
    elements = drawing.by_id()
    for new_id, near in drawing.added.items():
        beside = drawn.get(near)
        element = elements.get(new_id)
        if beside is not None and element is not None:
            width, height = size_of(xml.tag(element))
            x, y = beside.center[0] - width / 2, beside.y - _ABOVE - height
            while any(Box(x, y, width, height).touches(other) for other in drawn.values() if not other.is_wide):
                y -= 20
            drawn[new_id] = Box(x, y, width, height)
            add_shape(plane, new_id, drawn[new_id])
    _draw_flows(drawing, plane, drawn)


def _draw_flows(drawing: Drawing, plane: etree._Element, drawn: dict[str, Box]) -> None:
    edges = {xml.reference(edge.get("bpmnElement")): edge for edge in drawing.root.iter(EDGE)}
    for flow in drawing.elements("sequenceFlow"):
        source, target = xml.reference(flow.get("sourceRef")) or "", xml.reference(flow.get("targetRef")) or ""
        if drawing.added.keys() & {source, target} and source in drawn and target in drawn:
            edge = edges.get(flow.get("id"))
            if edge is not None:
                _drop(edge)
            add_edge(plane, flow.get("id") or "", way(drawn[source], drawn[target]))


def way(source: Box, target: Box, others: Iterable[Box] = ()) -> list[tuple[float, float]]:
    """A line from one box to another, with a bend where they are not level, and below what lies between."""
    (sx, sy), (tx, ty) = source.center, target.center
    left, right = sorted((sx, tx))
    between = [box for box in others if left < box.center[0] < right and box.y < sy < box.y + box.height]
    if abs(sy - ty) < 1 and (between or tx < sx):
        low = max(box.y + box.height for box in (*between, source, target)) + _BELOW
        return [(sx, source.y + source.height), (sx, low), (tx, low), (tx, target.y + target.height)]
    if abs(sy - ty) < 1:
        return [(source.x + source.width, sy), (target.x, ty)]
    if source.x + source.width <= target.x:
        middle = (source.x + source.width + target.x) / 2
        return [(source.x + source.width, sy), (middle, sy), (middle, ty), (target.x, ty)]
    below = sy < ty
    start = (sx, source.y + source.height if below else source.y)
    end = (tx, target.y if below else target.y + target.height)
    return [start, end]


def new_plane(root: etree._Element, element_id: str) -> etree._Element:
    """An empty picture of an element, in place of pictures of nothing."""
    for old in [part for part in root if part.tag == DIAGRAM]:
        root.remove(old)
    diagram = etree.SubElement(root, DIAGRAM, nsmap=_NAMESPACES)
    diagram.set("id", "diagram_of_import")
    plane = etree.SubElement(diagram, PLANE)
    plane.set("id", "plane_of_import")
    plane.set("bpmnElement", element_id)
    return plane


def add_shape(plane: etree._Element, element_id: str, box: Box, **attributes: str) -> None:
    """Draw an element there."""
    shape = etree.SubElement(plane, SHAPE, nsmap=_NAMESPACES)
    shape.set("id", f"{element_id}_shape")
    shape.set("bpmnElement", element_id)
    for name, value in attributes.items():
        shape.set(name, value)
    bounds = etree.SubElement(shape, BOUNDS)
    for name, value in box.written().items():
        bounds.set(name, value)


def add_edge(plane: etree._Element, element_id: str, points: list[tuple[float, float]]) -> None:
    """Draw a flow along these points."""
    edge = etree.SubElement(plane, EDGE, nsmap=_NAMESPACES)
    edge.set("id", f"{element_id}_edge")
    edge.set("bpmnElement", element_id)
    for x, y in points:
        point = etree.SubElement(edge, WAYPOINT)
        point.set("x", f"{x:g}")
        point.set("y", f"{y:g}")
