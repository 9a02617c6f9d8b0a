"""What is known of a call to a built-in function before it runs: whether its arguments fit, and the result's type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.feel.inference import Inference, kind
from engine.feel.interval import TEXT_CONSTRUCTORS
from engine.feel.registry import BUILTINS
from engine.feel.syntax import Call, Literal, Name, TypeName
from engine.feel.types import SIMPLE_TYPES, SYNONYMS
from engine.feel.values import BuiltinFunction, Overload

_Types = Sequence[TypeName | None]


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why arguments do not fit: the code of its wording, and the facts in it."""

    code: str
    facts: Mapping[str, str]


def find_misfit(function: BuiltinFunction, names: Sequence[str], arguments: _Types) -> Misfit | None:
    """Why no overload can take the arguments; None when one may."""
    if names:
        known = [{parameter.name for parameter in overload.parameters} for overload in function.overloads]
        if any(set(names) <= parameters for parameters in known):
            return None
        return Misfit("wrong_parameters", {"parameters": " or ".join(map(_shown, function.overloads))})
    misfits = [_misfit(overload, arguments) for overload in function.overloads]
    return misfits[0] if all(misfits) else None


def _shown(overload: Overload) -> str:
    return ", ".join(parameter.name for parameter in overload.parameters)


def _misfit(overload: Overload, arguments: _Types) -> Misfit | None:
    parameters = overload.parameters
    variadic = bool(parameters) and parameters[-1].variadic
    least = sum(not parameter.optional and not parameter.variadic for parameter in parameters)
    if len(arguments) < least or (len(arguments) > len(parameters) and not variadic):
        return Misfit("wrong_count" if parameters else "no_arguments", {"parameters": _shown(overload)})
    for place, argument in enumerate(arguments):
        parameter = parameters[min(place, len(parameters) - 1)]
        if argument is not None and not _may_fit(argument, parameter.type):
            wanted = parameter.type.replace("|", " or ")
            return Misfit("wrong_argument", {"parameter": parameter.name, "wanted": wanted, "kind": argument.name})
    return None


def _may_fit(argument: TypeName, wanted: str) -> bool:
    """Whether a value of the type may be taken: a lone item may stand for a list, and a list of one for its item."""
    name = SYNONYMS.get(argument.name, argument.name)
    allowed = wanted.split("|")
    if name not in SIMPLE_TYPES or "any" in allowed or "list" in allowed:
        return True
    return name in allowed or (name == "list" and (not argument.arguments or argument.arguments[0].name in allowed))


def fitting_result(function: BuiltinFunction, arguments: _Types) -> TypeName | None:
    """The type of the result, when all overloads that may be meant agree on it."""
    results = {overload.result for overload in function.overloads if _misfit(overload, arguments) is None}
    only = results.pop() if len(results) == 1 else "any"
    return None if only == "any" else TypeName(only)


def infer_call(inference: Inference, node: Call) -> TypeName | None:
    """The type of what a call gives; reports arguments that no built-in function can take."""
    arguments = [inference.infer(argument) for argument in node.arguments]
    name = node.function.name if isinstance(node.function, Name) else ""
    if name not in BUILTINS or _may_be_function(inference, name):
        called = inference.infer(node.function)
        return called.result if called is not None else None
    _check_constant(inference, name, node)
    misfit = find_misfit(BUILTINS[name], node.names, arguments)
    if misfit is not None:
        inference.report(misfit.code, node.position, name=name, **misfit.facts)
    return fitting_result(BUILTINS[name], arguments)


def _check_constant(inference: Inference, name: str, node: Call) -> None:
    """Report a date, time or duration whose text is none: `date("2026-13-01")`."""
    only = node.arguments[0] if len(node.arguments) == 1 else None
    read = TEXT_CONSTRUCTORS.get(name)
    if read is not None and isinstance(only, Literal) and isinstance(only.value, str) and read(only.value) is None:
        inference.report("no_such_value", only.position, text=only.value, kind=name)


def _may_be_function(inference: Inference, name: str) -> bool:
    """Whether a variable of that name may be what is called; one that is no function hides no built-in function."""
    if name not in inference.known:
        return False
    known = inference.known[name]
    return known is None or kind(known) == "function"
