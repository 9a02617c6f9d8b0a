"""Built-in functions that make one value of many: sums, averages, extremes, truth of all or any."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from functools import reduce

from engine.feel.arithmetic import calculate
from engine.feel.budget import Run
from engine.feel.compare import less
from engine.feel.errors import ValueProblemError
from engine.feel.registry import builtin
from engine.feel.values import NUMBERS, YearsMonthsDuration

_ADDABLE = (Decimal, timedelta, YearsMonthsDuration)


def spread(arguments: Sequence[object]) -> list[object]:
    """The items: those of a single list, or the arguments themselves."""
    if len(arguments) == 1 and isinstance(arguments[0], list):
        return arguments[0]
    return list(arguments)


def _numbers(arguments: Sequence[object]) -> list[Decimal]:
    items = spread(arguments)
    numbers = [item for item in items if isinstance(item, Decimal)]
    if not numbers or len(numbers) != len(items):
        raise ValueProblemError("numbers are needed, and at least one")
    return numbers


def _extreme(run: Run, arguments: Sequence[object], *, smallest: bool) -> object:
    items = spread(arguments)
    if not items:
        raise ValueProblemError("the list is empty")
    run.tick(len(items))
    best = items[0]
    if less(best, best) is None:
        raise ValueProblemError("these values have no order")
    for item in items[1:]:
        before = less(item, best) if smallest else less(best, item)
        if before is None:
            raise ValueProblemError("these values have no common order")
        if before:
            best = item
    return best


@builtin("min(list: list) -> any", "min(c1: any, cN: any...) -> any")
def minimum(run: Run, *arguments: object) -> object:
    """The smallest."""
    return _extreme(run, arguments, smallest=True)


@builtin("max(list: list) -> any", "max(c1: any, cN: any...) -> any")
def maximum(run: Run, *arguments: object) -> object:
    """The largest."""
    return _extreme(run, arguments, smallest=False)


@builtin("sum(list: list) -> any", "sum(n1: any, nN: any...) -> any")
def total(run: Run, *arguments: object) -> object:
    """The sum of numbers or of durations; null of nothing."""
    items = spread(arguments)
    if not items or not all(isinstance(item, _ADDABLE) for item in items):
        raise ValueProblemError("numbers or durations are needed, and at least one")
    run.tick(len(items))
    return reduce(lambda left, right: calculate("+", left, right, run), items)


@builtin("mean(list: list) -> any", "mean(n1: any, nN: any...) -> any")
def mean(run: Run, *arguments: object) -> object:
    """The average of numbers or of durations."""
    items = spread(arguments)
    return calculate("/", total(run, items), Decimal(len(items)), run)


@builtin("product(list: list) -> number", "product(n1: any, nN: any...) -> number")
def product(run: Run, *arguments: object) -> Decimal:
    """The product of numbers."""
    numbers = _numbers(arguments)
    run.tick(len(numbers))
    return reduce(NUMBERS.multiply, numbers)


@builtin("median(list: list) -> number", "median(n1: any, nN: any...) -> number")
def median(run: Run, *arguments: object) -> Decimal | None:
    """The middle number, or the average of the two in the middle; null of nothing."""
    numbers = sorted(_numbers(arguments))
    run.tick(len(numbers))
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return NUMBERS.divide(NUMBERS.add(numbers[middle - 1], numbers[middle]), Decimal(2))


@builtin("stddev(list: list) -> number", "stddev(n1: any, nN: any...) -> number")
def standard_deviation(run: Run, *arguments: object) -> Decimal:
    """The sample standard deviation of at least two numbers."""
    numbers = _numbers(arguments)
    if len(numbers) < 2:
        raise ValueProblemError("at least two numbers are needed")
    run.tick(len(numbers))
    average = NUMBERS.divide(reduce(NUMBERS.add, numbers), Decimal(len(numbers)))
    distances = (NUMBERS.subtract(number, average) for number in numbers)
    squares = reduce(NUMBERS.add, (NUMBERS.multiply(distance, distance) for distance in distances))
    return NUMBERS.sqrt(NUMBERS.divide(squares, Decimal(len(numbers) - 1)))


@builtin("mode(list: list) -> list", "mode(n1: any, nN: any...) -> list")
def mode(run: Run, *arguments: object) -> list[Decimal]:
    """The most frequent numbers, ascending."""
    if not spread(arguments):
        return []
    numbers = _numbers(arguments)
    run.tick(len(numbers))
    counts: dict[Decimal, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values())
    return sorted(number for number, count in counts.items() if count == most)


def _truth(arguments: Sequence[object], *, decisive: bool) -> bool | None:
    result: bool | None = not decisive
    for item in spread(arguments):
        if item is decisive:
            return decisive
        if not isinstance(item, bool):
            result = None
    return result


@builtin("all(list: list) -> boolean", "all(b1: any|null, bN: any|null...) -> boolean")
def all_true(*arguments: object) -> bool | None:
    """Whether all are true: false if any is false, null if that cannot be said."""
    return _truth(arguments, decisive=False)


@builtin("any(list: list) -> boolean", "any(b1: any|null, bN: any|null...) -> boolean")
def any_true(*arguments: object) -> bool | None:
    """Whether any is true: null if that cannot be said."""
    return _truth(arguments, decisive=True)
