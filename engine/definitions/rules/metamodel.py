"""Rules of the file that the model of the process does not hold: references, message flows, lanes."""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.definitions.reporting import Report
from engine.reader import xml

# Attributes and child elements whose value is the id of another element in the same file.
_ATTRIBUTES = (
    *("attachedToRef", "default", "messageRef", "signalRef", "errorRef", "escalationRef", "dataObjectRef"),
    *("dataStoreRef", "processRef", "activityRef", "correlationPropertyRef", "correlationKeyRef", "categoryValueRef"),
    *("itemSubjectRef", "operationRef"),
)
_CHILDREN = (
    *("flowNodeRef", "eventDefinitionRef", "correlationPropertyRef", "sourceRef", "targetRef", "participantRef"),
    *("dataInputRefs", "dataOutputRefs", "optionalInputRefs", "whileExecutingInputRefs", "inputSetRefs"),
    *("optionalOutputRefs", "whileExecutingOutputRefs", "outputSetRefs"),
    *("inMessageRef", "outMessageRef", "supportedInterfaceRef"),
)
# What a boundary event sits on, and a default flow, are judged with their nodes.
_JUDGED_ELSEWHERE = frozenset({"attachedToRef", "default"})
_NOT_RECEIVING = frozenset({"endEvent", "intermediateThrowEvent", "sendTask", "scriptTask"})
_NOT_SENDING = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask", "scriptTask"})


def check_metamodel(root: etree._Element, report: Report) -> None:
    """Report references to nothing, message flows that go wrong, and steps in two lanes."""
    by_id = {part.get("id") or "": part for part in root.iter() if xml.tag(part)}
    for element in root.iter():
        if xml.tag(element):
            _check_references(element, by_id, report)
            if xml.tag(element) in ("association", "messageFlow"):
                _check_link(element, by_id, report)
    _check_lanes(root, report)
    _check_flow_lists(root, report)


def _check_references(element: etree._Element, by_id: Mapping[str, etree._Element], report: Report) -> None:
    for name, target in _references(element):
        if target and target not in by_id and name not in _JUDGED_ELSEWHERE:
            report.add(
                "reference_dangling",
                line=xml.line_of(element),
                element=element.get("id"),
                attribute=name,
                target=target,
            )


def _references(element: etree._Element) -> Iterator[tuple[str, str | None]]:
    for name in _ATTRIBUTES:
        # A QName with a prefix may name something in an imported file.
        value = element.get(name)
        if value and not (":" in value and name in ("itemSubjectRef", "operationRef")):
            yield name, xml.reference(value)
    for child in xml.children(element, *_CHILDREN):
        yield xml.tag(child), xml.reference(xml.text_of(child))


def _check_link(element: etree._Element, by_id: Mapping[str, etree._Element], report: Report) -> None:
    ends = [by_id.get(xml.reference(element.get(name)) or "") for name in ("sourceRef", "targetRef")]
    for name, end in zip(("sourceRef", "targetRef"), ends, strict=True):
        if end is None:
            target = element.get(name) or ""
            line, own = xml.line_of(element), element.get("id")
            report.add("reference_dangling", line=line, element=own, attribute=name, target=target)
    source, target_end = ends
    if xml.tag(element) == "messageFlow" and source is not None and target_end is not None:
        pools = {_pool_of(source), _pool_of(target_end)}
        is_within = len(pools) == 1
        is_wrong = not _exchanges(source, _NOT_SENDING) or not _exchanges(target_end, _NOT_RECEIVING)
        if is_within or is_wrong:
            report.add("message_flow_invalid", line=xml.line_of(element), element=element.get("id"))


def _exchanges(element: etree._Element, excluded: frozenset[str]) -> bool:
    kind = xml.tag(element)
    is_about_other = kind.endswith("Event") and xml.child(element, "messageEventDefinition") is None
    has_definitions = any(xml.tag(part).endswith("EventDefinition") for part in element)
    if is_about_other and (has_definitions or kind == "endEvent"):
        return False
    return kind not in excluded and not kind.endswith("Gateway") and kind not in ("sequenceFlow", "dataObject")


def _pool_of(element: etree._Element) -> str:
    """The id of the process that the element lies in, or that its pool shows; a black box is its own."""
    if xml.tag(element) == "participant":
        return xml.reference(element.get("processRef")) or element.get("id") or ""
    current: etree._Element | None = element
    while current is not None and xml.tag(current) != "process":
        current = current.getparent()
    return (current.get("id") or "") if current is not None else ""


def _check_lanes(root: etree._Element, report: Report) -> None:
    """A step lies in one lane of each set (nested sets repeat it)."""
    for lane_set in root.iter(f"{{{xml.BPMN}}}laneSet", f"{{{xml.BPMN}}}childLaneSet"):
        seen: set[str] = set()
        for lane in xml.children(lane_set, "lane"):
            for child in xml.children(lane, "flowNodeRef"):
                target = xml.text_of(child)
                if target in seen:
                    report.add("in_two_lanes", line=xml.line_of(child), element=target, id=target)
                seen.add(target)


def _check_flow_lists(root: etree._Element, report: Report) -> None:
    """Where a step lists its flows, the list agrees with the flows."""
    ends: dict[tuple[str, str], set[str]] = {}
    for flow in root.iter(f"{{{xml.BPMN}}}sequenceFlow"):
        for kind, name in (("outgoing", "sourceRef"), ("incoming", "targetRef")):
            ends.setdefault((kind, xml.reference(flow.get(name)) or ""), set()).add(flow.get("id") or "")
    for element in root.iter():
        if not xml.tag(element) or xml.tag(element) in ("definitions", "process"):
            continue
        for kind in ("incoming", "outgoing"):
            listed = {xml.reference(xml.text_of(child)) or "" for child in xml.children(element, kind)}
            if listed and listed != ends.get((kind, element.get("id") or ""), set()):
                report.add("flow_lists_differ", line=xml.line_of(element), element=element.get("id"))
