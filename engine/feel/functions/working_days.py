"""Utlysa's own functions on working days, which the standard does not have; the caller's calendar answers them."""

from datetime import date, datetime
from decimal import Decimal

from engine.feel.budget import Run, WorkingDays
from engine.feel.errors import ValueProblemError
from engine.feel.functions.numbers import whole
from engine.feel.registry import builtin

_MOST_DAYS = 10_000


def _calendar(run: Run) -> WorkingDays:
    if run.calendar is None:
        raise ValueProblemError("this evaluation has no calendar")
    return run.calendar


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _moved(value: date, day: date) -> date:
    """The new day, with the time of day that the value had."""
    return datetime.combine(day, value.timetz()) if isinstance(value, datetime) else day


@builtin("add working days(date: date|date and time, n: number) -> any")
def add_working_days(run: Run, value: date, count: Decimal) -> date:
    """The day that many working days later, or earlier when negative; a time of day is kept."""
    days = whole(count)
    if abs(days) > _MOST_DAYS:
        raise ValueProblemError(f"at most {_MOST_DAYS} working days can be added")
    run.tick(abs(days) + 1)
    return _moved(value, _calendar(run).add_working_days(_day(value), days))


@builtin("is working day(date: date|date and time) -> boolean")
def is_working_day(run: Run, value: date) -> bool:
    """Whether work is done on that day."""
    return _calendar(run).is_working_day(_day(value))


@builtin("next working day(date: date|date and time) -> any")
def next_working_day(run: Run, value: date) -> date:
    """The day itself when work is done on it, else the first after it; a time of day is kept."""
    day = _day(value)
    calendar = _calendar(run)
    return value if calendar.is_working_day(day) else _moved(value, calendar.add_working_days(day, 1))
