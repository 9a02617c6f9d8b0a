"""Rules of collaborations: pools, message flows, conversations and correlation (clauses 8.4.2 and 9)."""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.definitions.rules.standard import kinds
from engine.definitions.rules.standard.events import definitions_of
from engine.definitions.rules.standard.rule import Breach, Rule, alone, rule
from engine.definitions.rules.standard.tree import Tree, above, kind_of, own_ids, parent_of
from engine.reader import xml

_NOT_RECEIVING = frozenset({"endEvent", "intermediateThrowEvent", "sendTask", "scriptTask"})
_NOT_SENDING = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask", "scriptTask"})
_CALLS: Mapping[str, str] = {
    "callConversation": "calledCollaborationRef",
    "callChoreography": "calledChoreographyRef",
}
_ATOMIC: Mapping[str, frozenset[str]] = {
    "globalConversation": kinds.CONVERSATIONS
    | kinds.ARTIFACTS
    | {"conversationLink", "conversationAssociation", "participantAssociation", "messageFlowAssociation"},
    "globalChoreographyTask": kinds.FLOW_NODES
    | kinds.ARTIFACTS
    | {"sequenceFlow", "conversationAssociation", "participantAssociation", "messageFlowAssociation"},
}


def _multiplicity(element: etree._Element) -> Iterator[Breach]:
    try:
        minimum, maximum = int(element.get("minimum") or 0), int(element.get("maximum") or 1)
    except ValueError:
        return
    if minimum < 0 or maximum < 1 or maximum < minimum:
        yield Breach("multiplicity_invalid", element, {"minimum": minimum, "maximum": maximum})


def _message_flow(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """Messages go between two pools, out of what may send and into what may receive."""
    source, target = (tree.refer(element, name) for name in ("sourceRef", "targetRef"))
    if source is None or target is None:
        return
    is_within = _pool_of(source) == _pool_of(target)
    is_wrong = not _may(tree, source, _NOT_SENDING) or not _may(tree, target, _NOT_RECEIVING)
    # One process at most may take part without a pool around it.
    if is_within or is_wrong or not any(_takes_part(tree, end) for end in (source, target)):
        yield Breach("message_flow_invalid", element)


def _may(tree: Tree, element: etree._Element, excluded: frozenset[str]) -> bool:
    """Whether the element exchanges messages; an event does that says nothing else, unless it ends something."""
    kind = kind_of(element)
    if kind in kinds.EVENTS:
        found = {kind_of(part) for part in definitions_of(tree, element)}
        if (found or kind == "endEvent") and "messageEventDefinition" not in found:
            return False
        # An end or a throwing event that sends, a start or a catching one that receives.
        return kind not in excluded
    return kind not in excluded and kind in kinds.ACTIVITIES | kinds.CONVERSATIONS | {"participant"}


def _pool_of(element: etree._Element) -> str:
    """The id of the process that the element lies in, or that its pool shows; a black box is its own."""
    if kind_of(element) == "participant":
        return xml.reference(element.get("processRef")) or element.get("id") or ""
    process = above(element, "process", *kinds.COLLABORATIONS)
    return "" if process is None else process.get("id") or ""


def _takes_part(tree: Tree, element: etree._Element) -> bool:
    """Whether a step's process is that of some participant."""
    process = above(element, "process")
    if process is None:
        return True
    return any(xml.reference(part.get("processRef")) == process.get("id") for part in tree.of("participant"))


def _conversation_link(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    ends = [tree.refer(element, name) for name in ("sourceRef", "targetRef")]
    found = [kind_of(end) in kinds.CONVERSATIONS for end in ends if end is not None]
    if len(found) == 2 and found[0] == found[1]:
        yield Breach("conversation_link_wrong", element)


def _conversation(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    if len(list(xml.children(element, "participantRef"))) == 1:
        yield Breach("conversation_participants_wrong", element)
    yield from own_members(tree, element)


def own_members(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """Participants and message flows that a step of a collaboration names are the collaboration's own."""
    holder = above(element, *kinds.COLLABORATIONS)
    if holder is None:
        return
    known = own_ids(holder, "participant", "messageFlow")
    for part in xml.children(element, "participantRef", "messageFlowRef"):
        target = tree.find(part, xml.text_of(part))
        if target is not None and kind_of(target) in ("participant", "messageFlow") and target.get("id") not in known:
            yield Breach("participant_elsewhere", part, {"target": target.get("id")})


def _participant_association(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """What is called has the inner participant, what calls it the outer one."""
    caller = parent_of(element)
    called = tree.refer(caller, _CALLS[kind_of(caller)]) if kind_of(caller) in _CALLS else None
    outer = above(element, *kinds.COLLABORATIONS)
    for attribute, holder in (("innerParticipantRef", called), ("outerParticipantRef", outer)):
        for target in tree.refer_all(element, attribute):
            if holder is not None and kind_of(target) == "participant" and parent_of(target) is not holder:
                values = {"attribute": attribute, "target": target.get("id"), "side": holder.get("id")}
                yield Breach("participant_association_wrong", element, values)


def _atomic(element: etree._Element) -> Iterator[Breach]:
    for part in xml.children(element, *_ATOMIC[kind_of(element)]):
        yield Breach("global_with_content", part, {"holder": kind_of(element)})


def _key(element: etree._Element) -> Iterator[Breach]:
    if xml.child(element, "correlationPropertyRef") is None:
        yield Breach("correlation_key_empty", element)


def _property(element: etree._Element) -> Iterator[Breach]:
    seen: set[str] = set()
    for part in xml.children(element, "correlationPropertyRetrievalExpression"):
        message = xml.reference(part.get("messageRef")) or ""
        if message in seen:
            yield Breach("correlation_message_twice", part, {"target": message})
        seen.add(message)


def _subscription(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    key = tree.refer(element, "correlationKeyRef")
    if key is None:
        return
    left = [xml.reference(xml.text_of(part)) for part in xml.children(key, "correlationPropertyRef")]
    for part in xml.children(element, "correlationPropertyBinding"):
        name = xml.reference(part.get("correlationPropertyRef"))
        if name not in left:
            yield Breach("correlation_binding_wrong", part, {"target": name})
        else:
            left.remove(name)


RULES: tuple[Rule, ...] = (
    alone("9.3.1 Participant multiplicity", {"participantMultiplicity"}, _multiplicity),
    rule("9.4 Message flow", {"messageFlow"}, _message_flow),
    rule("9.5.5 Conversation links", {"conversationLink"}, _conversation_link),
    rule("9.5 Conversations", kinds.CONVERSATIONS, _conversation),
    rule("9.3.2 Participant associations", {"participantAssociation"}, _participant_association),
    alone("9.5.4, 11.4.4 Global conversations and choreography tasks", _ATOMIC, _atomic),
    alone("8.4.2 Correlation keys", {"correlationKey"}, _key),
    alone("8.4.2 Correlation properties", {"correlationProperty"}, _property),
    rule("8.4.2 Correlation subscriptions", {"correlationSubscription"}, _subscription),
)
