"""The diagram as immutable values with line numbers: all that the rest of the engine knows of BPMN XML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from engine.reader.parts import EventDefinition, Formula, MultiInstance, Parameter, StandardLoop

Catalogue = Literal["message", "signal", "error", "escalation", "operation", "resource"]


@dataclass(frozen=True, slots=True)
class TaskRule:
    """What the extension says of a user task; texts as written, `role` already resolved through the lane."""

    role: str | None = None
    assignee: Formula | None = None
    due: str | None = None
    due_formula: Formula | None = None
    reminders: Sequence[str] = ()
    escalate_to: str | None = None
    not_performer_of: str | None = None
    form: str | None = None
    is_decision: bool = False
    preview: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node. `kind` is its XML tag (`userTask`, `boundaryEvent`, ...); `scope` the id of what it lies in."""

    id: str
    kind: str
    name: str
    line: int
    scope: str
    name_en: str = ""
    incoming: Sequence[str] = ()
    outgoing: Sequence[str] = ()
    default: str | None = None
    events: Sequence[EventDefinition] = ()
    is_parallel_multiple: bool = False
    is_interrupting: bool = True
    attached_to: str | None = None
    boundaries: Sequence[str] = ()
    is_for_compensation: bool = False
    compensation_handler: str | None = None
    is_event_subprocess: bool = False
    loop: StandardLoop | MultiInstance | None = None
    lane: str | None = None
    task: TaskRule = field(default_factory=TaskRule)
    operation: str | None = None
    decision: str | None = None
    inputs: Sequence[Parameter] = ()
    outputs: Sequence[Parameter] = ()
    data_inputs: Sequence[Parameter] = ()
    data_outputs: Sequence[Parameter] = ()
    result_variable: str | None = None
    script: Formula | None = None
    called_element: str | None = None
    called_version: str | None = None
    message: EventDefinition | None = None
    correlation: Formula | None = None
    instantiates: bool = False
    event_gateway_type: Literal["Exclusive", "Parallel"] = "Exclusive"
    activation: Formula | None = None
    direction: str = "Unspecified"
    ordering: Literal["Parallel", "Sequential"] = "Parallel"
    completion: Formula | None = None
    cancels_remaining: bool = True
    quantities: tuple[str, str] = ("1", "1")
    attributes: Mapping[str, str] = field(default_factory=dict)
    foreign: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_activity(self) -> bool:
        """Whether it is a task, a sub-process or a call activity."""
        return self.kind.endswith("ask") or self.is_scope or self.kind == "callActivity"

    @property
    def is_scope(self) -> bool:
        """Whether it holds nodes of its own."""
        return self.kind in SCOPE_KINDS

    @property
    def is_gateway(self) -> bool:
        """Whether it is a gateway of any kind."""
        return self.kind.endswith("Gateway")


SCOPE_KINDS = frozenset({"subProcess", "transaction", "adHocSubProcess"})


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; its ends are ids as written and may not exist in a faulty drawing."""

    id: str
    source: str
    target: str
    line: int
    scope: str
    name: str = ""
    name_en: str = ""
    condition: Formula | None = None


@dataclass(frozen=True, slots=True)
class DataObject:
    """A data object, property or data store: a variable of its scope. `references` are the ids that stand for it."""

    id: str
    name: str
    kind: Literal["dataObject", "property", "dataStore", "dataInput", "dataOutput"]
    line: int
    is_collection: bool = False
    references: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The process, or a sub-process in it: what lies directly inside, by id, in the order of the file."""

    id: str
    kind: str
    parent: str | None
    nodes: Sequence[str] = ()
    starts: Sequence[str] = ()
    event_subprocesses: Sequence[str] = ()
    entries: Sequence[str] = ()
    data: Sequence[DataObject] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: `role` is its `utlysa:role`, else its name; nested lanes name their parent."""

    id: str
    name: str
    role: str
    line: int
    parent: str | None = None
    nodes: Sequence[str] = ()
    has_role: bool = False
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class CorrelationProperty:
    """A property of a correlation key: how each message (by name) gives its value."""

    name: str
    expressions: Mapping[str, Formula]
    line: int


@dataclass(frozen=True, slots=True)
class CorrelationKey:
    """A standard correlation key; `names` are its properties' names."""

    name: str
    names: Sequence[str]
    line: int


@dataclass(frozen=True)
class Process:
    """One process (or global task) with everything in it; `nodes` and `flows` by id, in the order of the file.

    `aliases` are the ids of data objects whose variable has another name: theirs. `correlation_bindings` are what the
    process's own data give for the properties of its correlation keys (its correlation subscriptions).
    """

    id: str
    name: str
    line: int
    is_executable: bool
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    scopes: Mapping[str, Scope]
    lanes: Sequence[Lane] = ()
    kind: str = "process"
    name_en: str = ""
    startable_by: Sequence[str] = ()
    case_title: Formula | None = None
    case_group: Formula | None = None
    is_side_process: bool = False
    correlation_keys: Sequence[CorrelationKey] = ()
    correlation_properties: Mapping[str, CorrelationProperty] = field(default_factory=dict)
    correlation_bindings: Mapping[str, Formula] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def root(self) -> Scope:
        """The process itself as a scope."""
        return self.scopes[self.id]

    @cached_property
    def starts(self) -> tuple[Node, ...]:
        """The process's own start events, instantiating gateways and instantiating receive tasks."""
        return tuple(self.nodes[node_id] for node_id in self.root.starts)

    @cached_property
    def start_events(self) -> tuple[tuple[Node, EventDefinition], ...]:
        """What starts a case by itself: each message, signal, timer or conditional start with its definition.

        An instantiating gateway stands for the events that follow it.
        """
        found: list[tuple[Node, EventDefinition]] = []
        for start in self.starts:
            is_gateway = start.kind == "eventBasedGateway"
            targets = [self.nodes.get(flow.target) for flow in self.flows_out(start)] if is_gateway else [start]
            for node in filter(None, targets):
                events = tuple(node.events) or ((node.message,) if node.message else ())
                found.extend((node, event) for event in events)
        return tuple(found)

    def flows_out(self, node: Node) -> list[Flow]:
        """The node's outgoing flows in the order of the file."""
        return [self.flows[flow_id] for flow_id in node.outgoing]


@dataclass(frozen=True, slots=True)
class Entry:
    """A message, signal, error, escalation, operation or resource of the file.

    `code` is that of an error or escalation, or the id of the message that goes into an operation.
    """

    kind: Catalogue
    id: str
    name: str | None
    code: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Participant:
    """A pool; a black box has no process."""

    id: str
    name: str
    process: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A fact that the linter judges: `code` such as `duplicate_id`, `missing_id`, `unknown_element`, `schema`."""

    code: str
    line: int
    element_id: str | None
    detail: str


@dataclass(frozen=True)
class Document:
    """One file: its processes and catalogues, and what was odd in it."""

    file: str
    processes: Sequence[Process]
    catalogue: Mapping[str, Entry] = field(default_factory=dict)
    participants: Sequence[Participant] = ()
    remarks: Sequence[Remark] = ()
    shapes: frozenset[str] = frozenset()
    expression_language: str = ""
    exporter: str = ""
    ids: Mapping[str, int] = field(default_factory=dict)

    def process(self, key: str) -> Process:
        """The process with that id. Raises KeyError."""
        for process in self.processes:
            if process.id == key:
                return process
        raise KeyError(key)

    def entries(self, kind: Catalogue) -> list[Entry]:
        """The file's messages, signals, errors, escalations, operations or resources."""
        return [entry for entry in self.catalogue.values() if entry.kind == kind]
