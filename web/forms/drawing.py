"""From the engine's shown components to parts that the templates draw."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from engine.calendars import WorkingCalendar
from engine.forms import (
    Field,
    FileField,
    Form,
    Group,
    Rows,
    Shown,
)
from engine.forms.model import Component, Container
from engine.model import FieldError
from web.forms.parts import control_id, parts_of, row_label
from web.forms.view import FORM_ID, FormView, Section
from web.i18n import text
from web.services import services


def draw(
    form: Form,
    values: Mapping[str, Any],
    context: Mapping[str, Any] | None = None,
    *,
    errors: Iterable[FieldError] = (),
    section_id: str | None = None,
    calendar: WorkingCalendar | None = None,
    now: datetime | None = None,
) -> FormView:
    """The form over values (as entered, or typed), in the reader's language.

    `section_id` draws one section of a long form alone, with its errors; `sections` still has them all, errors counted.
    """
    known = services()
    found = list(errors)
    shown = form.show(
        values, context or {}, errors=found, now=now or known.clock.now(), zone=known.settings.zone,
        calendar=calendar or known.calendar,
    )  # fmt: skip
    sections = [_section(each) for each in shown if _is_section(each)]
    drawn = [each for each in shown if section_id is None or each.component.id == section_id]
    ids, lists = dict(_ids(drawn)), dict(_list_names(shown))
    elsewhere = set(dict(_ids(shown))) - set(ids)
    here = [each for each in found if each.path not in elsewhere]
    return FormView(
        title=text(form.title),
        parts=parts_of(drawn),
        sections=sections,
        errors=[(ids.get(each.path, FORM_ID), lists.get(each.path, "") + text(each.message)) for each in here],
        has_files=any(isinstance(field, FileField) for field in form.fields.values()),
        has_conditions=_has_conditions(each.component for each in drawn),
    )


def _has_conditions(components: Iterable[Component]) -> bool:
    return any(
        each.hide is not None or (isinstance(each, Container) and _has_conditions(each.components))
        for each in components
    )


def _is_section(shown: Shown) -> bool:
    component = shown.component
    return isinstance(component, Group) and component.has_outline and not shown.is_hidden


def _section(shown: Shown) -> Section:
    count = sum(len(each.errors) for each in _walk(shown.parts))
    title = text(shown.component.label) if isinstance(shown.component, Group) else ""
    return Section(id=shown.component.id, title=title, parts=parts_of(shown.parts), error_count=count)


def _walk(shown: Iterable[Shown]) -> Iterator[Shown]:
    for each in shown:
        yield each
        yield from _walk(each.parts)


def _ids(shown: Iterable[Shown]) -> Iterator[tuple[str, str]]:
    for each in _walk(shown):
        if each.path and not each.is_hidden and isinstance(each.component, Field | Rows) and not each.is_row:
            yield each.path, control_id(each.name)


def _list_names(shown: Iterable[Shown]) -> Iterator[tuple[str, str]]:
    """What the errors of a dynamic list and its rows begin with: they do not name the list or the row themselves."""
    for each in _walk(shown):
        if not isinstance(each.component, Rows) or each.is_row:
            continue
        label = text(each.component.label)
        yield each.path, f"{label}: "
        for number, row in enumerate(each.parts):
            for inside in _walk(row.parts):
                yield inside.path, f"{label}, {row_label(row, number)}: "
