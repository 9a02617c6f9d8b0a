"""Compiles operators to closures: arithmetic, comparisons, three-valued logic, `between`, `in`, `instance of`."""

import operator
from collections.abc import Callable
from decimal import Decimal

from engine.feel.arithmetic import calculate, negate
from engine.feel.budget import Run
from engine.feel.compare import at_most, equal, kind_of, less
from engine.feel.errors import ValueProblemError
from engine.feel.scope import Scope
from engine.feel.syntax import Arithmetic, Between, Comparison, InstanceOf, Logic, Negation, Node
from engine.feel.types import is_instance

Code = Callable[[Scope], object]
Build = Callable[[Node], Code]

QUICK_COMPARISONS: dict[str, Callable[..., object]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(sign: str, left: object, right: object, run: Run) -> bool | None:
    """The truth of a comparison; null when it cannot be said."""
    if sign == "=":
        return equal(left, right, run)
    if sign == "!=":
        same = equal(left, right, run)
        return None if same is None else not same
    if sign == "<":
        return less(left, right)
    if sign == "<=":
        return at_most(left, right)
    return less(right, left) if sign == ">" else at_most(right, left)


def build_arithmetic(node: Arithmetic, build: Build) -> Code:
    """`+ - * / **`."""
    left, right, sign, position = build(node.left), build(node.right), node.operator, node.position

    def run_arithmetic(scope: Scope) -> object:
        try:
            return calculate(sign, left(scope), right(scope), scope.run)
        except ValueProblemError as problem:
            scope.run.note(str(problem), position)
            return None

    return run_arithmetic


def build_negation(node: Negation, build: Build) -> Code:
    """`-operand`."""
    operand, position = build(node.operand), node.position

    def run_negation(scope: Scope) -> object:
        try:
            return negate(operand(scope))
        except ValueProblemError as problem:
            scope.run.note(str(problem), position)
            return None

    return run_negation


def build_comparison(node: Comparison, build: Build) -> Code:
    """`= != < <= > >=`."""
    left, right, sign, position = build(node.left), build(node.right), node.operator, node.position
    quick = QUICK_COMPARISONS[sign]

    def run_comparison(scope: Scope) -> object:
        one, other = left(scope), right(scope)
        kind = type(one)
        if kind is type(other) and (kind is Decimal or kind is str):
            return quick(one, other)
        result = compare(sign, one, other, scope.run)
        if result is None:
            scope.run.note(f"{kind_of(one)} {sign} {kind_of(other)} cannot be said", position)
        return result

    return run_comparison


def build_logic(node: Logic, build: Build) -> Code:
    """`and` and `or`, in three-valued logic."""
    operands = [build(operand) for operand in node.operands]
    decisive = node.operator == "or"
    neutral = not decisive

    def run_logic(scope: Scope) -> object:
        result: bool | None = neutral
        for operand in operands:
            value = operand(scope)
            if value is decisive:
                return decisive
            if value is not neutral:
                result = None
        return result

    return run_logic


def build_between(node: Between, build: Build) -> Code:
    """`value between low and high`."""
    value, low, high = build(node.value), build(node.low), build(node.high)

    def run_between(scope: Scope) -> object:
        tested = value(scope)
        above, below = at_most(low(scope), tested), at_most(tested, high(scope))
        if above is False or below is False:
            return False
        return None if above is None or below is None else True

    return run_between


def build_instance_of(node: InstanceOf, build: Build) -> Code:
    """`value instance of type`."""
    value, wanted, position = build(node.value), node.type, node.position

    def run_instance_of(scope: Scope) -> object:
        try:
            return is_instance(value(scope), wanted, scope.run.types)
        except ValueProblemError as problem:
            scope.run.note(str(problem), position)
            return None

    return run_instance_of
