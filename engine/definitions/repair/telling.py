"""Events that do not say when they happen: a person starts the case, does a step, or tells by a message."""

from lxml import etree

from engine.definitions.repair.drawing import Drawing, children, name_of, remove, rename, scope_of
from engine.definitions.repair.juel import as_feel, is_prose
from engine.model import Question
from engine.reader import xml

_DEFINITION = "EventDefinition"


def definitions_of(event: etree._Element) -> list[etree._Element]:
    """The event definitions that stand in an event."""
    return [part for part in xml.children(event) if xml.tag(part).endswith(_DEFINITION)]


def start_by_hand(drawing: Drawing, event: etree._Element, definition: etree._Element) -> None:
    """A start that does not say when it happens is a plain one: a person starts the case."""
    remove(definition)
    drawing.assume("assumed_started_by_hand", event)


def become_message(drawing: Drawing, event: etree._Element, definition: etree._Element) -> None:
    """The event happens when somebody tells: it waits for a message that is called as it is."""
    made = drawing.new_id(f"message_{event.get('id')}")
    drawing.add(drawing.root, "message", id=made, name=name_of(event))
    message = etree.Element(f"{{{xml.BPMN}}}messageEventDefinition")
    message.set("messageRef", made)
    definition.addprevious(message)
    remove(definition)
    drawing.assume("assumed_told", event, message=name_of(event))


def become_step(drawing: Drawing, event: etree._Element) -> None:
    """A wait that says for nothing is a step that a person takes."""
    for definition in definitions_of(event):
        remove(definition)
    rename(event, "manualTask")
    drawing.assume("assumed_waits_for_person", event)


def settle_conditions(drawing: Drawing) -> None:
    """Conditional events whose condition nobody wrote: a person starts, does or tells it."""
    for definition in drawing.elements("conditionalEventDefinition"):
        event = scope_of(definition)
        written = " ".join(xml.text_of(condition) for condition in children(definition, "condition"))
        feel = as_feel(written)
        if xml.tag(event) == "definitions" or (feel is not None and not is_prose(feel)):
            for condition in children(definition, "condition"):
                condition.text = feel
                condition.attrib.pop("language", "")
            continue
        drawing.ask(Question("condition", event.get("id") or "", name_of(event), written=written))
        settle_wait(drawing, event, definition)


def settle_wait(drawing: Drawing, event: etree._Element, definition: etree._Element) -> None:
    """Let an event whose definition says too little be a person's, in the way that its place allows."""
    in_event_subprocess = xml.flag(scope_of(event), "triggeredByEvent", default=False)
    kind = xml.tag(event)
    if kind == "startEvent" and not in_event_subprocess:
        start_by_hand(drawing, event, definition)
    elif kind == "intermediateCatchEvent" and not _is_awaited(drawing, event) and len(definitions_of(event)) == 1:
        become_step(drawing, event)
    else:
        become_message(drawing, event, definition)


def _is_awaited(drawing: Drawing, event: etree._Element) -> bool:
    """Whether an event-based gateway leads to the event."""
    gateways = {gateway.get("id") for gateway in drawing.elements("eventBasedGateway")}
    return any(xml.reference(flow.get("sourceRef")) in gateways for flow in drawing.flows_to(event))
