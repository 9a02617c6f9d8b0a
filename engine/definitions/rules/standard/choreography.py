"""Rules of choreographies: what they hold, who takes part, who begins (clause 11)."""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.definitions.rules.standard import kinds
from engine.definitions.rules.standard.collaboration import own_members
from engine.definitions.rules.standard.events import definitions_of
from engine.definitions.rules.standard.rule import Breach, Rule, rule
from engine.definitions.rules.standard.tree import Tree, kind_of, texts
from engine.reader import xml

_HOLDERS = frozenset({"choreography", "subChoreography"})
_FOREIGN = (kinds.ACTIVITIES | kinds.DATA | {"implicitThrowEvent"}) - {"property"}
_EVENTS: Mapping[str, frozenset[str]] = {
    "startEvent": frozenset({"timer", "conditional", "signal"}),
    "intermediateCatchEvent": frozenset({"message", "timer", "conditional", "signal", "link"}),
    "intermediateThrowEvent": frozenset({"link", "signal"}),
    "boundaryEvent": frozenset({"message", "timer", "conditional", "signal", "cancel", "compensate"}),
    "endEvent": frozenset({"terminate"}),
}


def _content(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    for part in xml.children(element, *_FOREIGN):
        yield Breach("choreography_content_wrong", part)
    for event in xml.children(element, *_EVENTS):
        for definition in definitions_of(tree, event):
            name = kind_of(definition).removesuffix("EventDefinition")
            if name not in _EVENTS[kind_of(event)]:
                yield Breach("choreography_event_wrong", event, {"event": name})


def _participants(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    listed = texts(element, "participantRef")
    is_task = kind_of(element) == "choreographyTask"
    has_right_number = len(set(listed)) == len(listed) and (len(listed) == 2 or (len(listed) > 2 and not is_task))
    begins = element.get("initiatingParticipantRef")
    if not has_right_number or (begins and _plain(begins) not in {_plain(name) for name in listed}):
        yield Breach("choreography_participants_wrong", element)
    yield from own_members(tree, element)


def _plain(name: str) -> str:
    return xml.reference(name) or ""


def _messages(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """One message from who begins to the other, and perhaps an answer."""
    listed = {_plain(name) for name in texts(element, "participantRef")}
    flows = [flow for flow in tree.refer_all(element, "messageFlowRef") if kind_of(flow) == "messageFlow"]
    ends = [(_plain(flow.get("sourceRef") or ""), _plain(flow.get("targetRef") or "")) for flow in flows]
    if not ends:
        return
    begins = _plain(element.get("initiatingParticipantRef") or "")
    is_between = all({source, target} <= listed for source, target in ends)
    is_begun = any(source == begins for source, _ in ends)
    is_both_ways = len(ends) == 1 or {source for source, _ in ends} == {target for _, target in ends}
    has_two_ways = len(ends) == 1 or ends[0] != ends[1]
    if not (is_between and is_begun and is_both_ways and has_two_ways):
        yield Breach("choreography_messages_wrong", element)


def _initiator(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """Only who took part in the step before knows that it is time for the next."""
    begins = _plain(element.get("initiatingParticipantRef") or "")
    if not begins:
        return
    waiting, seen = [element], {element.get("id")}
    while waiting:
        for flow in tree.flows("targetRef", waiting.pop().get("id")):
            previous = tree.refer(flow, "sourceRef")
            if previous is None or previous.get("id") in seen:
                continue
            seen.add(previous.get("id"))
            if kind_of(previous) not in kinds.CHOREOGRAPHY_ACTIVITIES:
                waiting.append(previous)
            elif begins not in {_plain(name) for name in texts(previous, "participantRef")}:
                name = previous.get("name") or previous.get("id")
                yield Breach("choreography_initiator_uninvolved", element, {"previous": name})


def _awaited(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """After an event-based gateway either one participant begins all that may follow, or one receives it all."""
    steps = [tree.refer(flow, "targetRef") for flow in tree.flows("sourceRef", element.get("id"))]
    tasks = [step for step in steps if step is not None and kind_of(step) == "choreographyTask"]
    begin = {_plain(task.get("initiatingParticipantRef") or "") for task in tasks}
    receive = [{_plain(name) for name in texts(task, "participantRef")} - begin for task in tasks]
    if len(tasks) > 1 and len(begin) > 1 and not set.intersection(*receive):
        yield Breach("choreography_choice_unknown", element)


def _global_task(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    begins = tree.refer(element, "initiatingParticipantRef")
    if not element.get("initiatingParticipantRef"):
        yield Breach("choreography_participants_wrong", element)
    if begins is not None and begins.getparent() is not element:
        yield Breach("participant_elsewhere", element, {"target": begins.get("id")})


RULES: tuple[Rule, ...] = (
    rule("11.5, 11.6 Choreographies: content", _HOLDERS, _content),
    rule("11.5 Choreography activities: participants", kinds.CHOREOGRAPHY_ACTIVITIES, _participants),
    rule("11.5.1 Choreography tasks: message flows", {"choreographyTask"}, _messages),
    rule("11.5.6 Sequencing of choreography activities", kinds.CHOREOGRAPHY_ACTIVITIES, _initiator),
    rule("11.7.3 Event-based gateways in choreographies", {"eventBasedGateway"}, _awaited),
    rule("11.5.4 Global choreography task", {"globalChoreographyTask"}, _global_task),
)
