"""Corrections of a case's variables by an administrator: each keeps the kind of value that was there."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from engine.errors import InvalidDataError
from engine.feel import YearsMonthsDuration
from engine.interpreter.values import normalise
from engine.model import FieldError, Text, Variables

KINDS: Final[Mapping[type, Text]] = {
    str: Text("text", "text"),
    bool: Text("ja eller nej", "yes or no"),
    Decimal: Text("tal", "number"),
    date: Text("datum", "date"),
    time: Text("klockslag", "time of day"),
    datetime: Text("datum med klockslag", "date with time"),
    timedelta: Text("tidslängd", "duration"),
    YearsMonthsDuration: Text("antal år och månader", "years and months"),
    list: Text("lista", "list"),
    dict: Text("grupp av uppgifter", "context"),
}


def checked(present: Variables, given: Variables) -> dict[str, Any]:
    """The variables that really change, as the engine keeps them.

    A variable that has no value yet may become anything; any other keeps its kind, or is emptied. Raises
    InvalidValueError for what cannot be stored, InvalidDataError that names each variable with another kind of value.
    """
    normal = {name: normalise(value, name=name) for name, value in given.items()}
    errors = [error for name, value in normal.items() if (error := _error_in(name, present.get(name), value))]
    if errors:
        raise InvalidDataError(errors)
    return {name: value for name, value in normal.items() if name not in present or _differs(present[name], value)}


def told(present: Variables, changes: Variables) -> list[dict[str, Any]]:
    """Each change with what was there before, as the history keeps it."""
    return [{"name": name, "before": present.get(name), "after": value} for name, value in sorted(changes.items())]


def _error_in(name: str, before: Any, after: Any) -> FieldError | None:
    if not name.isidentifier():
        return FieldError(name, Text("Det är inget namn på en uppgift.", "This is no name of a variable."))
    if before is None or after is None or _kind(before) is _kind(after):
        return None
    kind = KINDS[_kind(before)]
    return FieldError(name, Text(f"Värdet ska vara: {kind.sv}.", f"The value must be: {kind.en}."))


def _kind(value: Any) -> type:
    # A date with time is a date to Python, but not to the engine.
    return next(kind for kind in (datetime, *KINDS) if isinstance(value, kind))


def _differs(before: Any, after: Any) -> bool:
    return type(before) is not type(after) or before != after
