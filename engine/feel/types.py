"""Types at run time: whether a value belongs to one (`instance of`), and conversion of a value to a declared one."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.feel.compare import kind_of
from engine.feel.errors import ValueProblemError
from engine.feel.syntax import TypeName
from engine.feel.values import BuiltinFunction, Function, Range

SIMPLE_TYPES = frozenset(
    {
        "number", "string", "boolean", "date", "time", "date and time", "days and time duration",
        "years and months duration", "list", "context", "function", "range",
    }
)  # fmt: skip
_SYNONYMS = {
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "dateTime": "date and time",
}


@dataclass(frozen=True, slots=True)
class NamedTypes:
    """Types that a model defines by name; the base of all is the empty set."""

    by_name: Mapping[str, TypeName]


def is_instance(value: object, wanted: TypeName) -> bool:
    """Whether a value belongs to a type. Raises ValueProblemError for a type that is not known."""
    name = _SYNONYMS.get(wanted.name, wanted.name)
    if name in {"Any", "any"}:
        return value is not None
    if name in {"Null", "null"}:
        return value is None
    if name not in SIMPLE_TYPES:
        raise ValueProblemError(f"the type {name} is not known")
    if kind_of(value) != name:
        return False
    return _fits_inside(value, wanted)


def _fits_inside(value: object, wanted: TypeName) -> bool:
    if isinstance(value, list) and wanted.arguments:
        return all(_belongs(item, wanted.arguments[0]) for item in value)
    if isinstance(value, dict):
        return all(name in value and _belongs(value[name], kind) for name, kind in wanted.fields)
    if isinstance(value, Range) and wanted.arguments:
        ends = [end for end in (value.start, value.end) if end is not None]
        return all(is_instance(end, wanted.arguments[0]) for end in ends)
    if isinstance(value, Function | BuiltinFunction) and wanted.result is not None:
        return _function_fits(value, wanted)
    return True


def _belongs(value: object, wanted: TypeName) -> bool:
    return value is None or wanted.name in {"Any", "any"} or is_instance(value, wanted)


def _function_fits(value: Function | BuiltinFunction, wanted: TypeName) -> bool:
    if isinstance(value, Function):
        return len(value.parameters) == len(wanted.arguments)
    return any(len(overload.parameters) == len(wanted.arguments) for overload in value.overloads)
