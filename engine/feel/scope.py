"""What names mean while an expression runs: variables in scopes, innermost first."""

from collections.abc import Mapping

from engine.feel.budget import Run
from engine.feel.values import SETTLED_TYPES, settle

_MISSING = object()


class Scope:
    """Variables of one place; `outer` is where to look next, None for the outermost, which the caller gave."""

    __slots__ = ("outer", "run", "values")

    def __init__(self, values: Mapping[str, object], outer: "Scope | None", run: Run) -> None:
        self.values = values
        self.outer = outer
        self.run = run

    def inner(self, values: Mapping[str, object]) -> "Scope":
        """A scope inside this one."""
        return Scope(values, self, self.run)

    def find(self, name: str, missing: object = _MISSING) -> object:
        """The value of a name, or `missing`."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.values:
                value = scope.values[name]
                if scope.outer is not None or type(value) in SETTLED_TYPES:
                    return value
                return scope.settled(name, value)
            scope = scope.outer
        return missing

    def settled(self, name: str, value: object) -> object:
        """The caller's value as a FEEL value, converted once in each evaluation."""
        known = self.run.settled.get(name, _MISSING)
        if known is _MISSING:
            known = self.run.settled[name] = settle(value)
        return known


def is_missing(value: object) -> bool:
    """Whether `Scope.find` found nothing."""
    return value is _MISSING
