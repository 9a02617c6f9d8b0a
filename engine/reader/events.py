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
    entry = catalogue.get(ref or "")
    name, code = (entry.name, entry.code) if entry is not None and entry.kind == kind else (None, None)
    if kind == "link":
        name = element.get("name") or owner.get("name")
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
    ref = xml.reference(element.get("messageRef"))
    if ref is None:
        return None
    entry = catalogue.get(ref)
    name = entry.name if entry is not None and entry.kind == "message" else None
    return EventDefinition(kind="message", line=xml.line_of(element), ref=ref, name=name)


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
    """The messages, signals, errors and escalations of the file by id; `names` is what SpiffWorkflow found, by kind."""
    catalogue: dict[str, Entry] = {}
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
