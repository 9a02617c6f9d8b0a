"""The parts of a decision model as frozen values, as they stand in the file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Boxed:
    """Any expression of a model: where it stands, and the type it promises (empty for none)."""

    id: str
    line: int
    type_ref: str


@dataclass(frozen=True, slots=True)
class LiteralExpression(Boxed):
    """A FEEL text."""

    text: str


@dataclass(frozen=True, slots=True)
class TableInput:
    """A column of conditions: the expression tested, its type, and the values it may have (a unary test, or empty)."""

    id: str
    label: str
    expression: LiteralExpression
    values: str


@dataclass(frozen=True, slots=True)
class TableOutput:
    """A column of results: its name, type, allowed values in order of priority, and default."""

    id: str
    name: str
    label: str
    type_ref: str
    values: str
    default: LiteralExpression | None


@dataclass(frozen=True, slots=True)
class TableRule:
    """A row: one test for each input, one expression for each output, and notes."""

    id: str
    line: int
    tests: tuple[str, ...]
    results: tuple[LiteralExpression, ...]
    annotations: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class DecisionTable(Boxed):
    """A decision table with its hit policy, in capitals, and aggregator (empty, SUM, COUNT, MIN or MAX)."""

    hit_policy: str
    aggregation: str
    inputs: tuple[TableInput, ...]
    outputs: tuple[TableOutput, ...]
    rules: tuple[TableRule, ...]
    annotation_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """An entry of a boxed context; without a name it is the result."""

    name: str
    type_ref: str
    value: Boxed


@dataclass(frozen=True, slots=True)
class BoxedContext(Boxed):
    """A context in boxes."""

    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True, slots=True)
class Invocation(Boxed):
    """A call with named arguments."""

    function: Boxed
    bindings: tuple[tuple[str, Boxed | None], ...]


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Boxed):
    """A function: its kind (FEEL, JAVA or PMML), parameters with types, and body."""

    kind: str
    parameters: tuple[tuple[str, str], ...]
    body: Boxed | None


@dataclass(frozen=True, slots=True)
class Relation(Boxed):
    """A list of contexts, drawn as a grid."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Boxed, ...], ...]


@dataclass(frozen=True, slots=True)
class BoxedList(Boxed):
    """A list in boxes."""

    items: tuple[Boxed, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Boxed):
    """`if`, `then` and `else` in boxes."""

    condition: Boxed
    then: Boxed
    otherwise: Boxed


@dataclass(frozen=True, slots=True)
class BoxedFilter(Boxed):
    """A filter in boxes."""

    source: Boxed
    condition: Boxed


@dataclass(frozen=True, slots=True)
class BoxedIterator(Boxed):
    """`for`, `some` or `every` in boxes: what is done to each item, or asked of it."""

    kind: str
    variable: str
    source: Boxed
    body: Boxed


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type: simple, with fields, or of a function; a list of it when `is_collection`.

    `allowed` restricts each item, `constraint` the whole value (unary tests, or empty).
    """

    name: str
    type_ref: str
    is_collection: bool
    allowed: str
    constraint: str
    fields: tuple["ItemDefinition", ...]
    function: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an element needs: `kind` is input, decision or knowledge; the reference is a namespace and an id."""

    kind: str
    namespace: str
    id: str


@dataclass(frozen=True, slots=True)
class InputData:
    """A value given from outside."""

    id: str
    name: str
    type_ref: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: its question, what it needs and how it is made."""

    id: str
    name: str
    type_ref: str
    line: int
    question: str
    description: str
    requirements: tuple[Requirement, ...]
    logic: Boxed | None


@dataclass(frozen=True, slots=True)
class KnowledgeModel:
    """A business knowledge model: a function that decisions call."""

    id: str
    name: str
    type_ref: str
    line: int
    requirements: tuple[Requirement, ...]
    logic: FunctionDefinition | None


@dataclass(frozen=True, slots=True)
class DecisionService:
    """Decisions offered together: what comes out, what goes in."""

    id: str
    name: str
    type_ref: str
    line: int
    outputs: tuple[Requirement, ...]
    encapsulated: tuple[Requirement, ...]
    input_decisions: tuple[Requirement, ...]
    input_data: tuple[Requirement, ...]


Element = InputData | Decision | KnowledgeModel | DecisionService


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its namespace, imports (namespace to the name they have here), types and elements by id."""

    namespace: str
    name: str
    imports: dict[str, str]
    types: dict[str, ItemDefinition]
    elements: dict[str, Element]
