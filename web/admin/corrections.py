"""A case's variables as fields that an administrator may correct before a step is tried again."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask_babel import gettext, lazy_gettext

from engine import Case, Incident

ADDED: Final = "new"
_PREFIX: Final = "var-"
_NAME: Final = re.compile(r"[^\W\d]\w*")

KINDS: Final[Mapping[str, str]] = {
    "text": lazy_gettext("text"),
    "number": lazy_gettext("tal"),
    "flag": lazy_gettext("ja eller nej"),
    "date": lazy_gettext("datum"),
    "time": lazy_gettext("klockslag"),
    "instant": lazy_gettext("datum och klockslag"),
}
# The control of each kind: its type in HTML, and how it is typed in on a phone.
CONTROLS: Final[Mapping[str, str]] = {"date": "date", "time": "time", "instant": "datetime-local"}


class NotOfThisKindError(ValueError):
    """What was written is no value of the variable's kind."""


@dataclass(frozen=True, slots=True)
class Field:
    """One variable that can be corrected: its kind, its value as text, and what is wrong with what was written."""

    variable: str
    kind: str
    text: str
    error: str = ""

    @property
    def name(self) -> str:
        """The field's name in the form."""
        return f"{_PREFIX}{self.variable}"


@dataclass(frozen=True, slots=True)
class Corrections:
    """What was written in the form: the changed variables with their values, and each field as it was sent."""

    changes: Mapping[str, Any]
    fields: Sequence[Field]
    added: Mapping[str, str]
    added_error: str = ""

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Each error with the id of its field."""
        found = [(f"fld-{field.name}", f"{field.variable}: {field.error}") for field in self.fields if field.error]
        return found + ([("fld-new-value", self.added_error)] if self.added_error else [])


def unchanged(case: Case, incident: Incident, zone: ZoneInfo) -> Corrections:
    """The form before anything is written: every variable that fits in one field and that no person stated."""
    fields = [
        Field(name, kind, _text(value, kind, zone))
        for name, value in sorted(case.variables.items())
        if name not in incident.stated and (kind := _kind(value)) is not None
    ]
    return Corrections({}, fields, {"name": "", "kind": "text", "value": ""})


def read(present: Corrections, sent: Mapping[str, str], zone: ZoneInfo) -> Corrections:
    """What was written: only what differs from the present values counts."""
    changes: dict[str, Any] = {}
    fields = []
    for field in present.fields:
        text = sent.get(field.name, field.text).strip()
        error = ""
        if text != field.text.strip():
            try:
                changes[field.variable] = _value(text, field.kind, zone)
            except NotOfThisKindError:
                error = _not_of_kind(field.kind)
        fields.append(Field(field.variable, field.kind, text, error))
    added = {part: sent.get(f"{ADDED}-{part}", "").strip() for part in ("name", "kind", "value")}
    return Corrections(changes, fields, added, _add(changes, added, zone))


def with_errors(corrections: Corrections, errors: Mapping[str, str]) -> Corrections:
    """The form with what the engine says of each variable."""
    fields = [
        Field(one.variable, one.kind, one.text, errors.get(one.variable, one.error)) for one in corrections.fields
    ]
    known = {field.variable for field in fields}
    others = [sentence for name, sentence in errors.items() if name not in known and name != "reason"]
    return Corrections(corrections.changes, fields, corrections.added, "; ".join(others))


def _add(changes: dict[str, Any], added: Mapping[str, str], zone: ZoneInfo) -> str:
    """Take in the variable that the form adds; what is wrong with it."""
    if not added["name"]:
        return str(gettext("Skriv vad uppgiften heter.")) if added["value"] else ""
    if not _NAME.fullmatch(added["name"]):
        return str(gettext("Namnet får bara ha bokstäver, siffror och understreck."))
    try:
        changes[added["name"]] = _value(added["value"], added["kind"], zone)
    except NotOfThisKindError:
        return _not_of_kind(added["kind"])
    return ""


def _not_of_kind(kind: str) -> str:
    return str(gettext("Det här är inte %(kind)s.", kind=KINDS.get(kind, kind)))


def _kind(value: Any) -> str | None:
    for type_, kind in _TYPES:
        if isinstance(value, type_):
            return kind
    return None


# A flag is a number and an instant a date to Python: the narrower comes first.
_TYPES: Final[Sequence[tuple[type, str]]] = (
    (str, "text"),
    (bool, "flag"),
    (Decimal, "number"),
    (datetime, "instant"),
    (date, "date"),
    (time, "time"),
)


def _text(value: Any, kind: str, zone: ZoneInfo) -> str:
    if kind == "flag":
        return "true" if value else "false"
    if kind == "number":
        return f"{value:f}".replace(".", ",")
    if kind == "instant":
        return str(value.astimezone(zone).strftime("%Y-%m-%dT%H:%M"))
    return str(value.isoformat()) if kind in {"date", "time"} else str(value)


def _value(text: str, kind: str, zone: ZoneInfo) -> Any:
    """The value that was written; nothing empties the variable. Raises NotOfThisKindError."""
    if not text:
        return None
    try:
        return _READERS[kind](text, zone)
    except (KeyError, ValueError, InvalidOperation) as error:
        raise NotOfThisKindError from error


def _number(text: str, _zone: ZoneInfo) -> Decimal:
    return Decimal("".join(text.split()).replace(",", ".").replace("−", "-"))


def _flag(text: str, _zone: ZoneInfo) -> bool:
    return {"true": True, "false": False}[text]


_READERS: Final[Mapping[str, Callable[[str, ZoneInfo], Any]]] = {
    "text": lambda text, _zone: text,
    "number": _number,
    "flag": _flag,
    "date": lambda text, _zone: date.fromisoformat(text),
    "time": lambda text, _zone: time.fromisoformat(text),
    "instant": lambda text, zone: datetime.fromisoformat(text).replace(tzinfo=zone),
}
