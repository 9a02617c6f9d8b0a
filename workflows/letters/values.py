"""Evaluates a template's FEEL expressions and puts their values into words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any

from engine import Text
from engine.feel import FeelError, FeelNote, FeelSyntaxError, Function, WorkingDays, evaluate, parse
from workflows.letters import wording
from workflows.letters.errors import MissingValueError, Place, TemplateError


@dataclass(frozen=True, slots=True)
class Wording:
    """In which language and zone values are put into words, and what `now()` and the working-day functions mean."""

    language: str = "sv"
    zone: str = wording.ZONE
    now: datetime | None = None
    calendar: WorkingDays | None = None


SWEDISH = Wording()

_ZONED: Mapping[str, Callable[..., str]] = {
    "date_text": wording.date_text,
    "weekday_text": wording.weekday_text,
    "time_text": wording.time_text,
    "instant_text": wording.instant_text,
    "deadline_text": wording.deadline_text,
}
_PLAIN: Mapping[str, Callable[..., str]] = {
    "money_text": wording.money_text,
    "percent_text": wording.percent_text,
    "number_text": wording.number_text,
    "list_text": wording.list_text,
    "yes_no_text": wording.yes_no_text,
}
FUNCTION_NAMES = frozenset({*_ZONED, *_PLAIN, "short_date_text", "period_text"})


@dataclass(frozen=True, slots=True)
class Values:
    """The values that a template may name, with the wording functions beside them."""

    names: Mapping[str, Any]
    wording: Wording = SWEDISH

    @classmethod
    def of(cls, context: Mapping[str, Any], chosen: Wording) -> "Values":
        """The values of a context."""
        return cls({**_functions(chosen), **context}, chosen)

    def with_name(self, name: str, value: object) -> "Values":
        """The same with one more name, as inside a repetition."""
        return Values({**self.names, name: value}, self.wording)

    def text(self, expression: str, place: Place) -> str:
        """The expression's value in words. Raises MissingValueError for a missing or blank one, TemplateError."""
        value, note = self._value(expression, place)
        if value is None:
            raise MissingValueError(_because("Ett värde saknas", "A value is missing", note), place)
        text = self._worded(value, place)
        if not text.strip():
            raise MissingValueError(Text("Ett värde är tomt", "A value is blank"), place)
        return text

    def truth(self, expression: str, place: Place) -> bool:
        """The value of a condition. Raises MissingValueError if it is neither true nor false, TemplateError."""
        value, note = self._value(expression, place)
        if not isinstance(value, bool):
            raise MissingValueError(
                _because("Villkoret är varken sant eller falskt", "The condition is neither true nor false", note),
                place,
            )
        return value

    def items(self, expression: str, place: Place) -> list[Any]:
        """The list to repeat over. Raises MissingValueError if it is none, TemplateError."""
        value, note = self._value(expression, place)
        if not isinstance(value, list):
            raise MissingValueError(
                _because("Det finns ingen lista att upprepa", "There is no list to repeat", note), place
            )
        return value

    def _value(self, expression: str, place: Place) -> tuple[Any, FeelNote | None]:
        notes: list[FeelNote] = []
        try:
            value = evaluate(
                expression, self.names, now=self.wording.now, calendar=self.wording.calendar, explain=notes
            )
        except FeelError as error:
            raise TemplateError(_fault_of(error), place) from error
        return value, notes[0] if notes else None

    def _worded(self, value: object, place: Place) -> str:
        language, zone = self.wording.language, self.wording.zone
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return wording.yes_no_text(value, language=language)
        if isinstance(value, Decimal):
            return wording.number_text(value, language=language)
        if isinstance(value, datetime):
            return wording.instant_text(value, language=language, zone=zone)
        if isinstance(value, date):
            return wording.date_text(value, language=language)
        if isinstance(value, time):
            return wording.time_text(value, language=language)
        if isinstance(value, list):
            return wording.list_text([self._worded(item, place) for item in value], language=language)
        raise TemplateError(Text("Värdet kan inte skrivas som text", "The value cannot be written as text"), place)


def syntax_problem(expression: str) -> Text | None:
    """What is wrong with the expression's text, or None."""
    try:
        parse(expression)
    except FeelSyntaxError as error:
        return _fault_of(error)
    return None


def _fault_of(error: FeelError) -> Text:
    return Text(error.swedish, str(error)) if isinstance(error, FeelSyntaxError) else Text(str(error), str(error))


def _because(sv: str, en: str, note: FeelNote | None) -> Text:
    return Text(f"{sv} – {note.swedish}", f"{en} – {note.message}") if note else Text(sv, en)


def _functions(chosen: Wording) -> Mapping[str, Function]:
    language, zone = chosen.language, chosen.zone
    made = {name: _function(name, partial(word, language=language, zone=zone)) for name, word in _ZONED.items()}
    made |= {name: _function(name, partial(word, language=language)) for name, word in _PLAIN.items()}
    made["short_date_text"] = _function("short_date_text", partial(wording.short_date_text, zone=zone))
    made["period_text"] = _function(
        "period_text", partial(wording.period_text, language=language, zone=zone), ("first", "last")
    )
    return made


def _function(name: str, word: Callable[..., str], parameters: tuple[str, ...] = ("value",)) -> Function:
    def invoke(_run: object, arguments: list[object]) -> object:
        """Null for what the function cannot word, as with FEEL's own functions."""
        try:
            return word(*arguments)
        except (TypeError, ValueError, ArithmeticError, AttributeError):
            return None

    return Function(name=name, parameters=parameters, invoke=invoke)
