"""From the schema's list of components to the form's tree."""

from collections.abc import Callable, Sequence
from typing import Any

from engine.forms.draft import (
    MAX_COMPONENTS,
    Draft,
    Json,
    count_of,
    extras_of,
    help_of,
    label_of,
    text_of,
    truth_of,
)
from engine.forms.inputs import (
    checkbox,
    choice_field,
    common_parts,
    computed,
    file_field,
    moment_field,
    number_field,
    text_field,
)
from engine.forms.model import Block, Column, Component, Display, Field, Group, Rows
from engine.forms.sanitising import clean_html, from_markdown
from engine.model import Text

_Path = tuple[str, ...]
_MAX_NESTING = 8
_FIELDS: dict[str, Callable[[Draft, Json, _Path], Field | None]] = {
    "textfield": text_field,
    "textarea": text_field,
    "number": number_field,
    "checkbox": checkbox,
    "radio": choice_field,
    "select": choice_field,
    "checklist": choice_field,
    "taglist": choice_field,
    "datetime": moment_field,
    "filepicker": file_field,
    "expression": computed,
}
# A button submits or resets: the page has its own. They are left out without a word.
_LEFT_OUT = frozenset({"button"})


def components_of(draft: Draft, parts: Any, place: _Path = (), depth: int = 0) -> tuple[Component, ...]:
    """The components in the list; what cannot be used is reported and left out."""
    if not isinstance(parts, list) or depth > _MAX_NESTING:
        text = Text(
            f"”components” ska vara en lista, nästlad högst {_MAX_NESTING} gånger. Rätta formuläret.",
            f'"components" must be a list, nested at most {_MAX_NESTING} times. Correct the form.',
        )
        draft.report("form_structure_invalid", text)
        return ()
    found = [_component(draft, part, place, depth) for part in parts]
    return tuple(component for component in found if component is not None)


def _component(draft: Draft, part: Any, place: _Path, depth: int) -> Component | None:
    draft.count += 1
    if draft.count > MAX_COMPONENTS:
        if draft.count == MAX_COMPONENTS + 1:
            text = Text(
                f"Formuläret har över {MAX_COMPONENTS} delar. Dela det.",
                f"The form has over {MAX_COMPONENTS} parts. Split it.",
            )
            draft.report("form_too_large", text)
        return None
    kind = str(part.get("type")) if isinstance(part, dict) else ""
    if kind in _FIELDS:
        return _FIELDS[kind](draft, part, place)
    if kind in _SHOWN:
        return _SHOWN[kind](draft, part, place, depth)
    if kind not in _LEFT_OUT:
        sv = f"Delen ”{kind[:40]}” stöds inte. Ta bort den eller välj en annan sort."
        en = f'The component "{kind[:40]}" is not supported. Remove it or choose another kind.'
        draft.report("form_component_unknown", Text(sv, en))
    return None


def _text(draft: Draft, part: Json, _place: _Path, _depth: int) -> Component:
    written = draft.typed(part.get("text"), text_of, "", "text", "")
    english = str(extras_of(part).get("text_en") or "")
    content = draft.formula(written, "", is_marked=True)
    html = Text("", "") if content else Text(from_markdown(written), from_markdown(english) if english else "")
    return Block(**common_parts(draft, part), html=html, content=content)


def _html(draft: Draft, part: Json, _place: _Path, _depth: int) -> Component:
    written = draft.typed(part.get("content"), text_of, "", "content", "")
    english = str(extras_of(part).get("content_en") or "")
    return Block(**common_parts(draft, part), html=Text(clean_html(written), clean_html(english)))


def _line(draft: Draft, part: Json, _place: _Path, _depth: int) -> Component:
    return Block(**common_parts(draft, part))


def _display(draft: Draft, part: Json, _place: _Path, _depth: int) -> Component:
    name = str(part.get("id", ""))
    title = part.get("label") or part.get("title") or ""
    columns = part.get("columns")
    return Display(
        **common_parts(draft, part),
        label=label_of({**part, "label": title}),
        source=draft.formula(part.get("dataSource"), name),
        table_columns=tuple(_column(column) for column in columns if isinstance(column, dict))
        if isinstance(columns, list)
        else (),
        columns_from=draft.formula(part.get("columnsExpression"), name),
    )


def _column(column: Json) -> Column:
    key = str(column.get("key", ""))
    return Column(key=key, label=Text(str(column.get("label") or key), str(column.get("label_en") or "")))


def _container_parts(draft: Draft, part: Json, path: _Path, inner: _Path, depth: int) -> dict[str, Any]:
    return common_parts(draft, part) | {
        "label": label_of(part),
        "help": help_of(part),
        "path": path,
        "components": components_of(draft, part.get("components"), inner, depth + 1),
        "has_outline": bool(part.get("showOutline")),
    }


def _group(draft: Draft, part: Json, place: _Path, depth: int) -> Component:
    path = _open_path(draft, part, place)
    return Group(**_container_parts(draft, part, path, place + path, depth))


def _open_path(draft: Draft, part: Json, place: _Path) -> _Path:
    """A group's path. Several groups may write into the same context, so it claims no name of its own."""
    return draft.key(part, place, "path", claims=False) if part.get("path") else ()


def _rows(draft: Draft, part: Json, place: _Path, depth: int) -> Component:
    path, extras = draft.key(part, place, "path", claims=False), extras_of(part)
    inner = (*place, *path, "*")
    parts = _container_parts(draft, part, path, inner, depth)
    draft.used = {used for used in draft.used if used[: len(inner)] != inner}
    draft.claim(place + path, str(part.get("path")))
    may_change = part.get("allowAddRemove") is not False and part.get("isRepeating") is not False
    key = str(part.get("path", ""))
    return Rows(
        **parts,
        min_rows=draft.typed(extras.get("min_rows"), count_of, key, "min_rows", 0),
        max_rows=min(draft.typed(extras.get("max_rows"), count_of, key, "max_rows", 200), 1000),
        default_rows=draft.typed(part.get("defaultRepetitions"), count_of, key, "defaultRepetitions", 1),
        may_change_rows=draft.typed(may_change, truth_of, key, "allowAddRemove", fallback=True),
    )


_SHOWN: dict[str, Callable[[Draft, Json, _Path, int], Component]] = {
    "text": _text,
    "html": _html,
    "separator": _line,
    "spacer": _line,
    "table": _display,
    "documentPreview": _display,
    "group": _group,
    "dynamiclist": _rows,
}


def fields_in(components: Sequence[Component], place: _Path = ()) -> list[tuple[_Path, Field]]:
    """Every field with its path; inside rows the path has a `*` for the row."""
    found: list[tuple[_Path, Field]] = []
    for component in components:
        match component:
            case Field():
                found.append((place + component.key, component))
            case Rows():
                found.extend(fields_in(component.components, (*place, *component.path, "*")))
            case Group():
                found.extend(fields_in(component.components, place + component.path))
    return found
