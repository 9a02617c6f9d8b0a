"""Cron lines as other tools write them in a timer's cycle: five fields, or six or seven with seconds first."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from engine.calendars import instant
from engine.interpreter.errors import TimerError

_FIELD = re.compile(r"[\d*/,?\-A-Za-z]+$")
_NAMES = {
    name: str(number)
    for names in (
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        ("sun", "mon", "tue", "wed", "thu", "fri", "sat"),
    )
    for number, name in enumerate(names, start=1 if len(names) == 12 else 0)
}
_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_SEARCH_DAYS = 366 * 8


def is_cron(text: str) -> bool:
    """Whether the text looks like a cron line."""
    fields = text.split()
    is_shaped = 5 <= len(fields) <= 7 and all(_FIELD.match(field) for field in fields)
    return is_shaped and not any(character.isalpha() for character in fields[0] + fields[1])


def next_cron(text: str, after: datetime, zone: ZoneInfo) -> datetime:
    """The first instant after another at which the cron line fires, by local clocks. Raises TimerError."""
    fields = text.split()
    if len(fields) > 5:
        # With a field for seconds, the writer's tool counts the days of the week from Sunday = 1.
        fields = [*fields[1:5], re.sub(r"(?<![/#])\d+", lambda day: str(int(day[0]) - 1), fields[5])]
    minutes, hours, days, months, weekdays = (
        _values(field, low, high) for field, (low, high) in zip(fields, _BOUNDS, strict=True)
    )
    # With both days restricted either may match, as cron has always had it.
    either = fields[2] not in "*?" and fields[4] not in "*?"
    weekdays = {day % 7 for day in weekdays}
    local = after.astimezone(zone)
    for offset in range(_SEARCH_DAYS):
        day = local.date() + timedelta(days=offset)
        in_month, in_week = day.day in days, day.isoweekday() % 7 in weekdays
        if day.month not in months or not ((in_month or in_week) if either else (in_month and in_week)):
            continue
        for hour in sorted(hours):
            for minute in sorted(minutes):
                moment = instant(day, local.time().replace(hour, minute, 0, 0, tzinfo=None), zone)
                if moment > after:
                    return moment
    raise TimerError(f"{text} never fires.")


def _values(field: str, low: int, high: int) -> set[int]:
    found: set[int] = set()
    for part in field.lower().split(","):
        span, _, step = part.partition("/")
        first, _, last = ("*" if span == "?" else span).partition("-")
        start, end = (low, high) if first == "*" else (_number(first), _number(last or first))
        if step and first != "*" and not last:
            end = high
        if not low <= start <= end <= high:
            raise TimerError(f"{field} is not a field of a cron line.")
        found.update(range(start, end + 1, max(_number(step), 1) if step else 1))
    return found


def _number(text: str) -> int:
    text = _NAMES.get(text, text)
    if not text.isdigit():
        raise TimerError(f"{text} is not a number in a cron line.")
    return int(text)
