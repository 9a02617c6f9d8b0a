"""Built-in functions on the parts of dates, the distance between them, and the present moment."""

from datetime import date, datetime
from decimal import Decimal

from engine.feel.budget import Run
from engine.feel.errors import ValueProblemError
from engine.feel.registry import builtin
from engine.feel.values import YearsMonthsDuration

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY = "date: date|date and time"


def present(run: Run) -> datetime:
    """The moment the caller gave. Raises ValueProblemError when it gave none."""
    if run.now is None:
        raise ValueProblemError("this evaluation has no clock")
    return run.now


@builtin("now() -> date and time")
def now(run: Run) -> datetime:
    """The present moment, with its zone."""
    return present(run)


@builtin("today() -> date")
def today(run: Run) -> date:
    """The present day, in the zone of the given moment."""
    return present(run).date()


@builtin(f"day of year({_DAY}) -> number")
def day_of_year(day: date) -> Decimal:
    """The number of the day in its year."""
    return Decimal(day.timetuple().tm_yday)


@builtin(f"day of week({_DAY}) -> string")
def day_of_week(day: date) -> str:
    """The English name of the weekday."""
    return _WEEKDAYS[day.weekday()]


@builtin(f"month of year({_DAY}) -> string")
def month_of_year(day: date) -> str:
    """The English name of the month."""
    return _MONTHS[day.month - 1]


@builtin(f"week of year({_DAY}) -> number")
def week_of_year(day: date) -> Decimal:
    """The ISO number of the week."""
    return Decimal(day.isocalendar().week)


@builtin(
    "years and months duration(from: date|date and time, to: date|date and time) -> years and months duration",
)
def years_and_months_between(start: date, end: date) -> YearsMonthsDuration:
    """The whole months from one day to another; negative when the second is earlier."""
    months = (end.year - start.year) * 12 + end.month - start.month
    end_rest, start_rest = _in_month(end, start), _in_month(start, end)
    if months > 0 and end_rest < start_rest:
        months -= 1
    elif months < 0 and end_rest > start_rest:
        months += 1
    return YearsMonthsDuration(months)


def _in_month(day: date, other: date) -> tuple[object, ...]:
    """The day of the month, with the time of day when both have one."""
    if isinstance(day, datetime) and isinstance(other, datetime):
        return day.day, day.hour, day.minute, day.second, day.microsecond
    return (day.day,)
