"""Compiles operators to closures: arithmetic, comparisons, three-valued logic, `between`, `in`, `instance of`."""

import operator
from collections.abc import Callable
from decimal import Decimal

from engine.feel.arithmetic import calculate, negate
from engine.feel.budget import Run
from engine.feel.compare import at_most, contains, equal, kind_of, less
from engine.feel.errors import ValueProblemError
from engine.feel.scope import Scope
from engine.feel.syntax import Arithmetic, Between, Comparison, In, InstanceOf, Logic, Negation, Node, Test, UnaryTests
from engine.feel.types import is_instance
from engine.feel.values import Range

Code = Callable[[Scope], object]
Build = Callable[[Node], Code]

_QUICK: dict[str, Callable[..., object]] = {
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
    quick = _QUICK[sign]

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
    """`and` and `or`, in three-valued logic; a chain of the same operator becomes one closure."""
    operands = [build(part) for part in _chain(node)]
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


def _chain(node: Logic) -> list[Node]:
    parts: list[Node] = []
    left: Node = node
    while isinstance(left, Logic) and left.operator == node.operator:
        parts.append(left.right)
        left = left.left
    return [left, *reversed(parts)]


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


def build_in(node: In, build: Build) -> Code:
    """`value in (tests)`."""
    value, tests = build(node.value), [build_test(test, build) for test in node.tests]

    def run_in(scope: Scope) -> object:
        inner = scope.inner({"?": value(scope)})
        return any_true(tests, inner)

    return run_in


def build_unary_tests(node: UnaryTests, build: Build) -> Code:
    """The tests of an input entry, on the value called `?`."""
    tests, negated = [build_test(test, build) for test in node.tests], node.negated
    if not tests:
        return lambda _scope: True

    def run_tests(scope: Scope) -> object:
        result = any_true(tests, scope)
        if negated:
            return None if result is None else not result
        return result

    return run_tests


def any_true(tests: list[Code], scope: Scope) -> bool | None:
    """Whether any test holds; null when none does and at least one cannot be said."""
    result: bool | None = False
    for test in tests:
        outcome = test(scope)
        if outcome is True:
            return True
        if outcome is None:
            result = None
    return result


def build_test(node: Test, build: Build) -> Code:
    """One unary test on the value called `?`."""
    operand, sign = build(node.operand), node.operator
    if sign:
        return lambda scope: compare(sign, scope.find("?", None), operand(scope), scope.run)
    uses_value = mentions_value(node.operand)

    def run_test(scope: Scope) -> object:
        result = operand(scope)
        if uses_value:
            return result if isinstance(result, bool) else matches(scope.find("?", None), result, scope.run)
        return matches(scope.find("?", None), result, scope.run)

    return run_test


def mentions_value(node: object) -> bool:
    """Whether a tree reads `?`, the value under test."""
    pending: list[object] = [node]
    while pending:
        part = pending.pop()
        if getattr(part, "name", None) == "?":
            return True
        if isinstance(part, tuple):
            pending.extend(part)
        elif isinstance(part, Node):
            pending.extend(getattr(part, field) for field in part.__dataclass_fields__)
    return False


def matches(value: object, expected: object, run: Run) -> bool | None:
    """Whether a value is what a test gives: equal to it, inside it when it is a range, one of it when it is a list."""
    if isinstance(expected, Range):
        if isinstance(value, Range):
            return equal(value, expected, run)
        return contains(expected, value, run)
    if isinstance(expected, list):
        return _matches_list(value, expected, run)
    return equal(value, expected, run)


def _matches_list(value: object, expected: list[object], run: Run) -> bool | None:
    if isinstance(value, list) and equal(value, expected, run):
        return True
    result: bool | None = False
    run.tick(len(expected) + 1)
    for item in expected:
        outcome = matches(value, item, run) if isinstance(item, Range) else equal(value, item, run)
        if outcome:
            return True
    return result
