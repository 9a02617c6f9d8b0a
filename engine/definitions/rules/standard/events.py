"""Rules of events that a process's drawing does not show: data, shared definitions, compensation (clause 10.5)."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.rules.standard import kinds
from engine.definitions.rules.standard.data import inputs_of, item_of, outputs_of
from engine.definitions.rules.standard.rule import Breach, Rule, rule
from engine.definitions.rules.standard.tree import Tree, above, is_true, kind_of, parent_of
from engine.reader import xml

_CARRYING = {
    "messageEventDefinition": "messageRef",
    "signalEventDefinition": "signalRef",
    "errorEventDefinition": "errorRef",
    "escalationEventDefinition": "escalationRef",
}
# What an event inside the standard's other elements may throw: an implicit event has no place of its own.
_IMPLICIT = frozenset(
    {"messageEventDefinition", "signalEventDefinition", "escalationEventDefinition", "compensateEventDefinition"}
)


def definitions_of(tree: Tree, event: etree._Element) -> list[etree._Element]:
    """The event's definitions, its own and shared ones."""
    return [*xml.children(event, *kinds.EVENT_DEFINITIONS), *tree.refer_all(event, "eventDefinitionRef")]


def _shared(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """A definition that several events share lies directly in the file."""
    for part in xml.children(element, "eventDefinitionRef"):
        target = tree.find(part, xml.text_of(part))
        if target is not None and kind_of(parent_of(target)) != "definitions":
            yield Breach("event_definition_nested", part, {"target": target.get("id")})


def _behaviour(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    for attribute in ("oneBehaviorEventRef", "noneBehaviorEventRef"):
        target = tree.refer(element, attribute)
        if target is not None and kind_of(parent_of(target)) != "definitions":
            yield Breach("event_definition_nested", element, {"target": target.get("id")})


def _data(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """An event's data are one for each definition that carries something, in their order, of the same item."""
    data = outputs_of(element) if kind_of(element) in kinds.CATCHING else inputs_of(element)
    carrying = [part for part in definitions_of(tree, element) if kind_of(part) in _CARRYING]
    if not data or not carrying:
        return
    if len(data) != len(carrying):
        yield Breach("event_data_wrong", element)
        return
    for part, definition in zip(data, carrying, strict=True):
        subject = tree.refer(definition, _CARRYING[kind_of(definition)])
        items = {item_of(tree, each) for each in (part, subject) if each is not None} - {None}
        if len(items) > 1:
            yield Breach("event_data_wrong", element)


def _implicit(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    definitions = definitions_of(tree, element)
    for definition in definitions:
        if kind_of(definition) not in _IMPLICIT:
            name = kind_of(definition).removesuffix("EventDefinition")
            yield Breach("event_kind_wrong", element, {"kind": name, "place": "complexBehaviorDefinition"})


def _message(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    operation = next(iter(tree.refer_all(element, "operationRef")), None)
    own = xml.reference(element.get("messageRef"))
    if operation is None or not own:
        return
    names = {xml.reference(xml.text_of(part)) for part in xml.children(operation, "inMessageRef", "outMessageRef")}
    if own not in names:
        yield Breach("message_differs_from_operation", element, {"name": own})


def _compensation_handlers(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    has_compensation = any(kind_of(part) == "compensateEventDefinition" for part in definitions_of(tree, element))
    if not has_compensation:
        return
    handlers = []
    for association in tree.associations(element.get("id")):
        ends = [tree.refer(association, name) for name in ("sourceRef", "targetRef")]
        others = [end for end in ends if end is not None and end is not element]
        if others and kind_of(others[0]) in kinds.ACTIVITIES:
            handlers.append(others[0])
    if len(handlers) > 1:
        yield Breach("compensation_handler_several", element)
    for handler in handlers:
        if not is_true(handler, "isForCompensation"):
            yield Breach("compensation_handler_missing", element)


def _compensated(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """Compensation reaches activities of its own level, or those around the event sub-process that it lies in."""
    event, activity = parent_of(element), tree.refer(element, "activityRef")
    if activity is None or kind_of(event) not in kinds.THROWING or kind_of(activity) not in kinds.ACTIVITIES:
        return
    level = above(event, *kinds.SCOPES)
    levels = [level]
    while level is not None and is_true(level, "triggeredByEvent"):
        level = above(level, *kinds.SCOPES)
        levels.append(level)
    if parent_of(activity) not in levels:
        values = {"name": event.get("name") or event.get("id"), "target": activity.get("id")}
        yield Breach("compensation_target_elsewhere", event, values)


def _starting_gateway(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """Where a case starts when several things have come, these are messages."""
    if element.get("eventGatewayType") != "Parallel" or not is_true(element, "instantiate"):
        return
    for flow in tree.flows("sourceRef", element.get("id")):
        target = tree.refer(flow, "targetRef")
        if target is None or kind_of(target) == "receiveTask":
            continue
        if {kind_of(part) for part in definitions_of(tree, target)} - {"messageEventDefinition"}:
            yield Breach("event_gateway_start_kind", element, {"name": target.get("name") or target.get("id")})


RULES: tuple[Rule, ...] = (
    rule("10.5.1 Events: reusable definitions", kinds.EVENTS | {"event"}, _shared),
    rule("10.3.8 Multi-instance: reusable definitions", {"multiInstanceLoopCharacteristics"}, _behaviour),
    rule("10.5.1 Events: data", kinds.EVENTS, _data),
    rule("10.3.8 Complex behaviour: implicit throw event", {"event", "implicitThrowEvent"}, _implicit),
    rule("10.5.5 Message event: operation", {"messageEventDefinition"}, _message),
    rule("10.7 Compensation: one handler", {"boundaryEvent"}, _compensation_handlers),
    rule("10.5.5 Compensation event: activityRef", {"compensateEventDefinition"}, _compensated),
    rule("10.6.6 Event-based gateway that starts cases", {"eventBasedGateway"}, _starting_gateway),
)
