"""Event definitions and timers, with their references resolved through the file's catalogue."""

import re
from collections.abc import Mapping
from typing import Literal, cast

from lxml import etree

from engine.reader import xml
from engine.reader.model import Entry
from engine.reader.parts import EventDefinition, EventKind, TimerRule

KINDS: Mapping[str, EventKind] = {
    "messageEventDefinition": "message",
    "timerEventDefinition": "timer",
    "signalEventDefinition": "signal",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "conditionalEventDefinition": "conditional",
    "compensateEventDefinition": "compensation",
    "cancelEventDefinition": "cancel",
    "terminateEventDefinition": "terminate",
    "linkEventDefinition": "link",
}
_REFERENCES: Mapping[str, str] = {
    "message": "messageRef",
    "signal": "signalRef",
    "error": "errorRef",
    "escalation": "escalationRef",
}
_TIMERS: Mapping[str, Literal["date", "duration", "cycle"]] = {
    "timeDate": "date",
    "timeDuration": "duration",
    "timeCycle": "cycle",
}
_PLAIN_TIMER = re.compile(
    r"R\d*/|[+-]?P|[+-]?\d{4,}-|\d{1,2}:\d\d|([-\d*/,?]+\s+){2}([-\d*/,?LW#A-Za-z]+\s+){2,4}[-\d*/,?LW#A-Za-z]+$"
)

Definitions = Mapping[str, "etree._Element"]  # noqa: SLF001 - lxml's name for the type of its elements


def read_events(
    element: etree._Element, *, catalogue: Mapping[str, Entry], shared: Definitions
) -> tuple[EventDefinition, ...]:
    """The element's own event definitions and those that it refers to by `eventDefinitionRef`, in file order."""
    found: list[EventDefinition] = []
    for part in xml.children(element):
        name = xml.tag(part)
        if name == "eventDefinitionRef":
            part = shared.get(xml.reference(xml.text_of(part)) or "", part)  # noqa: PLW2901 - stands for its target
            name = xml.tag(part)
        if name in KINDS:
            found.append(read_event(part, owner=element, catalogue=catalogue))
    return tuple(found)


def read_event(element: etree._Element, *, owner: etree._Element, catalogue: Mapping[str, Entry]) -> EventDefinition:
    """One event definition of the event `owner`."""
    kind = KINDS[xml.tag(element)]
    line = xml.line_of(element)
    ref = xml.reference(element.get(_REFERENCES.get(kind, "none")))
    if kind == "message":
        ref = _message_ref(element, catalogue)
    entry = catalogue.get(ref or "")
    name, code = (entry.name, entry.code) if entry is not None and entry.kind == kind else (None, None)
    if kind == "link":
        name = _link_name(element, owner)
    return EventDefinition(
        kind=kind,
        line=line,
        id=element.get("id") or "",
        ref=ref,
        name=name,
        code=code,
        timer=_timer(element) if kind == "timer" else None,
        condition=xml.formula_child(element, "condition"),
        activity=xml.reference(element.get("activityRef")),
        waits=xml.flag(element, "waitForCompletion", default=True),
    )


def message_of(element: etree._Element, *, catalogue: Mapping[str, Entry]) -> EventDefinition | None:
    """The message of a send or receive task, as an event definition."""
    ref = _message_ref(element, catalogue)
    if ref is None:
        return None
    entry = catalogue.get(ref)
    name = entry.name if entry is not None and entry.kind == "message" else None
    return EventDefinition(kind="message", line=xml.line_of(element), ref=ref, name=name)


def _message_ref(element: etree._Element, catalogue: Mapping[str, Entry]) -> str | None:
    """The message that is named, else the one that goes into the operation that is named."""
    ref = xml.reference(element.get("messageRef"))
    if ref is not None:
        return ref
    entry = operation_of(element, catalogue=catalogue)
    return entry.code if entry is not None else None


def operation_of(element: etree._Element, *, catalogue: Mapping[str, Entry]) -> Entry | None:
    """The operation of an interface that a task (by an attribute) or a message event (by a child) refers to."""
    ref = element.get("operationRef") or xml.text_of(xml.child(element, "operationRef"))
    entry = catalogue.get(xml.reference(ref) or "")
    return entry if entry is not None and entry.kind == "operation" else None


def _link_name(element: etree._Element, owner: etree._Element) -> str | None:
    """What joins the two ends of a link: its name, or that of the catching end to which the throwing one refers."""
    target = xml.reference(xml.text_of(xml.child(element, "target")))
    ends = element.getroottree().iter("{" + xml.BPMN + "}linkEventDefinition") if target else ()
    other = next((end for end in ends if end.get("id") == target), element)
    holder = other.getparent()
    return other.get("name") or (holder if holder is not None else owner).get("name")


def _timer(element: etree._Element) -> TimerRule | None:
    for part in xml.children(element, *_TIMERS):
        # SpiffWorkflow's own files put times in single quotation marks, which FEEL does not know.
        written = xml.text_of(part)
        text = written.strip("'")
        line = xml.line_of(part)
        # Text that is neither ISO 8601 nor a cron line is FEEL, with or without its equals sign.
        is_plain = text != written or (not text.startswith("=") and _PLAIN_TIMER.match(text) is not None)
        formula = None if is_plain else xml.formula(text, line, part.get("language") or "")
        return TimerRule(_TIMERS[xml.tag(part)], text, line, formula)
    return None


def read_catalogue(root: etree._Element, names: Mapping[str, Mapping[str, object]]) -> dict[str, Entry]:
    """What the events and tasks of the file refer to, by id; `names` is what SpiffWorkflow found, by kind."""
    catalogue: dict[str, Entry] = {}
    for element in xml.children(root, "resource"):
        entry_id = element.get("id") or ""
        catalogue[entry_id] = Entry("resource", entry_id, element.get("name") or entry_id, None, xml.line_of(element))
    for element in root.iter("{" + xml.BPMN + "}operation"):
        message = xml.reference(xml.text_of(xml.child(element, "inMessageRef")))
        entry_id = element.get("id") or ""
        catalogue[entry_id] = Entry("operation", entry_id, element.get("name"), message, xml.line_of(element))
    for element in xml.children(root, "message", "signal", "error", "escalation"):
        kind = cast("Literal['message', 'signal', 'error', 'escalation']", xml.tag(element))
        entry_id = element.get("id") or ""
        known = names.get(kind, {}).get(entry_id)
        name, code = known if isinstance(known, tuple) else (known, None)
        if known is None:
            name, code = element.get("name"), element.get(f"{kind}Code")
        is_coded = kind in {"error", "escalation"}
        shown = str(name) if name else (None if is_coded else entry_id)
        catalogue[entry_id] = Entry(
            kind, entry_id, shown, str(code) if is_coded and code else None, xml.line_of(element)
        )
    return catalogue
