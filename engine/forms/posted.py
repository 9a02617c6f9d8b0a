"""From the flat names of a posted page to nested values."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from engine.forms.components import fields_in
from engine.forms.model import Component, Container, Rows

if TYPE_CHECKING:
    from engine.forms.form import Form

_Path = tuple[str, ...]
_INDEX = re.compile(r"\d{1,6}")
_MOST_NAMES = 20_000
_MOST_PARTS = 20


def from_html(
    form: "Form",
    items: Iterable[tuple[str, Any]] | Mapping[str, Any],
    *,
    ignored: Collection[str] = ("csrf_token",),
) -> dict[str, Any]:
    """The values nested as the form has them, ready for `Form.validate`.

    `items` are pairs of name and value, in order (`request.form.items(multi=True)`), or a mapping to a value or a list.
    Names separate their parts by `-` or `.`; rows count up but may have gaps (a row that was taken away). Names that
    begin with an underscore, or are in `ignored`, belong to the page. Names that the form does not know are kept, for
    `validate` to refuse.
    """
    nested: dict[str, Any] = {}
    for count, (name, value) in enumerate(_pairs(items)):
        if name in ignored or name.startswith("_") or count >= _MOST_NAMES:
            continue
        _put(nested, re.split(r"[-.]", name)[:_MOST_PARTS], value)
    several = {path for path, field in fields_in(form.components) if getattr(field, "is_multiple", False)}
    return {name: _finished(node, (name,), several, set(_row_paths(form.components))) for name, node in nested.items()}


def _pairs(items: Iterable[tuple[str, Any]] | Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, value in items.items() if isinstance(items, Mapping) else items:
        for one in value if isinstance(value, list | tuple) else (value,):
            yield name, one


def _put(nested: dict[str, Any], parts: list[str], value: Any) -> None:
    """Collect each value in a list at the end of its path."""
    *way, last = parts
    for part in way:
        inner = nested.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        nested = inner
    found = nested.setdefault(last, [])
    if isinstance(found, list):
        found.append(value)


def _finished(node: Any, path: _Path, several: Collection[_Path], rows: Collection[_Path]) -> Any:
    """The collected values with rows as lists, and single values (the last that was given) as themselves."""
    if isinstance(node, list):
        return node if path in several else node[-1]
    if path in rows and all(_INDEX.fullmatch(name) for name in node):
        return [_finished(node[name], (*path, "*"), several, rows) for name in sorted(node, key=int)]
    return {name: _finished(inner, (*path, name), several, rows) for name, inner in node.items()}


def _row_paths(components: Iterable[Component], place: _Path = ()) -> Iterable[_Path]:
    for component in components:
        if isinstance(component, Rows):
            yield place + component.path
            yield from _row_paths(component.components, (*place, *component.path, "*"))
        elif isinstance(component, Container):
            yield from _row_paths(component.components, place + component.path)
