"""Reads an interval from a text, as the function `range` does: only literal ends, so that nothing is computed."""

from collections.abc import Callable
from datetime import datetime, time

from engine.feel.compare import kind_of, less
from engine.feel.errors import FeelSyntaxError, ValueProblemError
from engine.feel.names import NameTable
from engine.feel.parser import parse_expression
from engine.feel.syntax import Call, Literal, Name, Node, RangeLiteral
from engine.feel.temporal import parse_date, parse_date_time, parse_days_time, parse_time, parse_years_months
from engine.feel.values import Range

_MOST_CHARACTERS = 1000


def _parse_duration(text: str) -> object:
    months = parse_years_months(text)
    return parse_days_time(text) if months is None else months


def _parse_moment(text: str) -> object:
    day = parse_date(text)
    return parse_date_time(text) if day is None else datetime.combine(day, time())


TEXT_CONSTRUCTORS: dict[str, Callable[[str], object]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": _parse_moment,
    "duration": _parse_duration,
}
"""What a text becomes by the functions that read one: None for a text that writes none."""

_FUNCTIONS = NameTable(TEXT_CONSTRUCTORS)


def read_interval(text: str) -> Range:
    """The interval. Raises ValueProblemError when the text is none."""
    if len(text) > _MOST_CHARACTERS:
        raise ValueProblemError("the text is too long for a range")
    try:
        tree = parse_expression(text, (), _FUNCTIONS)
    except FeelSyntaxError as error:
        raise ValueProblemError(f"{text!r} is no range") from error
    if not isinstance(tree, RangeLiteral) or tree.operator or tree.start is None or tree.end is None:
        raise ValueProblemError(f"{text!r} is no range")
    start, end = _end(tree.start), _end(tree.end)
    if kind_of(start) != kind_of(end) or less(end, start) is not False:
        raise ValueProblemError("the ends make no range")
    return Range(start, end, tree.start_included, tree.end_included)


def _end(node: Node) -> object:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Call) and isinstance(node.function, Name) and len(node.arguments) == 1:
        argument, construct = node.arguments[0], TEXT_CONSTRUCTORS.get(node.function.name)
        if construct and isinstance(argument, Literal) and isinstance(argument.value, str):
            return construct(argument.value)
    raise ValueProblemError("the ends of a range in a text are literals")
