"""Repairs of events, starts and repetitions."""

from lxml import etree

from engine.definitions.repair.drawing import (
    FLOW_NODES,
    Drawing,
    children,
    foreign_attribute,
    foreign_children,
    own,
    remove,
    scope_of,
)
from engine.definitions.repair.juel import as_feel
from engine.reader import xml

_NAMED = {"messageEventDefinition": ("message", "messageRef"), "signalEventDefinition": ("signal", "signalRef")}
_NOT_STARTED = ("boundaryEvent", "startEvent")


def name_messages(drawing: Drawing) -> None:
    """Messages and signals that are not named are called after their event."""
    for definition in drawing.elements(*_NAMED):
        kind, attribute = _NAMED[xml.tag(definition)]
        if definition.get(attribute) is None:
            _name(drawing, scope_of(definition), definition, kind, attribute)
    for task in drawing.elements("sendTask", "receiveTask"):
        if task.get("messageRef") is None and task.get(own("operation")) is None:
            _name(drawing, task, task, "message", "messageRef")


def _name(drawing: Drawing, event: etree._Element, holder: etree._Element, kind: str, attribute: str) -> None:
    name = event.get("name") or event.get("id") or kind
    made = drawing.new_id(f"{kind}_{event.get('id') or name}")
    drawing.add(drawing.root, kind, id=made, name=name)
    holder.set(attribute, made)
    drawing.assume(f"assumed_{kind}", event, **{kind: name})


def add_starts(drawing: Drawing) -> None:
    """Where there is an end but no start, the case begins with what nothing leads to."""
    for scope in drawing.scopes():
        nodes = [node for node in scope if xml.tag(node) in FLOW_NODES]
        kinds = {xml.tag(node) for node in nodes}
        is_started = "startEvent" in kinds or any(xml.flag(node, "instantiate", default=False) for node in nodes)
        if "endEvent" not in kinds or is_started:
            continue
        targets = {xml.reference(flow.get("targetRef")) for flow in drawing.elements("sequenceFlow")}
        entries = [node for node in nodes if node.get("id") not in targets and _may_be_started(node)]
        if not entries:
            continue
        start = drawing.add(scope, "startEvent", id=drawing.new_id(f"start_of_{scope.get('id')}"))
        for entry in entries:
            drawing.add_flow(scope, start.get("id") or "", entry.get("id") or "")
            drawing.share_lane(entry.get("id") or "", start.get("id") or "")
            drawing.assume("assumed_start", entry)


def _may_be_started(node: etree._Element) -> bool:
    is_link = bool(children(node, "linkEventDefinition"))
    is_aside = xml.flag(node, "isForCompensation", default=False) or xml.flag(node, "triggeredByEvent", default=False)
    return xml.tag(node) not in _NOT_STARTED and not is_link and not is_aside


def settle_repetitions(drawing: Drawing) -> None:
    """Lists of other engines are translated; a repetition that does not say for what is done once."""
    for loop in drawing.elements("multiInstanceLoopCharacteristics"):
        _translate_list(drawing, loop)
        has_source = children(loop, "loopCardinality", "loopDataInputRef") or loop.get(own("collection"))
        if not has_source:
            drawing.assume("assumed_once", scope_of(loop))
            remove(loop)
    for loop in drawing.elements("standardLoopCharacteristics"):
        if not children(loop, "loopCondition") and not loop.get("loopMaximum"):
            drawing.assume("assumed_once", scope_of(loop))
            remove(loop)


def _translate_list(drawing: Drawing, loop: etree._Element) -> None:
    found = {
        "collection": foreign_attribute(loop, "collection"),
        "elementVariable": foreign_attribute(loop, "elementVariable"),
    }
    for name, part in foreign_children(loop):
        if name == "loopCharacteristics":
            found |= {"collection": part.get("inputCollection"), "elementVariable": part.get("inputElement")}
            found |= {"outputCollection": part.get("outputCollection"), "outputElement": part.get("outputElement")}
    for name, value in found.items():
        feel = as_feel(value) if value else None
        if feel is not None and loop.get(own(name)) is None:
            loop.set(own(name), feel)
            drawing.assume("assumed_translated", scope_of(loop), foreign=value, own=f"utlysa:{name}")
