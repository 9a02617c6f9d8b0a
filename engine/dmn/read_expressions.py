"""Reads boxed expressions, decision tables aside, from XML."""

from collections.abc import Callable

from engine.dmn.elements import (
    Boxed,
    BoxedContext,
    BoxedFilter,
    BoxedIterator,
    BoxedList,
    Conditional,
    ContextEntry,
    FunctionDefinition,
    Invocation,
    LiteralExpression,
    Relation,
)
from engine.dmn.errors import DmnReadError
from engine.dmn.read_table import read_table
from engine.dmn.xml import Xml, attribute, child, child_text, children, line_of, local_name


def read_literal(element: Xml) -> LiteralExpression:
    """A literal expression. Raises DmnReadError for one in another language than FEEL."""
    language = attribute(element, "expressionLanguage")
    if language and "feel" not in language.lower():
        raise DmnReadError("language", language=language, line=line_of(element))
    return LiteralExpression(
        attribute(element, "id"), line_of(element), attribute(element, "typeRef"), child_text(element, "text")
    )


def read_boxed(element: Xml) -> Boxed:
    """An expression of any kind. Raises DmnReadError for an unknown one."""
    return _READERS[local_name(element)](element)


def find_boxed(parent: Xml | None) -> Boxed | None:
    """The first expression among the children, or None."""
    if parent is None:
        return None
    return next((read_boxed(found) for found in children(parent) if local_name(found) in _READERS), None)


def _needed(parent: Xml | None, owner: Xml) -> Boxed:
    found = find_boxed(parent)
    if found is None:
        raise DmnReadError("no_expression", element=local_name(owner), line=line_of(owner))
    return found


def _place(element: Xml) -> tuple[str, int, str]:
    return attribute(element, "id"), line_of(element), attribute(element, "typeRef")


def _read_context(element: Xml) -> BoxedContext:
    entries = []
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        entries.append(ContextEntry(attribute(variable, "name"), attribute(variable, "typeRef"), _needed(entry, entry)))
    return BoxedContext(*_place(element), tuple(entries))


def _read_invocation(element: Xml) -> Invocation:
    bindings = tuple(
        (attribute(child(binding, "parameter"), "name"), find_boxed(binding))
        for binding in children(element, "binding")
    )
    return Invocation(*_place(element), _needed(element, element), bindings)


def read_function(element: Xml) -> FunctionDefinition:
    """A function definition."""
    parameters = tuple(
        (attribute(parameter, "name"), attribute(parameter, "typeRef"))
        for parameter in children(element, "formalParameter")
    )
    kind = attribute(element, "kind").upper() or "FEEL"
    return FunctionDefinition(*_place(element), kind, parameters, find_boxed(element))


def _read_relation(element: Xml) -> Relation:
    columns = tuple(attribute(column, "name") for column in children(element, "column"))
    rows = tuple(
        tuple(read_boxed(cell) for cell in children(row) if local_name(cell) in _READERS)
        for row in children(element, "row")
    )
    if any(len(row) != len(columns) for row in rows):
        raise DmnReadError("relation_row", line=line_of(element))
    return Relation(*_place(element), columns, rows)


def _read_list(element: Xml) -> BoxedList:
    items = tuple(read_boxed(item) for item in children(element) if local_name(item) in _READERS)
    return BoxedList(*_place(element), items)


def _read_conditional(element: Xml) -> Conditional:
    parts = (_needed(child(element, name), element) for name in ("if", "then", "else"))
    return Conditional(*_place(element), *parts)


def _read_filter(element: Xml) -> BoxedFilter:
    return BoxedFilter(
        *_place(element), _needed(child(element, "in"), element), _needed(child(element, "match"), element)
    )


def _read_iterator(element: Xml) -> BoxedIterator:
    kind = local_name(element)
    body = child(element, "return" if kind == "for" else "satisfies")
    return BoxedIterator(
        *_place(element),
        kind,
        attribute(element, "iteratorVariable"),
        _needed(child(element, "in"), element),
        _needed(body, element),
    )


_READERS: dict[str, Callable[[Xml], Boxed]] = {
    "literalExpression": read_literal,
    "decisionTable": read_table,
    "context": _read_context,
    "invocation": _read_invocation,
    "functionDefinition": read_function,
    "relation": _read_relation,
    "list": _read_list,
    "conditional": _read_conditional,
    "filter": _read_filter,
    "for": _read_iterator,
    "some": _read_iterator,
    "every": _read_iterator,
}
