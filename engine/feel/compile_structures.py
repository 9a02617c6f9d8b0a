"""Compiles what holds other expressions: names, paths, lists, contexts, ranges, `if`, functions and calls."""

from collections.abc import Sequence

from engine.feel.budget import Run
from engine.feel.compare import kind_of, less
from engine.feel.compile_operators import Build, Code
from engine.feel.errors import ValueProblemError
from engine.feel.invocation import call, call_named
from engine.feel.properties import member
from engine.feel.registry import BUILTINS
from engine.feel.scope import Scope, is_missing
from engine.feel.syntax import (
    Call,
    ContextLiteral,
    FunctionLiteral,
    If,
    ListLiteral,
    Literal,
    Name,
    Path,
    RangeLiteral,
    weight,
)
from engine.feel.types import converted
from engine.feel.values import SETTLED_TYPES, BuiltinFunction, Function, Range, settle


def build_literal(node: Literal, _build: Build) -> Code:
    """A value as written."""
    value = node.value
    return lambda _scope: value


def build_name(node: Name, _build: Build) -> Code:
    """A variable, or else a built-in function."""
    name, position, function = node.name, node.position, BUILTINS.get(node.name)

    def run_name(scope: Scope) -> object:
        if scope.outer is None and name in scope.values:
            value = scope.values[name]
            return value if type(value) in SETTLED_TYPES else scope.settled(name, value)
        value = scope.find(name)
        if not is_missing(value):
            return value
        if function is None:
            scope.run.note(f"{name} has no value", position)
        return function

    return run_name


def build_path(node: Path, build: Build) -> Code:
    """`source.member`; a chain that starts at a variable is followed without converting what it passes."""
    chain = _chain_of_names(node)
    general = _build_general_path(node, build)
    if chain is None:
        return general
    first, *rest = chain

    def run_path(scope: Scope) -> object:
        value: object = scope.values.get(first) if scope.outer is None else None
        for name in rest:
            if type(value) is not dict or name not in value:
                return general(scope)
            value = value[name]
        return value if type(value) in SETTLED_TYPES else settle(value)

    return run_path


def _chain_of_names(node: Path) -> list[str] | None:
    names = [node.member]
    source = node.source
    while isinstance(source, Path):
        names.append(source.member)
        source = source.source
    return [source.name, *reversed(names)] if isinstance(source, Name) else None


def _build_general_path(node: Path, build: Build) -> Code:
    source, name, position = build(node.source), node.member, node.position

    def run_path(scope: Scope) -> object:
        value = source(scope)
        try:
            return member(value, name, scope.run)
        except ValueProblemError as problem:
            scope.run.note(str(problem), position)
            return None

    return run_path


def build_if(node: If, build: Build) -> Code:
    """`if condition then ... else ...`; whatever is not true takes the else branch."""
    condition, then, otherwise, position = build(node.condition), build(node.then), build(node.otherwise), node.position

    def run_if(scope: Scope) -> object:
        chosen = condition(scope)
        if chosen is True:
            return then(scope)
        if chosen is not False:
            scope.run.note(f"the condition is {kind_of(chosen)}, neither true nor false", position)
        return otherwise(scope)

    return run_if


def build_list(node: ListLiteral, build: Build) -> Code:
    """`[items]`."""
    items = [build(item) for item in node.items]
    cost = 1 + len(items) // 16

    def run_list(scope: Scope) -> object:
        scope.run.tick(cost)
        return [item(scope) for item in items]

    return run_list


def build_context(node: ContextLiteral, build: Build) -> Code:
    """`{entries}`: each entry may use those before it."""
    entries = [(name, build(value)) for name, value in node.entries]

    def run_context(scope: Scope) -> object:
        values: dict[str, object] = {}
        inner = scope.inner(values)
        for name, value in entries:
            values[name] = value(inner)
        return values

    return run_context


def build_range(node: RangeLiteral, build: Build) -> Code:
    """`[start..end]`; ends of different types or in the wrong order make no range."""
    start = build(node.start) if node.start else None
    end = build(node.end) if node.end else None

    def run_range(scope: Scope) -> object:
        low = start(scope) if start else None
        high = end(scope) if end else None
        if node.operator:
            return Range(low, high, node.start_included, node.end_included, node.operator)
        if (low is None and high is None) or less(high, low) is True:
            scope.run.note("the ends make no range", node.position)
            return None
        if low is not None and high is not None and kind_of(low) != kind_of(high):
            scope.run.note(f"a range from {kind_of(low)} to {kind_of(high)}", node.position)
            return None
        return Range(low, high, node.start_included, node.end_included)

    return run_range


def build_function(node: FunctionLiteral, build: Build) -> Code:
    """`function(parameters) body`, which keeps the scope it was written in."""
    names, cost = tuple(name for name, _ in node.parameters), weight(node.body)
    kinds = [kind for _, kind in node.parameters]
    body = build(node.body)

    def run_function(scope: Scope) -> object:
        def invoke(run: Run, arguments: list[object]) -> object:
            given = [
                argument if kind is None else converted(argument, kind, run.types)
                for kind, argument in zip(kinds, arguments, strict=True)
            ]
            run.tick(cost)
            if node.external:
                raise ValueProblemError("external functions are not run")
            return body(Scope(dict(zip(names, given, strict=True)), scope, run))

        return Function("", names, invoke)

    return run_function


def build_call(node: Call, build: Build) -> Code:
    """`function(arguments)`; a variable that bears a built-in function's name and is none does not hide it here."""
    function = build(node.function)
    builtin = BUILTINS.get(node.function.name) if isinstance(node.function, Name) else None
    arguments = [build(argument) for argument in node.arguments]
    names, position = node.names, node.position

    def run_call(scope: Scope) -> object:
        called = function(scope)
        if builtin is not None and not isinstance(called, Function | BuiltinFunction):
            called = builtin
        try:
            return _call(called, names, [argument(scope) for argument in arguments], scope.run)
        except ValueProblemError as problem:
            scope.run.note(str(problem), position)
            return None

    return run_call


def _call(function: object, names: Sequence[str], arguments: list[object], run: Run) -> object:
    if names:
        return call_named(function, dict(zip(names, arguments, strict=True)), run)
    return call(function, arguments, run)
