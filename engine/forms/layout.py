"""Lays a form out over entered values, and tells what was entered that the form does not ask for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from engine.forms.entries import Entry, Layout, Path, path_text
from engine.forms.formulas import Surroundings
from engine.forms.model import Component, Container, Field, Rows
from engine.model import FieldError, Text

_MOST_UNKNOWN = 20
_NAME_LENGTH = 80
_UNKNOWN = Text("Fältet finns inte i formuläret. Ta bort värdet.", "The form has no such field. Remove the value.")
_NOT_ROWS = Text("Ange en lista med rader.", "Give a list of rows.")


def lay_out(
    components: Sequence[Component], raw: Mapping[str, Any], *, surroundings: Surroundings, zone: ZoneInfo
) -> Layout:
    """The form over the entered values, settled."""
    layout = Layout([], surroundings, zone)
    layout.entries = _entries(layout, components, raw, ())
    _refuse_unknown(layout, components, raw, ())
    layout.settle()
    return layout


def _entries(layout: Layout, components: Iterable[Component], raw: Any, path: Path) -> list[Entry]:
    return [_entry(layout, component, raw, path) for component in components]


def _entry(layout: Layout, component: Component, raw: Any, path: Path) -> Entry:
    match component:
        case Rows():
            return _rows(layout, component, raw, path)
        case Container():
            inner = taken(raw, component.path)
            place = path + component.path
            return Entry(component, place, children=_entries(layout, component.components, inner, place))
        case Field():
            return Entry(component, path + component.key, raw=taken(raw, component.key))
    return Entry(component, path)


def _rows(layout: Layout, component: Rows, raw: Any, path: Path) -> Entry:
    place = path + component.path
    given = taken(raw, component.path)
    entry = Entry(component, place, raw=given)
    if given not in (None, "") and not isinstance(given, list):
        entry.fault = _NOT_ROWS
        return entry
    for number, row in enumerate((given or [])[: component.max_rows]):
        at = (*place, number)
        if isinstance(row, Mapping):
            _refuse_unknown(layout, component.components, row, at)
        else:
            entry.fault = _NOT_ROWS
        inside = _entries(layout, component.components, row, at)
        entry.children.append(Entry(component, at, is_row=True, children=inside))
    return entry


def taken(raw: Any, path: Sequence[str]) -> Any:
    """The value at the path, which may be written nested or with dots; None where there is none."""
    for place, part in enumerate(path):
        if not isinstance(raw, Mapping):
            return None
        dotted = ".".join(path[place:])
        if part not in raw and dotted in raw:
            return raw[dotted]
        raw = raw.get(part)
    return raw


def _refuse_unknown(layout: Layout, components: Sequence[Component], raw: Mapping[str, Any], path: Path) -> None:
    leaves = set(_leaves(components, ()))
    for name in _strays(raw, leaves, ()):
        if len(layout.unknown) < _MOST_UNKNOWN:
            layout.unknown.append(FieldError(path_text((*path, *name))[:_NAME_LENGTH], _UNKNOWN))


def _leaves(components: Iterable[Component], place: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    for component in components:
        match component:
            case Rows():
                yield place + component.path
            case Container():
                yield from _leaves(component.components, place + component.path)
            case Field():
                yield place + component.key


def _strays(raw: Mapping[str, Any], leaves: set[tuple[str, ...]], place: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """The paths of what is entered that leads to no field."""
    for name, value in raw.items():
        path = (*place, *str(name).split("."))
        if path in leaves:
            continue
        is_inside = any(leaf[: len(path)] == path for leaf in leaves)
        if is_inside and isinstance(value, Mapping):
            yield from _strays(value, leaves, path)
        elif not (is_inside and value in (None, "")):
            yield path
