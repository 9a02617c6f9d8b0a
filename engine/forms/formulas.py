"""How a form's expressions are evaluated: with the case's variables, overlaid by what is entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.calendars import WorkingCalendar
from engine.feel import Expression, FeelBudgetError, evaluate
from engine.forms.inputs import option_of
from engine.forms.model import ChoiceField, Option

_MOST_OPTIONS = 5000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What expressions may read besides the entered values: variables of the case, the time, the calendar."""

    context: Mapping[str, Any] = field(default_factory=dict)
    now: datetime | None = None
    calendar: WorkingCalendar | None = None

    def value(self, expression: Expression, local: Mapping[str, Any]) -> Any:
        """The expression's value; null also where it costs more than its budget."""
        try:
            return evaluate(expression, {**self.context, **local}, now=self.now, calendar=self.calendar)
        except FeelBudgetError:
            return None


def options_of(choice: ChoiceField, surroundings: Surroundings, local: Mapping[str, Any]) -> tuple[Option, ...]:
    """The choice's own options, then those that its expression gives (bare values or `{label, value}`)."""
    if choice.options_from is None:
        return tuple(choice.options)
    found = surroundings.value(choice.options_from, local)
    items: Sequence[Any] = found[:_MOST_OPTIONS] if isinstance(found, list) else ()
    more = (option_of(item) for item in items)
    return (*choice.options, *(option for option in more if option is not None))
