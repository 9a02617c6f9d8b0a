"""Dates, times and durations: from text, to text, and their offsets from UTC."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.feel.values import YearsMonthsDuration

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(\.\d+)?(?:(Z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([A-Za-z][A-Za-z0-9_+\-/]*))?", re.ASCII
)
_DAYS_TIME = re.compile(r"(-?)P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(\.\d*)?S)?)?", re.ASCII)
_YEARS_MONTHS = re.compile(r"(-?)P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
_MAX_OFFSET_HOURS = 18
_ANY_DAY = date(1970, 1, 1)


def parse_date(text: str) -> date | None:
    """`2026-05-01`, or None."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """`13:20:00`, with a fraction, `Z`, an offset or `@Zone`, or None."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.group(1, 2, 3, 4)
    if hours == "24" and minutes == seconds == "00" and not (fraction or "0").strip(".0"):
        hours = "00"
    micros = int(fraction[1:7].ljust(6, "0")) if fraction else 0
    try:
        return time(int(hours), int(minutes), int(seconds), micros, tzinfo=_zone_of(match))
    except ValueError:
        return None


def _zone_of(match: re.Match[str]) -> tzinfo | None:
    utc, sign, hours, minutes, seconds, name = match.group(5, 6, 7, 8, 9, 10)
    if utc:
        return UTC
    if name:
        return zone(name)
    if not sign:
        return None
    if int(hours) > _MAX_OFFSET_HOURS or int(minutes) > 59 or int(seconds or 0) > 59:
        raise ValueError("no such offset")
    offset = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    return offset_zone(-offset if sign == "-" else offset)


def offset_zone(offset: timedelta) -> timezone:
    """The fixed zone with an offset; UTC itself for none. Raises ValueError for a day or more."""
    return timezone(offset) if offset else UTC


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The IANA zone of a name. Raises ValueError for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(f"no such zone: {name}") from error


def parse_date_time(text: str) -> datetime | None:
    """A date, `T` and a time, or None. `24:00:00` is midnight of the next day."""
    day_text, mark, time_text = text.partition("T")
    day, clock = parse_date(day_text), parse_time(time_text)
    if not mark or day is None or clock is None:
        return None
    try:
        combined = datetime.combine(day, clock)
        return combined + timedelta(days=1) if time_text.startswith("24") else combined
    except OverflowError:
        return None


def parse_days_time(text: str) -> timedelta | None:
    """`P1DT2H3M4.5S`, or None."""
    match = _DAYS_TIME.fullmatch(text)
    if match is None:
        return None
    days, hours, minutes, seconds = (
        int(part or 0) if len(part or "") < 19 else 10**19 for part in match.group(2, 3, 4, 5)
    )
    micros = int((match.group(6) or ".0")[1:7].ljust(6, "0"))
    try:
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=micros)
        return -length if match.group(1) else length
    except OverflowError:
        return None


def parse_years_months(text: str) -> YearsMonthsDuration | None:
    """`P1Y2M`, or None."""
    match = _YEARS_MONTHS.fullmatch(text)
    if match is None or max(len(part or "") for part in match.groups()) > 18:
        return None
    months = int(match.group(2) or 0) * 12 + int(match.group(3) or 0)
    return YearsMonthsDuration(-months if match.group(1) else months)


def utc_offset(value: time | datetime) -> timedelta | None:
    """How far a time is from UTC, or None for a local one; a time of day in a named zone is taken in January."""
    if isinstance(value, time) and value.tzinfo is not None:
        return datetime.combine(_ANY_DAY, value).utcoffset()
    return value.utcoffset()


def format_date(value: date) -> str:
    """`2026-05-01`."""
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def format_time(value: time | datetime) -> str:
    """`13:20:00`, with what the value has of fraction and zone."""
    text = f"{value.hour:02}:{value.minute:02}:{value.second:02}"
    if value.microsecond:
        text += f".{value.microsecond:06}".rstrip("0")
    return text + _format_zone(value)


def _format_zone(value: time | datetime) -> str:
    if value.tzinfo is None:
        return ""
    if isinstance(value.tzinfo, ZoneInfo):
        return f"@{value.tzinfo.key}"
    offset = utc_offset(value) or timedelta()
    if not offset:
        return "Z"
    seconds = int(abs(offset).total_seconds())
    sign = "-" if offset < timedelta() else "+"
    text = f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return text + (f":{seconds % 60:02}" if seconds % 60 else "")


def format_date_time(value: datetime) -> str:
    """A date, `T` and a time."""
    return f"{format_date(value)}T{format_time(value)}"


def format_days_time(value: timedelta) -> str:
    """`P1DT2H3M4.5S`; `PT0S` for none."""
    length = abs(value)
    hours, rest = divmod(length.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{length.microseconds:06}".rstrip("0") if length.microseconds else ""
    clock = f"{hours}H" if hours else ""
    clock += f"{minutes}M" if minutes else ""
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    text = (f"{length.days}D" if length.days else "") + (f"T{clock}" if clock else "")
    return ("-P" if value < timedelta() else "P") + (text or "T0S")
