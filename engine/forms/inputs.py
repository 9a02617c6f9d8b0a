"""From a component of the schema that asks for something to a field."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, get_args

from engine.feel import Expression, evaluate
from engine.forms.draft import (
    Draft,
    Json,
    count_of,
    extras_of,
    help_of,
    label_of,
    mapping_of,
    number_of,
    text_of,
    truth_of,
)
from engine.forms.model import (
    Checkbox,
    ChoiceField,
    Computed,
    Field,
    FileField,
    MomentField,
    NumberField,
    NumberType,
    Option,
    Scalar,
    TextField,
    TextType,
)
from engine.model import Text

_MAX_LENGTH = 100_000
_LINE_LENGTH, _AREA_LENGTH = 2000, 50_000
_VALIDATION_TYPES: dict[Any, TextType] = {"email": "email", "phone": "phone"}


def common_parts(draft: Draft, part: Json) -> dict[str, Any]:
    """What every component may say: its kind, where it stands, when it is hidden."""
    name = str(part.get("key") or part.get("path") or part.get("id") or "")
    layout = mapping_of(part, "layout")
    return {
        "id": draft.typed(part.get("id"), text_of, name, "id", ""),
        "kind": part["type"],
        "hide": draft.formula(mapping_of(part, "conditional").get("hide"), name),
        "row": draft.typed(layout.get("row"), text_of, name, "layout.row", ""),
        "columns": draft.typed(layout.get("columns"), count_of, name, "layout.columns", 0) or None,
    }


def field_parts(draft: Draft, part: Json, place: tuple[str, ...]) -> dict[str, Any]:
    """What every field may say."""
    key, extras, checks = str(part.get("key", "")), extras_of(part), mapping_of(part, "validate")
    is_locked = bool(part.get("disabled") is True or part.get("readonly") is True or extras.get("lock") is True)
    formula = draft.formula(extras.get("lock"), key) or draft.formula(part.get("readonly"), key, is_marked=True)
    return common_parts(draft, part) | {
        "key": draft.key(part, place),
        "label": _checked_label(draft, part, key),
        "help": help_of(part),
        "is_required": draft.typed(checks.get("required"), truth_of, key, "validate.required", fallback=False),
        "lock": is_locked or formula or False,
        "default": part.get("defaultValue"),
        "autocomplete": draft.typed(extras.get("autocomplete"), text_of, key, "autocomplete", ""),
        "style": draft.typed(extras.get("style"), text_of, key, "style", ""),
        "placeholder": draft.typed(extras.get("placeholder"), text_of, key, "placeholder", ""),
        "unit": str(extras.get("unit") or mapping_of(part, "appearance").get("suffixAdorner") or ""),
    }


def _checked_label(draft: Draft, part: Json, key: str) -> Text:
    label = label_of(part) if part.get("type") != "datetime" else _moment_label(part)
    if not label.sv and part.get("type") != "expression":
        text = Text(f"Fältet ”{key}” saknar etikett. Skriv en.", f'The field "{key}" has no label. Write one.')
        draft.report("form_label_missing", text, key=key, severity="warning")
    return label if label.sv else Text(key, label.en)


def _moment_label(part: Json) -> Text:
    name = "timeLabel" if part.get("subtype") == "time" else "dateLabel"
    return label_of({**part, "label": part.get("label") or part.get(name)})


def text_field(draft: Draft, part: Json, place: tuple[str, ...]) -> Field:
    """A `textfield` or `textarea`."""
    key, checks, extras = str(part.get("key", "")), mapping_of(part, "validate"), extras_of(part)
    longest = _AREA_LENGTH if part["type"] == "textarea" else _LINE_LENGTH
    known = _VALIDATION_TYPES.get(checks.get("validationType"), "")
    return TextField(
        **field_parts(draft, part, place),
        type=draft.typed(extras.get("type"), _one_of(get_args(TextType)), key, "type", known),
        min_length=draft.typed(checks.get("minLength"), count_of, key, "validate.minLength", 0),
        max_length=min(draft.typed(checks.get("maxLength"), count_of, key, "validate.maxLength", longest), _MAX_LENGTH),
        pattern=_pattern(draft, checks.get("pattern"), key),
        pattern_message=Text(str(extras.get("pattern_message") or ""), str(extras.get("pattern_message_en") or "")),
    )


def _pattern(draft: Draft, pattern: Any, key: str) -> str:
    written = draft.typed(pattern, text_of, key, "validate.pattern", "")
    if written and evaluate("matches(text, pattern)", {"text": "", "pattern": written}) is None:
        text = Text(
            f"Mönstret ”{written[:80]}” går inte att använda. Rätta det.",
            f'The pattern "{written[:80]}" cannot be used. Correct it.',
        )
        draft.report("form_pattern_invalid", text, key=key)
        return ""
    return written


def _one_of(names: tuple[Any, ...]) -> Callable[[Any], Any]:
    """A reader that accepts only these."""
    return lambda value: value if value in names else None


def number_field(draft: Draft, part: Json, place: tuple[str, ...]) -> Field:
    """A `number`. Kronor are whole and not negative, percentages from 0 to 100, unless the form says otherwise."""
    key, checks = str(part.get("key", "")), mapping_of(part, "validate")
    kind: NumberType = draft.typed(extras_of(part).get("type"), _one_of(get_args(NumberType)), key, "type", "")
    usual_digits = 0 if kind == "sek" else None
    digits = part.get("decimalDigits")
    parts = field_parts(draft, part, place)
    parts["unit"] = parts["unit"] or {"sek": "kr", "percent": "%"}.get(kind, "")
    return NumberField(
        **parts,
        type=kind,
        minimum=_bound(draft, checks.get("min"), key, Decimal(0) if kind else None),
        maximum=_bound(draft, checks.get("max"), key, Decimal(100) if kind == "percent" else None),
        decimals=usual_digits if digits is None else draft.typed(digits, count_of, key, "decimalDigits", 0),
    )


def _bound(draft: Draft, written: Any, key: str, usual: Decimal | None) -> Decimal | Expression | None:
    """A limit: a number, or FEEL after `=`."""
    formula = draft.formula(written, key, is_marked=True)
    if formula is not None or written in (None, ""):
        return formula or usual
    number = number_of(written)
    if number is None:
        draft.typed(written, number_of, key, "validate.min/max", Decimal(0))
    return usual if number is None else number


def checkbox(draft: Draft, part: Json, place: tuple[str, ...]) -> Field:
    """A `checkbox`."""
    return Checkbox(**field_parts(draft, part, place))


def choice_field(draft: Draft, part: Json, place: tuple[str, ...]) -> Field:
    """A `radio`, `select`, `checklist` or `taglist`, with options of its own or from FEEL."""
    key, extras = str(part.get("key", "")), extras_of(part)
    source = draft.formula(part.get("valuesExpression") or part.get("valuesKey"), key)
    options = _options(draft, part.get("values"), key)
    if not options and source is None:
        text = Text(
            f"Fältet ”{key}” saknar alternativ. Lägg till minst ett.",
            f'The field "{key}" has no options. Add at least one.',
        )
        draft.report("form_options_missing", text, key=key)
    return ChoiceField(
        **field_parts(draft, part, place),
        options=options,
        options_from=source,
        is_multiple=part["type"] in ("checklist", "taglist"),
        min_choices=draft.typed(extras.get("min_choices"), count_of, key, "min_choices", 0),
        max_choices=draft.typed(extras.get("max_choices"), count_of, key, "max_choices", 0) or None,
    )


def _options(draft: Draft, values: Any, key: str) -> tuple[Option, ...]:
    found = [option_of(value) for value in values] if isinstance(values, list) else []
    known = [option for option in found if option is not None]
    if len(known) < len(found) or len({str(option.value) for option in known}) < len(known):
        text = Text(
            f"Alternativen i ”{key}” ska ha var sitt värde. Rätta dem.",
            f'Each option of "{key}" needs a value of its own. Correct them.',
        )
        draft.report("form_options_invalid", text, key=key)
    return tuple(known)


def option_of(value: Any) -> Option | None:
    """An option from `{label, value, label_en, help, help_en}` or from a bare value; None from anything else."""
    if not isinstance(value, dict):
        scalar = _scalar(value)
        return None if scalar is None else Option(value=scalar, label=Text(str(value), ""))
    scalar = _scalar(value.get("value"))
    if scalar is None:
        return None
    label = Text(str(value.get("label") or value["value"]), str(value.get("label_en") or ""))
    return Option(value=scalar, label=label, help=Text(str(value.get("help") or ""), str(value.get("help_en") or "")))


def _scalar(value: Any) -> Scalar | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    return value if isinstance(value, str | bool | Decimal) and value != "" else None


def moment_field(draft: Draft, part: Json, place: tuple[str, ...]) -> Field:
    """A `datetime` of any subtype."""
    key, extras = str(part.get("key", "")), extras_of(part)
    kind = draft.typed(part.get("subtype"), _one_of(("date", "time", "datetime")), key, "subtype", "date")
    return MomentField(
        **field_parts(draft, part, place) | {"kind": kind},
        minimum=draft.formula(extras.get("min"), key),
        maximum=draft.formula(extras.get("max"), key),
        forbids_past=draft.typed(part.get("disallowPassedDates"), truth_of, key, "disallowPassedDates", fallback=False),
    )


def file_field(draft: Draft, part: Json, place: tuple[str, ...]) -> Field:
    """A `filepicker`."""
    key = str(part.get("key", ""))
    accept = draft.typed(part.get("accept"), text_of, key, "accept", "")
    return FileField(
        **field_parts(draft, part, place),
        accept=tuple(kind.strip() for kind in accept.split(",") if kind.strip()),
        is_multiple=draft.typed(part.get("multiple"), truth_of, key, "multiple", fallback=False),
        max_files=draft.typed(extras_of(part).get("max_files"), count_of, key, "max_files", 20),
    )


def computed(draft: Draft, part: Json, place: tuple[str, ...]) -> Field | None:
    """An `expression`; None where it says nothing that can be worked out."""
    key = str(part.get("key", ""))
    formula = draft.formula(part.get("expression"), key)
    parts = field_parts(draft, part, place)
    if formula is None:
        text = Text(
            f"Fältet ”{key}” saknar uttryck. Skriv ett i FEEL.",
            f'The field "{key}" has no expression. Write one in FEEL.',
        )
        draft.report("form_expression_missing", text, key=key)
        return None
    return Computed(**parts, expression=formula)
