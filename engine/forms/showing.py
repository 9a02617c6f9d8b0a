"""What a page needs to draw a form: each component with its value, options, errors and state, row by row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from engine.forms.components import fields_in
from engine.forms.entries import Entry, Layout, assembled, at_path, path_text
from engine.forms.formulas import Surroundings
from engine.forms.keys import name_of
from engine.forms.layout import lay_out
from engine.forms.model import Block, Component, Display, Field, Group, Option, Rows
from engine.model import FieldError, Text


@dataclass(frozen=True, slots=True)
class Shown:
    """One component as it is shown. `name` is the input's name in a page, `path` the name that errors use.

    `entered` is what the user wrote, `value` the typed value (or what a table, preview or expression shows).
    A dynamic list's `parts` are its rows, each with the row's components as `parts`.
    """

    component: Component
    name: str
    path: str
    entered: Any = None
    value: Any = None
    is_hidden: bool = False
    is_locked: bool = False
    is_row: bool = False
    options: Sequence[Option] = ()
    errors: Sequence[Text] = ()
    parts: "Sequence[Shown]" = ()


def shown(
    components: Sequence[Component],
    values: Mapping[str, Any],
    *,
    errors: Iterable[FieldError],
    surroundings: Surroundings,
    zone: ZoneInfo,
) -> tuple[Shown, ...]:
    """The components over the values (as entered, or typed), with the errors beside what they are about."""
    layout = lay_out(components, values, surroundings=surroundings, zone=zone)
    by_path: dict[str, list[Text]] = {}
    for error in errors:
        by_path.setdefault(error.path, []).append(error.message)
    data = assembled(layout.entries)
    return tuple(_shown(entry, by_path, layout, data) for entry in layout.entries)


def _shown(entry: Entry, errors: Mapping[str, Sequence[Text]], layout: Layout, data: Mapping[str, Any]) -> Shown:
    path = path_text(entry.path)
    owns_path = isinstance(entry.component, Field | Rows)
    return Shown(
        component=entry.component,
        name=name_of(entry.path),
        path=path,
        entered=entry.raw,
        value=_value(entry, layout, data),
        is_hidden=entry.is_hidden,
        is_locked=entry.is_locked,
        is_row=entry.is_row,
        options=entry.options,
        errors=tuple(errors.get(path, ())) if owns_path and not entry.is_row else (),
        parts=tuple(_shown(child, errors, layout, data) for child in entry.children),
    )


def _value(entry: Entry, layout: Layout, data: Mapping[str, Any]) -> Any:
    source = None
    if isinstance(entry.component, Display):
        source = entry.component.source
    elif isinstance(entry.component, Block):
        source = entry.component.content
    return layout.surroundings.value(source, data) if source is not None else entry.value


def initial_values(components: Sequence[Component], context: Mapping[str, Any]) -> dict[str, Any]:
    """What the form starts with: the case's values where it has them, else the defaults."""
    values: dict[str, Any] = {}
    for way, repeated in _rows_in(components, ()):
        rows = at_path(context, way)
        fresh = [initial_values(repeated.components, {}) for _ in range(repeated.default_rows)]
        _set(values, way, list(rows) if isinstance(rows, list) and rows else fresh)
    for path, field in fields_in(components):
        if "*" in path:
            continue
        known = at_path(context, path)
        start = field.default if known is None else known
        if start is not None:
            _set(values, path, start)
    return values


def _rows_in(components: Sequence[Component], place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Rows]]:
    """The dynamic lists with their paths, those inside groups too."""
    for component in components:
        if isinstance(component, Rows):
            yield place + component.path, component
        elif isinstance(component, Group):
            yield from _rows_in(component.components, place + component.path)


def _set(values: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for part in path[:-1]:
        values = values.setdefault(part, {})
    values[path[-1]] = value
