"""Numbers as Swedes write them."""

import math
import re
from decimal import Decimal
from typing import Any

from engine.forms.errors import UnreadableValueError
from engine.model import Text

_MOST_DIGITS = 24
_LONGEST = 80
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_UNITS = {
    "sek": re.compile(r"\s*(?:kr|kronor|sek|:-)\.?$", re.IGNORECASE),
    "percent": re.compile(r"\s*(?:%|procent)$", re.IGNORECASE),
}
_HOW = Text("Skriv ett tal med siffror, till exempel 1 234,50.", "Write a number in digits, for example 1234.50.")


def read_number(raw: Any, kind: str = "") -> Decimal:
    """The number: spaces may group its thousands, the decimal sign may be a comma or a point, `kind`'s unit may follow.

    Raises UnreadableValueError.
    """
    if isinstance(raw, bool):
        raise UnreadableValueError(_HOW)
    if isinstance(raw, int | float | Decimal):
        return _limited(_exact(raw))
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        raise UnreadableValueError(_HOW)
    text = raw.strip().replace("\u2212", "-")
    unit = _UNITS.get(kind)
    text = unit.sub("", text) if unit else text
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise UnreadableValueError(_HOW)
    return _limited(Decimal(_SPACES.sub("", text).replace(",", ".")))


def _exact(number: float | Decimal) -> Decimal:
    if not isinstance(number, float):
        return Decimal(number)
    if not math.isfinite(number):
        raise UnreadableValueError(_HOW)
    return Decimal(str(number))


def _limited(number: Decimal) -> Decimal:
    if (
        not number.is_finite()
        or abs(number.adjusted()) >= _MOST_DIGITS
        or len(number.as_tuple().digits) > 2 * _MOST_DIGITS
    ):
        raise UnreadableValueError(
            Text(
                "Talet har för många siffror. Skriv ett kortare.",
                "The number has too many digits. Write a shorter one.",
            )
        )
    return number


def written(number: Decimal) -> str:
    """The number for a Swedish sentence: `1 234,5`."""
    return written_in_english(number).replace(".", ";").replace(",", "\u00a0").replace(";", ",")


def written_in_english(number: Decimal) -> str:
    """The number for an English sentence: `1,234.5`."""
    plain = f"{number:,f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
