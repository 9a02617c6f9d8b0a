"""The application form's sections: how far each is filled in, and how each is read side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine import FieldError, Text
from engine.forms import Checkbox, ChoiceField, Component, Container, Field, Form, Group, NumberField, Rows, Validated
from workflows.application.values import Finding, SectionState
from workflows.letters.wording import date_text, instant_text, money_text

SUBMIT_SECTION = "section_signature"
_NONE = Text("", "")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and its answer as text; `files` are the ids of uploads."""

    label: Text
    text: Text
    files: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class PairTable:
    """Rows of an answer: column headings and lines of text."""

    label: Text
    columns: tuple[Text, ...]
    lines: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of an application for reading."""

    code: str
    number: int
    title: Text
    items: tuple[Pair | PairTable, ...]


def sections_in(form: Form) -> tuple[Group, ...]:
    """The form's sections, in its order: its outermost groups."""
    return tuple(part for part in form.components if isinstance(part, Group))


def section_states(
    form: Form, validated: Validated, findings: Iterable[Finding], *, data: Mapping[str, Any]
) -> tuple[SectionState, ...]:
    """How far each section is filled in; `data` is what is entered.

    The last section, where the application is signed and sent, is locked until the others are done.
    """
    hard = [finding for finding in findings if finding.severity == "error"]
    states = [
        _state(section, number, validated.errors, hard, data)
        for number, section in enumerate(sections_in(form), start=1)
    ]
    others_done = all(state.status == "done" for state in states if state.code != SUBMIT_SECTION)
    return tuple(
        state
        if others_done or state.code != SUBMIT_SECTION
        else SectionState(state.code, state.number, state.title, "locked", state.missing, state.errors)
        for state in states
    )


def _state(
    section: Group, number: int, errors: Sequence[FieldError], hard: Sequence[Finding], data: Mapping[str, Any]
) -> SectionState:
    names = set(_names(section))
    own = [error.path for error in errors if _root(error.path) in names]
    is_begun = any(_is_filled(data.get(name)) for name in names)
    missing = sum(not _is_filled(_value_at(data, path)) for path in own)
    wrong = len(own) - missing
    if is_begun:
        wrong += sum(finding.section == section.id for finding in hard)
    return SectionState(section.id, number, section.label, _status(missing, wrong, is_begun=is_begun), missing, wrong)


def _status(missing: int, wrong: int, *, is_begun: bool) -> Any:
    if wrong:
        return "errors"
    if missing:
        return "started" if is_begun else "empty"
    return "done"


def _names(container: Container) -> Iterable[str]:
    for part in container.components:
        match part:
            case Rows() | Group() if part.path:
                yield part.path[0]
            case Container():
                yield from _names(part)
            case Field():
                yield part.key[0]


def _root(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


def _value_at(data: Any, path: str) -> Any:
    for part in path.replace("]", "").replace("[", ".").split("."):
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, Sequence) and not isinstance(data, str) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return data


def _is_filled(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_is_filled(part) for part in value.values())
    if isinstance(value, list | tuple):
        return any(_is_filled(part) for part in value)
    return value not in (None, "", False)


def section_views(form: Form, data: Mapping[str, Any], *, area_names: Mapping[str, str]) -> tuple[SectionView, ...]:
    """The application section by section, as labels and texts; questions that were not asked are left out."""
    return tuple(
        SectionView(section.id, number, section.label, tuple(_items(section.components, data, area_names)))
        for number, section in enumerate(sections_in(form), start=1)
    )


def _items(
    parts: Sequence[Component], data: Mapping[str, Any], area_names: Mapping[str, str]
) -> Iterable[Pair | PairTable]:
    for part in parts:
        match part:
            case Rows():
                rows = data.get(part.path[0])
                if rows:
                    yield _table(part, rows, area_names)
            case Field() if part.key[0] in data:
                yield _pair(part, data[part.key[0]], area_names)


def _table(rows: Rows, values: Sequence[Mapping[str, Any]], area_names: Mapping[str, str]) -> PairTable:
    fields = [part for part in rows.components if isinstance(part, Field)]
    lines = tuple(tuple(text_of(field, row.get(field.key[0]), area_names) for field in fields) for row in values)
    return PairTable(rows.label, tuple(field.label for field in fields), lines)


def _pair(field: Field, value: Any, area_names: Mapping[str, str]) -> Pair:
    if isinstance(value, Mapping):
        return Pair(field.label, _NONE, (value,))
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return Pair(field.label, _NONE, tuple(value))
    return Pair(field.label, text_of(field, value, area_names))


def text_of(field: Field, value: Any, area_names: Mapping[str, str]) -> Text:
    """A field's value in words."""
    if isinstance(field, Checkbox):
        return Text("Ja", "Yes") if value else Text("Nej", "No")
    if value in (None, "", []):
        return _NONE
    if isinstance(field, ChoiceField):
        return _chosen(field, value if isinstance(value, list) else [value], area_names)
    if isinstance(field, NumberField):
        return _number(field, value)
    if isinstance(value, datetime):
        return Text(instant_text(value), instant_text(value, language="en"))
    if isinstance(value, date):
        return Text(date_text(value), date_text(value, language="en"))
    return Text(str(value), str(value))


def _chosen(field: ChoiceField, values: Sequence[Any], area_names: Mapping[str, str]) -> Text:
    labels = {option.value: option.label for option in field.options}
    texts = [labels.get(value, Text(area_names.get(value, str(value)), "")) for value in values]
    return Text(", ".join(text.sv for text in texts), ", ".join(text.in_language("en") for text in texts))


def _number(field: NumberField, value: Any) -> Text:
    if field.type == "sek":
        return Text(money_text(value), money_text(value, language="en"))
    plain = f"{Decimal(value):f}"
    unit = f" {field.unit}" if field.unit else ""
    return Text(plain.replace(".", ",") + unit, plain + unit)
