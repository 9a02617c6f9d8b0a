"""Compiles what goes over lists: `for`, `some`, `every` and filters."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from engine.feel.compare import kind_of, less
from engine.feel.compile_operators import Build, Code
from engine.feel.errors import ValueProblemError
from engine.feel.registry import BUILTINS
from engine.feel.scope import Scope
from engine.feel.syntax import Call, Filter, For, Literal, Name, Node, Path, Quantified, weight
from engine.feel.syntax import Iterator as IteratorNode
from engine.feel.values import NUMBERS, Range, is_whole

_SCALARS = frozenset({"number", "string", "boolean"})
_Loop = Callable[[Scope, dict[str, object]], Iterator[Scope]]


def build_for(node: For, build: Build) -> Code:
    """`for iterators return body`, where `partial` is the results so far."""
    loop, body, position = _build_loop(node.iterators, build, weight(node.body)), build(node.body), node.position
    is_kept = _keeps_partial(node)

    def run_for(scope: Scope) -> object:
        results: list[object] = []
        try:
            for inner in loop(scope, {"partial": results}):
                results.append(body(_frozen(inner, results) if is_kept else inner))
                scope.run.check_size(len(results))
        except ValueProblemError as problem:
            scope.run.note(str(problem), position)
            return None
        return results

    return run_for


def _keeps_partial(node: For) -> bool:
    """Whether the results so far may end up in a result, and not only be looked into: `partial[-1]`, `partial.sum`."""
    if any(iterator.name == "partial" for iterator in node.iterators):
        return False
    pending: list[object] = [node.body]
    while pending:
        part = pending.pop()
        if isinstance(part, Name) and part.name == "partial":
            return True
        if isinstance(part, Filter | Path) and isinstance(part.source, Name):
            pending += [part.condition] if isinstance(part, Filter) else []
        elif isinstance(part, Call) and _gives_scalar(part.function):
            pending += [argument for argument in part.arguments if not isinstance(argument, Name)]
        elif isinstance(part, tuple):
            pending += part
        elif isinstance(part, Node):
            pending += [getattr(part, field) for field in part.__dataclass_fields__]
    return False


def _gives_scalar(function: Node) -> bool:
    """Whether a built-in function is called whose result cannot hold what it was given."""
    found = BUILTINS.get(function.name) if isinstance(function, Name) else None
    return found is not None and all(overload.result in _SCALARS for overload in found.overloads)


def _frozen(inner: Scope, results: list[object]) -> Scope:
    """The scope with the results as they are now: a list that goes on growing must not become an item of itself."""
    inner.run.tick(1 + len(results) // 8)
    return inner.inner({"partial": list(results)})


def build_quantified(node: Quantified, build: Build) -> Code:
    """`some` and `every`, in three-valued logic."""
    loop = _build_loop(node.iterators, build, weight(node.condition))
    condition, position = build(node.condition), node.position
    decisive = node.quantifier == "some"

    def run_quantified(scope: Scope) -> object:
        result: bool | None = not decisive
        try:
            for inner in loop(scope, {}):
                outcome = condition(inner)
                if outcome is decisive:
                    return decisive
                if not isinstance(outcome, bool):
                    result = None
        except ValueProblemError as problem:
            scope.run.note(str(problem), position)
            return None
        return result

    return run_quantified


def _build_loop(nodes: tuple[IteratorNode, ...], build: Build, cost: int) -> _Loop:
    """Scopes for each combination of the iterators' values; a later iterator may use the names of earlier ones.

    Each turn costs so many steps.
    """
    first, rest = nodes[0], nodes[1:]
    source, end = build(first.source), build(first.end) if first.end else None
    deeper = _build_loop(rest, build, cost) if rest else None

    def run_loop(scope: Scope, values: dict[str, object]) -> Iterator[Scope]:
        given = source(scope)
        items = count_through(given, end(scope)) if end else iterate(given)
        for item in items:
            scope.run.tick(cost)
            inner = scope.inner({**values, first.name: item})
            if deeper is None:
                yield inner
            else:
                yield from deeper(inner, {})

    return run_loop


def iterate(value: object) -> Iterator[object]:
    """The items of a list, the members of a range, or a lone value. Raises ValueProblemError for null and the like."""
    if isinstance(value, list):
        return iter(value)
    if isinstance(value, Range):
        return _iterate_range(value)
    if value is None:
        raise ValueProblemError("there is nothing to iterate over")
    return iter([value])


def _iterate_range(value: Range) -> Iterator[object]:
    if value.start is None or value.end is None or value.operator == "!=":
        raise ValueProblemError("an open range has no end of members")
    for item in count_through(value.start, value.end):
        if item == value.start and not value.start_included:
            continue
        if item == value.end and not value.end_included:
            continue
        yield item


def count_through(start: object, end: object) -> Iterator[object]:
    """Whole numbers or days from one to another, downwards too. Raises ValueProblemError for other values."""
    whole_numbers = isinstance(start, Decimal) and isinstance(end, Decimal) and is_whole(start) and is_whole(end)
    days = kind_of(start) == kind_of(end) == "date"
    if not (whole_numbers or days):
        raise ValueProblemError(f"cannot count from {kind_of(start)} to {kind_of(end)}")
    return _count(start, end)


def _count(start: object, end: object) -> Iterator[object]:
    step: object = Decimal(1) if isinstance(start, Decimal) else timedelta(days=1)
    backwards = less(end, start)
    current = start
    yield current
    while current != end:
        current = _next(current, step, backwards=bool(backwards))
        yield current


def _next(current: object, step: object, *, backwards: bool) -> object:
    if isinstance(current, Decimal) and isinstance(step, Decimal):
        return NUMBERS.subtract(current, step) if backwards else NUMBERS.add(current, step)
    if isinstance(current, date) and isinstance(step, timedelta):
        return current - step if backwards else current + step
    raise ValueProblemError("no next value")


def build_filter(node: Filter, build: Build) -> Code:
    """`source[condition]`: the items for which it holds, or the item at a position counted from 1, or from the end."""
    source, condition, position = build(node.source), build(node.condition), node.position
    fixed = node.condition.value if isinstance(node.condition, Literal) else None
    index = fixed if isinstance(fixed, Decimal) else None
    cost = weight(node.condition)

    def run_filter(scope: Scope) -> object:
        value = source(scope)
        if value is None:
            scope.run.note("null cannot be filtered", position)
            return None
        items: list[object] = value if isinstance(value, list) else [value]
        if index is not None:
            return _at_index(items, index, scope, position)
        if not items:
            return _of_nothing(condition(scope), scope, position)
        scope.run.tick(cost * len(items))
        return _select(items, condition, scope, position)

    return run_filter


def _select(items: list[object], condition: Code, scope: Scope, position: int) -> object:
    run = scope.run
    kept: list[object] = []
    for item in items:
        run.tick(1 + len(item) // 16 if isinstance(item, dict) else 1)
        inner = scope.inner({"item": item, **item} if isinstance(item, dict) else {"item": item})
        outcome = condition(inner)
        if outcome is True:
            kept.append(item)
        elif isinstance(outcome, Decimal):
            return _at_index(items, outcome, scope, position)
    return kept


def _of_nothing(outcome: object, scope: Scope, position: int) -> object:
    return _at_index([], outcome, scope, position) if isinstance(outcome, Decimal) else []


def _at_index(items: list[object], index: Decimal, scope: Scope, position: int) -> object:
    if -len(items) <= index <= len(items) and index != 0 and is_whole(index):
        return items[int(index) - 1 if index > 0 else int(index)]
    scope.run.note(f"there is no item {index} in a list of {len(items)}", position)
    return None
