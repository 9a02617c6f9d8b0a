"""Repairs of elements that stand where their kind may not: events of a wrong sort, starts and ends with wrong flows."""

from lxml import etree

from engine.definitions.repair.drawing import (
    FLOW_NODES,
    SCOPES,
    Drawing,
    children,
    remove,
    rename,
    scope_of,
)
from engine.definitions.repair.positions import host_at
from engine.definitions.repair.telling import become_message, become_step, definitions_of
from engine.reader import xml

_WAITING = frozenset({"message", "timer", "signal", "conditional"})
_INSIDE = frozenset({"error", "escalation", "compensate"})
_ALLOWED = {
    "startEvent": _WAITING,
    "intermediateCatchEvent": _WAITING | {"link"},
    "intermediateThrowEvent": frozenset({"message", "signal", "escalation", "compensate", "link"}),
    "endEvent": frozenset({"message", "signal", "error", "escalation", "compensate", "terminate", "cancel"}),
    "boundaryEvent": _WAITING | _INSIDE | {"cancel"},
}
_THROWN_ON = frozenset({"message", "signal", "escalation", "compensate"})
_NEVER_STEPS = FLOW_NODES | {"sequenceFlow", "textAnnotation", "group", "association"}
_ACTIVITIES = frozenset({*SCOPES, "callActivity"}) - {"process"}


def recognise_steps(drawing: Drawing) -> None:
    """Elements that no standard knows, but that flows lead to, are steps that a person takes."""
    for scope in drawing.scopes():
        flows = children(scope, "sequenceFlow")
        ends = {xml.reference(flow.get(end)) for flow in flows for end in ("sourceRef", "targetRef")}
        for element in scope:
            kind = xml.tag(element) or _foreign(element)
            if element.get("id") and element.get("id") in ends and kind and kind not in _NEVER_STEPS:
                drawing.assume("assumed_step", element, kind=kind)
                rename(element, "task")


def _foreign(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def inline_definitions(drawing: Drawing) -> None:
    """Event definitions that several events share are written into each, where they can be settled one by one."""
    shared = {part.get("id"): part for part in drawing.root if xml.tag(part).endswith("EventDefinition")}
    for reference in drawing.elements("eventDefinitionRef"):
        definition = shared.get(xml.reference(xml.text_of(reference)))
        if definition is not None:
            copy = etree.fromstring(etree.tostring(definition, with_tail=False))
            copy.attrib.pop("id", "")
            reference.addprevious(copy)
            remove(reference)


def settle_hosts(drawing: Drawing) -> None:
    """A boundary event sits on the activity that it is drawn on; one that sits on nothing is an ordinary wait."""
    for event in drawing.elements("boundaryEvent"):
        scope = scope_of(event)
        hosts = {node.get("id"): node for node in scope if _may_host(node)}
        if xml.reference(event.get("attachedToRef")) in hosts:
            continue
        found = host_at(drawing.root, event, hosts)
        if found is not None:
            event.set("attachedToRef", found)
            drawing.assume("assumed_host", event, host=found)
        else:
            event.attrib.pop("attachedToRef", "")
            event.attrib.pop("cancelActivity", "")
            _change(drawing, event, "intermediateCatchEvent")


def _may_host(node: etree._Element) -> bool:
    kind = xml.tag(node)
    return (kind.endswith("ask") or kind in _ACTIVITIES) and not xml.flag(node, "triggeredByEvent", default=False)


def settle_kinds(drawing: Drawing) -> None:
    """Events become of the sort that their place allows."""
    for event in drawing.elements(*_ALLOWED):
        _settle_ends(drawing, event)
        for definition in definitions_of(event):
            kind = xml.tag(definition).removesuffix("EventDefinition")
            if kind not in _allowed(event):
                _settle_definition(drawing, event, definition, kind)
        _settle_without(drawing, event)
        _settle_interruption(event)


def _allowed(event: etree._Element) -> frozenset[str]:
    scope, kind = scope_of(event), xml.tag(event)
    allowed = _ALLOWED.get(kind, frozenset())
    if kind == "startEvent" and xml.tag(scope) != "process":
        return _WAITING | _INSIDE if xml.flag(scope, "triggeredByEvent", default=False) else frozenset()
    if xml.tag(scope) != "transaction" and kind == "endEvent":
        return allowed - {"cancel"}
    return allowed


def _settle_ends(drawing: Drawing, event: etree._Element) -> None:
    """An end that something follows is a step on the way; a throwing link without a way on stays one."""
    if xml.tag(event) == "endEvent" and drawing.flows_from(event):
        kinds = {xml.tag(part).removesuffix("EventDefinition") for part in definitions_of(event)}
        if kinds <= _THROWN_ON:
            _change(drawing, event, "intermediateThrowEvent")


def _settle_definition(drawing: Drawing, event: etree._Element, definition: etree._Element, kind: str) -> None:
    place = xml.tag(event)
    if place == "intermediateThrowEvent" and kind in _WAITING:
        _change(drawing, event, "intermediateCatchEvent")
    elif (place == "intermediateCatchEvent" and kind in ("escalation", "compensate")) or (
        place == "endEvent" and kind == "link"
    ):
        _change(drawing, event, "intermediateThrowEvent")
    elif place == "intermediateThrowEvent" and kind in ("error", "terminate") and not drawing.flows_from(event):
        _change(drawing, event, "endEvent")
    elif place == "boundaryEvent":
        become_message(drawing, event, definition)
    else:
        remove(definition)
        drawing.assume("assumed_plain", event, definition=kind)


def _settle_without(drawing: Drawing, event: etree._Element) -> None:
    """A wait that says for nothing is a person's step, or waits to be told."""
    if definitions_of(event) or children(event, "eventDefinitionRef"):
        return
    in_event_subprocess = xml.flag(scope_of(event), "triggeredByEvent", default=False)
    kind = xml.tag(event)
    if (
        kind == "boundaryEvent"
        or (kind == "startEvent" and in_event_subprocess)
        or (kind == "intermediateCatchEvent" and _follows_event_gateway(drawing, event))
    ):
        become_message(drawing, event, _placeholder(event))
    elif kind == "intermediateCatchEvent":
        become_step(drawing, event)


def _placeholder(event: etree._Element) -> etree._Element:
    return etree.SubElement(event, f"{{{xml.BPMN}}}messageEventDefinition")


def _follows_event_gateway(drawing: Drawing, event: etree._Element) -> bool:
    gateways = {gateway.get("id") for gateway in drawing.elements("eventBasedGateway")}
    return any(xml.reference(flow.get("sourceRef")) in gateways for flow in drawing.flows_to(event))


def _settle_interruption(event: etree._Element) -> None:
    kinds = {xml.tag(part).removesuffix("EventDefinition") for part in definitions_of(event)}
    if xml.tag(event) == "boundaryEvent" and kinds & {"error", "cancel"}:
        event.attrib.pop("cancelActivity", "")
    if xml.tag(event) == "startEvent" and kinds & {"error", "compensate"}:
        event.attrib.pop("isInterrupting", "")


def settle_subprocesses(drawing: Drawing) -> None:
    """Event sub-processes have one start with a trigger; transactions are what a cancel event sits on or lies in."""
    _settle_transactions(drawing)
    for scope in drawing.elements("subProcess"):
        if xml.flag(scope, "triggeredByEvent", default=False):
            _settle_trigger(drawing, scope)
    for scope in drawing.elements("adHocSubProcess"):
        for node in children(scope, "startEvent", "endEvent"):
            drawing.assume("ignored_step", node)
            drawing.drop_node(node)
        if not any(xml.tag(node) in FLOW_NODES for node in scope):
            _change(drawing, scope, "subProcess")


def _settle_transactions(drawing: Drawing) -> None:
    nodes = drawing.by_id()
    for event in drawing.elements("boundaryEvent", "endEvent"):
        if children(event, "cancelEventDefinition"):
            host = nodes.get(xml.reference(event.get("attachedToRef")) or "")
            holder = scope_of(event) if xml.tag(event) == "endEvent" else host
            if holder is not None and xml.tag(holder) == "subProcess":
                _change(drawing, holder, "transaction")


def _settle_trigger(drawing: Drawing, scope: etree._Element) -> None:
    for flow in (*drawing.flows_from(scope), *drawing.flows_to(scope)):
        drawing.assume("ignored_flow", flow, id=flow.get("id"))
        remove(flow)
    starts = children(scope, "startEvent")
    for start in starts[1:]:
        drawing.assume("ignored_step", start)
        drawing.drop_node(start)
    if not starts:
        targets = {xml.reference(flow.get("targetRef")) for flow in children(scope, "sequenceFlow")}
        entries = [node for node in scope if xml.tag(node) in FLOW_NODES and node.get("id") not in targets]
        start = drawing.add(scope, "startEvent", id=drawing.new_id(f"start_of_{scope.get('id')}"))
        start.set("name", scope.get("name") or "")
        for entry in entries:
            drawing.add_flow(scope, start.get("id") or "", entry.get("id") or "")


def settle_starts(drawing: Drawing) -> None:
    """Flows back into a start lead to what follows it."""
    for start in drawing.elements("startEvent"):
        after = drawing.flows_from(start)
        for flow in drawing.flows_to(start):
            if len(after) == 1 and flow is not after[0]:
                flow.set("targetRef", after[0].get("targetRef") or "")
                drawing.assume("assumed_flow_moved", flow)
            else:
                drawing.assume("ignored_flow", flow, id=flow.get("id"))
                remove(flow)


def settle_links(drawing: Drawing) -> None:
    """A throwing and a catching link that are alone in their scope belong together; other lone ones are passed by."""
    for scope in drawing.scopes():
        throwing = _links(scope, "intermediateThrowEvent")
        catching = _links(scope, "intermediateCatchEvent")
        targets = {link_name(event) for event in catching}
        lone = [event for event in throwing if link_name(event) not in targets]
        sources = {link_name(event) for event in throwing}
        unanswered = [event for event in catching if link_name(event) not in sources]
        if len(lone) == len(unanswered) == 1:
            for definition in children(unanswered[0], "linkEventDefinition"):
                definition.set("name", link_name(lone[0]))
            drawing.assume("assumed_link", lone[0])
            continue
        for event in (*lone, *unanswered):
            _unlink(drawing, event)


def _links(scope: etree._Element, kind: str) -> list[etree._Element]:
    return [event for event in children(scope, kind) if children(event, "linkEventDefinition")]


def link_name(event: etree._Element) -> str:
    """The name of an event's link, as the reader has it."""
    return (
        next((part.get("name") or "" for part in children(event, "linkEventDefinition")), "") or event.get("name") or ""
    )


def _unlink(drawing: Drawing, event: etree._Element) -> None:
    for definition in children(event, "linkEventDefinition"):
        remove(definition)
    drawing.assume("assumed_plain", event, definition="link")
    if xml.tag(event) == "intermediateCatchEvent":
        rename(event, "intermediateThrowEvent")
    elif not drawing.flows_from(event):
        rename(event, "endEvent")


def settle_compensation(drawing: Drawing) -> None:
    """A compensation event that leads to its handler by a flow is tied to it; one without any handler does nothing."""
    nodes = drawing.by_id()
    tied = {
        xml.reference(association.get(end))
        for association in drawing.elements("association")
        for end, other in (("sourceRef", "targetRef"), ("targetRef", "sourceRef"))
        if _is_handler(nodes.get(xml.reference(association.get(other)) or ""))
    }
    for event in drawing.elements("boundaryEvent"):
        if not children(event, "compensateEventDefinition") or event.get("id") in tied:
            continue
        flows = drawing.flows_from(event)
        handler = nodes.get(xml.reference(flows[0].get("targetRef")) or "") if len(flows) == 1 else None
        if handler is not None and _may_host(handler) and not drawing.flows_from(handler):
            remove(flows[0])
            handler.set("isForCompensation", "true")
            ends = {"sourceRef": event.get("id") or "", "targetRef": handler.get("id") or ""}
            drawing.add(scope_of(event), "association", id=drawing.new_id("association"), **ends)
            drawing.assume("assumed_handler", event, handler=handler.get("name") or handler.get("id"))
        else:
            drawing.assume("ignored_step", event)
            drawing.drop_node(event)


def _is_handler(node: etree._Element | None) -> bool:
    return node is not None and xml.flag(node, "isForCompensation", default=False)


def _change(drawing: Drawing, element: etree._Element, kind: str) -> None:
    drawing.assume("assumed_kind", element, was=xml.tag(element), now=kind)
    rename(element, kind)
