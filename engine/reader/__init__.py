"""BPMN XML -> an immutable model of our own, through SpiffWorkflow's parser (its only importer)."""

from engine.reader.document import read
from engine.reader.errors import UnreadableDiagramError
from engine.reader.model import (
    CorrelationKey,
    CorrelationProperty,
    DataObject,
    Document,
    Entry,
    Flow,
    Lane,
    Node,
    Participant,
    Process,
    Remark,
    Scope,
    TaskRule,
)
from engine.reader.parts import (
    EventDefinition,
    EventKind,
    Formula,
    MultiInstance,
    Parameter,
    StandardLoop,
    TimerRule,
)

__all__ = [
    "CorrelationKey",
    "CorrelationProperty",
    "DataObject",
    "Document",
    "Entry",
    "EventDefinition",
    "EventKind",
    "Flow",
    "Formula",
    "Lane",
    "MultiInstance",
    "Node",
    "Parameter",
    "Participant",
    "Process",
    "Remark",
    "Scope",
    "StandardLoop",
    "TaskRule",
    "TimerRule",
    "UnreadableDiagramError",
    "read",
]
