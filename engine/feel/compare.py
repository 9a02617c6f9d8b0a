"""When values are equal, which comes first, and what their types are called: with null for "cannot be said"."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.feel.budget import Run
from engine.feel.temporal import utc_offset
from engine.feel.values import BuiltinFunction, Function, Range, YearsMonthsDuration

KINDS: dict[type, str] = {
    Decimal: "number",
    str: "string",
    bool: "boolean",
    date: "date",
    time: "time",
    datetime: "date and time",
    timedelta: "days and time duration",
    YearsMonthsDuration: "years and months duration",
    Range: "range",
    Function: "function",
    BuiltinFunction: "function",
    list: "list",
    dict: "context",
    type(None): "null",
}
_ORDERED = frozenset(
    {"number", "string", "date", "time", "date and time", "days and time duration", "years and months duration"}
)


def kind_of(value: object) -> str:
    """The name of a value's type: number, string, boolean, date, list, context, null and so on."""
    kind = KINDS.get(type(value))
    if kind is not None:
        return kind
    return next((name for cls, name in reversed(KINDS.items()) if isinstance(value, cls)), "null")


def instant(value: time | datetime) -> tuple[bool, timedelta]:
    """Whether a time has a zone, and the point it denotes, to be set beside others of the same kind and zonedness."""
    offset = utc_offset(value)
    if isinstance(value, datetime):
        naive = value.replace(tzinfo=None)
        if offset is None:
            return False, naive - datetime.min  # noqa: DTZ901 - a local time stays local
        return True, naive - datetime.min - offset  # noqa: DTZ901 - the offset is taken away here
    length = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    return (False, length) if offset is None else (True, length - offset)


def equal(left: object, right: object, run: Run) -> bool | None:
    """`left = right`: null for values of different types."""
    kind = type(left)
    if kind is type(right) and kind in (Decimal, str, bool):
        return left == right
    if left is None or right is None:
        return left is right
    name = kind_of(left)
    if name != kind_of(right):
        return None
    if isinstance(left, time | datetime) and isinstance(right, time | datetime):
        return _equal_times(left, right)
    if name in {"list", "context", "range", "function"}:
        run.tick()
        return _equal_structures(left, right, run)
    return left == right


def _second(value: time | datetime) -> tuple[bool, timedelta]:
    """The point without the fraction of its second: the standard compares times to the second."""
    return instant(value.replace(microsecond=0))


def _equal_times(left: time | datetime, right: time | datetime) -> bool:
    return _second(left) == _second(right)


def _equal_structures(left: object, right: object, run: Run) -> bool | None:
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and _all_equal(left, right, run)
    if isinstance(left, dict) and isinstance(right, dict):
        if left.keys() != right.keys():
            return False
        return _all_equal(list(left.values()), [right[key] for key in left], run)
    if isinstance(left, Range) and isinstance(right, Range):
        shape = (left.start_included, left.end_included, left.operator)
        if shape != (right.start_included, right.end_included, right.operator):
            return False
        return _all_equal([left.start, left.end], [right.start, right.end], run)
    return left is right


def _all_equal(left: list[object], right: list[object], run: Run) -> bool:
    run.tick(len(left))
    return all(equal(one, other, run) is True for one, other in zip(left, right, strict=True))


def less(left: object, right: object) -> bool | None:
    """`left < right`: null when the two cannot be ordered."""
    points = order_points(left, right)
    return None if points is None else bool(points[0] < points[1])  # type: ignore[operator]


def at_most(left: object, right: object) -> bool | None:
    """`left <= right`: null when the two cannot be ordered."""
    points = order_points(left, right)
    return None if points is None else bool(points[0] <= points[1])  # type: ignore[operator]


def order_points(left: object, right: object) -> tuple[object, object] | None:
    """The two values in a form that Python orders, or None when they have no order."""
    kind = type(left)
    if kind is type(right) and kind in (Decimal, str):
        return left, right
    name = kind_of(left)
    if name not in _ORDERED:
        return None
    if name != kind_of(right):
        return None
    if isinstance(left, time | datetime) and isinstance(right, time | datetime):
        (left_zoned, left_point), (right_zoned, right_point) = _second(left), _second(right)
        return (left_point, right_point) if left_zoned == right_zoned else None
    return left, right


def contains(container: Range, value: object, run: Run) -> bool | None:
    """Whether a value lies in a range."""
    if container.operator == "!=":
        same = equal(container.start, value, run)
        return None if same is None else not same
    if not container.operator and (container.start is None or container.end is None):
        return None
    above = _above(container, value)
    below = _below(container, value)
    if above is False or below is False:
        return False
    return None if above is None or below is None else True


def _above(container: Range, value: object) -> bool | None:
    if container.start is None:
        return True
    if container.start_included:
        return at_most(container.start, value)
    return less(container.start, value)


def _below(container: Range, value: object) -> bool | None:
    if container.end is None:
        return True
    if container.end_included:
        return at_most(value, container.end)
    return less(value, container.end)
