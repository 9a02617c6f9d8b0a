"""The table of built-in functions: how they are declared, and how a call finds its overload."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from engine.feel.budget import Run
from engine.feel.compare import kind_of
from engine.feel.errors import ValueProblemError
from engine.feel.regex import PatternError
from engine.feel.values import BuiltinFunction, Overload, Parameter

_Apply = TypeVar("_Apply", bound=Callable[..., object])

BUILTINS: dict[str, BuiltinFunction] = {}


def builtin(*signatures: str) -> Callable[[_Apply], _Apply]:
    """Declare a built-in function by its signatures.

    A signature reads `name(parameter: type, optional: type?, rest: type...) -> type`; several types are joined by `|`.
    The function gets the run first if its own first parameter is called `run`.
    """

    def declare(function: _Apply) -> _Apply:
        wants_run = next(iter(inspect.signature(function).parameters), "") == "run"
        apply: Callable[..., object] = function if wants_run else _without_run(function)
        for signature in signatures:
            name, parameters, result = _read_signature(signature)
            target = BUILTINS.setdefault(name, BuiltinFunction(name))
            target.overloads.append(Overload(parameters, result, apply))
        return function

    return declare


def _without_run(function: Callable[..., object]) -> Callable[..., object]:
    return lambda _run, *arguments: function(*arguments)


def _read_signature(signature: str) -> tuple[str, tuple[Parameter, ...], str]:
    name, _, rest = signature.partition("(")
    inside, _, result = rest.rpartition(")")
    parameters = tuple(_read_parameter(part) for part in inside.split(",") if part.strip())
    return name, parameters, result.replace("->", "").strip() or "any"


def _read_parameter(text: str) -> Parameter:
    name, _, kind = (part.strip() for part in text.partition(":"))
    variadic, optional = kind.endswith("..."), kind.endswith("?")
    return Parameter(name, kind.rstrip(".?"), optional, variadic)


def call_builtin(function: BuiltinFunction, run: Run, arguments: Sequence[object]) -> object:
    """Call with positional arguments. Raises ValueProblemError when no overload takes them."""
    run.tick()
    problem = ""
    for overload in function.overloads:
        fitted = _fit(overload.parameters, arguments)
        if isinstance(fitted, str):
            problem = problem or fitted
        else:
            return _apply(overload, run, fitted)
    raise ValueProblemError(f"{function.name}: {problem or 'no such arguments'}")


def call_builtin_named(function: BuiltinFunction, run: Run, named: dict[str, object]) -> object:
    """Call with named arguments. Raises ValueProblemError when no overload takes them."""
    run.tick()
    problem = ""
    for overload in function.overloads:
        arguments = _order(overload.parameters, named)
        fitted = _fit(overload.parameters, arguments) if arguments is not None else "no such parameters"
        if isinstance(fitted, str):
            problem = problem or fitted
        else:
            return _apply(overload, run, fitted)
    raise ValueProblemError(f"{function.name}: {problem}")


def _apply(overload: Overload, run: Run, arguments: list[object]) -> object:
    for argument in arguments:
        if type(argument) is list:
            run.tick(len(argument) // 8)
    try:
        result = overload.apply(run, *arguments)
    except PatternError as error:
        raise ValueProblemError(str(error)) from error
    except (ArithmeticError, ValueError) as error:
        raise ValueProblemError("no result for these values") from error
    run.pay_for(result)
    return result


def _order(parameters: Sequence[Parameter], named: dict[str, object]) -> list[object] | None:
    """The arguments in the order of the parameters, or None when the names do not belong together."""
    known = {parameter.name for parameter in parameters}
    if not named.keys() <= known:
        return None
    last = max((index for index, parameter in enumerate(parameters) if parameter.name in named), default=-1)
    arguments: list[object] = []
    for parameter in parameters[: last + 1]:
        if parameter.name not in named and not parameter.optional:
            return None
        arguments.append(named.get(parameter.name, _LEFT_OUT))
    return arguments


_LEFT_OUT = object()


def _fit(parameters: Sequence[Parameter], arguments: Sequence[object]) -> list[object] | str:
    """The arguments converted to the parameters' types, or why they do not fit."""
    if len(arguments) > len(parameters) and not (parameters and parameters[-1].variadic):
        return f"at most {len(parameters)} arguments"
    fitted: list[object] = []
    for parameter, argument in zip(_stretched(parameters, len(arguments)), arguments, strict=False):
        if argument is _LEFT_OUT:
            fitted.append(None)
            continue
        accepted = convert(parameter.type, argument)
        if accepted is None and not (argument is None and "null" in parameter.type):
            return f"{parameter.name} must be {parameter.type}, not {kind_of(argument)}"
        fitted.append(argument if accepted is None else accepted)
    missing = [parameter for parameter in parameters[len(arguments) :] if not parameter.optional]
    if any(not parameter.variadic for parameter in missing):
        return f"{missing[0].name} is missing"
    return fitted


def _stretched(parameters: Sequence[Parameter], count: int) -> Iterator[Parameter]:
    yield from parameters
    for _ in range(count - len(parameters)):
        yield parameters[-1]


def convert(kinds: str, value: object) -> object:
    """The value as one of the types (a list of one item stands for it, a lone item for a list), or None."""
    if kinds == "any|null":
        return value
    kind = kind_of(value)
    allowed = kinds.split("|")
    if kind in allowed or ("any" in allowed and kind != "null"):
        return value
    if "list" in allowed and kind != "null":
        return [value]
    if isinstance(value, list) and len(value) == 1 and kind_of(value[0]) in allowed:
        return value[0]
    return None
