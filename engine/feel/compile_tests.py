"""Compiles unary tests to closures: whether a value is, or lies in, what a cell of a table or `in` names."""

from decimal import Decimal

from engine.feel.budget import Run
from engine.feel.compare import contains, equal
from engine.feel.compile_operators import QUICK_COMPARISONS, Build, Code, compare
from engine.feel.scope import Scope
from engine.feel.syntax import In, Literal, Node, RangeLiteral, Test, UnaryTests
from engine.feel.values import Range


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
    if len(tests) == 1 and not negated:
        return tests[0]

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
    operand = build(node.operand)
    quick = _build_quick(node)
    if quick is not None:
        return quick
    if node.operator:
        sign = node.operator
        return lambda scope: compare(sign, scope.find("?", None), operand(scope), scope.run)
    uses_value, is_constant = mentions_value(node.operand), isinstance(node.operand, Literal)

    def run_test(scope: Scope) -> object:
        result, value = operand(scope), scope.find("?", None)
        # A condition decides by itself, unless the value is a boolean too and may be meant to equal it.
        decides = uses_value or not (is_constant or value is None or isinstance(value, bool))
        return result if decides and isinstance(result, bool) else matches(value, result, scope.run)

    return run_test


def _build_quick(node: Test) -> Code | None:
    """A shorter closure for what most cells hold: a number or text, compared, or an interval of numbers."""
    operand = node.operand
    if isinstance(operand, Literal) and type(operand.value) in (Decimal, str):
        return _quick_comparison(node.operator or "=", operand.value)
    if isinstance(operand, RangeLiteral) and not operand.operator and not node.operator:
        ends = [end.value for end in (operand.start, operand.end) if isinstance(end, Literal)]
        numbers = [end for end in ends if isinstance(end, Decimal)]
        if len(numbers) == 2 and numbers[0] <= numbers[1]:
            return _quick_interval(Range(numbers[0], numbers[1], operand.start_included, operand.end_included))
    return None


def _quick_comparison(sign: str, wanted: object) -> Code:
    holds, kind = QUICK_COMPARISONS[sign], type(wanted)

    def run_comparison(scope: Scope) -> object:
        value = scope.find("?", None)
        if type(value) is kind:
            return holds(value, wanted)
        if sign == "=":
            return matches(value, wanted, scope.run)
        return compare(sign, value, wanted, scope.run)

    return run_comparison


def _quick_interval(interval: Range) -> Code:
    low, high = interval.start, interval.end
    above = QUICK_COMPARISONS[">=" if interval.start_included else ">"]
    below = QUICK_COMPARISONS["<=" if interval.end_included else "<"]

    def run_interval(scope: Scope) -> object:
        value = scope.find("?", None)
        if type(value) is Decimal:
            return above(value, low) and below(value, high)
        return matches(value, interval, scope.run)

    return run_interval


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
    run.tick(len(expected) + 1)
    return any(matches(value, item, run) if isinstance(item, Range) else equal(value, item, run) for item in expected)
