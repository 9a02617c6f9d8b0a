"""The rules by which types are inferred, one for each kind of part."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from engine.feel.arithmetic import applies
from engine.feel.compare import kind_of
from engine.feel.inference import Inference, Known, kind
from engine.feel.inferred_calls import infer_call
from engine.feel.properties import PART_TYPES
from engine.feel.registry import BUILTINS
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    ContextLiteral,
    Filter,
    For,
    FunctionLiteral,
    If,
    In,
    InstanceOf,
    Iterator,
    ListLiteral,
    Literal,
    Logic,
    Name,
    Negation,
    Node,
    Path,
    Quantified,
    RangeLiteral,
    Test,
    TypeName,
    UnaryTests,
)

_BOOLEAN = TypeName("boolean")


def _literal(_inference: Inference, node: Literal) -> TypeName | None:
    return TypeName(kind_of(node.value))


def _name(inference: Inference, node: Name) -> TypeName | None:
    if node.name in inference.known:
        return inference.known[node.name]
    if node.name in BUILTINS:
        return TypeName("function")
    if inference.check_names:
        candidates = [*inference.known, *BUILTINS]
        close = next(iter(get_close_matches(node.name, candidates, n=1, cutoff=0.6)), "")
        inference.report("unknown_name", node.position, close, name=node.name)
    return None


def _path(inference: Inference, node: Path) -> TypeName | None:
    source = inference.infer(node.source)
    if source is None:
        return None
    if kind(source) == "list":
        inner = _member(inference, source.arguments[0], node) if source.arguments else None
        return TypeName("list", (inner,)) if inner else None
    return _member(inference, source, node)


def _member(inference: Inference, source: TypeName, node: Path) -> TypeName | None:
    fields: Known = dict(source.fields) if kind(source) == "context" else PART_TYPES.get(kind(source), {})
    if node.member in fields:
        return fields[node.member]
    if kind(source) not in {"context", "Any", "any"} or source.fields:
        close = next(iter(get_close_matches(node.member, list(fields), n=1, cutoff=0.6)), "")
        inference.report("unknown_member", node.position, close, kind=kind(source), name=node.member)
    return None


def _filter(inference: Inference, node: Filter) -> TypeName | None:
    source = inference.infer(node.source)
    item = source.arguments[0] if source and kind(source) == "list" and source.arguments else None
    names: dict[str, TypeName | None] = dict(item.fields) if item else {}
    open_item = item is None or (kind(item) == "context" and not item.fields)
    condition = inference.within({"item": item, **names}, node.condition, any_name=open_item)
    return item if condition and kind(condition) == "number" else source


def _arithmetic(inference: Inference, node: Arithmetic) -> TypeName | None:
    left, right = inference.infer(node.left), inference.infer(node.right)
    if left is None or right is None or "null" in {kind(left), kind(right)}:
        return None
    if not applies(node.operator, kind(left), kind(right)):
        facts = {"operator": node.operator, "left": kind(left), "right": kind(right)}
        inference.report("wrong_operands", node.position, **facts)
        return None
    return left if kind(left) == kind(right) and kind(left) in {"number", "string"} else None


def _negation(inference: Inference, node: Negation) -> TypeName | None:
    return inference.infer(node.operand)


def _comparison(inference: Inference, node: Comparison) -> TypeName | None:
    _compare(inference, inference.infer(node.left), inference.infer(node.right), node.position)
    return _BOOLEAN


def _compare(inference: Inference, left: TypeName | None, right: TypeName | None, position: int) -> None:
    if left is None or right is None or {kind(left), kind(right)} & {"null", "Any", "any"}:
        return
    if kind(left) != kind(right):
        inference.report("types_differ", position, left=kind(left), right=kind(right))


def _logic(inference: Inference, node: Logic) -> TypeName | None:
    for operand in node.operands:
        _want_boolean(inference, operand)
    return _BOOLEAN


def _want_boolean(inference: Inference, node: Node) -> None:
    found = inference.infer(node)
    if found is not None and kind(found) not in {"boolean", "null", "Any", "any"}:
        inference.report("not_boolean", node.position, kind=kind(found))


def _between(inference: Inference, node: Between) -> TypeName | None:
    value = inference.infer(node.value)
    for end in (node.low, node.high):
        _compare(inference, value, inference.infer(end), node.position)
    return _BOOLEAN


def _in(inference: Inference, node: In) -> TypeName | None:
    value = inference.infer(node.value)
    for test in node.tests:
        inference.within({"?": value}, test)
    return _BOOLEAN


def _unary_tests(inference: Inference, node: UnaryTests) -> TypeName | None:
    for test in node.tests:
        inference.infer(test)
    return _BOOLEAN


def _test(inference: Inference, node: Test) -> TypeName | None:
    found, value = inference.infer(node.operand), inference.known.get("?")
    inner = found
    if found is not None and kind(found) in {"list", "range"} and not node.operator:
        inner = found.arguments[0] if found.arguments else None
    elif found is not None and kind(found) == "boolean" and not isinstance(node.operand, Literal):
        inner = None
    _compare(inference, value, inner, node.position)
    return _BOOLEAN


def _if(inference: Inference, node: If) -> TypeName | None:
    _want_boolean(inference, node.condition)
    return _common(inference.infer(node.then), inference.infer(node.otherwise))


def _iterators(inference: Inference, iterators: tuple[Iterator, ...]) -> Known:
    names: dict[str, TypeName | None] = {}
    for iterator in iterators:
        source = inference.within(names, iterator.source)
        if iterator.end is not None:
            inference.within(names, iterator.end)
            names[iterator.name] = source
        else:
            names[iterator.name] = source.arguments[0] if source is not None and source.arguments else None
    return names


def _for(inference: Inference, node: For) -> TypeName | None:
    names = _iterators(inference, node.iterators)
    item = inference.within({**names, "partial": TypeName("list")}, node.body)
    return TypeName("list", (item,)) if item else TypeName("list")


def _quantified(inference: Inference, node: Quantified) -> TypeName | None:
    names = _iterators(inference, node.iterators)
    found = inference.within(names, node.condition)
    if found is not None and kind(found) not in {"boolean", "null"}:
        inference.report("not_boolean", node.condition.position, kind=kind(found))
    return _BOOLEAN


def _list(inference: Inference, node: ListLiteral) -> TypeName | None:
    found = [inference.infer(item) for item in node.items]
    same = found[0] if found and found[0] and all(item == found[0] for item in found) else None
    return TypeName("list", (same,)) if same else TypeName("list")


def _context(inference: Inference, node: ContextLiteral) -> TypeName | None:
    names: dict[str, TypeName | None] = {}
    for name, value in node.entries:
        names[name] = inference.within(names, value)
    return TypeName("context", fields=tuple((name, found or TypeName("Any")) for name, found in names.items()))


def _range(inference: Inference, node: RangeLiteral) -> TypeName | None:
    start, end = inference.infer(node.start), inference.infer(node.end)
    _compare(inference, start, end, node.position)
    found = start or end
    return TypeName("range", (found,)) if found else TypeName("range")


def _function(inference: Inference, node: FunctionLiteral) -> TypeName | None:
    result = inference.within(dict(node.parameters), node.body)
    return TypeName("function", tuple(given or TypeName("Any") for _, given in node.parameters), result=result)


def _instance_of(inference: Inference, node: InstanceOf) -> TypeName | None:
    inference.infer(node.value)
    return _BOOLEAN


def _common(one: TypeName | None, other: TypeName | None) -> TypeName | None:
    """The type of either of two parts: theirs when they share it, or that of the one that is not null."""
    if one is None or other is None:
        return None
    if kind(one) == "null":
        return other
    return one if kind(other) in {"null", kind(one)} else None


RULES: dict[type[Node], Callable[[Inference, Any], TypeName | None]] = {
    Arithmetic: _arithmetic,
    Between: _between,
    Call: infer_call,
    Comparison: _comparison,
    ContextLiteral: _context,
    Filter: _filter,
    For: _for,
    FunctionLiteral: _function,
    If: _if,
    In: _in,
    InstanceOf: _instance_of,
    ListLiteral: _list,
    Literal: _literal,
    Logic: _logic,
    Name: _name,
    Negation: _negation,
    Path: _path,
    Quantified: _quantified,
    RangeLiteral: _range,
    Test: _test,
    UnaryTests: _unary_tests,
}
