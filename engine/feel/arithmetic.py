"""`+ - * / **` and negation on numbers, texts, dates, times and durations."""

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from engine.feel.budget import Run
from engine.feel.compare import instant, kind_of
from engine.feel.errors import ValueProblemError
from engine.feel.values import NUMBERS, YearsMonthsDuration

_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_NUMBER_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
    "/": NUMBERS.divide,
    "**": lambda base, exponent: NUMBERS.power(base, exponent) if exponent else Decimal(1),
}


def micros(length: timedelta) -> Decimal:
    """The length of a duration in microseconds."""
    return Decimal(length // _MICROSECOND)


def add_months(day: date, months: int) -> date:
    """The same day of a month that many months later, or that month's last day; keeps the time of a date and time."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1] if 1 <= year <= 9999 else 1
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def _shift_time(value: time, length: timedelta) -> time:
    of_day = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    moved = datetime(1, 1, 1, tzinfo=value.tzinfo) + (of_day + length) % _DAY
    return moved.timetz()


def _shift_date(value: date, length: timedelta) -> date:
    return (datetime.combine(value, time()) + length).date()


def _shift_date_time(value: datetime, length: timedelta) -> datetime:
    if value.tzinfo is None:
        return value + length
    return (value.astimezone(UTC) + length).astimezone(value.tzinfo)


def _between_instants(left: time | datetime, right: time | datetime) -> timedelta:
    (left_zoned, left_point), (right_zoned, right_point) = instant(left), instant(right)
    if left_zoned != right_zoned:
        raise ValueProblemError("a time with a zone and one without have no difference")
    return left_point - right_point


def _between_dates(left: date, right: date) -> timedelta:
    """A date beside a date and time counts as its midnight: in UTC if the other has a zone, else local."""
    zones = {value.tzinfo is not None for value in (left, right) if isinstance(value, datetime)}
    zone = UTC if zones == {True} else None
    return _between_instants(
        *(value if isinstance(value, datetime) else datetime.combine(value, time(), zone) for value in (left, right))
    )


def _scale_days(length: timedelta, factor: Decimal) -> timedelta:
    return timedelta(microseconds=int(NUMBERS.multiply(micros(length), factor)))


def _divide_days(length: timedelta, divisor: Decimal) -> timedelta:
    return timedelta(microseconds=int(NUMBERS.divide(micros(length), divisor)))


def _scale_months(length: YearsMonthsDuration, factor: Decimal) -> YearsMonthsDuration:
    return YearsMonthsDuration(int(NUMBERS.multiply(Decimal(length.months), factor)))


def _divide_months(length: YearsMonthsDuration, divisor: Decimal) -> YearsMonthsDuration:
    return YearsMonthsDuration(int(NUMBERS.divide(Decimal(length.months), divisor)))


_N, _D, _T, _DT = "number", "date", "time", "date and time"
_DTD, _YMD = "days and time duration", "years and months duration"

_OPERATIONS: dict[tuple[str, str, str], Callable[..., object]] = {
    ("+", "string", "string"): lambda left, right: left + right,
    ("+", _D, _DTD): _shift_date,
    ("+", _DTD, _D): lambda left, right: _shift_date(right, left),
    ("-", _D, _DTD): lambda left, right: _shift_date(left, -right),
    ("+", _DT, _DTD): _shift_date_time,
    ("+", _DTD, _DT): lambda left, right: _shift_date_time(right, left),
    ("-", _DT, _DTD): lambda left, right: _shift_date_time(left, -right),
    ("+", _T, _DTD): _shift_time,
    ("+", _DTD, _T): lambda left, right: _shift_time(right, left),
    ("-", _T, _DTD): lambda left, right: _shift_time(left, -right),
    ("-", _D, _D): _between_dates,
    ("-", _D, _DT): _between_dates,
    ("-", _DT, _D): _between_dates,
    ("-", _DT, _DT): _between_instants,
    ("-", _T, _T): _between_instants,
    ("+", _DTD, _DTD): lambda left, right: left + right,
    ("-", _DTD, _DTD): lambda left, right: left - right,
    ("*", _DTD, _N): _scale_days,
    ("*", _N, _DTD): lambda left, right: _scale_days(right, left),
    ("/", _DTD, _N): _divide_days,
    ("/", _DTD, _DTD): lambda left, right: NUMBERS.divide(micros(left), micros(right)),
    ("+", _YMD, _YMD): lambda left, right: YearsMonthsDuration(left.months + right.months),
    ("-", _YMD, _YMD): lambda left, right: YearsMonthsDuration(left.months - right.months),
    ("*", _YMD, _N): _scale_months,
    ("*", _N, _YMD): lambda left, right: _scale_months(right, left),
    ("/", _YMD, _N): _divide_months,
    ("/", _YMD, _YMD): lambda left, right: NUMBERS.divide(Decimal(left.months), Decimal(right.months)),
}
for _day in (_D, _DT):
    _OPERATIONS["+", _day, _YMD] = lambda left, right: add_months(left, right.months)
    _OPERATIONS["+", _YMD, _day] = lambda left, right: add_months(right, left.months)
    _OPERATIONS["-", _day, _YMD] = lambda left, right: add_months(left, -right.months)


def applies(operator: str, left: str, right: str) -> bool:
    """Whether an operator is defined for two types, given by their names."""
    return left == right == "number" or (operator, left, right) in _OPERATIONS


def calculate(operator: str, left: object, right: object, run: Run) -> object:
    """The result of an operator. Raises ValueProblemError when the values have none."""
    try:
        if type(left) is Decimal and type(right) is Decimal:
            return _NUMBER_OPERATIONS[operator](left, right)
        operation = _OPERATIONS.get((operator, kind_of(left), kind_of(right)))
        if operation is None:
            raise ValueProblemError(f"{operator} does not apply to {kind_of(left)} and {kind_of(right)}")
        result = operation(left, right)
    except (ArithmeticError, ValueError) as error:
        raise ValueProblemError(f"{operator} has no result for these values") from error
    if type(result) is str:
        run.pay_for(result)
    return result


def negate(value: object) -> object:
    """The value with its sign turned. Raises ValueProblemError when it has none."""
    if isinstance(value, Decimal):
        return NUMBERS.minus(value)
    if isinstance(value, timedelta):
        try:
            return -value
        except OverflowError as error:
            raise ValueProblemError("the duration is too long") from error
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(-value.months)
    raise ValueProblemError(f"- does not apply to {kind_of(value)}")
