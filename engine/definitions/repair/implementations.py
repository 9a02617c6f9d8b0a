"""Repairs of tasks: what no machine can do is done by hand, what only other engines know is translated."""

from lxml import etree

from engine.definitions.bundle import Bundle
from engine.definitions.catalogue import Catalogue
from engine.definitions.repair.drawing import (
    Drawing,
    children,
    foreign_attribute,
    foreign_children,
    own,
    remove,
    rename,
)
from engine.definitions.repair.juel import as_feel
from engine.definitions.roles import folded
from engine.feel import FeelSyntaxError, parse
from engine.reader import xml

_FEEL = ("feel", "http://www.omg.org/spec/feel/20140401")


def translate_tasks(drawing: Drawing, catalogue: Catalogue, bundle: Bundle) -> None:
    """Attributes of other engines that mean the same as one of Utlysa's."""
    codes = catalogue.role_codes
    for node in drawing.nodes():
        found = {**_camunda_seven(node), **_zeebe(node)}
        found["role"] = codes.get(folded(found["role"] or ""), found["role"])
        for name, value in found.items():
            if value and _fits(name, value, catalogue, bundle):
                _set(drawing, node, name, value)


def _camunda_seven(node: etree._Element) -> dict[str, str | None]:
    """Attributes of the family of Activiti: Camunda 7, Flowable."""
    assignee, due = foreign_attribute(node, "assignee"), foreign_attribute(node, "dueDate")
    return {
        "operation": foreign_attribute(node, "topic"),
        "form": foreign_attribute(node, "formKey") or foreign_attribute(node, "formRef"),
        "role": (foreign_attribute(node, "candidateGroups") or "").split(",")[0].strip(),
        "assignee": _value(assignee),
        "due": f"={feel}" if due and (feel := as_feel(due)) and "{" in due else due,
        "decision": foreign_attribute(node, "decisionRef"),
        "resultVariable": foreign_attribute(node, "resultVariable"),
    }


def _value(text: str | None) -> str | None:
    """An expression as FEEL, a plain word as a text in FEEL."""
    if not text:
        return None
    return as_feel(text) if "{" in text or text.startswith("=") else '"' + text.replace('"', "") + '"'


def _zeebe(node: etree._Element) -> dict[str, str | None]:
    """Extension elements of Camunda 8."""
    found: dict[str, str | None] = {}
    for name, part in foreign_children(node):
        if name == "taskDefinition":
            found["operation"] = part.get("type")
        elif name == "formDefinition":
            found["form"] = part.get("formId") or part.get("formKey")
        elif name == "assignmentDefinition":
            found["assignee"] = _value(part.get("assignee"))
            found["role"] = (part.get("candidateGroups") or "").lstrip("=").strip('"[] ').split(",")[0].strip('" ')
        elif name == "calledDecision":
            found |= {"decision": part.get("decisionId"), "resultVariable": part.get("resultVariable")}
        elif name == "taskSchedule":
            found["due"] = part.get("dueDate")
        elif name == "calledDecisionId":
            found["decision"] = xml.text_of(part)
    return found


def _fits(name: str, value: str, catalogue: Catalogue, bundle: Bundle) -> bool:
    if name == "operation":
        return catalogue.operations is None or value in catalogue.operations
    if name == "form":
        return bundle.form(value) is not None
    if name == "role":
        return catalogue.roles is None or value in catalogue.roles
    return True


def _set(drawing: Drawing, node: etree._Element, name: str, value: str) -> None:
    if node.get(own(name)) is None:
        node.set(own(name), value)
        drawing.assume("assumed_translated", node, foreign=f"{xml.tag(node)}: {value}", own=f"utlysa:{name}")


def translate_scripts_and_calls(drawing: Drawing) -> None:
    """Camunda 8's scripts and called processes stand in extension elements; bring them where the standard has them."""
    for node in drawing.elements("scriptTask", "callActivity"):
        for name, part in list(foreign_children(node)):
            if name == "script" and part.get("expression") and not children(node, "script"):
                node.set("scriptFormat", "feel")
                drawing.add(node, "script").text = (part.get("expression") or "").removeprefix("=")
                node.set(own("resultVariable"), part.get("resultVariable") or "")
                drawing.assume("assumed_translated", node, foreign="zeebe:script", own="bpmn:script")
            elif name == "calledElement" and part.get("processId") and not node.get("calledElement"):
                node.set("calledElement", part.get("processId") or "")
                drawing.assume("assumed_translated", node, foreign="zeebe:calledElement", own="calledElement")


def do_by_hand(drawing: Drawing, catalogue: Catalogue, decisions: frozenset[str]) -> None:
    """Tasks that no machine here can do become manual tasks; plain tasks become user tasks."""
    processes = {process.get("id") for process in drawing.elements("process")} | set(catalogue.processes or ())
    for node in drawing.elements("task", "serviceTask", "scriptTask", "businessRuleTask", "callActivity"):
        kind = xml.tag(node)
        if kind == "task":
            rename(node, "userTask")
            drawing.assume("assumed_abstract", node)
        elif not _is_implemented(node, kind, catalogue, decisions, processes):
            for part in children(node, "script"):
                remove(part)
            for name in ("scriptFormat", "implementation", "operationRef", "calledElement"):
                node.attrib.pop(name, "")
            node.attrib.pop(own("operation"), "")
            node.attrib.pop(own("decision"), "")
            node.attrib.pop(own("resultVariable"), "")
            rename(node, "manualTask")
            drawing.assume("assumed_manual", node, role=_role_of(drawing, node))


def _is_implemented(
    node: etree._Element, kind: str, catalogue: Catalogue, decisions: frozenset[str], processes: set[str | None]
) -> bool:
    if kind == "serviceTask":
        operation = node.get(own("operation"))
        return bool(operation) and (catalogue.operations is None or operation in catalogue.operations)
    if kind == "businessRuleTask":
        return node.get(own("decision")) in decisions.union(catalogue.decisions) or bool(node.get(own("operation")))
    if kind == "callActivity":
        called = xml.reference(node.get("calledElement"))
        return called in processes or (called is not None and catalogue.processes is None)
    return _has_feel_script(node)


def _has_feel_script(node: etree._Element) -> bool:
    language = (node.get("scriptFormat") or "").lower()
    text = xml.text_of(xml.child(node, "script")).removeprefix("=").strip()
    if not text or language not in _FEEL or not node.get(own("resultVariable")):
        return False
    try:
        parse(text)
    except FeelSyntaxError:
        return False
    return True


def _role_of(drawing: Drawing, node: etree._Element) -> str:
    for reference in drawing.elements("flowNodeRef"):
        if xml.text_of(reference) == node.get("id"):
            lane = reference.getparent()
            return (lane.get("name") or lane.get("id") or "-") if lane is not None else "-"
    return "-"
