"""A rehearsal in words, in two languages: for the page and for the command line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from engine import Line, Text
from engine.calendars import WorkingCalendar

_VALUE: Final = re.compile(r"\{\{.*?\}\}")
KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "case_started": Text("Ärendet startar", "The case starts"),
        "task_opened": Text("Uppgift kommer", "Task opens"),
        "task_completed": Text("Uppgift klar", "Task done"),
        "task_cancelled": Text("Uppgift faller bort", "Task falls away"),
        "task_moved": Text("Sista dag flyttas", "Due date moves"),
        "reminder": Text("Påminnelse", "Reminder"),
        "escalation": Text("Försenat", "Overdue"),
        "operation": Text("Går av sig självt", "Runs by itself"),
        "decision": Text("Tabell avgör", "A table decides"),
        "mail": Text("E-post", "Mail"),
        "message": Text("Händelse", "Event"),
        "timer": Text("Tiden är inne", "The time has come"),
        "case_completed": Text("Ärendet är avslutat", "The case is completed"),
        "case_terminated": Text("Ärendet är avbrutet", "The case is terminated"),
        "case_failed": Text("Ärendet slutar i fel", "The case ends in an error"),
        "stuck": Text("Kommer inte vidare", "Cannot go on"),
    }
)
QUIET = frozenset({"operation", "decision"})
"""What nobody sees or waits for."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day's lines. `holiday` is the day's name, where it is a day off."""

    day: date
    holiday: str
    is_working_day: bool
    lines: Sequence[Line]


def days_of(lines: Sequence[Line], *, zone: ZoneInfo, calendar: WorkingCalendar, language: str) -> Iterator[Day]:
    """The lines by local day."""
    by_day: dict[date, list[Line]] = {}
    for line in lines:
        by_day.setdefault(line.at.astimezone(zone).date(), []).append(line)
    for day, found in sorted(by_day.items()):
        yield Day(day, calendar.holiday_name(day, language) or "", calendar.is_working_day(day), found)


def last_day(due_at: datetime, zone: ZoneInfo) -> date:
    """The last day that a due instant leaves: that instant itself is too late."""
    return (due_at - timedelta(microseconds=1)).astimezone(zone).date()


def subject_of(content: bytes | None, name: str) -> str:
    """The subject of a mail's template, its values left open; its name where there is no template."""
    first = content.decode("utf-8", "replace").partition("\n")[0].strip() if content else ""
    return _VALUE.sub("…", first) or name
