"""From a posted page to the form's values: the row buttons obeyed, the files received."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from werkzeug.datastructures import FileStorage, MultiDict

from engine.forms import FileField, Form, Group, Rows, from_html
from engine.forms.model import Component, Container, Field
from engine.model import FieldError
from workflows.registry import UploadRefusedError

ROW_BUTTON = "_row"
REDRAW_BUTTON = "_redraw"
FILE_PREFIX = "_file-"
_MOST_ROWS = 1000


class FileKeeper(Protocol):
    """Where uploads go; what a page posts about a file that is already there is only its id."""

    def keep(self, upload: FileStorage) -> Mapping[str, Any]:
        """Store the upload; the reference has at least `id` and `name`. Raises UploadRefusedError."""

    def known(self, ids: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
        """The references with these ids that belong to this form; others are left out."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What was posted: values nested for `Form.validate`, and whether only a redraw was asked for.

    `refused` are the files that could not be taken in: errors of the form, besides those of `validate`.
    """

    values: dict[str, Any]
    wants_redraw: bool = False
    refused: tuple[FieldError, ...] = ()


def read_form(
    form: Form,
    posted: "MultiDict[str, str]",
    files: "MultiDict[str, FileStorage] | None" = None,
    *,
    keeper: FileKeeper | None = None,
    ignored: Collection[str] = (),
) -> Entered:
    """The values of a posted page. `ignored` are the page's own fields.

    A row button (`_row`: `add costs`, `remove costs 2`, `drop attachments <id>`) or `_redraw` asks for the page anew,
    without validation: the view then draws `values` and answers 200.
    """
    values = from_html(form, posted.items(multi=True), ignored={"csrf_token", "revision", *ignored})
    command = posted.get(ROW_BUTTON, "").split(" ")
    refused: list[FieldError] = []
    if keeper is not None:
        dropped = command[2] if command[0] == "drop" and len(command) > 2 else ""
        refused = _receive(form, values, files, keeper, dropped)
    if command[0] in {"add", "remove"} and len(command) > 1:
        _change_rows(form, values, command)
    wants_redraw = ROW_BUTTON in posted or REDRAW_BUTTON in posted
    return Entered(values=values, wants_redraw=wants_redraw, refused=tuple(refused))


def merge_section(form: Form, saved: Mapping[str, Any], entered: Mapping[str, Any], section_id: str) -> dict[str, Any]:
    """The saved values with one section's fields as they were entered now: a section is posted on its own."""
    section = next((each for each in form.components if isinstance(each, Group) and each.id == section_id), None)
    keys = {path[0] for path in _paths(section.components, section.path)} if section else set()
    return {
        **{key: value for key, value in saved.items() if key not in keys},
        **{k: entered[k] for k in keys & set(entered)},
    }


def _paths(components: Iterable[Component], place: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for component in components:
        if isinstance(component, Field):
            yield place + component.key
        elif isinstance(component, Rows):
            yield place + component.path
        elif isinstance(component, Container):
            yield from _paths(component.components, place + component.path)


def _change_rows(form: Form, values: dict[str, Any], command: list[str]) -> None:
    path = tuple(command[1].split("-"))
    component = next((each for each in _all_rows(form.components, ()) if each[0] == path), None)
    if component is None or not component[1].may_change_rows:
        return
    rows = _rows_at(values, path)
    if command[0] == "add" and len(rows) < min(component[1].max_rows, _MOST_ROWS):
        rows.append({})
    elif command[0] == "remove" and len(command) > 2 and command[2].isdecimal() and int(command[2]) < len(rows):
        del rows[int(command[2])]


def _all_rows(components: Iterable[Component], place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Rows]]:
    for component in components:
        if isinstance(component, Rows):
            yield place + component.path, component
        elif isinstance(component, Container):
            yield from _all_rows(component.components, place + component.path)


def _rows_at(values: dict[str, Any], path: tuple[str, ...]) -> list[Any]:
    for part in path[:-1]:
        inner = values.setdefault(part, {})
        if not isinstance(inner, dict):
            return []
        values = inner
    found = values.setdefault(path[-1], [])
    return found if isinstance(found, list) else []


def _receive(
    form: Form,
    values: dict[str, Any],
    files: "MultiDict[str, FileStorage] | None",
    keeper: FileKeeper,
    dropped: str,
) -> list[FieldError]:
    """Put references in the place of ids, and add the uploads; gives the errors of those that were refused."""
    refused: list[FieldError] = []
    for path, field in _file_fields(form.components, ()):
        holder = _holder(values, path)
        ids = _as_list(holder.get(path[-1]))
        known = keeper.known([each for each in ids if isinstance(each, str) and each])
        kept = [dict(known[each]) for each in ids if isinstance(each, str) and each in known and each != dropped]
        name = FILE_PREFIX + "-".join(path)
        arrived = [each for each in (files.getlist(name) if files is not None else []) if each.filename]
        added = []
        for each in arrived:
            try:
                added.append(dict(keeper.keep(each)))
            except UploadRefusedError as error:
                refused.append(FieldError(".".join(path), error.text))
        every = kept + added
        holder[path[-1]] = every if field.is_multiple else every[-1] if every else None
    return refused


def _file_fields(
    components: Iterable[Component], place: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], FileField]]:
    for component in components:
        if isinstance(component, FileField):
            yield place + component.key, component
        elif isinstance(component, Container) and not isinstance(component, Rows):
            yield from _file_fields(component.components, place + component.path)


def _holder(values: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    for part in path[:-1]:
        inner = values.setdefault(part, {})
        values = inner if isinstance(inner, dict) else {}
    return values


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
