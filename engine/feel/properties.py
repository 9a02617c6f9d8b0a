"""What stands after a dot: entries of contexts, parts of dates and durations, ends of ranges."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.feel.budget import Run
from engine.feel.compare import kind_of
from engine.feel.errors import ValueProblemError
from engine.feel.syntax import TypeName
from engine.feel.temporal import utc_offset
from engine.feel.values import Range, YearsMonthsDuration


def _zone_name(value: time | datetime) -> str | None:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def _sign(value: timedelta) -> int:
    return -1 if value < timedelta() else 1


def _months_part(value: YearsMonthsDuration, size: int) -> int:
    whole = abs(value.months) // 12 if size == 12 else abs(value.months) % 12
    return -whole if value.months < 0 else whole


_DATE_PARTS: dict[str, Callable[[date], object]] = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.isoweekday()),
}
_TIME_PARTS: dict[str, Callable[[time], object]] = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": lambda value: Decimal(value.second),
    "time offset": utc_offset,
    "timezone": _zone_name,
}
_DURATION_PARTS: dict[str, Callable[[timedelta], object]] = {
    "days": lambda value: Decimal(_sign(value) * abs(value).days),
    "hours": lambda value: Decimal(_sign(value) * (abs(value).seconds // 3600)),
    "minutes": lambda value: Decimal(_sign(value) * (abs(value).seconds // 60 % 60)),
    "seconds": lambda value: Decimal(_sign(value) * (abs(value).seconds % 60)),
}
_RANGE_PARTS: dict[str, Callable[[Range], object]] = {
    "start": lambda value: value.start,
    "end": lambda value: value.end,
    "start included": lambda value: value.start_included,
    "end included": lambda value: value.end_included,
}
_YEARS_MONTHS_PARTS: dict[str, Callable[[YearsMonthsDuration], object]] = {
    "years": lambda value: Decimal(_months_part(value, 12)),
    "months": lambda value: Decimal(_months_part(value, 1)),
}

PARTS: dict[str, dict[str, Callable[..., object]]] = {
    "date": {**_DATE_PARTS},
    "time": {**_TIME_PARTS},
    "date and time": {**_DATE_PARTS, **_TIME_PARTS},
    "days and time duration": {**_DURATION_PARTS},
    "years and months duration": {**_YEARS_MONTHS_PARTS},
    "range": {**_RANGE_PARTS},
}


_NUMBER, _TEXT, _BOOLEAN, _LENGTH = (
    TypeName(name) for name in ("number", "string", "boolean", "days and time duration")
)
_OTHER_TYPES = {
    "time offset": _LENGTH,
    "timezone": _TEXT,
    "start": None,
    "end": None,
    "start included": _BOOLEAN,
    "end included": _BOOLEAN,
}
PART_TYPES: dict[str, dict[str, TypeName | None]] = {
    kind: {name: _OTHER_TYPES.get(name, _NUMBER) for name in parts} for kind, parts in PARTS.items()
}
"""The types of those parts, None where it depends."""


def member(value: object, name: str, run: Run) -> object:
    """`value.name`; of a list, the member of each of its items. Raises ValueProblemError when there is none."""
    if isinstance(value, dict):
        if name in value:
            return value[name]
        raise ValueProblemError(f"the context has no entry {name}")
    if isinstance(value, list):
        run.tick(len(value) + 1)
        return [_of_item(item, name, run) for item in value]
    read = PARTS.get(kind_of(value), {}).get(name)
    if read is None:
        raise ValueProblemError(f"{kind_of(value)} has no property {name}")
    return read(value)


def _of_item(item: object, name: str, run: Run) -> object:
    try:
        return member(item, name, run)
    except ValueProblemError:
        return None
