"""What each reference of BPMN's schema must name: an element that exists, of the right kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from engine.definitions.rules.standard import kinds
from engine.definitions.rules.standard.rule import Breach
from engine.definitions.rules.standard.tree import Tree, kind_of
from engine.reader import xml

_ITEM = frozenset({"itemDefinition"})
_MESSAGE = frozenset({"message"})
_PARTICIPANT = frozenset({"participant"})
_MESSAGE_FLOW = frozenset({"messageFlow"})
_OPERATION = frozenset({"operation"})
_INTERFACE = frozenset({"interface"})
_FLOW = frozenset({"sequenceFlow"})
_INPUT = frozenset({"dataInput"})
_OUTPUT = frozenset({"dataOutput"})
_TALKING = _PARTICIPANT | kinds.ACTIVITIES | kinds.EVENTS | kinds.CONVERSATIONS
_SHAPED = (
    kinds.FLOW_NODES
    | kinds.DATA
    | kinds.CONVERSATIONS
    | {"lane", "participant", "group", "textAnnotation", "message", "messageFlow", "association"}
)
_LINED = frozenset(
    {
        *("sequenceFlow", "messageFlow", "association", "dataAssociation", "dataInputAssociation"),
        *("dataOutputAssociation", "conversationLink"),
    }
)
_DRAWN = frozenset({"BPMNShape", "BPMNEdge"})
ANY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reference:
    """An attribute, or the text of a child element, of some kinds of elements; `targets` empty means any element."""

    name: str
    targets: frozenset[str]
    owners: frozenset[str] = ANY

    def is_of(self, element: etree._Element) -> bool:
        """Whether the reference may stand on the element."""
        return not self.owners or kind_of(element) in self.owners


def _on(*owners: str) -> frozenset[str]:
    return frozenset(owners)


ATTRIBUTES: tuple[Reference, ...] = (
    Reference("default", _FLOW, kinds.ACTIVITIES | kinds.GATEWAYS),
    Reference("sourceRef", kinds.FLOW_NODES, _FLOW),
    Reference("targetRef", kinds.FLOW_NODES, _FLOW),
    Reference("sourceRef", ANY, _on("association")),
    Reference("targetRef", ANY, _on("association")),
    Reference("sourceRef", _TALKING, _on("messageFlow")),
    Reference("targetRef", _TALKING, _on("messageFlow")),
    Reference("sourceRef", _TALKING, _on("conversationLink")),
    Reference("targetRef", _TALKING, _on("conversationLink")),
    Reference("attachedToRef", kinds.ACTIVITIES | kinds.CHOREOGRAPHY_ACTIVITIES, _on("boundaryEvent")),
    Reference("activityRef", kinds.ACTIVITIES | kinds.CHOREOGRAPHY_ACTIVITIES, _on("compensateEventDefinition")),
    Reference("messageRef", _MESSAGE),
    Reference("signalRef", _on("signal")),
    Reference("errorRef", _on("error"), _on("errorEventDefinition")),
    Reference("escalationRef", _on("escalation")),
    Reference("itemRef", _ITEM, _MESSAGE),
    Reference("itemSubjectRef", _ITEM),
    Reference("structureRef", _ITEM, _on("error", "escalation", "signal")),
    Reference("evaluatesToTypeRef", _ITEM),
    Reference("type", _ITEM, _on("correlationProperty", "resourceParameter")),
    Reference("operationRef", _OPERATION, _on("serviceTask", "sendTask", "receiveTask", "ioBinding")),
    Reference("inputDataRef", _INPUT | {"inputSet"}, _on("ioBinding")),
    Reference("outputDataRef", _OUTPUT | {"outputSet"}, _on("ioBinding")),
    Reference("dataObjectRef", _on("dataObject"), _on("dataObjectReference")),
    Reference("dataStoreRef", _on("dataStore"), _on("dataStoreReference")),
    Reference("categoryValueRef", _on("categoryValue"), _on("group")),
    Reference("correlationPropertyRef", _on("correlationProperty"), _on("correlationPropertyBinding")),
    Reference("correlationKeyRef", _on("correlationKey"), _on("correlationSubscription")),
    Reference("partitionElementRef", ANY, _on("lane")),
    Reference("parameterRef", _on("resourceParameter"), _on("resourceParameterBinding")),
    Reference("processRef", _on("process"), _PARTICIPANT),
    Reference("definitionalCollaborationRef", kinds.COLLABORATIONS, _on("process")),
    Reference("calledElement", kinds.CALLABLES, _on("callActivity")),
    Reference("calledChoreographyRef", kinds.CHOREOGRAPHIES, _on("callChoreography")),
    Reference("calledCollaborationRef", _on("collaboration", "globalConversation"), _on("callConversation")),
    Reference("initiatingParticipantRef", _PARTICIPANT),
    Reference("innerConversationNodeRef", kinds.CONVERSATIONS, _on("conversationAssociation")),
    Reference("outerConversationNodeRef", kinds.CONVERSATIONS, _on("conversationAssociation")),
    Reference("innerMessageFlowRef", _MESSAGE_FLOW, _on("messageFlowAssociation")),
    Reference("outerMessageFlowRef", _MESSAGE_FLOW, _on("messageFlowAssociation")),
    Reference("oneBehaviorEventRef", kinds.EVENT_DEFINITIONS),
    Reference("noneBehaviorEventRef", kinds.EVENT_DEFINITIONS),
    Reference("bpmnElement", kinds.COLLABORATIONS | kinds.SCOPES | {"subChoreography"}, _on("BPMNPlane")),
    Reference("bpmnElement", _SHAPED, _on("BPMNShape")),
    Reference("bpmnElement", _LINED, _on("BPMNEdge")),
    Reference("sourceElement", _DRAWN, _on("BPMNEdge")),
    Reference("targetElement", _DRAWN, _on("BPMNEdge")),
    Reference("choreographyActivityShape", _on("BPMNShape"), _on("BPMNShape")),
    Reference("labelStyle", _on("BPMNLabelStyle"), _on("BPMNLabel")),
)

CHILDREN: tuple[Reference, ...] = (
    Reference("incoming", _FLOW, kinds.FLOW_NODES),
    Reference("outgoing", _FLOW, kinds.FLOW_NODES),
    Reference("flowNodeRef", kinds.FLOW_NODES, _on("lane")),
    Reference("eventDefinitionRef", kinds.EVENT_DEFINITIONS),
    Reference("operationRef", _OPERATION, _on("messageEventDefinition")),
    Reference("inMessageRef", _MESSAGE, _OPERATION),
    Reference("outMessageRef", _MESSAGE, _OPERATION),
    Reference("errorRef", _on("error"), _OPERATION),
    Reference("sourceRef", kinds.DATA, _on("dataAssociation", "dataInputAssociation", "dataOutputAssociation")),
    Reference("targetRef", kinds.DATA, _on("dataAssociation", "dataInputAssociation", "dataOutputAssociation")),
    Reference("dataInputRefs", _INPUT, _on("inputSet")),
    Reference("optionalInputRefs", _INPUT, _on("inputSet")),
    Reference("whileExecutingInputRefs", _INPUT, _on("inputSet")),
    Reference("outputSetRefs", _on("outputSet"), _on("inputSet")),
    Reference("dataOutputRefs", _OUTPUT, _on("outputSet")),
    Reference("optionalOutputRefs", _OUTPUT, _on("outputSet")),
    Reference("whileExecutingOutputRefs", _OUTPUT, _on("outputSet")),
    Reference("inputSetRefs", _on("inputSet"), _on("outputSet")),
    Reference("loopDataInputRef", kinds.DATA, _on("multiInstanceLoopCharacteristics")),
    Reference("loopDataOutputRef", kinds.DATA, _on("multiInstanceLoopCharacteristics")),
    Reference("categoryValueRef", _on("categoryValue")),
    Reference("correlationPropertyRef", _on("correlationProperty"), _on("correlationKey")),
    Reference("supportedInterfaceRef", _INTERFACE),
    Reference("interfaceRef", _INTERFACE, _PARTICIPANT),
    Reference("endPointRef", _on("endPoint"), _PARTICIPANT),
    Reference("participantRef", _PARTICIPANT),
    Reference("messageFlowRef", _MESSAGE_FLOW),
    Reference("innerParticipantRef", _PARTICIPANT, _on("participantAssociation")),
    Reference("outerParticipantRef", _PARTICIPANT, _on("participantAssociation")),
    Reference("choreographyRef", kinds.CHOREOGRAPHIES),
    Reference("resourceRef", _on("resource")),
    Reference("supports", _on("process"), _on("process")),
    Reference("source", _on("linkEventDefinition"), _on("linkEventDefinition")),
    Reference("target", _on("linkEventDefinition"), _on("linkEventDefinition")),
    Reference("source", ANY, _on("relationship")),
    Reference("target", ANY, _on("relationship")),
)
# Where a flow goes, what a boundary event sits on, which flow is the default and which process is called may lie in
# what the process's own rules judge more closely, so that these say nothing of a name that leads nowhere.
JUDGED_WITH_THE_PROCESS = frozenset(
    {
        *(("sequenceFlow", "sourceRef"), ("sequenceFlow", "targetRef"), ("boundaryEvent", "attachedToRef")),
        *(("callActivity", "calledElement"), ("compensateEventDefinition", "activityRef")),
    }
)
_BY_ATTRIBUTE: Mapping[str, tuple[Reference, ...]] = {
    name: tuple(each for each in ATTRIBUTES if each.name == name) for name in {each.name for each in ATTRIBUTES}
}
_BY_CHILD: Mapping[str, tuple[Reference, ...]] = {
    name: tuple(each for each in CHILDREN if each.name == name) for name in {each.name for each in CHILDREN}
}


def references_to(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """The element's references that name nothing, or something of the wrong kind."""
    for name, value in element.attrib.items():
        for each in _BY_ATTRIBUTE.get(str(name), ()):
            if each.is_of(element):
                yield from _judge(tree, element, each, str(value), element)
    for part in xml.children(element):
        for each in _BY_CHILD.get(kind_of(part), ()):
            if each.is_of(element) and len(part) == 0:
                yield from _judge(tree, element, each, xml.text_of(part), part)


def _judge(
    tree: Tree, element: etree._Element, reference: Reference, value: str, place: etree._Element
) -> Iterator[Breach]:
    found = tree.target(place, value)
    if isinstance(found, str):
        return
    if found is None:
        is_judged = (kind_of(element), reference.name) in JUDGED_WITH_THE_PROCESS or reference.name == "default"
        if not is_judged:
            yield Breach("reference_dangling", place, {"attribute": reference.name, "target": value})
    elif reference.targets and kind_of(found) not in reference.targets:
        values = {
            "attribute": reference.name,
            "target": value,
            "found": kind_of(found),
            "wanted": ", ".join(sorted(reference.targets)),
        }
        yield Breach("reference_kind_wrong", place, values)
