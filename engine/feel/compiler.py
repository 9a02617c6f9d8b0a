"""Turns the tree of an expression into one closure."""

from collections.abc import Callable
from typing import Any

from engine.feel.compile_loops import build_filter, build_for, build_quantified
from engine.feel.compile_operators import (
    Build,
    Code,
    build_arithmetic,
    build_between,
    build_comparison,
    build_instance_of,
    build_logic,
    build_negation,
)
from engine.feel.compile_structures import (
    build_call,
    build_context,
    build_function,
    build_if,
    build_list,
    build_literal,
    build_name,
    build_path,
    build_range,
)
from engine.feel.compile_tests import build_in, build_unary_tests
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
    ListLiteral,
    Literal,
    Logic,
    Name,
    Negation,
    Node,
    Path,
    Quantified,
    RangeLiteral,
    UnaryTests,
)

_BUILDERS: dict[type[Node], Callable[[Any, Build], Code]] = {
    Arithmetic: build_arithmetic,
    Between: build_between,
    Call: build_call,
    Comparison: build_comparison,
    ContextLiteral: build_context,
    Filter: build_filter,
    For: build_for,
    FunctionLiteral: build_function,
    If: build_if,
    In: build_in,
    InstanceOf: build_instance_of,
    ListLiteral: build_list,
    Literal: build_literal,
    Logic: build_logic,
    Name: build_name,
    Negation: build_negation,
    Path: build_path,
    Quantified: build_quantified,
    RangeLiteral: build_range,
    UnaryTests: build_unary_tests,
}


def compile_node(node: Node) -> Code:
    """The closure that evaluates a tree in a scope."""
    return _BUILDERS[type(node)](node, compile_node)
