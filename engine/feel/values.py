"""The values of FEEL as Python objects, and the way in for values that come from outside.

Numbers are Decimal, days-and-time durations are datetime.timedelta, contexts are dicts, the rest as named here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from engine.feel.budget import Run
from engine.feel.errors import FeelBudgetError

DaysTimeDuration = timedelta
"""A days-and-time duration is Python's own timedelta (microseconds, up to 999,999,999 days)."""

NUMBERS = Context(prec=34, Emin=-6143, Emax=6144, traps=[Overflow, InvalidOperation, DivisionByZero])
"""IEEE 754 decimal128, which the standard prescribes."""

_MAX_NESTING = 100
_MOST_MONTHS = 10**20


def is_whole(number: Decimal) -> bool:
    """Whether a number has no fraction; for numbers of any size, which `%` is not."""
    return number == number.to_integral_value()


@dataclass(frozen=True, slots=True, order=True)
class YearsMonthsDuration:
    """A duration in whole months; negative for one back in time. Raises OverflowError beyond 10^20 months."""

    months: int

    def __post_init__(self) -> None:
        if abs(self.months) > _MOST_MONTHS:
            raise OverflowError("The duration is too long")

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return ("-P" if self.months < 0 else "P") + text


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two ends.

    `operator` is set for a range written with one, such as `(< 10)` or `(!= 10)`: its end that is None is open. An
    interval `[1..null]` has no open end: whether a value lies in it cannot be said.
    """

    start: object
    end: object
    start_included: bool
    end_included: bool
    operator: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """Something that can be called: `invoke` gets the run and the arguments in the order of `parameters`."""

    name: str
    parameters: tuple[str, ...]
    invoke: Callable[[Run, list[object]], object]
    signature: str = ""


class BuiltinFunction:
    """A function of the standard, with its overloads; `overloads` is tried in order."""

    __slots__ = ("name", "overloads")

    def __init__(self, name: str) -> None:
        self.name = name
        self.overloads: list[Overload] = []


@dataclass(frozen=True, slots=True)
class Parameter:
    """One formal parameter of a built-in function."""

    name: str
    type: str
    optional: bool = False
    variadic: bool = False


@dataclass(frozen=True, slots=True)
class Overload:
    """One signature of a built-in function and what carries it out."""

    parameters: tuple[Parameter, ...]
    result: str
    apply: Callable[..., object]


SETTLED_TYPES = frozenset(
    {str, bool, type(None), date, time, datetime, timedelta, YearsMonthsDuration, Range, Function, BuiltinFunction}
)
"""Types whose objects from outside need no conversion."""


def settle(value: object, nesting: int = 0) -> object:
    """The FEEL value of a Python object; what has no counterpart in FEEL becomes None."""
    kind = type(value)
    if kind is int or kind is float or kind is Decimal:
        return _number(value)
    if kind in SETTLED_TYPES:
        return value
    if nesting > _MAX_NESTING:
        raise FeelBudgetError("nesting", _MAX_NESTING)
    return _settle_container(value, nesting + 1)


def _settle_container(value: object, nesting: int) -> object:
    if isinstance(value, Mapping):
        return {str(key): settle(item, nesting) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [settle(item, nesting) for item in value]
    return _settle_subclass(value)


def _settle_subclass(value: object) -> object:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, datetime | date | time | timedelta):
        return value
    if isinstance(value, int | float | Decimal):
        return _number(value)
    return None


def _number(value: object) -> Decimal | None:
    """The number rounded to 34 digits; None for infinity, for what is no number, and for what is out of bounds."""
    try:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)  # type: ignore[arg-type]
        return NUMBERS.plus(number) if number.is_finite() else None
    except ArithmeticError:
        return None
