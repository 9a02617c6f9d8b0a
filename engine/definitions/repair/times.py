"""Repairs of time: times of other engines are translated, and a time that nobody wrote is asked of a person."""

import re

from lxml import etree

from engine.definitions.repair.asking import ask_before, component, may_be_preceded
from engine.definitions.repair.drawing import Drawing, children, name_of, remove, scope_of
from engine.definitions.repair.juel import as_feel
from engine.definitions.repair.telling import become_message, start_by_hand
from engine.model import Question, Text
from engine.reader import xml

_TIMES = ("timeDate", "timeDuration", "timeCycle")
_FORMULA = re.compile(r"\s*(?:[$#]\{.*\}|=.*)\s*", re.DOTALL)


def settle_times(drawing: Drawing) -> None:
    """Translate what can be; ask for the time where there is none."""
    for definition in drawing.elements("timerEventDefinition"):
        for time in children(definition, *_TIMES):
            _translate(drawing, definition, time)
        if not children(definition, *_TIMES) and xml.tag(scope_of(definition)) != "definitions":
            _ask(drawing, definition)


def forget_time(drawing: Drawing, event: etree._Element) -> None:
    """A time that cannot be used counts as none; what was written is told with the question."""
    for definition in children(event, "timerEventDefinition"):
        written = " ".join(xml.text_of(time) for time in children(definition, *_TIMES))
        for time in children(definition, *_TIMES):
            remove(time)
        _ask(drawing, definition, written=written)


def set_time(definition: etree._Element, text: str) -> None:
    """Write a time as the standard has it: a duration, a repetition or a date, or FEEL after its sign."""
    for time in children(definition, *_TIMES):
        remove(time)
    stripped = text.strip()
    is_cycle = stripped.startswith("R") or len(stripped.split()) > 4
    is_duration = stripped.startswith(("P", "-P"))
    name = "timeCycle" if is_cycle else "timeDuration" if is_duration else "timeDate"
    etree.SubElement(definition, f"{{{xml.BPMN}}}{name}").text = stripped


def _translate(drawing: Drawing, definition: etree._Element, time: etree._Element) -> None:
    if time.getparent() is None:  # What was asked for another time of the event took this one away.
        return
    written = xml.text_of(time)
    time.attrib.pop("language", "")
    if not written:
        remove(time)
    elif _FORMULA.fullmatch(written):
        feel = as_feel(written)
        if feel is None:
            remove(time)
            _ask(drawing, definition, written=written)
        elif f"={feel}" != written:
            time.text = f"={feel}"
            drawing.assume("assumed_translated", scope_of(definition), foreign=written, own=f"={feel}")


def _ask(drawing: Drawing, definition: etree._Element, *, written: str = "") -> None:
    """The time is asked before the timer is set: before the event, the gateway, or the activity that it lies on."""
    event = scope_of(definition)
    if event.getparent() is None:  # What it was an event of has been taken out.
        return
    question = Question("time", event.get("id") or "", name_of(event), written=written, is_open=True)
    drawing.ask(question)
    if xml.tag(event) == "startEvent" and not _is_in_event_subprocess(event):
        start_by_hand(drawing, event, definition)
        return
    place = _armed_at(drawing, event)
    if place is None or not may_be_preceded(place):
        become_message(drawing, event, definition)
        return
    variable = drawing.new_id(f"time_{event.get('id')}")
    shown = name_of(event) if event.get("name") else name_of(place)
    name = Text(f"Ange när: {shown}", f"Say when: {shown}")
    question_text = Text(f"När ska ”{shown}” inträffa?", f'When is "{shown}" to happen?')
    asked = component("datetime", variable, question_text, subtype="datetime")
    ask_before(drawing, place, wish=f"set_time_{event.get('id')}", name=name, components=[asked])
    set_time(definition, f"={variable}")
    told = f" (”{written}” går inte att använda)" if written else ""
    told_en = f' ("{written}" cannot be used)' if written else ""
    drawing.assume("assumed_time_asked", event, written=told, written_en=told_en)


def _is_in_event_subprocess(event: etree._Element) -> bool:
    return xml.flag(scope_of(event), "triggeredByEvent", default=False)


def _armed_at(drawing: Drawing, event: etree._Element) -> etree._Element | None:
    """Where a case waits for the event: at itself, at the gateway before it, or at the activity that it sits on."""
    nodes = {node.get("id"): node for node in drawing.nodes()}
    if xml.tag(event) == "boundaryEvent":
        return nodes.get(xml.reference(event.get("attachedToRef")))
    if xml.tag(event) == "startEvent":
        return None
    for flow in drawing.flows_to(event):
        before = nodes.get(xml.reference(flow.get("sourceRef")))
        if before is not None and xml.tag(before) == "eventBasedGateway":
            return None if xml.flag(before, "instantiate", default=False) else before
    return event
