"""Built-in functions that make a value of one type from values of others."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.feel.budget import Run
from engine.feel.compare import equal, kind_of
from engine.feel.errors import ValueProblemError
from engine.feel.formatting import to_text
from engine.feel.functions.numbers import whole
from engine.feel.interval import read_interval
from engine.feel.registry import builtin
from engine.feel.temporal import (
    offset_zone,
    parse_date,
    parse_date_time,
    parse_days_time,
    parse_time,
    parse_years_months,
    utc_offset,
)
from engine.feel.values import NUMBERS, Range

_LEFT_OUT = object()
_NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@builtin("string(from: any|null) -> string")
def string(run: Run, value: object) -> str | None:
    """The value as a text."""
    return None if value is None else to_text(value, run)


@builtin("number(from: string, grouping separator: string|null?, decimal separator: string|null?) -> number")
def number(text: str, grouping: str | None = None, decimal: str | None = None) -> Decimal:
    """The number that a text writes, with the separators that it uses."""
    if grouping not in {None, " ", ",", "."} or decimal not in {None, ",", "."}:
        raise ValueProblemError("the separators are blank, comma or point")
    if grouping is not None and grouping == decimal:
        raise ValueProblemError("the separators must differ")
    plain = text.replace(grouping, "") if grouping else text
    if decimal == ",":
        plain = plain.replace(",", ".") if "." not in plain else ""
    if not _NUMBER.fullmatch(plain):
        raise ValueProblemError(f"{text!r} is no number")
    return NUMBERS.create_decimal(plain)


@builtin("number(from: number) -> number")
def number_itself(value: Decimal) -> Decimal:
    """The number itself."""
    return value


def _needed(value: object, text: str, kind: str) -> object:
    if value is None:
        raise ValueProblemError(f"{text!r} is no {kind}")
    return value


@builtin("date(from: string) -> date")
def date_from_text(text: str) -> object:
    """The date a text writes."""
    return _needed(parse_date(text), text, "date")


@builtin("date(from: date and time) -> date")
def date_from_date_time(value: datetime) -> date:
    """The day of a date and time."""
    return value.date()


@builtin("date(from: date) -> date")
def date_itself(value: date) -> date:
    """The date itself."""
    return value


@builtin("date(year: number, month: number, day: number) -> date")
def date_from_parts(year: Decimal, month: Decimal, day: Decimal) -> date:
    """The day of a month of a year."""
    return date(whole(year), whole(month), whole(day))


@builtin("time(from: string) -> time")
def time_from_text(text: str) -> object:
    """The time a text writes."""
    return _needed(parse_time(text), text, "time")


@builtin("time(from: time|date and time) -> time")
def time_from_date_time(value: time | datetime) -> time:
    """The time of day, with its zone."""
    return value if isinstance(value, time) else value.timetz()


@builtin("time(from: date) -> time")
def time_from_date(_value: date) -> time:
    """Midnight in UTC, which is where a day begins."""
    return time(tzinfo=UTC)


@builtin("time(hour: number, minute: number, second: number, offset: days and time duration|null?) -> time")
def time_from_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: timedelta | None = None) -> time:
    """The time of day of an hour, minute and second, with an offset from UTC."""
    micros = int(second % 1 * 1_000_000)
    zone = None if offset is None else offset_zone(offset)
    return time(whole(hour), whole(minute), whole(second), micros, tzinfo=zone)


@builtin("date and time(from: string) -> date and time")
def date_time_from_text(text: str) -> object:
    """The date and time a text writes; a date alone means midnight."""
    day = parse_date(text)
    value = datetime.combine(day, time()) if day is not None else parse_date_time(text)
    return _needed(value, text, "date and time")


@builtin("date and time(from: date and time) -> date and time")
def date_time_itself(value: datetime) -> datetime:
    """The date and time itself."""
    return value


@builtin("date and time(date: date|date and time, time: time) -> date and time")
def date_time_from_parts(day: date, clock: time) -> datetime:
    """A time on a day."""
    return datetime.combine(day.date() if isinstance(day, datetime) else day, clock)


@builtin("duration(from: string) -> any")
def duration_from_text(text: str) -> object:
    """The duration a text writes."""
    value: object = parse_years_months(text)
    return _needed(parse_days_time(text) if value is None else value, text, "duration")


@builtin("duration(from: days and time duration|years and months duration) -> any")
def duration_itself(value: object) -> object:
    """The duration itself."""
    return value


@builtin("is(value1: any|null?, value2: any|null?) -> boolean")
def is_same(run: Run, one: object = _LEFT_OUT, other: object = _LEFT_OUT) -> bool:
    """Whether two values are the same in type and in every part, zones included."""
    if kind_of(one) != kind_of(other) or _LEFT_OUT in (one, other):
        return False
    if isinstance(one, time | datetime) and isinstance(other, time | datetime):
        return one.replace(tzinfo=None) == other.replace(tzinfo=None) and _same_zone(one, other)
    return equal(one, other, run) is True


def _same_zone(one: time | datetime, other: time | datetime) -> bool:
    named = isinstance(one.tzinfo, ZoneInfo) or isinstance(other.tzinfo, ZoneInfo)
    return one.tzinfo == other.tzinfo if named else utc_offset(one) == utc_offset(other)


@builtin("range(from: string) -> range")
def range_from_text(text: str) -> Range:
    """The interval a text writes, with literal ends."""
    return read_interval(text)
