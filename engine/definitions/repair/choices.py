"""Repairs of ways that part: conditions in words become a person's choice, odd gateways become plain ones."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.definitions.repair.drawing import Drawing, children, own, remove, rename, scope_of
from engine.definitions.repair.juel import as_feel
from engine.reader import xml

_NO_CONDITIONS = frozenset(
    {"parallelGateway", "eventBasedGateway", "startEvent", "boundaryEvent", "intermediateCatchEvent"}
)
_LONGEST_LABEL = 200


def translate_conditions(drawing: Drawing) -> None:
    """Conditions that can be FEEL are; those that are words are taken away, and the choice is a person's."""
    for flow in drawing.elements("sequenceFlow"):
        for condition in children(flow, "conditionExpression"):
            text = xml.text_of(condition)
            feel = as_feel(text)
            if feel is None or _is_prose(feel):
                remove(condition)
            elif feel != text.removeprefix("=").strip():
                condition.text = feel
                condition.attrib.pop("language", "")
                drawing.assume("assumed_translated", flow, foreign=text, own=feel)


def _is_prose(feel: str) -> bool:
    """Several words in a row are one name in FEEL, but in a drawing they are a sentence."""
    return all(word.replace("-", "").replace(",", "").isalpha() for word in feel.split()) and len(feel.split()) > 1


def settle_gateways(drawing: Drawing) -> None:
    """Directions that contradict the drawing are forgotten; complex gateways without a condition become inclusive."""
    for node in drawing.elements(
        "exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"
    ):
        node.attrib.pop("gatewayDirection", "")
        if xml.tag(node) == "complexGateway" and not children(node, "activationCondition"):
            rename(node, "inclusiveGateway")
            drawing.assume("assumed_inclusive", node)
    nodes = {node.get("id"): node for node in drawing.nodes()}
    for flow in drawing.elements("sequenceFlow"):
        source = nodes.get(xml.reference(flow.get("sourceRef")))
        if source is not None and xml.tag(source) in _NO_CONDITIONS:
            for condition in children(flow, "conditionExpression"):
                remove(condition)
                drawing.assume("assumed_condition_removed", flow, kind=xml.tag(source))


@dataclass(frozen=True, slots=True)
class _Ways:
    """The flows of the drawing by where they leave and enter, and what each is called, before any choice is put in."""

    leaving: Mapping[str | None, list[etree._Element]]
    entering: Mapping[str | None, list[etree._Element]]
    labels: Mapping[str | None, str]

    @classmethod
    def of(cls, drawing: Drawing) -> "_Ways":
        """All ways of the drawing."""
        leaving: dict[str | None, list[etree._Element]] = {}
        entering: dict[str | None, list[etree._Element]] = {}
        names = {node.get("id"): node.get("name") for node in drawing.nodes()}
        labels: dict[str | None, str] = {}
        for flow in drawing.elements("sequenceFlow"):
            target = xml.reference(flow.get("targetRef"))
            leaving.setdefault(xml.reference(flow.get("sourceRef")), []).append(flow)
            entering.setdefault(target, []).append(flow)
            labels[flow.get("id")] = (flow.get("name") or names.get(target) or flow.get("id") or "")[:_LONGEST_LABEL]
        return cls(leaving, entering, labels)


def ask_for_choices(drawing: Drawing) -> None:
    """Before a gateway whose ways have no conditions a person chooses; a single such way is the default."""
    ways = _Ways.of(drawing)
    for node in drawing.elements("exclusiveGateway", "inclusiveGateway"):
        flows = ways.leaving.get(node.get("id"), [])
        others = [flow for flow in flows if flow.get("id") != node.get("default")]
        open_ways = [flow for flow in others if not children(flow, "conditionExpression")]
        if len(flows) < 2 or not open_ways:
            continue
        if len(open_ways) == 1 and not node.get("default"):
            node.set("default", open_ways[0].get("id") or "")
            drawing.assume("assumed_default", node, flow=ways.labels[open_ways[0].get("id")])
        else:
            _insert_choice(drawing, node, ways)


def _insert_choice(drawing: Drawing, gateway: etree._Element, ways: _Ways) -> None:
    gateway_id, name = gateway.get("id") or "", gateway.get("name") or "Välj väg"
    task_id, variable = drawing.new_id(f"choose_{gateway_id}"), drawing.new_id(f"choice_{gateway_id}")
    scope, flows = scope_of(gateway), ways.leaving[gateway_id]
    drawing.add(scope, "userTask", id=task_id, name=name).set(own("form"), task_id)
    for flow in ways.entering.get(gateway_id, []):
        flow.set("targetRef", task_id)
    drawing.add_flow(scope, task_id, gateway_id)
    drawing.share_lane(gateway_id, task_id)
    gateway.attrib.pop("default", "")
    is_several = xml.tag(gateway) == "inclusiveGateway"
    for flow in flows:
        for condition in children(flow, "conditionExpression"):
            remove(condition)
        chosen = json.dumps(flow.get("id"))
        made = drawing.add(flow, "conditionExpression")
        made.text = f"list contains({variable}, {chosen})" if is_several else f"{variable} = {chosen}"
    options = [{"label": ways.labels[flow.get("id")], "value": flow.get("id")} for flow in flows]
    drawing.files[f"{task_id}.form"] = _choice_form(task_id, variable, name, options, is_several=is_several)
    drawing.assume("assumed_choice", gateway, options=", ".join(str(option["label"]) for option in options))


def _choice_form(
    form_id: str, variable: str, label: str, options: list[dict[str, str | None]], *, is_several: bool
) -> bytes:
    component = {
        "type": "checklist" if is_several else "radio",
        "id": f"{form_id}_field",
        "key": variable,
        "label": label,
        "values": options,
        "validate": {"required": True},
        "properties": {"utlysa": {"label_en": label}},
    }
    schema = {"type": "default", "schemaVersion": 16, "id": form_id, "components": [component]}
    return json.dumps(schema, ensure_ascii=False, indent=2).encode()
