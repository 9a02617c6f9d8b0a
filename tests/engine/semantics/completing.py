"""Makes a test's short drawing whole, as the standard's static rules want it: in order, and with starts and ends.

What is added has an id that begins with `added_`, so that a comparison can leave it out.
"""

from lxml import etree

from engine.reader import Document, Node, read

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ADDED = "added_"
_HOLDERS = ("process", "subProcess", "transaction", "adHocSubProcess")
# The order in which the schema wants what is no flow element; all flow elements stand together in the middle.
_FIRST = (
    *("documentation", "extensionElements", "auditing", "monitoring"),
    *("ioSpecification", "property", "dataInputAssociation", "dataOutputAssociation", "resourceRole"),
    *("standardLoopCharacteristics", "multiInstanceLoopCharacteristics", "laneSet"),
)
_LAST = ("association", "textAnnotation", "group", "completionCondition", "correlationSubscription")


def whole(file: bytes) -> bytes:
    """The file as it can be deployed."""
    root = etree.fromstring(file)
    document = read(file)
    for element in root.iter(*(BPMN + name for name in _HOLDERS)):
        _complete(element, document)
        element[:] = sorted(element, key=_rank)
    return etree.tostring(root)


def _rank(element: etree._Element) -> int:
    name = str(element.tag).removeprefix(BPMN)
    if name in _FIRST:
        return _FIRST.index(name)
    return len(_FIRST) + 1 + _LAST.index(name) if name in _LAST else len(_FIRST)


def _complete(element: etree._Element, document: Document) -> None:
    for process in document.processes:
        scope = process.scopes.get(element.get("id") or "")
        if scope is not None and scope.kind != "adHocSubProcess":
            nodes = [process.nodes[node_id] for node_id in scope.nodes]
            open_ends = [node.id for node in nodes if _needs_end(node)]
            for node_id in open_ends:
                _join(element, "endEvent", node_id, is_start=False)
            has_end = bool(open_ends) or any(node.kind == "endEvent" for node in nodes)
            if has_end and not scope.starts:
                for node_id in scope.entries:
                    _join(element, "startEvent", node_id, is_start=True)


def _needs_end(node: Node) -> bool:
    kinds = {event.kind for event in node.events}
    is_event = node.kind in {"boundaryEvent", "intermediateCatchEvent", "startEvent"} and "compensation" not in kinds
    is_throw = node.kind == "intermediateThrowEvent" and "link" not in kinds
    is_undone = node.kind == "startEvent" and "compensation" in kinds
    return (is_event or is_throw or is_undone) and not node.outgoing


def _join(holder: etree._Element, tag: str, node_id: str, *, is_start: bool) -> None:
    added = f"{ADDED}{tag}_{node_id}"
    etree.SubElement(holder, BPMN + tag, id=added)
    source, target = (added, node_id) if is_start else (node_id, added)
    etree.SubElement(holder, BPMN + "sequenceFlow", id=f"{ADDED}{node_id}", sourceRef=source, targetRef=target)
