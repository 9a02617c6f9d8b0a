"""An application for reading: labels and texts grouped by the form's sections, and how they are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine import Text
from engine.forms import Checkbox, ChoiceField, Component, Field, Form, NumberField, Rows
from workflows.application.sections import sections_in
from workflows.letters.wording import date_text, instant_text, money_text

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


def kept_sections(views: Sequence[SectionView]) -> list[dict[str, Any]]:
    """The sections as they are kept with a submitted version: readable even when the form has changed."""
    return [
        {"code": view.code, "number": view.number, "title": _kept(view.title), "items": [_item(i) for i in view.items]}
        for view in views
    ]


def read_sections(kept: Sequence[Mapping[str, Any]]) -> tuple[SectionView, ...]:
    """The sections that were kept."""
    return tuple(
        SectionView(view["code"], view["number"], Text(*view["title"]), tuple(_read(item) for item in view["items"]))
        for view in kept
    )


def _kept(text: Text) -> list[str]:
    return [text.sv, text.en]


def _item(item: Pair | PairTable) -> dict[str, Any]:
    if isinstance(item, Pair):
        return {"label": _kept(item.label), "text": _kept(item.text), "files": [dict(file) for file in item.files]}
    return {
        "label": _kept(item.label),
        "columns": [_kept(column) for column in item.columns],
        "lines": [[_kept(cell) for cell in line] for line in item.lines],
    }


def _read(item: Mapping[str, Any]) -> Pair | PairTable:
    if "columns" not in item:
        return Pair(Text(*item["label"]), Text(*item["text"]), tuple(item["files"]))
    lines = tuple(tuple(Text(*cell) for cell in line) for line in item["lines"])
    return PairTable(Text(*item["label"]), tuple(Text(*column) for column in item["columns"]), lines)
