"""From the engine's shown components, kind by kind, to parts that the templates draw."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from engine.forms import (
    Block,
    Checkbox,
    ChoiceField,
    Computed,
    Display,
    Field,
    FileField,
    Group,
    MomentField,
    NumberField,
    Rows,
    Shown,
    TextField,
)
from engine.forms.model import Component
from web.forms.values import as_text, entered_text
from web.forms.view import Choice, HeldFile, Part
from web.i18n import text
from web.templating import formatter

_SEGMENT_CHOICES, _SEGMENT_LETTERS = 4, 28
_TABLE_COLUMNS = 5
_TEXT_INPUTS: Mapping[str, Mapping[str, str]] = {
    "email": {"type": "email", "autocomplete": "email"},
    "url": {"type": "url"},
    "phone": {"type": "tel", "autocomplete": "tel"},
    "org_nr": {"inputmode": "numeric"},
    "postal_code": {"inputmode": "numeric", "autocomplete": "postal-code"},
    "bankgiro": {"inputmode": "numeric"},
}
_SHORT_TEXTS = {"org_nr", "postal_code", "bankgiro", "phone"}
_MOMENT_INPUTS = {"date": "date", "time": "time", "datetime": "datetime-local"}


def control_id(name: str) -> str:
    """The id of the control with a name."""
    return f"fld-{name}"


def parts_of(shown: Iterable[Shown]) -> list[Part]:
    """What is shown, ready to draw; what is hidden is left out."""
    return [_part(each) for each in shown if not each.is_hidden]


def _part(shown: Shown) -> Part:
    for kind, maker in _MAKERS:
        if isinstance(shown.component, kind):
            return maker(shown)
    raise TypeError(f"There is no way to draw {shown.component!r}")


def _common(shown: Shown) -> dict[str, Any]:
    field = shown.component
    assert isinstance(field, Field)  # noqa: S101 - narrows the type: only makers of fields call this
    return {
        "id": control_id(shown.name), "name": shown.name, "label": text(field.label), "help": text(field.help),
        "is_optional": not field.is_required and not isinstance(field, Computed | Checkbox), "unit": field.unit,
        "errors": [text(each) for each in shown.errors], "is_locked": shown.is_locked,
        "is_follow_up": field.hide is not None,
        "value": entered_text(shown), "shown": as_text(field, shown.value, formatter(), shown.options),
    }  # fmt: skip


def _text(shown: Shown) -> Part:
    field = shown.component
    assert isinstance(field, TextField)  # noqa: S101 - the same
    attributes = dict(_TEXT_INPUTS.get(field.type, {"type": "text"}))
    if field.autocomplete:
        attributes["autocomplete"] = field.autocomplete
    if field.kind == "textarea":
        lines = next(
            (lines for limit, lines in ((300, 2), (1000, 3), (2000, 4), (4000, 5)) if field.max_length <= limit), 7
        )
        return Part(macro="textarea", lines=lines, attributes={"data-max": str(field.max_length)}, **_common(shown))
    width = "u-w-9" if field.type in _SHORT_TEXTS else ""
    return Part(macro="input", attributes=attributes, width=width, **_common(shown))


def _number(shown: Shown) -> Part:
    field = shown.component
    assert isinstance(field, NumberField)  # noqa: S101 - the same
    attributes = {"type": "text", "inputmode": "numeric" if field.decimals == 0 else "decimal", "autocomplete": "off"}
    if field.type == "sek":
        attributes["data-sum-part"] = "-".join(each for each in shown.name.split("-") if not each.isdecimal())
    return Part(macro="input", attributes=attributes, width="u-w-9 u-input-kr", **_common(shown))


def _moment(shown: Shown) -> Part:
    kind = _MOMENT_INPUTS.get(shown.component.kind, "date")
    return Part(macro="input", attributes={"type": kind}, width="u-w-12", **_common(shown))


def _checkbox(shown: Shown) -> Part:
    return Part(macro="check", choices=[Choice("true", "", is_chosen=shown.value is True)], **_common(shown))


def _choice(shown: Shown) -> Part:
    field = shown.component
    assert isinstance(field, ChoiceField)  # noqa: S101 - the same
    entered = shown.entered if isinstance(shown.entered, list) else [shown.entered]
    chosen = {str(each) for each in entered if each is not None}
    choices = [
        Choice(str(each.value), text(each.label), text(each.help), is_chosen=str(each.value) in chosen)
        for each in shown.options
    ]
    return Part(macro=_choice_macro(field, choices), choices=choices, **_common(shown))


def _choice_macro(field: ChoiceField, choices: Sequence[Choice]) -> str:
    """Few short options stand in a row; a question with Ok among its answers is a line of a checklist."""
    if field.is_multiple:
        return "checks"
    if field.kind == "select":
        return "select"
    letters = sum(len(each.label) for each in choices)
    if len(choices) > _SEGMENT_CHOICES or letters > _SEGMENT_LETTERS or any(each.help for each in choices):
        return "radios"
    return "question" if any(each.value == "ok" for each in choices) else "segments"


def _file(shown: Shown) -> Part:
    field = shown.component
    assert isinstance(field, FileField)  # noqa: S101 - the same
    held = shown.value if isinstance(shown.value, list) else [shown.value]
    files = [_held(each) for each in held if isinstance(each, Mapping)]
    attributes = {"accept": ",".join(field.accept)} if field.accept else {}
    return Part(macro="file", files=files, is_multiple=field.is_multiple, attributes=attributes, **_common(shown))


def _held(reference: Mapping[str, Any]) -> HeldFile:
    name = str(reference.get("name") or reference.get("label") or gettext("Fil"))
    return HeldFile(str(reference.get("id", "")), name, int(reference.get("size") or 0))


def _computed(shown: Shown) -> Part:
    return Part(macro="computed", **_common(shown))


def _block(shown: Shown) -> Part:
    block = shown.component
    assert isinstance(block, Block)  # noqa: S101 - the same
    if block.kind in {"separator", "spacer"}:
        return Part(macro=block.kind, id="")
    if block.content is not None:
        return Part(macro="text", id="", shown="" if shown.value is None else str(shown.value))
    # The engine has already run the text through its sanitiser.
    return Part(macro="html", id="", html=Markup(text(block.html)))  # noqa: S704


def _display(shown: Shown) -> Part:
    display = shown.component
    assert isinstance(display, Display)  # noqa: S101 - the same
    rows = [each for each in shown.value if isinstance(each, Mapping)] if isinstance(shown.value, list) else []
    table = [[as_text(None, row.get(column.key), formatter(), ()) for column in display.table_columns] for row in rows]
    columns = [text(each.label) for each in display.table_columns]
    return Part(
        macro="display",
        id="",
        label=text(display.label),
        columns=columns,
        table=table,
        files=[_held(each) for each in rows],
    )


def _group(shown: Shown) -> Part:
    group = shown.component
    assert isinstance(group, Group)  # noqa: S101 - the same
    macro = "section" if group.has_outline else "group"
    parts = parts_of(shown.parts)
    return Part(macro=macro, id=group.id, label=text(group.label), help=text(group.help), parts=parts)


def _rows(shown: Shown) -> Part:
    rows = shown.component
    assert isinstance(rows, Rows)  # noqa: S101 - the same
    drawn = [
        Part(
            macro="row", id=f"{control_id(shown.name)}-rad-{number}", name=shown.name, value=str(number),
            label=row_label(row, number), parts=parts_of(row.parts),
        )
        for number, row in enumerate(shown.parts)
    ]  # fmt: skip
    is_table = _fits_in_table(rows)
    return Part(
        macro="table" if is_table else "rows", id=control_id(shown.name), name=shown.name, label=text(rows.label),
        help=text(rows.help), errors=[text(each) for each in shown.errors], parts=drawn,
        may_add=rows.may_change_rows and len(drawn) < rows.max_rows,
        may_remove=rows.may_change_rows and len(drawn) > rows.min_rows,
        columns=[text(each.label) for each in rows.components if isinstance(each, Field)] if is_table else (),
        sums=_sums(shown, rows) if is_table else (),
    )  # fmt: skip


def row_label(row: Shown, number: int) -> str:
    """What a row is called: the option that its first answer chooses, else its number."""
    first = row.parts[0] if row.parts else None
    if first is not None and isinstance(first.component, ChoiceField) and not first.component.is_multiple:
        chosen = first.value if first.entered is None else first.entered
        for option in first.options:
            if chosen not in (None, "") and str(option.value) == str(chosen):
                return text(option.label)
    return str(gettext("rad %(number)s", number=number + 1))


def _fits_in_table(rows: Rows) -> bool:
    """Whether the rows are few short answers each: those stand in a table, longer ones below each other."""
    return len(rows.components) <= _TABLE_COLUMNS and all(
        isinstance(each, TextField | NumberField | MomentField | ChoiceField)
        and each.kind != "textarea" and each.hide is None and not (isinstance(each, ChoiceField) and each.is_multiple)
        for each in rows.components
    )  # fmt: skip


def _sums(shown: Shown, rows: Rows) -> list[str]:
    """The sums of the columns in kronor, empty for other columns; nothing where no column has one."""
    sums = []
    for place, component in enumerate(rows.components):
        if isinstance(component, NumberField) and component.type == "sek":
            amounts = [row.parts[place].value for row in shown.parts]
            sums.append(formatter().kr(sum(each for each in amounts if each is not None), ""))
        else:
            sums.append("")
    return sums if any(sums) else []


_MAKERS: tuple[tuple[type[Component], Callable[[Shown], Part]], ...] = (
    (TextField, _text),
    (NumberField, _number),
    (MomentField, _moment),
    (Checkbox, _checkbox),
    (ChoiceField, _choice),
    (FileField, _file),
    (Computed, _computed),
    (Block, _block),
    (Display, _display),
    (Rows, _rows),
    (Group, _group),
)
