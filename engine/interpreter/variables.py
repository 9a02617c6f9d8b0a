"""Variables in scopes: where they are read, where they are written, and formulas over them.

A read looks from the inside out. A write by the diagram (a script, a data association) goes to the nearest scope that
has the variable; what comes from outside (a person, a message, an operation) stays inside the round of a multi-instance
activity. A variable that is new belongs to that round, else to the case or called process.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from engine.feel import FeelError, FeelNote, evaluate
from engine.interpreter.errors import BudgetExceededError, ConditionError, ExpressionError
from engine.interpreter.execution import Execution
from engine.interpreter.state import Loop, Scope, Token
from engine.interpreter.values import normalise, size_of
from engine.reader.model import Node
from engine.reader.parts import Formula, MultiInstance, Parameter

_MISSING = object()
_COUNTS: Mapping[str, str] = {
    "numberOfInstances": "total",
    "nrOfInstances": "total",
    "numberOfCompletedInstances": "done",
    "nrOfCompletedInstances": "done",
    "numberOfActiveInstances": "active",
    "nrOfActiveInstances": "active",
    "numberOfTerminatedInstances": "terminated",
    "nrOfTerminatedInstances": "terminated",
}


def lookup(execution: Execution, scope_id: str, name: str, *, token: Token | None = None) -> Any:
    """The value of a variable, seen from a scope (and a token in it), or the marker `MISSING`."""
    if token is not None and name in token.variables:
        return token.variables[name]
    for scope in execution.state.chain(scope_id):
        if name in scope.variables:
            return scope.variables[name]
        if name in scope.snapshot:
            return scope.snapshot[name]
        computed = _computed(scope, name)
        if computed is not None:
            return computed
        if scope.kind == "process" and not scope.is_open_to_caller:
            break
    alias = execution.process(scope_id).aliases.get(name)
    return _MISSING if alias is None else lookup(execution, scope_id, alias, token=token)


def _computed(scope: Scope, name: str) -> int | None:
    """The counters of a repeated activity."""
    if name == "loopCounter":
        if scope.index is not None:
            return scope.index
        return scope.loop.done if scope.loop is not None else None
    if scope.loop is not None and name in _COUNTS:
        return _count(scope.loop, _COUNTS[name])
    return None


def _count(loop: Loop, name: str) -> int:
    if name == "active":
        return loop.begun - loop.done
    if name == "terminated":
        # An instance is terminated only when all that are left are, and with them the activity.
        return 0
    return loop.done if name == "done" else (loop.total if loop.total is not None else loop.begun)


def visible(execution: Execution, scope_id: str, *, token: Token | None = None) -> dict[str, Any]:
    """All variables that can be read from a scope."""
    found: dict[str, Any] = dict(token.variables) if token is not None else {}
    for scope in execution.state.chain(scope_id):
        found = {**scope.snapshot, **scope.variables, **found}
        if scope.kind == "process" and not scope.is_open_to_caller:
            break
    return found


class Visible(Mapping[str, Any]):
    """The variables that can be read from one place, looked up as they are asked for; `missing` are those not found."""

    __slots__ = ("_execution", "_extra", "_found", "_scope_id", "_token", "missing")

    def __init__(
        self, execution: Execution, scope_id: str, *, token: Token | None, extra: Mapping[str, Any] | None
    ) -> None:
        self._execution = execution
        self._scope_id = scope_id
        self._token = token
        self._extra = extra or {}
        self._found: dict[str, Any] = {}
        self.missing: set[str] = set()

    def __contains__(self, name: object) -> bool:
        if name in self._found:
            return True
        if not isinstance(name, str):
            return False
        value = self._extra.get(name, _MISSING)
        if value is _MISSING:
            value = lookup(self._execution, self._scope_id, name, token=self._token)
        if value is _MISSING:
            self.missing.add(name)
            return False
        self._found[name] = value
        return True

    def __getitem__(self, name: str) -> Any:
        if name not in self:
            raise KeyError(name)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(visible(self._execution, self._scope_id, token=self._token) | dict(self._extra))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _evaluate(
    execution: Execution, formula: Formula, context: Mapping[str, Any], notes: list[FeelNote] | None = None
) -> Any:
    env = execution.env
    try:
        now = env.now.astimezone(env.zone)
        return evaluate(formula.expression, context, now=now, calendar=env.calendar, explain=notes)
    except FeelError as error:
        raise ExpressionError(f"{formula.text}: {error}", element_id=execution.current) from error


def compute(
    execution: Execution,
    formula: Formula,
    scope_id: str,
    *,
    token: Token | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Any:
    """The value of a formula. `extra` are names that only it sees. Raises ExpressionError."""
    return _evaluate(execution, formula, Visible(execution, scope_id, token=token, extra=extra))


def is_true(
    execution: Execution,
    formula: Formula,
    scope_id: str,
    *,
    token: Token | None = None,
    extra: Mapping[str, Any] | None = None,
) -> bool:
    """Whether a condition holds.

    Raises ConditionError where it cannot be told because a variable that it reads does not exist, or where the formula
    gives something else than true, false or null: a branch is never taken, or left, by accident.
    """
    context = Visible(execution, scope_id, token=token, extra=extra)
    value = _evaluate(execution, formula, context)
    if value is True or value is False:
        return bool(value)
    missing = sorted(context.missing & formula.names)
    if value is None and not missing:
        return False
    reason = f"these variables have no value: {', '.join(missing)}" if missing else f"it gives {value!r}"
    raise ConditionError(f"The condition {formula.text} is not true or false; {reason}.", element_id=execution.current)


def holds(execution: Execution, formula: Formula, scope_id: str, *, token: Token | None = None) -> bool:
    """Whether a condition that is waited for holds by now; what has no value yet does not."""
    return compute(execution, formula, scope_id, token=token) is True


def explain(execution: Execution, formula: Formula, scope_id: str, *, token: Token | None = None) -> str:
    """Why a formula gives null, in one line."""
    notes: list[FeelNote] = []
    _evaluate(execution, formula, Visible(execution, scope_id, token=token, extra=None), notes)
    return "; ".join(dict.fromkeys(note.message for note in notes))


def write(execution: Execution, scope_id: str, values: Mapping[str, Any], *, from_outside: bool) -> None:
    """Set variables, seen from a scope. Raises InvalidValueError, BudgetExceededError."""
    if not values:
        return
    chain = list(_writable(execution, scope_id))
    aliases = execution.process(scope_id).aliases
    for given, value in values.items():
        # A data object may be written by its id as well as by its name.
        name = aliases.get(given, given)
        target = next((scope for scope in chain if name in scope.variables), None)
        barrier = next(scope for scope in chain if _is_barrier(execution, scope))
        if target is None or (from_outside and chain.index(target) > chain.index(barrier)):
            target = barrier
        set_variable(execution, target, name, value)
    _note_undone(chain, values)


def _note_undone(chain: Iterable[Scope], names: Collection[str]) -> None:
    """What one compensation handler writes, the next ones read as it is, not as it was when they were remembered."""
    for scope in chain:
        if scope.kind == "compensation":
            scope.note["written"] = sorted({*scope.note.get("written", ()), *names})
            scope.snapshot = {name: value for name, value in scope.snapshot.items() if name not in names}


def set_variable(execution: Execution, scope: Scope, name: str, value: Any) -> None:
    """Set one variable of exactly that scope."""
    state = execution.state
    kept = normalise(value, name=name)
    before = scope.variables.get(name, _MISSING)
    if before is not _MISSING and type(before) is type(kept) and before == kept:
        return
    state.size += size_of(kept) - (size_of(before) if before is not _MISSING else 0)
    limit = execution.env.limits.variable_bytes
    if state.size > limit:
        raise BudgetExceededError("variable_bytes", limit, element_id=execution.current)
    scope.variables[name] = kept
    state.changed.add(name)


def _writable(execution: Execution, scope_id: str) -> Iterable[Scope]:
    for scope in execution.state.chain(scope_id):
        yield scope
        if scope.kind == "process":
            return


def _is_barrier(execution: Execution, scope: Scope) -> bool:
    if scope.kind == "process":
        return True
    if scope.kind != "instance":
        return False
    return isinstance(execution.process(scope.id).nodes[scope.element].loop, MultiInstance)


def assign(
    execution: Execution,
    parameters: Iterable[Parameter],
    scope_id: str,
    *,
    token: Token | None = None,
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The values of inputs, outputs or data associations, by name."""
    return {
        parameter.name: compute(execution, parameter.formula, scope_id, token=token, extra=extra)
        for parameter in parameters
    }


def take_outputs(execution: Execution, token: Token, node: Node, payload: Mapping[str, Any]) -> None:
    """Write what came to an element from outside: its mapped outputs if it maps any, its result variable, or all."""
    if node.outputs:
        values = assign(execution, node.outputs, token.scope, token=token, extra=payload)
    elif node.result_variable and node.kind not in {"scriptTask", "businessRuleTask"}:
        values = {node.result_variable: dict(payload)}
    else:
        values = dict(payload)
    write(execution, token.scope, values, from_outside=True)
    take_data_outputs(execution, token, node, payload)


def take_data_outputs(execution: Execution, token: Token, node: Node, payload: Mapping[str, Any]) -> None:
    """Move data through the element's data output associations."""
    outputs = [output for output in node.data_outputs if not _is_of_loop(execution, token, node, output)]
    moved = assign(execution, outputs, token.scope, token=token, extra=payload)
    write(execution, token.scope, moved, from_outside=False)


def _is_of_loop(execution: Execution, token: Token, node: Node, output: Parameter) -> bool:
    """Whether a data output moves what all instances gave together: it does not belong to one of them."""
    is_gathered = isinstance(node.loop, MultiInstance) and node.loop.output in output.formula.names
    return is_gathered and execution.is_round(token)
