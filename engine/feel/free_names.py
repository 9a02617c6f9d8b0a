"""Which variables of its surroundings an expression reads."""

from engine.feel.registry import BUILTINS
from engine.feel.syntax import Call, ContextLiteral, Filter, For, FunctionLiteral, Iterator, Name, Node, Quantified


def free_names(node: Node) -> frozenset[str]:
    """The names read and not given inside the expression.

    A built-in function is none of them where it is called; named alone (`date`, `sum`) it may as well be a variable,
    and is listed. So is a name in a filter, which may turn out to be an entry of the items: only running tells.
    """
    found: set[str] = set()
    _collect(node, frozenset(), found)
    return frozenset(found)


def _collect(part: object, bound: frozenset[str], found: set[str]) -> None:
    if isinstance(part, Name):
        if part.name not in bound:
            found.add(part.name)
    elif isinstance(part, ContextLiteral):
        _collect_context(part, bound, found)
    elif isinstance(part, For):
        _collect(part.body, _collect_iterators(part.iterators, bound, found) | {"partial"}, found)
    elif isinstance(part, Quantified):
        _collect(part.condition, _collect_iterators(part.iterators, bound, found), found)
    else:
        _collect_plain(part, bound, found)


def _collect_plain(part: object, bound: frozenset[str], found: set[str]) -> None:
    if isinstance(part, FunctionLiteral):
        _collect(part.body, bound | {name for name, _ in part.parameters}, found)
    elif isinstance(part, Filter):
        _collect(part.source, bound, found)
        _collect(part.condition, bound | {"item"}, found)
    elif isinstance(part, Call) and isinstance(part.function, Name) and part.function.name in BUILTINS:
        _collect(part.arguments, bound, found)
    elif isinstance(part, tuple):
        for piece in part:
            _collect(piece, bound, found)
    elif isinstance(part, Node):
        for field in part.__dataclass_fields__:
            _collect(getattr(part, field), bound, found)


def _collect_context(part: ContextLiteral, bound: frozenset[str], found: set[str]) -> None:
    for name, value in part.entries:
        _collect(value, bound, found)
        bound = bound | {name}


def _collect_iterators(iterators: tuple[Iterator, ...], bound: frozenset[str], found: set[str]) -> frozenset[str]:
    for iterator in iterators:
        _collect(iterator.source, bound, found)
        _collect(iterator.end, bound, found)
        bound = bound | {iterator.name}
    return bound
