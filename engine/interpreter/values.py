"""The values that a case may hold, their size, and their way to JSON and back with their type."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from engine.errors import InvalidValueError
from engine.feel import YearsMonthsDuration

MAX_DEPTH = 100
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
_PLAIN = (str, bool, Decimal, date, time, timedelta, YearsMonthsDuration)


def normalise(value: Any, *, name: str = "", depth: int = 0) -> Any:
    """The value as the engine keeps it: int and float become Decimal, mappings dicts, tuples lists.

    Raises InvalidValueError for a value of another type, a number that is not finite, text that is no
    Unicode, or nesting past 100 levels.
    """
    if value is None or type(value) in _PLAIN or isinstance(value, datetime):
        return _plain(value, name)
    if depth > MAX_DEPTH:
        raise InvalidValueError(f"Variable {name}: the value is nested deeper than {MAX_DEPTH} levels.")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, name)
    if isinstance(value, Mapping):
        return {_key(key, name): normalise(item, name=name, depth=depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [normalise(item, name=name, depth=depth + 1) for item in value]
    if isinstance(value, _PLAIN):
        return value
    raise InvalidValueError(f"Variable {name}: a value of type {type(value).__name__} cannot be stored.")


def _plain(value: Any, name: str) -> Any:
    if type(value) is Decimal and not value.is_finite():
        raise InvalidValueError(f"Variable {name}: {value} is not a finite number.")
    if type(value) is str and not value.isascii() and _HALF_A_CHARACTER.search(value):
        raise InvalidValueError(f"Variable {name}: the text holds half a character, which cannot be stored.")
    return value


def _number(value: int | float, name: str) -> Decimal:
    if not isfinite(value):
        raise InvalidValueError(f"Variable {name}: {value} is not a finite number.")
    return Decimal(value) if isinstance(value, int) else Decimal(repr(value))


def _key(key: Any, name: str) -> str:
    if not isinstance(key, str):
        raise InvalidValueError(f"Variable {name}: the key {key!r} is not a text.")
    return key


def size_of(value: Any) -> int:
    """About how many bytes the value takes in a saved state."""
    if isinstance(value, str):
        return len(value) + 2
    if isinstance(value, list):
        return 2 + sum(map(size_of, value))
    if isinstance(value, dict):
        return 2 + sum(len(key) + 4 + size_of(item) for key, item in value.items())
    return 8


def encode_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Variables as JSON values; `decode_values` turns them back with their types."""
    return {name: encode(value) for name, value in values.items()}


def decode_values(document: Mapping[str, Any]) -> dict[str, Any]:
    """The variables that `encode_values` wrote."""
    return {name: decode(value) for name, value in document.items()}


def encode(value: Any) -> Any:
    """A JSON value: texts, booleans, whole numbers, lists and contexts as they are, the rest as {"$type": text}."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, list):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        document = {key: encode(item) for key, item in value.items()}
        return {"$context": document} if any(key.startswith("$") for key in value) else document
    return _encode_typed(value)


def _encode_typed(value: Any) -> Any:
    if isinstance(value, Decimal):
        # The exponent is part of the type's promise (10.00 stays 10.00), so only plain integers are JSON numbers.
        return int(value) if value.as_tuple().exponent == 0 and abs(value) < 10**15 else {"$number": str(value)}
    if isinstance(value, int):
        return value
    if isinstance(value, timedelta):
        return {"$duration": [value.days, value.seconds, value.microseconds]}
    if isinstance(value, YearsMonthsDuration):
        return {"$months": value.months}
    kind = "datetime" if isinstance(value, datetime) else "date" if isinstance(value, date) else "time"
    zone = getattr(getattr(value, "tzinfo", None), "key", None)
    if zone is None:
        return {f"${kind}": value.isoformat()}
    # The wall clock is what was meant, also for a time that the change to summer time skips or repeats.
    return {f"${kind}": [value.replace(tzinfo=None).isoformat(), zone, value.fold]}


def decode(document: Any) -> Any:
    """The value that `encode` wrote."""
    if isinstance(document, bool) or document is None or isinstance(document, str):
        return document
    if isinstance(document, int):
        return Decimal(document)
    if isinstance(document, list):
        return [decode(item) for item in document]
    if len(document) == 1:
        key, content = next(iter(document.items()))
        if key.startswith("$"):
            return _decode_typed(key, content)
    return {key: decode(item) for key, item in document.items()}


def _decode_typed(key: str, content: Any) -> Any:
    if key == "$context":
        return {name: decode(item) for name, item in content.items()}
    if key == "$number":
        return Decimal(content)
    if key == "$duration":
        return timedelta(*content)
    if key == "$months":
        return YearsMonthsDuration(content)
    return _decode_temporal(key, content)


def _decode_temporal(key: str, content: Any) -> Any:
    text, zone, fold = content if isinstance(content, list) else (content, None, 0)
    if key == "$date":
        return date.fromisoformat(text)
    value = time.fromisoformat(text) if key == "$time" else datetime.fromisoformat(text)
    return value.replace(tzinfo=ZoneInfo(zone), fold=fold) if zone else value
