"""What is demanded of each value that could be read."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel import Expression, evaluate
from engine.forms.entries import Entry
from engine.forms.formulas import Surroundings
from engine.forms.model import (
    Checkbox,
    ChoiceField,
    Field,
    FileField,
    MomentField,
    NumberField,
    Rows,
    TextField,
)
from engine.forms.numbers import written, written_in_english
from engine.model import Text

Evaluate = Callable[[Expression], Any]


def fault_of_value(
    entry: Entry, *, local: Mapping[str, Any], surroundings: Surroundings, zone: ZoneInfo
) -> Text | None:
    """What is wrong with the entry's value, or None. Says what to enter instead."""
    component = entry.component
    if entry.fault is not None or entry.is_locked:
        return entry.fault
    if isinstance(component, Rows) and not entry.is_row:
        return _rows(component, entry)
    if not isinstance(component, Field):
        return None
    if _is_blank(component, entry.value):
        return _missing(component) if component.is_required else None

    def value_of(expression: Expression) -> Any:
        return surroundings.value(expression, local)

    return _fault_of_filled(component, entry.value, value_of, surroundings.now, zone)


def _is_blank(field: Field, value: Any) -> bool:
    """Nothing entered: 0 is a number, and "no" an answer; only a box that must be ticked is blank when it is not."""
    is_unticked = value is False and isinstance(field, Checkbox)
    return value is None or is_unticked or (isinstance(value, str | list) and not value)


def _fault_of_filled(field: Field, value: Any, value_of: Evaluate, now: datetime | None, zone: ZoneInfo) -> Text | None:
    match field:
        case TextField():
            return _text(field, value)
        case NumberField():
            return _number(field, value, value_of)
        case ChoiceField(is_multiple=True):
            return _choices(field, value)
        case MomentField():
            return _moment(field, value, value_of, now, zone)
        case FileField(is_multiple=True) if len(value) > field.max_files:
            return Text(f"Lägg till högst {field.max_files} filer.", f"Add at most {field.max_files} files.")
    return None


def _missing(field: Field) -> Text:
    name = Text(field.label.sv, field.label.en or field.label.sv)
    match field:
        case Checkbox():
            return Text(f"Kryssa i ”{name.sv}” för att gå vidare.", f'Tick "{name.en}" to go on.')
        case ChoiceField():
            return Text(f"Välj ett alternativ i ”{name.sv}”.", f'Choose an option in "{name.en}".')
        case FileField():
            return Text(f"Lägg till en fil i ”{name.sv}”.", f'Add a file to "{name.en}".')
        case MomentField(kind="date"):
            return Text(f"Ange datum i ”{name.sv}”.", f'Give a date in "{name.en}".')
    return Text(f"Fyll i ”{name.sv}”.", f'Fill in "{name.en}".')


def _rows(rows: Rows, entry: Entry) -> Text | None:
    count = len(entry.raw) if isinstance(entry.raw, list) else 0
    if count < rows.min_rows:
        few = rows.min_rows
        return Text(
            f"Lägg till minst {few} {'rad' if few == 1 else 'rader'}.",
            f"Add at least {few} {'row' if few == 1 else 'rows'}.",
        )
    if count > rows.max_rows:
        return Text(f"Ange högst {rows.max_rows} rader.", f"Give at most {rows.max_rows} rows.")
    return None


def _text(field: TextField, text: str) -> Text | None:
    if len(text) < field.min_length:
        return Text(
            f"Skriv minst {field.min_length} tecken. Nu är det {len(text)}.",
            f"Write at least {field.min_length} characters. Now there are {len(text)}.",
        )
    if len(text) > field.max_length:
        over = len(text) - field.max_length
        return Text(
            f"Korta texten med {over} tecken. Högst {field.max_length} får plats.",
            f"Shorten the text by {over} characters. At most {field.max_length} fit.",
        )
    if field.pattern and evaluate("matches(text, pattern)", {"text": text, "pattern": field.pattern}) is not True:
        own = field.pattern_message
        return (
            own
            if own.sv
            else Text("Skriv värdet på det sätt som hjälptexten visar.", "Write the value as the help text shows.")
        )
    return None


def _number(field: NumberField, number: Decimal, value_of: Evaluate) -> Text | None:
    least, most = (_limit(bound, value_of) for bound in (field.minimum, field.maximum))
    if field.decimals is not None and number != round(number, field.decimals):
        if field.decimals == 0:
            unit = Text("hela kronor", "whole kronor") if field.type == "sek" else Text("ett heltal", "a whole number")
            return Text(f"Ange {unit.sv}, utan decimaler.", f"Give {unit.en}, without decimals.")
        return Text(f"Ange högst {field.decimals} decimaler.", f"Give at most {field.decimals} decimals.")
    if least is not None and number < least:
        return Text(f"Ange minst {written(least)}.", f"Give at least {written_in_english(least)}.")
    if most is not None and number > most:
        return Text(f"Ange högst {written(most)}.", f"Give at most {written_in_english(most)}.")
    return None


def _limit(bound: Decimal | Expression | None, value_of: Evaluate) -> Decimal | None:
    found = bound if bound is None or isinstance(bound, Decimal) else value_of(bound)
    return found if isinstance(found, Decimal) else None


def _choices(field: ChoiceField, chosen: list[Any]) -> Text | None:
    if len(chosen) < field.min_choices:
        return Text(f"Välj minst {field.min_choices}.", f"Choose at least {field.min_choices}.")
    if field.max_choices is not None and len(chosen) > field.max_choices:
        return Text(f"Välj högst {field.max_choices}.", f"Choose at most {field.max_choices}.")
    return None


def _moment(field: MomentField, value: Any, value_of: Evaluate, now: datetime | None, zone: ZoneInfo) -> Text | None:
    least = value_of(field.minimum) if field.minimum else None
    most = value_of(field.maximum) if field.maximum else None
    if _precedes(value, least):
        return Text(f"Ange tidigast {_shown(least, zone)}.", f"Give {_shown(least, zone)} at the earliest.")
    if _precedes(most, value):
        return Text(f"Ange senast {_shown(most, zone)}.", f"Give {_shown(most, zone)} at the latest.")
    if field.forbids_past and now is not None and _is_past(value, now, zone):
        return Text("Ange en tid som inte har passerat.", "Give a time that has not passed.")
    return None


def _precedes(first: Any, second: Any) -> bool:
    """Whether the first is earlier; values of different kinds are not compared."""
    is_alike = type(first) is type(second) and isinstance(first, date | time | datetime)
    if is_alike and isinstance(first, datetime):
        is_alike = (first.tzinfo is None) == (second.tzinfo is None)
    return bool(is_alike and first < second)


def _is_past(value: Any, now: datetime, zone: ZoneInfo) -> bool:
    if isinstance(value, datetime):
        return value < now
    return isinstance(value, date) and value < now.astimezone(zone).date()


def _shown(moment: Any, zone: ZoneInfo) -> str:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
    return f"{moment:%H:%M}" if isinstance(moment, time) else f"{moment:%Y-%m-%d}"
