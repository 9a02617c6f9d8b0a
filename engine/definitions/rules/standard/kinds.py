"""The elements of BPMN in the groups that its rules speak of."""

EVENTS = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "implicitThrowEvent",
    }
)
CATCHING = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"})
THROWING = frozenset({"endEvent", "intermediateThrowEvent", "implicitThrowEvent", "event"})
TASKS = frozenset(
    {"task", "userTask", "manualTask", "scriptTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask"}
)
SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES = TASKS | SUB_PROCESSES | {"callActivity"}
GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"})
CHOREOGRAPHY_ACTIVITIES = frozenset({"choreographyTask", "subChoreography", "callChoreography"})
FLOW_NODES = EVENTS | ACTIVITIES | GATEWAYS | CHOREOGRAPHY_ACTIVITIES
EVENT_DEFINITIONS = frozenset(
    {
        *("messageEventDefinition", "timerEventDefinition", "signalEventDefinition", "errorEventDefinition"),
        *("escalationEventDefinition", "conditionalEventDefinition", "compensateEventDefinition"),
        *("cancelEventDefinition", "terminateEventDefinition", "linkEventDefinition"),
    }
)
GLOBAL_TASKS = frozenset(
    {"globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask"}
)
CALLABLES = GLOBAL_TASKS | {"process"}
CONVERSATIONS = frozenset({"conversation", "subConversation", "callConversation"})
CHOREOGRAPHIES = frozenset({"choreography", "globalChoreographyTask"})
COLLABORATIONS = CHOREOGRAPHIES | {"collaboration", "globalConversation"}
DATA = frozenset(
    {
        *("dataObject", "dataObjectReference", "dataStore", "dataStoreReference", "property", "dataInput"),
        *("dataOutput", "inputDataItem", "outputDataItem"),
    }
)
ARTIFACTS = frozenset({"association", "group", "textAnnotation"})
SCOPES = SUB_PROCESSES | {"process"}
