"""Values as texts, as `string()` gives them."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.feel.budget import Run
from engine.feel.compare import kind_of
from engine.feel.temporal import format_date, format_date_time, format_days_time, format_time
from engine.feel.values import NUMBERS, Range, YearsMonthsDuration

_MOST_DIGITS = 40


def number_text(value: Decimal) -> str:
    """A number without an exponent, unless it would be very long; without needless zeros."""
    if not value:
        return "0"
    plain = value.normalize(NUMBERS)
    if abs(plain.adjusted()) > _MOST_DIGITS:
        return str(plain)
    return f"{plain:f}"


_SCALARS: dict[type, Callable[..., str]] = {
    Decimal: number_text,
    bool: lambda value: "true" if value else "false",
    datetime: format_date_time,
    date: format_date,
    time: format_time,
    timedelta: format_days_time,
    YearsMonthsDuration: str,
}


def literal_text(value: object) -> str:
    """A value as one writes it in a cell: texts in quotation marks. For values that are known to be small."""
    return _inside(value, Run())


def to_text(value: object, run: Run) -> str:
    """The value as a text; texts inside lists and contexts stand in quotation marks."""
    return value if isinstance(value, str) else _inside(value, run)


def _inside(value: object, run: Run) -> str:
    run.tick()
    if isinstance(value, list | dict | Range):
        text = _structure(value, run)
        run.check_size(len(text))
        return text
    if value is None:
        return "null"
    if isinstance(value, str):
        return _quoted(value)
    scalar = next((form for kind, form in _SCALARS.items() if isinstance(value, kind)), None)
    return scalar(value) if scalar else kind_of(value)


def _structure(value: object, run: Run) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_inside(item, run) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_inside(item, run)}" for key, item in value.items()) + "}"
    if not isinstance(value, Range):
        return kind_of(value)
    if value.operator:
        return f"({value.operator} {_inside(value.end if value.start is None else value.start, run)})"
    opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
    return f"{opening}{_inside(value.start, run)}..{_inside(value.end, run)}{closing}"


def _key(key: str) -> str:
    return key if key.replace(" ", "_").isidentifier() else _quoted(key)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
