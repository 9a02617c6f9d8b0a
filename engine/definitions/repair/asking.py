"""What a drawing leaves open is asked of a person when a case gets there: a task with a form before the step."""

import json
from typing import Any

from lxml import etree

from engine.definitions.repair.drawing import Drawing, own, scope_of
from engine.model import Text
from engine.reader import xml

_NOT_PRECEDED = ("startEvent", "boundaryEvent")


def may_be_preceded(node: etree._Element) -> bool:
    """Whether a step can be put in before the node."""
    is_aside = xml.flag(node, "isForCompensation", default=False) or xml.flag(node, "triggeredByEvent", default=False)
    return xml.tag(node) not in _NOT_PRECEDED and not is_aside


def put_before(drawing: Drawing, node: etree._Element, *, wish: str, name: Text) -> etree._Element:
    """A new user task through which every way to the node leads, in the same lane."""
    scope, node_id = scope_of(node), node.get("id") or ""
    task_id = drawing.new_id(wish)
    task = drawing.add(scope, "userTask", id=task_id, name=name.sv)
    _name_in_english(drawing, task, name)
    role = node.get(own("role"))
    if role:
        task.set(own("role"), role)
    for flow in drawing.flows_to(node):
        flow.set("targetRef", task_id)
    drawing.add_flow(scope, task_id, node_id)
    drawing.share_lane(node_id, task_id)
    drawing.added[task_id] = node_id
    return task


def ask_before(
    drawing: Drawing, node: etree._Element, *, wish: str, name: Text, components: list[dict[str, Any]]
) -> None:
    """A user task before the node whose form has these components."""
    task = put_before(drawing, node, wish=wish, name=name)
    form_id = task.get("id") or ""
    task.set(own("form"), form_id)
    drawing.files[f"{form_id}.form"] = form_of(form_id, components)


def form_of(form_id: str, components: list[dict[str, Any]]) -> bytes:
    """A form's file."""
    schema = {"type": "default", "schemaVersion": 16, "id": form_id, "components": components}
    return json.dumps(schema, ensure_ascii=False, indent=2).encode()


def component(kind: str, key: str, label: Text, **more: Any) -> dict[str, Any]:
    """One required question of a form."""
    texts = {"dateLabel": label.sv, "timeLabel": "Klockan"} if kind == "datetime" else {"label": label.sv}
    return {
        "type": kind,
        "id": f"{key.replace('.', '_')}_field",
        "key": key,
        **texts,
        "validate": {"required": kind != "checkbox"},
        "properties": {"utlysa": {"label_en": label.en}},
        **more,
    }


def _name_in_english(drawing: Drawing, task: etree._Element, name: Text) -> None:
    if name.en and name.en != name.sv:
        holder = drawing.add(task, "extensionElements")
        text = etree.SubElement(holder, f"{{{xml.UTLYSA}}}text")
        text.set("lang", "en")
        text.text = name.en
