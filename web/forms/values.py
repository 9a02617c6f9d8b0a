"""Values of forms as text: in a control as it was entered, in its place as people read it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from flask_babel import gettext

from engine.forms import Field, NumberField, Option, Shown
from web.formatting import Formatter
from web.i18n import text
from web.services import services


def entered_text(shown: Shown) -> str:
    """What stands in the control: what the reader wrote, else the typed value as the control wants it."""
    entered = shown.entered if shown.entered is not None else shown.value
    if isinstance(entered, str):
        return entered
    if isinstance(entered, datetime):
        return entered.astimezone(services().settings.zone).strftime("%Y-%m-%dT%H:%M")
    if isinstance(entered, date):
        return entered.isoformat()
    if isinstance(entered, time):
        return entered.strftime("%H:%M")
    if isinstance(entered, Decimal | int | float) and not isinstance(entered, bool):
        return _number_text(entered, shown.component)
    return ""


def _number_text(number: Decimal | float, component: Any) -> str:
    exact = Decimal(str(number))
    written = f"{exact:,f}" if isinstance(component, NumberField) and component.type == "sek" else f"{exact:f}"
    return written.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def as_text(field: Field | None, value: Any, formats: Formatter, options: Sequence[Option]) -> str:
    """A typed value as people read it; empty for None."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(gettext("Ja")) if value else str(gettext("Nej"))
    if isinstance(value, list):
        return ", ".join(as_text(field, each, formats, options) for each in value)
    labels = {each.value: text(each.label) for each in options}
    if not isinstance(value, dict) and value in labels:
        return labels[value]
    return _plain_text(field, value, formats)


def _plain_text(field: Field | None, value: Any, formats: Formatter) -> str:
    if isinstance(value, datetime):
        return f"{formats.date_text(value, short=False)} {formats.clock_text(value)}"
    if isinstance(value, date):
        return formats.date_text(value, short=False)
    if isinstance(value, time):
        return value.strftime("%H:%M" if formats.language == "en" else "%H.%M")
    if isinstance(value, Decimal | int | float):
        return _amount_text(field, value, formats)
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("label") or "")
    return str(value)


def _amount_text(field: Field | None, value: Decimal | float, formats: Formatter) -> str:
    kind = field.type if isinstance(field, NumberField) else ""
    if kind == "sek":
        return formats.kr(value)
    if kind == "percent":
        return formats.procent(value)
    unit = f"\N{NO-BREAK SPACE}{field.unit}" if field is not None and field.unit else ""
    return f"{formats.tal(value)}{unit}"
