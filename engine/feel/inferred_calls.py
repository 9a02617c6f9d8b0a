"""What is known of a call to a built-in function before it runs: whether its arguments fit, and the result's type."""

from collections.abc import Sequence

from engine.feel.syntax import TypeName
from engine.feel.types import SIMPLE_TYPES, SYNONYMS
from engine.feel.values import BuiltinFunction, Overload

_Types = Sequence[TypeName | None]


def positional_problem(function: BuiltinFunction, names: Sequence[str], arguments: _Types) -> str:
    """Why no overload can take the arguments; nothing when one may."""
    if names:
        known = [{parameter.name for parameter in overload.parameters} for overload in function.overloads]
        if any(set(names) <= parameters for parameters in known):
            return ""
        return f"its parameters are {' or '.join(', '.join(_shown(overload)) for overload in function.overloads)}"
    reasons = [_mismatch(overload, arguments) for overload in function.overloads]
    return "" if not all(reasons) else reasons[0]


def _shown(overload: Overload) -> list[str]:
    return [parameter.name for parameter in overload.parameters]


def _mismatch(overload: Overload, arguments: _Types) -> str:
    parameters = overload.parameters
    variadic = bool(parameters) and parameters[-1].variadic
    least = sum(not parameter.optional and not parameter.variadic for parameter in parameters)
    if len(arguments) < least or (len(arguments) > len(parameters) and not variadic):
        return f"takes {', '.join(_shown(overload)) or 'no arguments'}"
    for place, argument in enumerate(arguments):
        parameter = parameters[min(place, len(parameters) - 1)]
        if argument is not None and not _may_fit(argument, parameter.type):
            return f"{parameter.name} must be {parameter.type.replace('|', ' or ')}, not {argument.name}"
    return ""


def _may_fit(argument: TypeName, wanted: str) -> bool:
    """Whether a value of the type may be taken: a lone item may stand for a list, and a list of one for its item."""
    name = SYNONYMS.get(argument.name, argument.name)
    allowed = wanted.split("|")
    if name not in SIMPLE_TYPES or "any" in allowed or "list" in allowed:
        return True
    return name in allowed or (name == "list" and (not argument.arguments or argument.arguments[0].name in allowed))


def fitting_result(function: BuiltinFunction, arguments: _Types) -> TypeName | None:
    """The type of the result, when all overloads that may be meant agree on it."""
    results = {overload.result for overload in function.overloads if not _mismatch(overload, arguments)}
    only = results.pop() if len(results) == 1 else "any"
    return None if only == "any" else TypeName(only)
