"""Values as a scenario's file writes them: texts that begin with `=` are FEEL over the case's variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.calendars import WorkingCalendar
from engine.feel import Expression, evaluate, parse
from engine.interpreter.values import normalise

_FORMULA: Final = "="


@dataclass(frozen=True, slots=True)
class Written:
    """A value that may hold formulas. `is_fixed`: it holds none, and is the same at every time."""

    content: Any
    is_fixed: bool = True

    @classmethod
    def of(cls, raw: Any) -> "Written":
        """Read what JSON holds. Raises FeelSyntaxError, InvalidValueError."""
        content = _parsed(raw)
        is_fixed = not _has_formula(content)
        return cls(normalise(content) if is_fixed else content, is_fixed)

    def value(self, variables: Mapping[str, Any], *, now: datetime, calendar: WorkingCalendar) -> Any:
        """The value at an instant (local, aware)."""
        if self.is_fixed:
            return self.content
        return normalise(_filled(self.content, variables, now, calendar=calendar))

    def values(self, variables: Mapping[str, Any], *, now: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
        """The value as variables; nothing where it is no context."""
        found = self.value(variables, now=now, calendar=calendar)
        return dict(found) if isinstance(found, dict) else {}


NOTHING: Final = Written({})


def _parsed(raw: Any) -> Any:
    if isinstance(raw, str) and raw.startswith(_FORMULA):
        return parse(raw.removeprefix(_FORMULA).strip())
    if isinstance(raw, Mapping):
        return {str(name): _parsed(part) for name, part in raw.items()}
    return [_parsed(part) for part in raw] if isinstance(raw, list) else raw


def _has_formula(content: Any) -> bool:
    if isinstance(content, dict):
        return any(map(_has_formula, content.values()))
    if isinstance(content, list):
        return any(map(_has_formula, content))
    return isinstance(content, Expression)


def _filled(content: Any, variables: Mapping[str, Any], now: datetime, *, calendar: WorkingCalendar) -> Any:
    if isinstance(content, Expression):
        return evaluate(content, variables, now=now, calendar=calendar)
    if isinstance(content, dict):
        return {name: _filled(part, variables, now, calendar=calendar) for name, part in content.items()}
    if isinstance(content, list):
        return [_filled(part, variables, now, calendar=calendar) for part in content]
    return content
