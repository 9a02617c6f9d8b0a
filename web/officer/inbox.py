"""The list of tasks as its page shows it: filtered, sorted, grouped by the day on which they fall due, and the week."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext, ngettext

from engine import Actor, UserTask
from web.formatting import Formatter
from web.i18n import current_language

PAGE_SIZE = 100
SORTS = ("due", "task", "case", "call")
_DAYS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the list is asked for, as it stands in the address. `due` is late, today, week or a day (ISO)."""

    view: str = "mina"
    text: str = ""
    call: str = ""
    element: str = ""
    due: str = ""
    holder: str = ""
    sort: str = "due"
    is_descending: bool = False
    page: int = 1

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "Wanted":
        """From the address; what is not known is left out."""
        sort = arguments.get("sortera", "due")
        page = arguments.get("sida", "1")
        return cls(
            view=arguments.get("vy", "mina"),
            text=arguments.get("q", "").strip(),
            call=arguments.get("utlysning", ""),
            element=arguments.get("uppgift", ""),
            due=arguments.get("forfaller", ""),
            holder=arguments.get("hos", ""),
            sort=sort.lstrip("-") if sort.lstrip("-") in SORTS else "due",
            is_descending=sort.startswith("-"),
            page=max(1, int(page)) if page.isascii() and page.isdecimal() else 1,
        )

    def arguments(self, **changes: Any) -> dict[str, str]:
        """The address of this list with some of it changed; what is as usual is left out."""
        it = replace(self, **{"page": 1, **changes})
        sort = f"{'-' if it.is_descending else ''}{it.sort}"
        pairs = {
            "vy": (it.view, "mina"), "q": (it.text, ""), "utlysning": (it.call, ""), "uppgift": (it.element, ""),
            "forfaller": (it.due, ""), "hos": (it.holder, ""), "sortera": (sort, "due"), "sida": (str(it.page), "1"),
        }  # fmt: skip
        return {name: value for name, (value, usual) in pairs.items() if value != usual}

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the view is chosen."""
        return bool(self.text or self.call or self.element or self.due or self.holder)


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `holder` is whose it is in words; `is_free`: the group's, to be taken; `is_mine`: held by the reader."""

    task: UserTask
    name: str
    shape: str
    state: str
    is_late: bool
    holder: str
    is_mine: bool
    is_free: bool
    call: str


@dataclass(frozen=True, slots=True)
class GroupOfLines:
    """The rows of one day, or all rows where they are not sorted by day."""

    title: str
    note: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Day:
    """A box of the week: its count, the share of the busiest in percent, and what it chooses."""

    label: str | date
    word: str
    count: int
    share: float
    tone: str
    due: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the list, when, and how dates are counted."""

    actor: Actor
    formatter: Formatter
    now: datetime

    @property
    def today(self) -> date:
        """The reader's day."""
        return self.formatter.today

    def due_day(self, task: UserTask) -> date | None:
        """The day on which a task falls due: one that ends at midnight is due the day before."""
        return None if task.due_at is None else self.formatter.day_of(task.due_at)

    def is_today(self, value: datetime | None) -> bool:
        """Whether something happened on the reader's day."""
        return value is not None and value.astimezone(self.formatter.zone).date() == self.today


def line_of(task: UserTask, reader: Reader, calls: Mapping[str, str]) -> Line:
    """A task as a row."""
    is_mine = reader.actor.is_called(task.assignee)
    is_late = task.due_at is not None and task.due_at <= reader.now and task.state == "open"
    shape, state = _state(task, is_late=is_late, is_mine=is_mine)
    own = task.role is None or task.role in reader.actor.roles
    group = gettext("min grupp") if own else gettext("gruppen")
    holder = gettext("mig") if is_mine else task.assignee or group
    return Line(
        task=task, name=task_name(task), shape=shape, state=state, is_late=is_late, holder=holder, is_mine=is_mine,
        is_free=task.assignee is None and own, call=calls.get(task.group or "", ""),
    )  # fmt: skip


def task_name(task: UserTask) -> str:
    """The task's name in the reader's language."""
    return task.name_en or task.name if current_language() == "en" else task.name


def _state(task: UserTask, *, is_late: bool, is_mine: bool) -> tuple[str, str]:
    if task.state == "completed":
        return "done", gettext("Klar")
    if is_late:
        return "overdue", gettext("Försenad")
    if is_mine:
        return "active", gettext("Pågår")
    return ("todo", gettext("Att göra")) if task.assignee is None else ("active", gettext("Hos annan"))


def chosen(tasks: Iterable[UserTask], wanted: Wanted, reader: Reader) -> list[UserTask]:
    """The tasks that the filters leave, sorted."""
    tests: list[Callable[[UserTask], bool]] = []
    if wanted.call:
        tests.append(lambda task: (task.group or "-") == wanted.call)
    if wanted.element:
        tests.append(lambda task: task.element_id == wanted.element)
    if wanted.holder in ("mig", "grupp"):
        tests.append(lambda task: (task.assignee is not None) == (wanted.holder == "mig"))
    if wanted.text:
        needle = wanted.text.casefold()
        tests.append(lambda task: needle in f"{task.name} {task.case_title} {task.business_key}".casefold())
    if wanted.due:
        tests.append(lambda task: _is_due(reader.due_day(task), wanted.due, reader))
    found = [task for task in tasks if all(test(task) for test in tests)]
    return _sorted(found, wanted)


def _is_due(day: date | None, due: str, reader: Reader) -> bool:
    today = reader.today
    if due == "sen":
        return day is not None and day < today
    if due == "vecka":
        return day is not None and day <= today + timedelta(days=6 - today.weekday())
    if due == "senare":
        return day is None or day > _shown_days(reader)[-1]
    return day is not None and day.isoformat() == due


def _sorted(tasks: list[UserTask], wanted: Wanted) -> list[UserTask]:
    keys: Mapping[str, Callable[[UserTask], Any]] = {
        "due": lambda task: (task.due_at is None, task.due_at or task.created_at, task.id),
        "task": lambda task: (task.name.casefold(), task.id),
        "case": lambda task: (task.business_key or "", task.id),
        "call": lambda task: (task.group or "", task.id),
    }
    return sorted(tasks, key=keys[wanted.sort], reverse=wanted.is_descending)


def grouped(lines: Sequence[Line], reader: Reader, *, is_by_day: bool) -> list[GroupOfLines]:
    """The rows under the days on which they fall due; the late ones first, as one group."""
    if not is_by_day:
        return [GroupOfLines("", "", lines)] if lines else []
    groups: dict[str, list[Line]] = {}
    heads: dict[str, tuple[str, str]] = {}
    for line in lines:
        key, title, note = _head(line, reader)
        heads[key] = (title, note)
        groups.setdefault(key, []).append(line)
    late = groups.get("late")
    if late:
        heads["late"] = (heads["late"][0], ngettext("%(num)s uppgift", "%(num)s uppgifter", len(late)))
    return [GroupOfLines(*heads[key], found) for key, found in groups.items()]


def _head(line: Line, reader: Reader) -> tuple[str, str, str]:
    day = reader.due_day(line.task)
    whole = "" if day is None else reader.formatter.date_text(day, short=False)
    if line.is_late:
        return "late", gettext("Försenade"), ""
    if day is None:
        return "none", gettext("Utan sista dag"), ""
    if day == reader.today:
        return "today", gettext("I dag"), whole
    if day == reader.today + timedelta(days=1):
        return "tomorrow", gettext("I morgon"), whole
    if day <= _shown_days(reader)[-1]:
        return day.isoformat(), whole[:1].upper() + whole[1:], ""
    return "later", gettext("Senare"), ""


def _shown_days(reader: Reader) -> list[date]:
    """Today and the working days after it."""
    calendar = reader.formatter.calendar
    return [reader.today, *(calendar.add_working_days(reader.today, count) for count in range(1, _DAYS_SHOWN))]


def week_of(tasks: Iterable[UserTask], wanted: Wanted, reader: Reader) -> list[Day]:
    """The boxes of the week: late, today and the next working days, later; a day off counts on the one before it."""
    due = [reader.due_day(task) for task in tasks]
    shown = _shown_days(reader)
    late = sum(day is not None and day < reader.today for day in due)
    later = sum(day is None or day > shown[-1] for day in due)
    counts = {day: sum(each == day for each in due) for day in shown}
    between = {each for each in due if each and reader.today < each <= shown[-1]} - set(shown)
    for day in between:
        counts[max(each for each in shown if each < day)] += sum(each == day for each in due)
    most = max([late, later, *counts.values(), 1])
    words = {reader.today: gettext("i dag"), reader.today + timedelta(days=1): gettext("i morgon")}
    boxes: list[tuple[str | date, str, int, str, str]] = [
        (gettext("Försenade"), "", late, "bad" if late else "", "sen")
    ]
    boxes += [(day, words.get(day, ""), counts[day], "", day.isoformat()) for day in shown]
    boxes.append((gettext("Senare"), "", later, "", "senare"))
    return [
        Day(label, word, count, count / most * 100, tone, key, wanted.due == key)
        for label, word, count, tone, key in boxes
    ]
