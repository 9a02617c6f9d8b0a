"""When things happen in a rehearsal: how long people take, and what an instant in a scenario means."""

import re
from datetime import datetime, time, timedelta
from typing import Final

from engine.calendars import instant
from engine.interpreter.messages import Environment
from engine.interpreter.timing import moment_of, parse_duration
from engine.rehearsal.model import Pace

_DAYS: Final = re.compile(r"(\d+)\s+(working\s+)?days?$")
_MORNING: Final = time(10)
_NOON: Final = time(12)
_JUST_BEFORE: Final = timedelta(minutes=1)


def answered_at(due_at: datetime | None, after: str | None, pace: Pace, env: Environment) -> datetime:
    """When a task that opens now is answered, in UTC.

    By the pace nobody is late: what is due sooner is answered a minute before. `after` is taken as it is written.
    Raises TimerError.
    """
    if after is not None:
        return _after(after, due_at, env)
    if pace == "at once":
        return env.now
    planned = _after("due" if pace == "on the due day" else "1 working day", due_at, env)
    return planned if due_at is None else max(env.now, min(planned, due_at - _JUST_BEFORE))


def _after(text: str, due_at: datetime | None, env: Environment) -> datetime:
    today = env.now.astimezone(env.zone).date()
    if text == "due":
        if due_at is None:
            return _after("1 working day", None, env)
        # A due instant is the first one that is too late: of a day's end, the day before's midnight.
        last = (due_at - timedelta(microseconds=1)).astimezone(env.zone).date()
        return max(env.now, instant(last, _NOON, env.zone))
    match = _DAYS.match(text)
    if match is None:
        return parse_duration(text).after(env.now, env)
    count = int(match[1])
    day = env.calendar.add_working_days(today, count) if match[2] else today + timedelta(days=count)
    return max(env.now, instant(day, _MORNING, env.zone))


def moment(text: str, base: datetime, env: Environment) -> datetime:
    """The instant of an ISO date, date-time or duration from `base`. Raises TimerError."""
    return moment_of(text, base, env)
