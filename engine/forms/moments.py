"""Dates, times and instants as people and programs write them."""

import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendars import instant
from engine.forms.errors import UnreadableValueError
from engine.model import Text

_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_WRITTEN_DATE = re.compile(r"(\d{1,2}) ([a-zå]+)\.? (\d{4})")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"(?:kl\.? ?)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?")
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)
_HOW_DATE = Text("Skriv datumet som 2021-11-29.", "Write the date like 2021-11-29.")
_HOW_TIME = Text("Skriv klockslaget som 09:30.", "Write the time like 09:30.")
_HOW_BOTH = Text("Skriv datum och klockslag som 2021-11-29 09:30.", "Write date and time like 2021-11-29 09:30.")


def read_date(raw: Any) -> date:
    """A date: `2021-11-29`, `20211129` or `29 november 2021`, from 1900 to 2199. Raises UnreadableValueError."""
    found = raw if isinstance(raw, date) and not isinstance(raw, datetime) else _date_of(raw)
    if found is None:
        raise UnreadableValueError(_HOW_DATE)
    if not _EARLIEST <= found < _LATEST:
        raise UnreadableValueError(Text("Ange ett år mellan 1900 och 2199.", "Give a year from 1900 to 2199."))
    return found


def _date_of(raw: Any) -> date | None:
    text = raw.strip().lower() if isinstance(raw, str) else ""
    try:
        if _ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
        if compact := _COMPACT_DATE.fullmatch(text):
            return date(int(compact[1]), int(compact[2]), int(compact[3]))
        if words := _WRITTEN_DATE.fullmatch(text):
            return date(int(words[3]), _month(words[2]), int(words[1]))
    except ValueError:
        return None
    return None


def _month(name: str) -> int:
    """The month with that name or its first three letters. Raises ValueError."""
    for number, month in enumerate(_MONTHS, start=1):
        if name == month or (len(name) >= len("jan") and month.startswith(name)):
            return number
    raise ValueError(name)


def read_time(raw: Any) -> time:
    """A local time: `09:30`, `9.30` or `kl. 09.30`. Raises UnreadableValueError."""
    if isinstance(raw, time) and raw.tzinfo is None:
        return raw
    found = _TIME.fullmatch(raw.strip().lower()) if isinstance(raw, str) else None
    try:
        if found:
            return time(int(found[1]), int(found[2]), int(found[3] or 0))
    except ValueError as error:
        raise UnreadableValueError(_HOW_TIME) from error
    raise UnreadableValueError(_HOW_TIME)


def read_instant(raw: Any, zone: ZoneInfo) -> datetime:
    """An instant in UTC. Without an offset it is local to `zone`; `{date, time}` is accepted for two inputs.

    Raises UnreadableValueError.
    """
    if isinstance(raw, dict):
        return instant(read_date(raw.get("date")), read_time(raw.get("time")), zone)
    found = raw if isinstance(raw, datetime) else _instant_of(raw)
    if found is None:
        raise UnreadableValueError(_HOW_BOTH)
    read_date(found.date())
    return found.astimezone(UTC) if found.tzinfo else instant(found.date(), found.time(), zone)


def _instant_of(raw: Any) -> datetime | None:
    text = raw.strip() if isinstance(raw, str) else ""
    if not _ISO_DATE.match(text) or len(text) <= len("2021-11-29"):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
