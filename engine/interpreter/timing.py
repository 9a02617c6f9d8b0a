"""When a timer or a task is due: ISO 8601 texts, cron lines, working days and FEEL values as aware UTC instants."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from engine.calendars import end_of_day, instant, start_of_day
from engine.feel import YearsMonthsDuration
from engine.interpreter.cron import is_cron, next_cron
from engine.interpreter.errors import TimerError
from engine.interpreter.messages import Environment

_DURATION = re.compile(
    r"([+-])?P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?"
    r"(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$"
)
_CYCLE = re.compile(r"R(\d*)/(.+)$")
_DAYS = re.compile(r"([+-]?\d+)\s+(working\s+)?days?$")
_REMINDER = re.compile(r"([+-]?\d+)\s+(working\s+)?days?(?:\s+at\s+(\d{1,2}):(\d\d))?$")
_REMINDER_TIME = time(9)
_SUMMER_TIME = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Duration:
    """Months, days and exact time; months and days move the local date, so that the clock shows the same time."""

    months: int = 0
    days: int = 0
    exact: timedelta = timedelta()

    def after(self, moment: datetime, env: Environment, times: int = 1) -> datetime:
        """The instant this much later than an aware one, or as many times this much. Raises TimerError."""
        try:
            if self.months or self.days:
                local = moment.astimezone(env.zone)
                day = _add_months(local.date(), times * self.months) + timedelta(days=times * self.days)
                moment = instant(day, local.time(), env.zone)
            return moment + times * self.exact
        except OverflowError as error:
            raise TimerError("The timer lies outside the calendar.") from error

    def first_after(self, last: datetime, begun: datetime, env: Environment) -> datetime:
        """The first instant after `last` of those that lie whole numbers of this after `begun`. Raises TimerError."""
        longest = timedelta(days=31 * self.months + self.days) + self.exact
        times = max((last - begun - _SUMMER_TIME) // longest, 1)
        while (due_at := self.after(begun, env, times)) <= last:
            times += 1
        return due_at


def parse_duration(text: str) -> Duration:
    """An ISO 8601 duration. Raises TimerError."""
    match = _DURATION.match(text.strip())
    if match is None:
        raise TimerError(f"{text} is not a duration such as P7D or PT12H.")
    sign = -1 if match[1] == "-" else 1
    years, months, weeks, days, hours, minutes = (int(part or 0) for part in match.groups()[1:7])
    try:
        exact = timedelta(hours=hours, minutes=minutes, seconds=float((match[8] or "0").replace(",", ".")))
        timedelta(days=7 * weeks + days)
    except OverflowError as error:
        raise TimerError(f"{text} is too long a time.") from error
    return Duration(sign * (12 * years + months), sign * (7 * weeks + days), sign * exact)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year < 9999:
        raise TimerError("The timer lies outside the calendar.")
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def parse_moment(text: str, env: Environment) -> datetime:
    """An ISO 8601 date or date-time; without an offset it is local time, and a date is its first instant."""
    try:
        if len(text) <= 10:
            return start_of_day(date.fromisoformat(text), env.zone)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise TimerError(f"{text} is not a date or date-time such as 2021-11-29T23:59.") from error
    return _aware(moment, env)


def _aware(moment: datetime, env: Environment) -> datetime:
    return instant(moment.date(), moment.time(), env.zone) if moment.tzinfo is None else moment.astimezone(UTC)


def moment_of(value: Any, base: datetime, env: Environment) -> datetime:
    """The instant that a FEEL value or an ISO text means; durations count from `base`. Raises TimerError."""
    try:
        return _moment_of(value, base, env)
    except (OverflowError, ValueError) as error:
        raise TimerError(f"{value} lies outside the calendar.") from error


def _moment_of(value: Any, base: datetime, env: Environment) -> datetime:
    if isinstance(value, str):
        text = value.strip()
        return parse_duration(text).after(base, env) if text.lstrip("+-").startswith("P") else parse_moment(text, env)
    if isinstance(value, datetime):
        return _aware(value, env)
    if isinstance(value, date):
        return start_of_day(value, env.zone)
    if isinstance(value, timedelta):
        return base + value
    if isinstance(value, YearsMonthsDuration):
        return Duration(months=value.months).after(base, env)
    raise TimerError(f"A timer needs a date, a date-time or a duration, not {value!r}.")


@dataclass(frozen=True, slots=True)
class Schedule:
    """The next instant of a timer and how many more there are after it (None: without end)."""

    due_at: datetime
    remaining: int | None = 0


def schedule(kind: str, value: Any, base: datetime, env: Environment) -> Schedule:
    """The first instant of a timer of that kind (`date`, `duration`, `cycle`). Raises TimerError."""
    if kind != "cycle":
        return Schedule(moment_of(value, base, env))
    if not isinstance(value, str):
        return Schedule(moment_of(value, base, env), None)
    text = value.strip()
    if is_cron(text):
        return Schedule(next_cron(text, base, env.zone), None)
    match = _CYCLE.match(text)
    if match is None:
        return Schedule(moment_of(text, base, env), None)
    count = int(match[1]) if match[1] else None
    first, _, second = match[2].partition("/")
    if second and not first.startswith("P"):
        return Schedule(parse_moment(first, env), _less(count))
    return Schedule(parse_duration(first).after(base, env), _less(count))


def _less(count: int | None) -> int | None:
    return None if count is None else max(count - 1, 0)


def next_in_cycle(value: Any, last: datetime, remaining: int | None, env: Environment) -> Schedule | None:
    """The instant after `last` of a cycle, or None when it has no more."""
    if remaining == 0:
        return None
    left = None if remaining is None else remaining - 1
    if not isinstance(value, str):
        return Schedule(moment_of(value, last, env), left) if isinstance(value, timedelta) else None
    text = value.strip()
    if is_cron(text):
        return Schedule(next_cron(text, last, env.zone), left)
    match = _CYCLE.match(text)
    first, _, second = (match[2] if match else text).partition("/")
    interval, end = (first, second) if first.startswith("P") else (second, "")
    if not interval.startswith("P"):
        return None
    step = parse_duration(interval)
    due_at = step.after(last, env)
    if due_at <= last:
        raise TimerError(f"{text} repeats without time between.")
    if not first.startswith("P"):
        # Counted from the start that is written: the day after a short month's last is the long month's again.
        due_at = step.first_after(last, parse_moment(first, env), env)
    return None if end and due_at > parse_moment(end, env) else Schedule(due_at, left)


def due_of_task(value: Any, env: Environment) -> datetime:
    """When a task is due: a date means the end of that local day. `value` is `due` as text, or what FEEL gave."""
    if isinstance(value, str):
        match = _DAYS.match(value.strip())
        if match is not None:
            return end_of_day(_days_after(env.now.astimezone(env.zone).date(), match[1], match[2], env), env.zone)
        if len(value.strip()) == 10:
            return end_of_day(parse_moment(value.strip(), env).astimezone(env.zone).date(), env.zone)
    if isinstance(value, date) and not isinstance(value, datetime):
        return end_of_day(value, env.zone)
    return moment_of(value, env.now, env)


def _days_after(day: date, count: str, working: str | None, env: Environment) -> date:
    return env.calendar.add_working_days(day, int(count)) if working else day + timedelta(days=int(count))


def reminders_before(due_at: datetime, texts: tuple[str, ...], env: Environment) -> tuple[datetime, ...]:
    """The instants of `-7 days`, `-1 working day at 09:00` before a due instant, those that lie ahead, each once.

    They count from the due date, at the time given (or that of the next entry, else 09:00); one that falls on a day off
    moves to the working day before it.
    """
    last_day = (due_at.astimezone(env.zone) - timedelta(microseconds=1)).date()
    found: set[datetime] = set()
    at = _REMINDER_TIME
    for text in reversed(texts):
        match = _REMINDER.match(text)
        if match is None:
            raise TimerError(f"{text} is not a reminder such as -7 days at 09:00.")
        at = time(int(match[3]), int(match[4])) if match[3] else at
        day = _days_after(last_day, match[1], match[2], env)
        found.add(instant(env.calendar.working_day_at_or_before(day), at, env.zone))
    return tuple(sorted(moment for moment in found if env.now < moment < due_at))
