"""Repairs of ways that part: conditions in words become a person's choice, odd gateways become plain ones."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.definitions.repair.asking import component, form_of, put_before
from engine.definitions.repair.drawing import Drawing, children, name_of, own, remove, rename, scope_of
from engine.definitions.repair.juel import as_feel, is_prose
from engine.model import Branch, Question, Text
from engine.reader import xml

_FORBID_CONDITIONS = frozenset({"parallelGateway", "eventBasedGateway"})
_GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway")
_LONGEST_LABEL = 200


def translate_conditions(drawing: Drawing) -> None:
    """Conditions that can be FEEL are; those that are words are taken away, and the choice is a person's."""
    for flow in drawing.elements("sequenceFlow"):
        for condition in children(flow, "conditionExpression"):
            text = xml.text_of(condition)
            feel = as_feel(text)
            condition.attrib.pop("language", "")
            if feel is None or is_prose(feel):
                remove(condition)
            elif feel != text.removeprefix("=").strip():
                condition.text = feel
                drawing.assume("assumed_translated", flow, foreign=text, own=feel)


def settle_gateways(drawing: Drawing) -> None:
    """Directions that contradict the drawing are forgotten; gateways that no way fits become plain ones."""
    for node in drawing.elements(*_GATEWAYS):
        node.attrib.pop("gatewayDirection", "")
        if xml.tag(node) == "complexGateway" and not children(node, "activationCondition"):
            rename(node, "inclusiveGateway")
            drawing.assume("assumed_inclusive", node)
        if xml.tag(node) == "eventBasedGateway":
            _settle_event_gateway(drawing, node)
    nodes = {node.get("id"): node for node in drawing.nodes()}
    for flow in drawing.elements("sequenceFlow"):
        source = nodes.get(xml.reference(flow.get("sourceRef")))
        if source is not None and (xml.tag(source) in _FORBID_CONDITIONS or xml.tag(source).endswith("Event")):
            for condition in children(flow, "conditionExpression"):
                remove(condition)
                drawing.assume("assumed_condition_removed", flow, kind=xml.tag(source))


def _settle_event_gateway(drawing: Drawing, gateway: etree._Element) -> None:
    """Where something else than waits follows, a person chooses the way."""
    nodes = {node.get("id"): node for node in drawing.nodes()}
    targets = [nodes.get(xml.reference(flow.get("targetRef"))) for flow in drawing.flows_from(gateway)]
    kinds = {_awaited(drawing, target) for target in targets if target is not None}
    if drawing.flows_to(gateway):
        gateway.attrib.pop("instantiate", "")
    if not xml.flag(gateway, "instantiate", default=False):
        gateway.attrib.pop("eventGatewayType", "")
    if len(targets) < 2 or "" in kinds or kinds >= {"message", "receiveTask"}:
        rename(gateway, "exclusiveGateway")
        for name in ("instantiate", "eventGatewayType"):
            gateway.attrib.pop(name, "")
        drawing.assume("assumed_chosen", gateway)


def _awaited(drawing: Drawing, node: etree._Element) -> str:
    """What kind of wait a node after an event-based gateway is; empty where it is none, or has other ways in."""
    if len(drawing.flows_to(node)) > 1:
        return ""
    if xml.tag(node) == "receiveTask":
        has_boundary = any(event.get("attachedToRef") == node.get("id") for event in drawing.elements("boundaryEvent"))
        return "" if has_boundary else "receiveTask"
    kinds = [xml.tag(part) for part in node if xml.tag(part).endswith("EventDefinition")]
    is_wait = xml.tag(node) == "intermediateCatchEvent" and kinds and "linkEventDefinition" not in kinds
    return kinds[0].removesuffix("EventDefinition") if is_wait else ""


@dataclass(frozen=True, slots=True)
class _Ways:
    """The flows of the drawing by where they leave, and what each is called, before any choice is put in."""

    leaving: Mapping[str | None, list[etree._Element]]
    labels: Mapping[str | None, str]
    targets: Mapping[str | None, str]

    @classmethod
    def of(cls, drawing: Drawing) -> "_Ways":
        """All ways of the drawing."""
        leaving: dict[str | None, list[etree._Element]] = {}
        nodes = {node.get("id"): node for node in drawing.nodes()}
        names = {key: _shown_name(node) for key, node in nodes.items()}
        labels: dict[str | None, str] = {}
        targets: dict[str | None, str] = {}
        for flow in drawing.elements("sequenceFlow"):
            target = xml.reference(flow.get("targetRef")) or ""
            while target in drawing.added:  # What was put in before a step is no step of the drawing.
                target = drawing.added[target]
            leaving.setdefault(xml.reference(flow.get("sourceRef")), []).append(flow)
            label = " ".join((flow.get("name") or names.get(target) or flow.get("id") or "").split())
            labels[flow.get("id")] = label[:_LONGEST_LABEL]
            targets[flow.get("id")] = names.get(target) or target
        return cls(leaving, labels, targets)


def _shown_name(node: etree._Element) -> str:
    """What a step is called on a button; an end without a name ends."""
    name = " ".join((node.get("name") or "").split())
    return name or ("Avsluta" if xml.tag(node) == "endEvent" else "")


def ask_for_choices(drawing: Drawing) -> None:
    """Before a gateway whose ways have no conditions a person chooses; a single such way is the default."""
    ways = _Ways.of(drawing)
    for node in drawing.elements("exclusiveGateway", "inclusiveGateway"):
        flows = ways.leaving.get(node.get("id"), [])
        if len(flows) < 2:
            continue
        others = [flow for flow in flows if flow.get("id") != node.get("default")]
        open_ways = [flow for flow in others if not children(flow, "conditionExpression")]
        if node.get("id") not in drawing.added.values():
            drawing.ask(_question(node, flows, ways))
        if not open_ways:
            continue
        if len(open_ways) == 1 and not node.get("default"):
            node.set("default", open_ways[0].get("id") or "")
            drawing.assume("assumed_default", node, flow=ways.labels[open_ways[0].get("id")])
        else:
            _insert_choice(drawing, node, ways)


def _question(node: etree._Element, flows: list[etree._Element], ways: _Ways) -> Question:
    branches = [
        Branch(
            flow.get("id") or "",
            ways.labels[flow.get("id")],
            ways.targets[flow.get("id")],
            "".join(xml.text_of(condition) for condition in children(flow, "conditionExpression")),
        )
        for flow in flows
    ]
    return Question("choice", node.get("id") or "", name_of(node), branches=branches)


def _insert_choice(drawing: Drawing, gateway: etree._Element, ways: _Ways) -> None:
    gateway_id, name = gateway.get("id") or "", " ".join((gateway.get("name") or "").split())
    variable = drawing.new_id(f"choice_{gateway_id}")
    task = put_before(drawing, gateway, wish=f"choose_{gateway_id}", name=Text(name or "Välj väg", name or "Choose"))
    task_id, flows = task.get("id") or "", ways.leaving[gateway_id]
    task.set(own("form"), task_id)
    gateway.attrib.pop("default", "")
    is_several = xml.tag(gateway) == "inclusiveGateway"
    for flow in flows:
        for condition in children(flow, "conditionExpression"):
            remove(condition)
        chosen = json.dumps(flow.get("id"), ensure_ascii=False)
        made = drawing.add(flow, "conditionExpression")
        made.text = f"list contains({variable}, {chosen})" if is_several else f"{variable} = {chosen}"
    options = [{"label": ways.labels[flow.get("id")], "value": flow.get("id")} for flow in flows]
    label = Text(name or "Vilken väg?", name or "Which way?")
    asked = component("checklist" if is_several else "radio", variable, label, values=options)
    drawing.files[f"{task_id}.form"] = form_of(task_id, [asked])
    drawing.assume("assumed_choice", gateway, options=", ".join(str(option["label"]) for option in options))


def merge_starts(drawing: Drawing, start: etree._Element) -> None:
    """Plain starts whose ways meet are ways to begin: whoever starts the case chooses one."""
    scope = scope_of(start)
    starts = [
        event
        for event in children(scope, "startEvent")
        if not any(xml.tag(part).endswith("EventDefinition") for part in event)
    ]
    begin = drawing.add(scope, "startEvent", id=drawing.new_id(f"start_of_{scope.get('id')}"))
    gateway = drawing.add(scope, "exclusiveGateway", id=drawing.new_id(f"begin_{scope.get('id')}"))
    drawing.added |= {str(begin.get("id")): str(start.get("id")), str(gateway.get("id")): str(start.get("id"))}
    drawing.add_flow(scope, str(begin.get("id")), str(gateway.get("id")))
    for event in starts:
        rename(event, "intermediateThrowEvent")
        drawing.add_flow(scope, str(gateway.get("id")), str(event.get("id"))).set("name", name_of(event))
    for node in (begin, gateway):
        drawing.share_lane(str(start.get("id")), str(node.get("id")))
    drawing.assume("assumed_one_start", start, options=", ".join(name_of(event) for event in starts))
