"""Reads a whole file: its processes, global tasks, catalogues, pools and oddities."""

import re
from collections import Counter
from collections.abc import Mapping
from math import isfinite

from lxml import etree

from engine.reader import activities, spiff, xml
from engine.reader.contents import Contents
from engine.reader.errors import UnreadableDiagramError
from engine.reader.events import KINDS, Definitions, read_catalogue
from engine.reader.model import (
    SCOPE_KINDS,
    CorrelationKey,
    CorrelationProperty,
    Document,
    Entry,
    Participant,
    Process,
    Remark,
    Scope,
)
from engine.reader.nodes import NODE_KINDS, read_node
from engine.reader.parts import Formula
from engine.reader.spiff import Breach
from engine.reader.wiring import read_contents
from engine.reader.xml import DiagramLimits

_GLOBAL_TASKS: Mapping[str, str] = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
_UNEXPECTED = re.compile(r"\}(\w+)': This element is not expected")
_REORDERED = NODE_KINDS | {
    "sequenceFlow",
    "dataObject",
    "dataObjectReference",
    "association",
    "textAnnotation",
    "group",
}
_CONTAINERS = {"process", *SCOPE_KINDS}


def read(source: bytes, *, file: str = "", limits: DiagramLimits | None = None) -> Document:
    """The diagram in a file. Odd things are remarks for the linter; raises UnreadableDiagramError with a line."""
    limits = limits or DiagramLimits()
    root = xml.parse_xml(source, limits=limits)
    if xml.tag(root) != "definitions":
        raise UnreadableDiagramError(
            xml.line_of(root),
            "Filen är inte ett BPMN 2.0-diagram: rotelementet ska vara definitions.",
            "The file is not a BPMN 2.0 diagram: its root element must be definitions.",
        )
    xml.refuse_depth(root, limits=limits)
    reading = spiff.read_with_spiff(root, file=file)
    names: Mapping[str, Mapping[str, object]] = {
        "message": reading.messages,
        "signal": reading.signals,
        "error": reading.errors,
        "escalation": reading.escalations,
    }
    catalogue = read_catalogue(root, names)
    shared: Definitions = {part.get("id") or "": part for part in xml.children(root, *KINDS)}
    remarks: list[Remark] = _id_remarks(root) + _shape_remarks(root)
    remarks += [_schema_remark(breach) for breach in reading.breaches]
    processes = [
        _read_process(element, root, Contents(catalogue, shared, limits), remarks)
        for element in xml.children(root, "process", *_GLOBAL_TASKS)
    ]
    return Document(
        file=file,
        processes=tuple(processes),
        catalogue=catalogue,
        participants=_participants(root),
        remarks=tuple(remarks),
        shapes=frozenset(shape.get("bpmnElement") or "" for shape in root.iter("{" + xml.BPMNDI + "}BPMNShape")),
        expression_language=root.get("expressionLanguage") or "",
        exporter=root.get("exporter") or "",
        ids={part.get("id") or "": xml.line_of(part) for part in root.iter() if xml.tag(part) and part.get("id")},
    )


def _read_process(element: etree._Element, root: etree._Element, contents: Contents, remarks: list[Remark]) -> Process:
    kind = xml.tag(element)
    process_id = element.get("id") or ""
    if not process_id:
        remarks.append(Remark("missing_id", xml.line_of(element), None, kind))
    if kind in _GLOBAL_TASKS:
        _read_global_task(element, process_id, contents)
    else:
        read_contents(element, contents)
    remarks.extend(contents.remarks)
    own = xml.extension(element)
    line = xml.line_of(element)
    return Process(
        id=process_id,
        name=element.get("name") or "",
        name_en=xml.english_name(element),
        line=line,
        is_executable=kind in _GLOBAL_TASKS or xml.flag(element, "isExecutable", default=False),
        nodes=contents.nodes,
        flows=contents.flows,
        scopes=contents.scopes,
        lanes=tuple(contents.lanes),
        kind=kind,
        startable_by=tuple(own.get("startableBy", "").replace(",", " ").split()),
        case_title=xml.formula(own.get("caseTitle"), line),
        case_group=xml.formula(own.get("caseGroup"), line),
        is_side_process=own.get("sideProcess") in {"true", "1"},
        correlation_keys=_correlation_keys(root),
        correlation_properties=_correlation_properties(root, contents.catalogue),
        correlation_bindings=_correlation_bindings(element, root),
        attributes={} if kind in _GLOBAL_TASKS else own,
        aliases=_aliases(contents.data),
    )


def _aliases(data: Mapping[str, str]) -> dict[str, str]:
    """Ids that stand for a variable of another name; an id that is itself such a name stands for itself."""
    names = {"", *data.values()}
    return {data_id: name for data_id, name in data.items() if data_id not in names}


def _read_global_task(element: etree._Element, process_id: str, contents: Contents) -> None:
    """A global task is a process of one task, which has the same id."""
    kind = xml.tag(element)
    element.tag = "{" + xml.BPMN + "}" + _GLOBAL_TASKS[kind]
    contents.nodes[process_id] = read_node(element, process_id, process_id, contents, lane=None)
    contents.scopes[process_id] = Scope(
        process_id, "process", None, (process_id,), entries=(process_id,), data=activities.read_data(element)
    )


def _participants(root: etree._Element) -> tuple[Participant, ...]:
    return tuple(
        Participant(
            part.get("id") or "", part.get("name") or "", xml.reference(part.get("processRef")), xml.line_of(part)
        )
        for part in root.iter("{" + xml.BPMN + "}participant")
    )


def _schema_remark(breach: Breach) -> Remark:
    """A breach of the schema; steps, flows and notes that stand in another order than it has mean the same."""
    found = _UNEXPECTED.search(breach.reason)
    is_order = found is not None and found[1] in _REORDERED and breach.parent in _CONTAINERS
    return Remark("schema_order" if is_order else "schema", breach.line, None, breach.reason)


def _id_remarks(root: etree._Element) -> list[Remark]:
    elements = [part for part in root.iter() if xml.tag(part) and part.get("id")]
    counts = Counter(part.get("id") for part in elements)
    seen: set[str] = set()
    remarks = []
    for part in elements:
        own = part.get("id") or ""
        if counts[own] > 1 and own in seen:
            remarks.append(Remark("duplicate_id", xml.line_of(part), own, xml.tag(part)))
        seen.add(own)
    return remarks


def _shape_remarks(root: etree._Element) -> list[Remark]:
    remarks = []
    for shape in root.iter("{" + xml.BPMNDI + "}BPMNShape"):
        for bounds in shape:
            values = [bounds.get(name) for name in ("x", "y", "width", "height")]
            if str(bounds.tag).endswith("}Bounds") and not all(_is_number(value) for value in values):
                remarks.append(
                    Remark("shape_bounds", xml.line_of(bounds), shape.get("bpmnElement"), " ".join(map(str, values)))
                )
    return remarks


def _is_number(text: str | None) -> bool:
    try:
        return isfinite(float(text or ""))
    except ValueError:
        return False


def _correlation_keys(root: etree._Element) -> tuple[CorrelationKey, ...]:
    names = {part.get("id"): part.get("name") or part.get("id") or "" for part in _all(root, "correlationProperty")}
    return tuple(
        CorrelationKey(
            name=key.get("name") or key.get("id") or "",
            names=tuple(
                names.get(reference, reference or "")
                for part in xml.children(key, "correlationPropertyRef")
                if (reference := xml.reference(xml.text_of(part)))
            ),
            line=xml.line_of(key),
        )
        for key in _all(root, "correlationKey")
    )


def _correlation_properties(root: etree._Element, catalogue: Mapping[str, Entry]) -> dict[str, CorrelationProperty]:
    found: dict[str, CorrelationProperty] = {}
    for element in _all(root, "correlationProperty"):
        name = element.get("name") or element.get("id") or ""
        expressions: dict[str, Formula] = {}
        for part in xml.children(element, "correlationPropertyRetrievalExpression"):
            entry = catalogue.get(xml.reference(part.get("messageRef")) or "")
            value = xml.formula_child(part, "messagePath") or xml.formula_child(part, "formalExpression")
            if entry is not None and entry.name and value is not None:
                expressions[entry.name] = value
        found[name] = CorrelationProperty(name, expressions, xml.line_of(element))
    return found


def _correlation_bindings(process: etree._Element, root: etree._Element) -> dict[str, Formula]:
    names = {part.get("id"): part.get("name") or part.get("id") or "" for part in _all(root, "correlationProperty")}
    found: dict[str, Formula] = {}
    for subscription in xml.children(process, "correlationSubscription"):
        for binding in xml.children(subscription, "correlationPropertyBinding"):
            reference = xml.reference(binding.get("correlationPropertyRef"))
            value = xml.formula_child(binding, "dataPath")
            if reference and value is not None:
                found[names.get(reference, reference)] = value
    return found


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter("{" + xml.BPMN + "}" + name))
