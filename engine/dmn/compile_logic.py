"""Compiles boxed expressions to closures."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from engine.dmn.elements import (
    Boxed,
    BoxedContext,
    BoxedFilter,
    BoxedIterator,
    BoxedList,
    Conditional,
    FunctionDefinition,
    Invocation,
    LiteralExpression,
    Relation,
)
from engine.dmn.errors import DmnProblem
from engine.dmn.types import Types
from engine.feel import Expression, FeelSyntaxError, parse, parse_unary_tests
from engine.feel.budget import Run
from engine.feel.compile_loops import build_filter, build_for, build_quantified
from engine.feel.compile_operators import Code
from engine.feel.errors import ValueProblemError
from engine.feel.invocation import call_named
from engine.feel.scope import Scope
from engine.feel.syntax import Filter, For, Iterator, Node, Quantified
from engine.feel.values import Function


@dataclass(frozen=True, slots=True)
class Place:
    """Where logic stands: the types and names known there, and where problems are collected."""

    types: Types
    names: frozenset[str]
    problems: list[DmnProblem]

    def with_names(self, *names: str) -> "Place":
        """The same place with further names."""
        return replace(self, names=self.names | set(names))


@dataclass(frozen=True, slots=True)
class _Compiled(Node):
    """A boxed part in the place of an expression's node, so that FEEL's own closures carry boxes out."""

    code: Code


def _code_of(node: Node) -> Code:
    if not isinstance(node, _Compiled):
        raise TypeError(type(node).__name__)
    return node.code


def compile_logic(logic: Boxed, place: Place) -> Code:
    """The closure that evaluates an expression in a scope, with its promised type kept."""
    code = LOGIC_BUILDERS[type(logic)](logic, place)
    return promised(code, logic, logic.type_ref, place)


def promised(code: Code, logic: Boxed, reference: str, place: Place) -> Code:
    """The closure with a type, if one is promised: editors write the type of a function's result at the function."""
    return typed(code, reference, place) if reference and not isinstance(logic, FunctionDefinition) else code


def typed(code: Code, reference: str, place: Place) -> Code:
    """The closure with its value converted to a type, or null when it cannot be."""
    types = place.types

    def run_typed(scope: Scope) -> object:
        value = code(scope)
        try:
            return types.convert(value, reference)
        except ValueProblemError as problem:
            scope.run.note(str(problem), 0)
            return None

    return run_typed


def _nothing(_scope: Scope) -> object:
    return None


def compile_text(text: str, place: Place, *, element: str, line: int) -> Code:
    """The closure of a FEEL text; one that is not FEEL becomes a problem and gives null."""
    return _compile(parse, text, place, element, line) if text else _nothing


def compile_tests(text: str, place: Place, *, element: str, line: int) -> Code:
    """The closure of unary tests; such as are not FEEL become a problem and give null."""
    return _compile(parse_unary_tests, text, place, element, line)


def _compile(read: Callable[..., Expression], text: str, place: Place, element: str, line: int) -> Code:
    try:
        return read(text, place.names).code
    except FeelSyntaxError as error:
        at = line + error.line - 1 if line else 0
        place.problems.append(DmnProblem(str(error), error.swedish, element, at, error.suggestion))
        return _nothing


def _build_literal(logic: LiteralExpression, place: Place) -> Code:
    return compile_text(logic.text, place, element=logic.id, line=logic.line)


def _build_context(logic: BoxedContext, place: Place) -> Code:
    steps: list[tuple[str, Code]] = []
    for entry in logic.entries:
        code = compile_logic(entry.value, place)
        steps.append((entry.name, promised(code, entry.value, entry.type_ref, place)))
        place = place.with_names(entry.name)

    def run_context(scope: Scope) -> object:
        values: dict[str, object] = {}
        inner = scope.inner(values)
        for name, code in steps:
            if not name:
                return code(inner)
            values[name] = code(inner)
        return values

    return run_context


def _build_invocation(logic: Invocation, place: Place) -> Code:
    function = compile_logic(logic.function, place)
    arguments = [(name, compile_logic(value, place) if value else _nothing) for name, value in logic.bindings]

    def run_invocation(scope: Scope) -> object:
        named = {name: code(scope) for name, code in arguments}
        try:
            return call_named(function(scope), named, scope.run)
        except ValueProblemError as problem:
            scope.run.note(str(problem), 0)
            return None

    return run_invocation


def build_function(logic: FunctionDefinition, place: Place) -> Code:
    """A closure that gives the function itself."""
    names = tuple(name for name, _ in logic.parameters)
    body = compile_logic(logic.body, place.with_names(*names)) if logic.body is not None else _nothing
    runs = logic.kind == "FEEL" and logic.body is not None

    def run_function(scope: Scope) -> object:
        def invoke(run: Run, arguments: list[object]) -> object:
            if not runs:
                raise ValueProblemError(f"functions of kind {logic.kind} are not run")
            values = {
                name: place.types.convert(value, kind)
                for (name, kind), value in zip(logic.parameters, arguments, strict=True)
            }
            return body(Scope(values, scope, run))

        return Function("", names, invoke)

    return run_function


def _build_relation(logic: Relation, place: Place) -> Code:
    rows = [[compile_logic(cell, place) for cell in row] for row in logic.rows]
    columns = logic.columns
    return lambda scope: [dict(zip(columns, (cell(scope) for cell in row), strict=True)) for row in rows]


def _build_list(logic: BoxedList, place: Place) -> Code:
    items = [compile_logic(item, place) for item in logic.items]
    return lambda scope: [item(scope) for item in items]


def _build_conditional(logic: Conditional, place: Place) -> Code:
    condition, then, otherwise = (compile_logic(part, place) for part in (logic.condition, logic.then, logic.otherwise))

    def run_conditional(scope: Scope) -> object:
        chosen = condition(scope)
        if chosen is None or isinstance(chosen, bool):
            return then(scope) if chosen else otherwise(scope)
        scope.run.note("the condition is neither true nor false", 0)
        return None

    return run_conditional


def _build_filter(logic: BoxedFilter, place: Place) -> Code:
    source = _Compiled(0, compile_logic(logic.source, place))
    return build_filter(Filter(0, source, _Compiled(0, compile_logic(logic.condition, place))), _code_of)


def _build_iterator(logic: BoxedIterator, place: Place) -> Code:
    iterator = Iterator(0, logic.variable, _Compiled(0, compile_logic(logic.source, place)), None)
    body = _Compiled(0, compile_logic(logic.body, place.with_names(logic.variable, "partial")))
    if logic.kind == "for":
        return build_for(For(0, (iterator,), body), _code_of)
    return build_quantified(Quantified(0, logic.kind, (iterator,), body), _code_of)


LOGIC_BUILDERS: dict[type[Boxed], Callable[[Any, Place], Code]] = {
    LiteralExpression: _build_literal,
    BoxedContext: _build_context,
    Invocation: _build_invocation,
    FunctionDefinition: build_function,
    Relation: _build_relation,
    BoxedList: _build_list,
    Conditional: _build_conditional,
    BoxedFilter: _build_filter,
    BoxedIterator: _build_iterator,
}
