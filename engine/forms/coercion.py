"""From what was entered to a field's typed value."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.forms.errors import UnreadableValueError
from engine.forms.identities import READERS
from engine.forms.model import Checkbox, ChoiceField, Field, FileField, MomentField, NumberField, Option, TextField
from engine.forms.moments import read_date, read_instant, read_time
from engine.forms.numbers import read_number
from engine.model import Text

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TRUE = frozenset({"on", "true", "1", "ja", "yes"})
_FALSE = frozenset({"off", "false", "0", "nej", "no", ""})
_FILE_KEYS = frozenset({"id", "name", "size", "media_type", "sha256"})
_MOST_ITEMS = 1000
_ONE_VALUE = Text("Ange ett enda värde.", "Give a single value.")


def read_value(field: Field, raw: Any, *, options: Sequence[Option], zone: ZoneInfo) -> Any:
    """The typed value of what was entered, None where nothing was. Raises UnreadableValueError."""
    match field:
        case Checkbox():
            return _truth(raw)
        case ChoiceField(is_multiple=True):
            return _several(raw, options)
        case FileField(is_multiple=True):
            return [_file(item) for item in _items(raw)]
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    return _single(field, raw, options, zone)


def _single(field: Field, raw: Any, options: Sequence[Option], zone: ZoneInfo) -> Any:
    match field:
        case TextField():
            return _text(field, raw)
        case NumberField():
            return read_number(raw, field.type)
        case MomentField():
            return _moment(field, raw, zone)
        case ChoiceField():
            return _option(raw, options)
    return _file(raw[0] if isinstance(raw, list) and len(raw) == 1 else raw)


def _text(field: TextField, raw: Any) -> str:
    if not isinstance(raw, str):
        raise UnreadableValueError(Text("Skriv en text.", "Write a text."))
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if _CONTROL.search(text):
        raise UnreadableValueError(
            Text(
                "Texten innehåller osynliga styrtecken. Skriv den på nytt.",
                "The text has invisible control characters. Write it again.",
            )
        )
    if field.kind != "textarea":
        text = " ".join(text.split("\n"))
    return READERS[field.type](text) if field.type else text


def _moment(field: MomentField, raw: Any, zone: ZoneInfo) -> Any:
    if field.kind == "datetime":
        return None if _is_blank_pair(raw) else read_instant(raw, zone)
    return read_time(raw) if field.kind == "time" else read_date(raw)


def _is_blank_pair(raw: Any) -> bool:
    return isinstance(raw, dict) and not any(raw.values())


def _truth(raw: Any) -> bool:
    """A box that is not ticked is not sent at all."""
    if raw is None or isinstance(raw, bool):
        return bool(raw)
    text = raw.strip().lower() if isinstance(raw, str) else None
    if text not in _TRUE | _FALSE:
        raise UnreadableValueError(Text("Kryssa i rutan eller lämna den tom.", "Tick the box or leave it empty."))
    return text in _TRUE


def _items(raw: Any) -> list[Any]:
    items = list(raw) if isinstance(raw, list | tuple) else [raw]
    if len(items) > _MOST_ITEMS:
        raise UnreadableValueError(Text(f"Ange högst {_MOST_ITEMS} värden.", f"Give at most {_MOST_ITEMS} values."))
    return [item for item in items if item not in (None, "")]


def _several(raw: Any, options: Sequence[Option]) -> list[Any]:
    chosen = [_option(item, options) for item in _items(raw)]
    return [option for place, option in enumerate(chosen) if option not in chosen[:place]]


def _option(raw: Any, options: Sequence[Option]) -> Any:
    if isinstance(raw, list | tuple | dict):
        raise UnreadableValueError(_ONE_VALUE)
    written = str(raw).strip()
    for option in options:
        known = str(option.value)
        # A truth is written True or true, depending on who writes it.
        if known == written or (isinstance(option.value, bool) and known.lower() == written.lower()):
            return option.value
    raise UnreadableValueError(Text("Välj ett av alternativen.", "Choose one of the options."))


def _file(raw: Any) -> dict[str, Any]:
    """A reference to a received file: its id, or a context with `id` and what is known of it."""
    found = {"id": raw.strip()} if isinstance(raw, str) else dict(raw) if isinstance(raw, Mapping) else {}
    is_plain = all(isinstance(value, str | int | Decimal) for value in found.values())
    if not isinstance(found.get("id"), str) or not _FILE_KEYS.issuperset(found) or not is_plain:
        raise UnreadableValueError(Text("Lägg till filen på nytt.", "Add the file again."))
    return found
