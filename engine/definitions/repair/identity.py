"""First repairs: ids, executability, references to nothing, flows that lead nowhere."""

from lxml import etree

from engine.definitions.repair.drawing import FLOW_NODES, Drawing, remove, scope_of
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
_NEEDS_ID = FLOW_NODES | {"process", "sequenceFlow", "lane", "participant"}


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
    """An id of its own for every element that needs one."""
    seen: set[str] = set()
    for element in drawing.root.iter():
        if not xml.tag(element):
            continue
        known = element.get("id")
        if not known and xml.tag(element) in _NEEDS_ID:
            made = drawing.new_id(f"{xml.tag(element)}_{xml.line_of(element)}")
            element.set("id", made)
            drawing.assume("assumed_id", element, id=made)
        elif known and known in seen:
            made = drawing.new_id(known)
            element.set("id", made)
            drawing.assume("assumed_new_id", element, id=known, new=made)
        seen.add(element.get("id") or "")


def forget_languages(drawing: Drawing) -> None:
    """The language that a file names for all its expressions says nothing of one expression: each is tried as FEEL."""
    drawing.root.attrib.pop("expressionLanguage", "")


def settle_quantities(drawing: Drawing) -> None:
    """One token in, one token out, where the file says something that is no number of tokens."""
    for node in drawing.nodes():
        quantities = (node.get("startQuantity", "1").strip(), node.get("completionQuantity", "1").strip())
        if not all(quantity.isdecimal() and int(quantity) > 0 for quantity in quantities):
            node.attrib.pop("startQuantity", "")
            node.attrib.pop("completionQuantity", "")
            drawing.assume("assumed_quantity", node)


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
    for child in drawing.elements(*_REFERENCE_CHILDREN):
        if xml.reference(xml.text_of(child)) not in known:
            drawing.assume("ignored_reference", child, attribute=xml.tag(child), target=xml.text_of(child))
            remove(child)
    _drop_flows(drawing)
    _drop_defaults(drawing)


def _drop_flows(drawing: Drawing) -> None:
    nodes = {node.get("id"): node for node in drawing.nodes()}
    for flow in drawing.elements("sequenceFlow"):
        ends = [nodes.get(xml.reference(flow.get(name))) for name in ("sourceRef", "targetRef")]
        if _is_broken(ends[0], ends[1]):
            drawing.assume("ignored_flow", flow, id=flow.get("id"))
            remove(flow)


def _is_broken(source: etree._Element | None, target: etree._Element | None) -> bool:
    if source is None or target is None or scope_of(source) is not scope_of(target):
        return True
    is_aside = any(xml.flag(end, "isForCompensation", default=False) for end in (source, target))
    return is_aside or xml.tag(source) == "endEvent" or xml.tag(target) == "boundaryEvent"


def _drop_defaults(drawing: Drawing) -> None:
    flows = {flow.get("id"): xml.reference(flow.get("sourceRef")) for flow in drawing.elements("sequenceFlow")}
    for node in drawing.nodes():
        default = xml.reference(node.get("default"))
        if default and flows.get(default) != node.get("id"):
            del node.attrib["default"]
            drawing.assume("ignored_reference", node, attribute="default", target=default)
