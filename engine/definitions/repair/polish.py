"""The executable copy without what is only shown: what no rule refuses can be edited like any other process."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from lxml import etree

from engine.definitions.repair.drawing import FLOW_NODES, Drawing, children, own, remove, scope_of
from engine.definitions.repair.positions import EDGE, SHAPE
from engine.model import Problem
from engine.reader import xml

_MOST_ROUNDS = 4
_DATA = ("ioSpecification", "dataInputAssociation", "dataOutputAssociation", "ioBinding")
_PERFORMERS = ("resourceRole", "performer", "humanPerformer", "potentialOwner")
_NAMESPACE = "urn:utlysa:import"
# The order of the schema within a process or sub-process; flow elements have none among them.
_GROUPS = (
    ("documentation",),
    ("extensionElements",),
    ("incoming", "outgoing", "auditing", "monitoring", "ioSpecification", "ioBinding"),
    ("property", "dataInputAssociation", "dataOutputAssociation"),
    ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "laneSet"),
    (),
    ("association", "textAnnotation", "group"),
    ("resourceRole", "potentialOwner", "performer", "humanPerformer", "correlationSubscription", "supports"),
    ("completionCondition",),
)
_ORDER = {name: place for place, names in enumerate(_GROUPS) for name in names}
_FLOW_ELEMENT = 5


def polish(drawing: Drawing, judge: Callable[[], Iterable[Problem]]) -> None:
    """Take away what the rules refuse though it does not stop the run; `judge` tells it strictly."""
    _drop_slips(drawing)
    for _ in range(_MOST_ROUNDS):
        nodes = drawing.by_id()
        parts = {part.get("id"): part for part in drawing.root.iter(SHAPE, EDGE) if part.get("id")}
        found = [(one, nodes.get(one.element_id or "", parts.get(one.element_id))) for one in judge()]
        known = [(one, element) for one, element in found if element is not None and element.getparent() is not None]
        for problem, element in known:
            if element.getparent() is None:
                continue
            _FIXES.get(problem.code, _take_away)(drawing, element)
        _drop_dangling(drawing.root)
        if not known:
            return


def _drop_slips(drawing: Drawing) -> None:
    root = drawing.root
    if not root.get("targetNamespace"):
        root.set("targetNamespace", _NAMESPACE)
    for imported in drawing.elements("import"):
        remove(imported)
    for node in drawing.nodes():
        node.attrib.pop(xml.XSI_TYPE, "")
        _drop_attributes(node)
    for edge in root.iter(EDGE):
        edge.attrib.pop("sourceElement", "")
        edge.attrib.pop("targetElement", "")
    for flow in drawing.elements("sequenceFlow"):
        _mend_flow(flow)
    _drop_second_lanes(drawing)
    for scope in drawing.scopes():
        _put_in_order(scope)
    _drop_dangling(root)


def _mend_flow(flow: etree._Element) -> None:
    flow.attrib.pop("isImmediate", "")
    for end in ("sourceRef", "targetRef"):
        flow.set(end, xml.reference(flow.get(end)) or "")


def _drop_second_lanes(drawing: Drawing) -> None:
    """A step lies in one lane of the process; lanes within lanes repeat it."""
    seen: set[str] = set()
    for reference in drawing.elements("flowNodeRef"):
        target = xml.text_of(reference)
        if target in seen and xml.tag(scope_of(scope_of(scope_of(reference)))) == "process":
            remove(reference)
        seen.add(target)


def _drop_attributes(node: etree._Element) -> None:
    """What an element of this kind cannot have: left over from the kind that it was drawn as."""
    is_event = xml.tag(node).endswith("Event")
    misplaced = () if is_event else ("parallelMultiple", "cancelActivity", "attachedToRef", "isInterrupting")
    for name in misplaced:
        node.attrib.pop(name, "")


def _put_in_order(scope: etree._Element) -> None:
    parts = list(scope)
    ordered = sorted(parts, key=lambda part: _ORDER.get(xml.tag(part), _FLOW_ELEMENT))
    if ordered != parts:
        scope[:] = ordered


def _drop_dangling(root: etree._Element) -> None:
    """References to nothing, and what is nothing without its reference."""
    known = {element.get("id") for element in root.iter() if xml.tag(element)}
    for element in list(root.iter()):
        if element.getparent() is None and element is not root:
            continue
        for name, target in list(_references(element)):
            if target in known:
                continue
            if name in ("bpmnElement", "sourceRef", "targetRef") and element.getparent() is not None:
                remove(element)
                break
            del element.attrib[name]
    for element in list(root.iter()):
        is_reference = xml.tag(element).endswith("Ref") and not len(element)
        if is_reference and xml.reference(xml.text_of(element)) not in known:
            remove(element)


def _references(element: etree._Element) -> Iterator[tuple[str, str | None]]:
    kind = xml.tag(element)
    is_drawn = element.tag in (SHAPE, EDGE)
    for key, value in element.attrib.items():
        name = str(key)
        is_own = kind and name.endswith("Ref") and name not in ("structureRef", "itemRef", "itemSubjectRef")
        if (is_own and ":" not in str(value)) or (is_drawn and name == "bpmnElement"):
            yield name, xml.reference(str(value))


def _take_away(_drawing: Drawing, element: etree._Element) -> None:
    kind = xml.tag(element)
    if kind not in FLOW_NODES and kind not in ("definitions", "process", "sequenceFlow", "lane", "laneSet"):
        remove(element)


def _drop_node(drawing: Drawing, node: etree._Element) -> None:
    drawing.drop_node(node)


def _end_after(drawing: Drawing, node: etree._Element) -> None:
    """Where a way stops it ends."""
    if drawing.flows_from(node):
        return
    scope, node_id = scope_of(node), node.get("id") or ""
    end = drawing.add(scope, "endEvent", id=drawing.new_id(f"end_after_{node_id}"))
    drawing.add_flow(scope, node_id, end.get("id") or "")
    drawing.share_lane(node_id, end.get("id") or "")
    drawing.added[end.get("id") or ""] = node_id


def _drop_data(_drawing: Drawing, element: etree._Element) -> None:
    for part in children(element, *_DATA):
        remove(part)


def _drop_operation(_drawing: Drawing, element: etree._Element) -> None:
    element.attrib.pop("operationRef", "")


def _drop_performers(drawing: Drawing, element: etree._Element) -> None:
    """Whoever nobody here is does nothing: the step is anyone's, or its lane's."""
    for part in children(element, *_PERFORMERS):
        remove(part)
    for name in ("role", "escalateTo"):
        element.attrib.pop(own(name), "")
    drawing.assume("ignored_details", element)


def _drop_collection(_drawing: Drawing, element: etree._Element) -> None:
    element.attrib.pop("isCollection", "")
    element.attrib.pop("itemSubjectRef", "")


_FIXES: Mapping[str, Callable[[Drawing, "etree._Element"], None]] = {
    **dict.fromkeys(("call_data_differ", "task_data_wrong"), _drop_data),
    **dict.fromkeys(("event_without_outgoing", "boundary_without_flow", "gateway_without_flows"), _end_after),
    "node_unreachable": _drop_node,
    "message_differs_from_operation": _drop_operation,
    "role_unknown": _drop_performers,
    "data_collection_differs": _drop_collection,
}
