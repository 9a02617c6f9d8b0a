"""The process owner's answers are written into the drawing before anything is assumed: what is said is not guessed."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from engine.definitions.repair.answers_file import Answers
from engine.definitions.repair.drawing import Drawing, children, own, remove, rename
from engine.definitions.repair.times import set_time
from engine.reader import xml

_STEPS = frozenset({"task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "callActivity"})


def write_in(drawing: Drawing, answers: Answers) -> None:
    """Write every answer whose element is still in the drawing."""
    elements = drawing.by_id()
    for element_id, answer in answers.items():
        element = elements.get(element_id)
        if element is not None:
            _write(drawing, element, answer)


def _write(drawing: Drawing, element: etree._Element, answer: Mapping[str, Any]) -> None:
    role, key = _text(answer, "role"), _text(answer, "key")
    if role:
        _write_role(element, role)
    if key and xml.tag(element) == "process":
        _write_key(drawing, element, key)
    _write_event(element, answer)
    if xml.tag(element).endswith("Gateway"):
        _write_choice(drawing, element, answer)
    if xml.tag(element) in _STEPS:
        _write_step(element, answer)
    for loop in children(element, "multiInstanceLoopCharacteristics"):
        _write_count(loop, answer)


def _write_key(drawing: Drawing, process: etree._Element, key: str) -> None:
    """The process gets another key, and what refers to it follows."""
    before = process.get("id")
    for element in drawing.root.iter():
        for name in ("processRef", "bpmnElement", "calledElement"):
            if element.get(name) == before:
                element.set(name, key)
    process.set("id", key)


def _write_event(event: etree._Element, answer: Mapping[str, Any]) -> None:
    time, condition = _text(answer, "time"), _text(answer, "condition")
    for definition in children(event, "timerEventDefinition") if time else ():
        set_time(definition, time)
    for definition in children(event, "conditionalEventDefinition") if condition else ():
        _write_formula(definition, "condition", condition)


def _text(answer: Mapping[str, Any], name: str) -> str:
    value = answer.get(name)
    return value.strip() if isinstance(value, str) else ""


def _write_role(element: etree._Element, role: str) -> None:
    """A lane has a role of its own; a process without lanes gives it to each of its steps."""
    if xml.tag(element) != "process":
        element.set(own("role"), role)
        return
    placed = {xml.text_of(reference) for reference in element.iter(f"{{{xml.BPMN}}}flowNodeRef")}
    for step in element.iter():
        if xml.tag(step) in _STEPS and step.get("id") not in placed and step.get(own("role")) is None:
            step.set(own("role"), role)


def _write_choice(drawing: Drawing, gateway: etree._Element, answer: Mapping[str, Any]) -> None:
    labels, conditions = _texts(answer, "labels"), _texts(answer, "conditions")
    by, default = _text(answer, "by"), _text(answer, "default")
    for flow in drawing.flows_from(gateway):
        flow_id = flow.get("id") or ""
        if labels.get(flow_id):
            flow.set("name", labels[flow_id])
        if by in ("person", "rule"):
            for old in children(flow, "conditionExpression"):
                remove(old)
            if by == "rule" and conditions.get(flow_id) and flow_id != default:
                _write_formula(flow, "conditionExpression", conditions[flow_id])
    if by == "person":
        gateway.attrib.pop("default", "")
    elif by == "rule" and default:
        gateway.set("default", default)


def _texts(answer: Mapping[str, Any], name: str) -> dict[str, str]:
    given = answer.get(name)
    found = given.items() if isinstance(given, dict) else ()
    return {str(key): value.strip() for key, value in found if isinstance(value, str)}


def _write_step(step: etree._Element, answer: Mapping[str, Any]) -> None:
    operation = _text(answer, "operation")
    if operation:
        rename(step, "serviceTask")
        step.set(own("operation"), operation)
    elif _text(answer, "form") or answer.get("decision") is True:
        rename(step, "userTask")
    if _text(answer, "form"):
        step.set(own("form"), _text(answer, "form"))
    if answer.get("decision") is True:
        step.set(own("decision"), "true")


def _write_count(loop: etree._Element, answer: Mapping[str, Any]) -> None:
    count, source = _text(answer, "count"), _text(answer, "list")
    if source:
        loop.set(own("collection"), source)
    elif count:
        for old in children(loop, "loopCardinality"):
            remove(old)
        cardinality = etree.Element(f"{{{xml.BPMN}}}loopCardinality")
        cardinality.text = count
        loop.insert(0, cardinality)


def _write_formula(holder: etree._Element, name: str, text: str) -> None:
    for old in children(holder, name):
        remove(old)
    etree.SubElement(holder, f"{{{xml.BPMN}}}{name}").text = text.removeprefix("=").strip()
