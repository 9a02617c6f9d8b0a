"""Built-in functions on numbers, and `not`."""

from datetime import timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    InvalidOperation,
)

from engine.feel.errors import ValueProblemError
from engine.feel.registry import builtin
from engine.feel.values import NUMBERS, YearsMonthsDuration, is_whole

_MIN_SCALE, _MAX_SCALE = -6111, 6176
_ROUNDING_DIGITS = 14_000


def whole(value: object) -> int:
    """A number cut to a whole one. Raises ValueProblemError when it is no number."""
    if not isinstance(value, Decimal):
        raise ValueProblemError("a whole number is needed")
    return int(value)


def _round(value: Decimal, scale: object, mode: str) -> Decimal:
    places = whole(scale)
    if not _MIN_SCALE <= places <= _MAX_SCALE:
        raise ValueProblemError(f"the scale must lie between {_MIN_SCALE} and {_MAX_SCALE}")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -places:
        return value
    rounding = Context(prec=_ROUNDING_DIGITS, rounding=mode, Emin=-20_000, Emax=20_000, traps=[InvalidOperation])
    return NUMBERS.plus(value.quantize(Decimal(1).scaleb(-places, rounding), context=rounding))


@builtin("decimal(n: number, scale: number) -> number")
def decimal(value: Decimal, scale: Decimal) -> Decimal:
    """Round half to even."""
    return _round(value, scale, ROUND_HALF_EVEN)


@builtin("floor(n: number, scale: number?) -> number")
def floor(value: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    """Round down, to the smaller."""
    return _round(value, scale, ROUND_FLOOR)


@builtin("ceiling(n: number, scale: number?) -> number")
def ceiling(value: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    """Round up, to the larger."""
    return _round(value, scale, ROUND_CEILING)


@builtin("round up(n: number, scale: number) -> number")
def round_up(value: Decimal, scale: Decimal) -> Decimal:
    """Round away from zero."""
    return _round(value, scale, ROUND_UP)


@builtin("round down(n: number, scale: number) -> number")
def round_down(value: Decimal, scale: Decimal) -> Decimal:
    """Round towards zero."""
    return _round(value, scale, ROUND_DOWN)


@builtin("round half up(n: number, scale: number) -> number")
def round_half_up(value: Decimal, scale: Decimal) -> Decimal:
    """Round to the nearest, halves away from zero."""
    return _round(value, scale, ROUND_HALF_UP)


@builtin("round half down(n: number, scale: number) -> number")
def round_half_down(value: Decimal, scale: Decimal) -> Decimal:
    """Round to the nearest, halves towards zero."""
    return _round(value, scale, ROUND_HALF_DOWN)


@builtin("abs(n: number) -> number", "abs(n: days and time duration|years and months duration) -> any")
def absolute(value: object) -> object:
    """The value without its sign."""
    if isinstance(value, Decimal):
        return NUMBERS.abs(value)
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(abs(value.months))
    return abs(value) if isinstance(value, timedelta) else None


@builtin("modulo(dividend: number, divisor: number) -> number")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """What remains after division; it has the sign of the divisor."""
    quotient = NUMBERS.divide(dividend, divisor).to_integral_value(ROUND_FLOOR)
    return NUMBERS.subtract(dividend, NUMBERS.multiply(divisor, quotient))


@builtin("sqrt(number: number) -> number")
def square_root(value: Decimal) -> Decimal:
    """The square root; null of a negative number."""
    return NUMBERS.sqrt(value)


@builtin("log(number: number) -> number")
def logarithm(value: Decimal) -> Decimal:
    """The natural logarithm; null of zero and below."""
    if value <= 0:
        raise ValueProblemError("only positive numbers have a logarithm")
    return NUMBERS.ln(value)


@builtin("exp(number: number) -> number")
def exponential(value: Decimal) -> Decimal:
    """Euler's number to that power."""
    return NUMBERS.exp(value)


@builtin("odd(number: number) -> boolean")
def odd(value: Decimal) -> bool:
    """Whether a whole number is odd."""
    return is_whole(value) and not even(value)


@builtin("even(number: number) -> boolean")
def even(value: Decimal) -> bool:
    """Whether a whole number is even."""
    return is_whole(value) and is_whole(NUMBERS.divide(value, Decimal(2)))


@builtin("not(negand: any|null) -> boolean")
def negation(value: object) -> bool | None:
    """True of false, false of true, null of the rest."""
    return not value if isinstance(value, bool) else None
