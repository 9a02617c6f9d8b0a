"""The values worth trying in a column of a decision table: every bound its tests name, and one value between each."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from engine.dmn.elements import ItemDefinition, TableInput
from engine.feel import Expression, FeelError, YearsMonthsDuration, parse_unary_tests
from engine.feel.budget import Run
from engine.feel.compare import kind_of
from engine.feel.compile_tests import mentions_value
from engine.feel.compiler import compile_node
from engine.feel.free_names import free_names
from engine.feel.scope import Scope
from engine.feel.syntax import Test, UnaryTests
from engine.feel.values import Range

ANY_TEXT = "…"
"""Stands for a text that no test names."""

_ONE_DAY = timedelta(days=1)


class Column:
    """The tests of a column, one for each rule, and the values that tell them apart.

    `values` is None when a cell holds more than constants: then no list of values would do.
    """

    def __init__(self, column: TableInput, cells: Sequence[str], types: Mapping[str, ItemDefinition]) -> None:
        self.name = column.label or column.expression.text or column.id
        restriction, kind = _restriction(column, types)
        self._tests: dict[str, Expression] = {}
        self._cells = cells
        self._candidates: list[object] = []
        self.values = self._values_to_try(restriction, kind)

    def _values_to_try(self, restriction: str, kind: str) -> list[object] | None:
        constants: list[object] = []
        for text in {*self._cells, restriction or "-"} - {"-"}:
            found = self._constants(text)
            if found is None:
                return None
            constants += found
        candidates = self._candidates = _candidates(constants, kind)
        return [value for value in candidates if self._passes(restriction or "-", value)]

    def matching(self, value: object) -> int:
        """The rules whose cell a value passes, as bits, the first rule lowest."""
        return sum(1 << place for place, text in enumerate(self._cells) if self._passes(text, value))

    def meant_by(self, place: int) -> object:
        """A value that a rule's cell asks for, whether the column allows it or not; None where there is none."""
        return next((value for value in self._candidates if self._passes(self._cells[place], value)), None)

    def _passes(self, text: str, value: object) -> bool:
        return text == "-" or self._tests[text].run(Scope({"?": value}, None, Run())) is True

    def _constants(self, text: str) -> list[object] | None:
        """The values that the tests of a cell name, or None when they depend on variables."""
        try:
            self._tests[text] = parse_unary_tests(text)
        except FeelError:
            return None
        tree = self._tests[text].tree
        found: list[object] = []
        for test in tree.tests if isinstance(tree, UnaryTests) else ():
            value = _constant(test)
            if value is None:
                return None
            found += value
        return found


def _restriction(column: TableInput, types: Mapping[str, ItemDefinition]) -> tuple[str, str]:
    """The tests that all values of a column pass, and the name of their basic type."""
    reference = column.expression.type_ref
    definition = types.get(reference)
    if definition is None or definition.is_collection:
        return column.values, reference
    return column.values or definition.allowed, definition.type_ref


def _constant(test: Test) -> list[object] | None:
    if mentions_value(test.operand) or free_names(test.operand):
        return None
    value = compile_node(test.operand)(Scope({}, None, Run()))
    if isinstance(value, Range):
        return [end for end in (value.start, value.end) if end is not None]
    return value if isinstance(value, list) else [value]


def _candidates(constants: list[object], kind: str) -> list[object]:
    if kind == "boolean" or any(isinstance(value, bool) for value in constants):
        return [True, False]
    extra: list[object] = [None] if None in constants else []
    named = [value for value in constants if value is not None]
    kinds = {kind_of(value) for value in named}
    if kinds == {"string"}:
        return [*sorted({str(value) for value in named}), ANY_TEXT, *extra]
    if len(kinds) == 1 and kinds <= _STEPS.keys():
        return [*_around(named, kinds.pop()), *extra]
    return [*named, *extra] if named else [None]


def _around(bounds: list[object], kind: str) -> list[object]:
    step, middle = _STEPS[kind]
    ordered: list[object] = sorted(set(bounds), key=_order)  # type: ignore[arg-type]
    values = [_moved(ordered[0], step, -1), ordered[0]]
    for low, high in pairwise(ordered):
        between = middle(low, high)
        values += [high] if between in (low, high) else [between, high]
    return [value for value in (*values, _moved(ordered[-1], step, 1)) if value is not None]


def _order(value: object) -> object:
    return value.timestamp() if isinstance(value, datetime) else value


def _moved(value: object, step: object, times: int) -> object:
    try:
        return _add(value, step, times)
    except OverflowError:
        return None


def _add(value: object, step: object, times: int) -> object:
    if isinstance(value, YearsMonthsDuration) and isinstance(step, int):
        return YearsMonthsDuration(value.months + step * times)
    if isinstance(value, Decimal) and isinstance(step, Decimal):
        return value + step * times
    if isinstance(value, date | timedelta) and isinstance(step, timedelta):
        return value + step * times
    return None


def _middle_number(low: Decimal, high: Decimal) -> Decimal:
    return (low + high) / 2


def _middle_date(low: date, high: date) -> date:
    return low + (high - low) / 2


def _middle_length(low: timedelta, high: timedelta) -> timedelta:
    return low + (high - low) / 2


def _middle_months(low: YearsMonthsDuration, high: YearsMonthsDuration) -> YearsMonthsDuration:
    return YearsMonthsDuration((low.months + high.months) // 2)


_STEPS: dict[str, tuple[object, Callable[..., object]]] = {
    "number": (Decimal(1), _middle_number),
    "date": (_ONE_DAY, _middle_date),
    "date and time": (_ONE_DAY, _middle_date),
    "days and time duration": (_ONE_DAY, _middle_length),
    "years and months duration": (1, _middle_months),
}
