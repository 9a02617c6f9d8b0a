"""Types at run time: whether a value belongs to one (`instance of`)."""

from datetime import UTC, date, datetime, time

from engine.feel.budget import NamedTypes
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
SYNONYMS = {
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "dateTime": "date and time",
}


def is_instance(value: object, wanted: TypeName, types: NamedTypes) -> bool:
    """Whether a value belongs to a type. Raises ValueProblemError for a type that is not known."""
    name = SYNONYMS.get(wanted.name, wanted.name)
    if name in {"Any", "any"}:
        return value is not None
    if name in {"Null", "null"}:
        return value is None
    if name in types:
        return value is not None and types[name](value)
    if name not in SIMPLE_TYPES:
        raise ValueProblemError(f"the type {name} is not known")
    return kind_of(value) == name and _fits_inside(value, wanted, types)


def _fits_inside(value: object, wanted: TypeName, types: NamedTypes) -> bool:
    if isinstance(value, list) and wanted.arguments:
        return all(conforms(item, wanted.arguments[0], types) for item in value)
    if isinstance(value, dict):
        return all(name in value and conforms(value[name], kind, types) for name, kind in wanted.fields)
    if isinstance(value, Range) and wanted.arguments:
        ends = [end for end in (value.start, value.end) if end is not None]
        return all(is_instance(end, wanted.arguments[0], types) for end in ends)
    if isinstance(value, Function | BuiltinFunction) and wanted.result is not None:
        return _function_fits(value, wanted)
    return True


def conforms(value: object, wanted: TypeName, types: NamedTypes) -> bool:
    """Whether a value may stand where the type is asked for: null may stand anywhere."""
    return value is None or is_instance(value, wanted, types)


def converted(value: object, wanted: TypeName, types: NamedTypes) -> object:
    """The value as one of a type: a list of one item may stand for it, a lone item for a list, a day for its midnight.

    Raises ValueProblemError when it is none and cannot become one.
    """
    for candidate in (value, *variants(value)):
        if conforms(candidate, wanted, types):
            return candidate
    raise ValueProblemError(f"{wanted.name} is needed, not {kind_of(value)}")


def variants(value: object) -> list[object]:
    """What a value may be converted to where a type asks for it (DMN 1.5, implicit conversions)."""
    found: list[object] = [value[0]] if isinstance(value, list) and len(value) == 1 else []
    found.append([value])
    if kind_of(value) == "date" and isinstance(value, date):
        found.append(datetime.combine(value, time(), UTC))
    return found


def _function_fits(value: Function | BuiltinFunction, wanted: TypeName) -> bool:
    if isinstance(value, Function):
        return len(value.parameters) == len(wanted.arguments)
    return any(len(overload.parameters) == len(wanted.arguments) for overload in value.overloads)
