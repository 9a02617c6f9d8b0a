"""First repairs: ids, executability, references to nothing, flows that lead nowhere."""

import re
from collections.abc import Mapping

from lxml import etree

from engine.definitions.repair.drawing import FLOW_NODES, SCOPES, Drawing, remove, scope_of
from engine.definitions.repair.juel import as_feel
from engine.reader import xml

_REFERENCES = (
    "messageRef",
    "signalRef",
    "errorRef",
    "escalationRef",
    "itemSubjectRef",
    "operationRef",
    "activityRef",
    "dataStoreRef",
    "processRef",
)
_REFERENCE_CHILDREN = ("flowNodeRef", "eventDefinitionRef")
_QUANTITIES = ("startQuantity", "completionQuantity")
_NEEDS_ID = FLOW_NODES | {"process", "sequenceFlow", "lane", "participant"}
_NAME = re.compile(r"[^\W\d][\w.-]*")
_WITHOUT_DEFAULT = frozenset({"parallelGateway", "eventBasedGateway"})
_REFERRING = ("Ref", "Refs", "incoming", "outgoing")


def make_executable(drawing: Drawing) -> None:
    """Where no process may run, all that hold anything may."""
    processes = drawing.elements("process")
    if any(xml.flag(process, "isExecutable", default=False) for process in processes):
        return
    for process in processes:
        if any(xml.tag(part) in FLOW_NODES for part in process):
            process.set("isExecutable", "true")
            drawing.assume("assumed_executable", process)


def give_ids(drawing: Drawing) -> None:
    """An id of its own for every element that needs one; of several with the same, what flows lead to keeps it."""
    elements = [element for element in drawing.root.iter() if xml.tag(element)]
    seen: dict[str, etree._Element] = {}
    renamed: dict[etree._Element, dict[str, str]] = {}
    for element in sorted(elements, key=lambda element: xml.tag(element) not in _NEEDS_ID):
        known = element.get("id")
        if not known and xml.tag(element) in _NEEDS_ID:
            made = drawing.new_id(f"{xml.tag(element)}_{xml.line_of(element)}")
            element.set("id", made)
            drawing.assume("assumed_id", element, id=made)
        elif known and known in seen:
            made = drawing.new_id(known)
            element.set("id", made)
            drawing.assume("assumed_new_id", element, id=known, new=made)
            process = _process_of(element)
            if process is not None and process is not _process_of(seen[known]):
                renamed.setdefault(process, {}).setdefault(known, made)
        seen.setdefault(element.get("id") or "", element)
    for process, names in renamed.items():
        _follow(process, names)


def _process_of(element: etree._Element) -> etree._Element | None:
    """The process that an element lies in: what refers to its id there means it, whoever else has the same."""
    return next(element.iterancestors(f"{{{xml.BPMN}}}process"), None)


def tidy_ids(drawing: Drawing) -> None:
    """Ids that are no names of XML get plain ones, and what refers to them follows."""
    renamed: dict[str, str] = {}
    for element in drawing.root.iter():
        known = element.get("id") if xml.tag(element) else None
        if known and not _NAME.fullmatch(known):
            made = renamed.get(known) or drawing.new_id(known.strip())
            renamed[known] = made
            element.set("id", made)
            drawing.assume("assumed_new_id", element, id=known, new=made)
    if renamed:
        _follow(drawing.root, renamed)


def _follow(root: etree._Element, renamed: Mapping[str, str]) -> None:
    for element in root.iter():
        for key, value in ((str(key), str(value)) for key, value in element.attrib.items()):
            is_reference = key.endswith("Ref") or key in ("default", "bpmnElement", "calledElement")
            if is_reference and value in renamed:
                element.set(key, renamed[value])
        text = (element.text or "").strip()
        if text in renamed and xml.tag(element).endswith(_REFERRING):
            element.text = renamed[text]


def resolve_references(drawing: Drawing) -> None:
    """Flows whose missing ends the steps list themselves get them from there."""
    listed = {
        (xml.tag(child), xml.reference(xml.text_of(child))): scope_of(child).get("id") or ""
        for child in drawing.elements("incoming", "outgoing")
    }
    known = set(drawing.by_id())
    for flow in drawing.elements("sequenceFlow"):
        for end, kind in (("sourceRef", "outgoing"), ("targetRef", "incoming")):
            found = listed.get((kind, flow.get("id")))
            if found and xml.reference(flow.get(end)) not in known:
                flow.set(end, found)
                drawing.assume("assumed_end", flow, end=found)


def drop_empty_processes(drawing: Drawing) -> None:
    """A process in which nothing is drawn cannot run, and is only shown."""
    for process in drawing.elements("process"):
        if not any(xml.tag(part) in FLOW_NODES for part in process):
            drawing.assume("ignored_process", process)
            remove(process)


def forget_languages(drawing: Drawing) -> None:
    """The language that a file names for all its expressions says nothing of one expression: each is tried as FEEL."""
    drawing.root.attrib.pop("expressionLanguage", "")


def settle_quantities(drawing: Drawing) -> None:
    """One token in, one token out, where the file says what is no number, or more than the flows can ever bring."""
    nodes = {node.get("id"): node for node in drawing.nodes()}
    for node in nodes.values():
        wanted, given = (node.get(name, "1").strip() for name in _QUANTITIES)
        if not all(quantity.isdecimal() and int(quantity) > 0 for quantity in (wanted, given)):
            drawing.assume("assumed_quantity", node)
            for name in _QUANTITIES:
                node.attrib.pop(name, "")
    for node in nodes.values():
        needed = int(node.get("startQuantity", "1"))
        if needed > 1 and needed > sum(_brought(flow, nodes) for flow in drawing.flows_to(node)):
            drawing.assume("assumed_quantity", node)
            del node.attrib["startQuantity"]


def _brought(flow: etree._Element, nodes: Mapping[str | None, etree._Element]) -> int:
    source = nodes.get(xml.reference(flow.get("sourceRef")))
    return int(source.get("completionQuantity", "1")) if source is not None else 0


def ignore_data_flow(drawing: Drawing) -> None:
    """Arrows to and from data say what a step reads and writes; the variables are common to the case anyway."""
    for association in drawing.elements("dataInputAssociation", "dataOutputAssociation"):
        values = [part for name in ("from", "transformation") for part in association.iter(f"{{{xml.BPMN}}}{name}")]
        if not values or any(as_feel(xml.text_of(value)) is None for value in values):
            drawing.assume("ignored_data", scope_of(association))
            remove(association)


def drop_dangling(drawing: Drawing) -> None:
    """References to nothing are forgotten, flows to nothing or across a border are only shown."""
    known = {element.get("id") for element in drawing.root.iter() if xml.tag(element)}
    for element in list(drawing.root.iter()):
        for name in _REFERENCES:
            target = xml.reference(element.get(name)) if xml.tag(element) else None
            if target and target not in known:
                del element.attrib[name]
                drawing.assume("ignored_reference", element, attribute=name, target=target)
    for entry in drawing.elements("error", "escalation"):
        if entry.get("structureRef") and xml.reference(entry.get("structureRef")) not in known:
            del entry.attrib["structureRef"]
    for child in drawing.elements(*_REFERENCE_CHILDREN):
        if xml.reference(xml.text_of(child)) not in known:
            drawing.assume("ignored_reference", child, attribute=xml.tag(child), target=xml.text_of(child))
            remove(child)
    _drop_flows(drawing)
    _drop_defaults(drawing)


def _drop_flows(drawing: Drawing) -> None:
    nodes = {node.get("id"): node for node in drawing.nodes()}
    for flow in drawing.elements("sequenceFlow"):
        if xml.tag(scope_of(flow)) not in SCOPES:
            continue
        if _meet_at_border(drawing, flow, nodes):
            continue
        ends = [nodes.get(xml.reference(flow.get(name))) for name in ("sourceRef", "targetRef")]
        if _is_broken(ends[0], ends[1]):
            drawing.assume("ignored_flow", flow, id=flow.get("id"))
            remove(flow)


def _meet_at_border(drawing: Drawing, flow: etree._Element, nodes: Mapping[str | None, etree._Element]) -> bool:
    """A flow into or out of a sub-process leads to or from the sub-process itself; whether it was one."""
    ends = [nodes.get(xml.reference(flow.get(name))) for name in ("sourceRef", "targetRef")]
    if ends[0] is None or ends[1] is None or scope_of(ends[0]) is scope_of(ends[1]):
        return False
    lines = [
        [end, *(above for above in end.iterancestors() if xml.tag(above) in FLOW_NODES)]
        for end in ends
        if end is not None
    ]
    for source in lines[0]:
        for target in lines[1]:
            if scope_of(source) is scope_of(target) and source is not target:
                flow.set("sourceRef", source.get("id") or "")
                flow.set("targetRef", target.get("id") or "")
                remove(flow)
                scope_of(source).append(flow)
                drawing.assume("assumed_border", flow)
                return not _is_broken(source, target)
    return False


def _with_holders(node: etree._Element) -> list[etree._Element]:
    return [node, *(above for above in node.iterancestors() if xml.tag(above) in FLOW_NODES)]


def _is_broken(source: etree._Element | None, target: etree._Element | None) -> bool:
    if source is None or target is None or scope_of(source) is not scope_of(target):
        return True
    is_aside = any(xml.flag(end, "isForCompensation", default=False) for end in (source, target))
    ends = {"errorEventDefinition", "terminateEventDefinition", "cancelEventDefinition"}
    is_over = xml.tag(source) == "endEvent" and any(xml.tag(part) in ends for part in source)
    return is_aside or is_over or xml.tag(target) == "boundaryEvent"


def _drop_defaults(drawing: Drawing) -> None:
    flows = {flow.get("id"): xml.reference(flow.get("sourceRef")) for flow in drawing.elements("sequenceFlow")}
    for node in drawing.nodes():
        default = xml.reference(node.get("default"))
        if default and (flows.get(default) != node.get("id") or xml.tag(node) in _WITHOUT_DEFAULT):
            del node.attrib["default"]
            drawing.assume("ignored_reference", node, attribute="default", target=default)
