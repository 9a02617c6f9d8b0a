"""Calls: finding what is called, fitting the arguments, and the depth budget of functions that call functions."""

from collections.abc import Sequence

from engine.feel.budget import Run
from engine.feel.compare import kind_of
from engine.feel.errors import FeelBudgetError, ValueProblemError
from engine.feel.registry import call_builtin, call_builtin_named
from engine.feel.values import BuiltinFunction, Function


def call(function: object, arguments: Sequence[object], run: Run) -> object:
    """Call with positional arguments. Raises ValueProblemError when that has no result."""
    if isinstance(function, BuiltinFunction):
        return call_builtin(function, run, arguments)
    if not isinstance(function, Function):
        raise ValueProblemError(f"{kind_of(function)} is not a function")
    if len(arguments) != len(function.parameters):
        raise ValueProblemError(f"{function.name or 'the function'} takes {len(function.parameters)} arguments")
    return _enter(function, list(arguments), run)


def call_named(function: object, named: dict[str, object], run: Run) -> object:
    """Call with named arguments. Raises ValueProblemError when that has no result."""
    if isinstance(function, BuiltinFunction):
        return call_builtin_named(function, run, named)
    if not isinstance(function, Function):
        raise ValueProblemError(f"{kind_of(function)} is not a function")
    if named.keys() != set(function.parameters):
        raise ValueProblemError(f"{function.name or 'the function'} takes {', '.join(function.parameters)}")
    return _enter(function, [named[parameter] for parameter in function.parameters], run)


def _enter(function: Function, arguments: list[object], run: Run) -> object:
    run.tick()
    if run.depth <= 0:
        raise FeelBudgetError("depth", run.budget.depth)
    run.depth -= 1
    try:
        return function.invoke(run, arguments)
    finally:
        run.depth += 1
