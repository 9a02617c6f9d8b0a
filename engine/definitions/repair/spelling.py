"""Slips of spelling: names in other cases, truth values in other words, references in braces, misplaced parts."""

import re
from collections.abc import Iterator

from lxml import etree

from engine.definitions.repair.drawing import FLOW_NODES, SCOPES, Drawing, remove, scope_of
from engine.model import Text
from engine.reader import xml

_ELEMENTS = {
    name.lower(): name
    for name in (
        *FLOW_NODES,
        *SCOPES,
        *("collaboration", "participant", "messageFlow", "laneSet", "lane", "childLaneSet", "flowNodeRef"),
        *("sequenceFlow", "conditionExpression", "incoming", "outgoing", "extensionElements", "documentation"),
        *("dataObject", "dataObjectReference", "dataStoreReference", "association", "textAnnotation", "group"),
        *("message", "signal", "error", "escalation", "timeDate", "timeDuration", "timeCycle", "condition", "script"),
        *("messageEventDefinition", "timerEventDefinition", "signalEventDefinition", "errorEventDefinition"),
        *("escalationEventDefinition", "conditionalEventDefinition", "linkEventDefinition"),
        *("compensateEventDefinition", "terminateEventDefinition", "cancelEventDefinition"),
        *("multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "loopCardinality", "loopCondition"),
    )
}
_FLAGS = frozenset(
    {
        *("isExecutable", "isClosed", "cancelActivity", "isInterrupting", "triggeredByEvent", "isForCompensation"),
        *("instantiate", "parallelMultiple", "isSequential", "testBefore", "isCollection", "isUnlimited"),
        *("cancelRemainingInstances", "waitForCompletion", "isImmediate"),
    }
)
_REFERENCES = frozenset(
    {
        *("sourceRef", "targetRef", "attachedToRef", "processRef", "messageRef", "signalRef", "errorRef"),
        *("escalationRef", "dataObjectRef", "dataStoreRef", "activityRef", "default", "calledElement"),
    }
)
_TEXT_REFERENCES = frozenset({"flowNodeRef", "incoming", "outgoing", "sourceRef", "targetRef"})
_ATTRIBUTES = {name.lower(): name for name in (*_FLAGS, *_REFERENCES, "id", "name", "scriptFormat", "isExpanded")}
_TRUTH = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}
_WRAPPED = re.compile(r"(?:\{[^{}]+\}|#)(\S.*)")
_NAMES = Text("namn som var skrivna med andra bokstäver", "names that were written in other letters")
_TRUTHS = Text("sant och falskt i andra ord", "true and false in other words")
_POINTERS = Text("hänvisningar som var skrivna på annat sätt", "references that were written in another way")
_PLACES = Text("sådant som stod utanför sin plats", "things that stood outside their place")


def mend_spelling(drawing: Drawing) -> None:
    """Write everything as the standard does, and tell of each kind of slip once."""
    root = drawing.root
    known = {element.get("id") for element in _elements(root)}
    slips = {
        _NAMES: [_mend_names(element) for element in _elements(root)],
        _TRUTHS: [_mend_truths(element) for element in _elements(root)],
        _POINTERS: [_mend_references(element, known) for element in _elements(root)],
        _PLACES: [_lift_processes(root)],
    }
    for told, mended in slips.items():
        if any(mended):
            drawing.report.add("assumed_mended", line=1, sv=told.sv, en=told.en)


def gather_flows(drawing: Drawing) -> None:
    """A flow that stands elsewhere than both of its ends belongs where they are."""
    nodes = {node.get("id"): node for node in drawing.nodes() if node.get("id")}
    for flow in drawing.elements("sequenceFlow"):
        source, target = (nodes.get(xml.reference(flow.get(end))) for end in ("sourceRef", "targetRef"))
        if source is None or target is None or scope_of(source) is not scope_of(target):
            continue
        if scope_of(flow) is not scope_of(source) and xml.tag(scope_of(source)) in SCOPES:
            remove(flow)
            scope_of(source).append(flow)
            drawing.assume("assumed_mended", flow, sv=_PLACES.sv, en=_PLACES.en)


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return (element for element in root.iter() if xml.tag(element))


def _mend_names(element: etree._Element) -> bool:
    kind = xml.tag(element)
    found = _ELEMENTS.get(kind.lower(), kind)
    if found != kind:
        element.tag = f"{{{xml.BPMN}}}{found}"
    wrong = [key for key in map(str, element.attrib) if _ATTRIBUTES.get(key.lower(), key) != key]
    for key in wrong:
        value, right = element.attrib.pop(key), _ATTRIBUTES[key.lower()]
        if element.get(right) is None:
            element.set(right, value)
    return found != kind or bool(wrong)


def _mend_truths(element: etree._Element) -> bool:
    wrong = [key for key in map(str, element.attrib) if key in _FLAGS and _truth(element, key) != element.get(key)]
    for key in wrong:
        element.set(key, _truth(element, key))
    return any(element.get(key) for key in wrong)


def _truth(element: etree._Element, key: str) -> str:
    written = (element.get(key) or "").strip()
    return written if written in ("0", "1") else _TRUTH.get(written.lower(), written)


def _mend_references(element: etree._Element, known: set[str | None]) -> bool:
    """Take braces and signs of fragments off references, where what is left is an id and what was written is none."""
    mended = False
    for key in filter(_REFERENCES.__contains__, map(str, element.attrib)):
        found = _inside(element.get(key) or "", known)
        if found:
            element.set(key, found)
            mended = True
    found = _inside(element.text or "", known) if xml.tag(element) in _TEXT_REFERENCES else ""
    if found:
        element.text = found
    return mended or bool(found)


def _inside(written: str, known: set[str | None]) -> str:
    wrapped = _WRAPPED.fullmatch(written.strip())
    is_meant = wrapped is not None and written.strip() not in known and wrapped[1] in known
    return wrapped[1] if wrapped is not None and is_meant else ""


def _lift_processes(root: etree._Element) -> bool:
    """A process that is written inside its pool stands beside it, and the pool refers to it."""
    lifted = [part for part in root.iter(f"{{{xml.BPMN}}}process") if xml.tag(scope_of(part)) != "definitions"]
    for process in lifted:
        holder = scope_of(process)
        if xml.tag(holder) == "participant" and process.get("id"):
            holder.set("processRef", process.get("id") or "")
        place = next(part for part in (process, *process.iterancestors()) if part.getparent() is root)
        place.addnext(process)
    return bool(lifted)
