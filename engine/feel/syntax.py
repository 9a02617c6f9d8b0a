"""The tree that an expression is parsed into."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression; `position` is where it starts (or its operator stands), counted from 0."""

    position: int


def weight(node: object) -> int:
    """How much one evaluation of a part may cost, in steps: one for each sixteen of the parts inside it."""
    pending, parts = [node], 0
    while pending:
        part = pending.pop()
        if isinstance(part, tuple):
            pending.extend(part)
        elif isinstance(part, Node):
            parts += 1
            pending.extend(getattr(part, name) for name in part.__dataclass_fields__)
    return 1 + parts // 16


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, text, boolean, null or at-literal, as its value."""

    value: object


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable or function read by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`source.member`."""

    source: Node
    member: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`source[condition]`."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(arguments)`; `names` is empty for positional arguments."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`left operator right` with one of `+ - * / **`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`left operator right` with one of `= != < <= > >=`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """The operands joined by `and` or by `or`."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Test(Node):
    """A unary test: `operator endpoint`, or with an empty operator a value, range, list or condition on `?`."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in (tests)`."""

    value: Node
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """The whole text of an input entry: any of the tests, or none of them when negated; no tests for `-`."""

    tests: tuple[Test, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition then then else otherwise`."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator(Node):
    """`name in source`, or `name in source..end`."""

    name: str
    source: Node
    end: Node | None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for iterators return body`."""

    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some|every iterators satisfies condition`."""

    quantifier: str
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`[items]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """`{name: value, ...}`."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    """`[start..end]`, or `(operator end)`, where the side that is missing is open."""

    start: Node | None
    end: Node | None
    start_included: bool
    end_included: bool
    operator: str = ""


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type as written: `list<number>` has one argument, `context` has fields, `function` has arguments and result."""

    name: str
    arguments: tuple["TypeName", ...] = ()
    fields: tuple[tuple[str, "TypeName"], ...] = ()
    result: "TypeName | None" = None


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: TypeName


@dataclass(frozen=True, slots=True)
class FunctionLiteral(Node):
    """`function(parameters) body`; the body of an external one is never run."""

    parameters: tuple[tuple[str, TypeName | None], ...]
    body: Node
    external: bool = False
