"""Dates and reminders as the drawing writes them, in words: `5 working days` is 5 arbetsdagar."""

import re

from flask_babel import gettext, ngettext

_SPAN = re.compile(r"^(?P<sign>-?)(?P<number>\d+) (?P<unit>working days?|days?|hours?)(?: at (?P<clock>\d\d:\d\d))?$")


def span_words(written: str) -> str:
    """A due date or a reminder in words; a formula or another form stays as it is written."""
    found = _SPAN.match(written.strip())
    if found is None:
        return written
    words = _counted(int(found["number"]), found["unit"].rstrip("s"))
    if found["clock"]:
        words = gettext("%(span)s kl. %(clock)s", span=words, clock=found["clock"].replace(":", "."))
    return gettext("%(span)s före", span=words) if found["sign"] else words


def _counted(number: int, unit: str) -> str:
    if unit == "working day":
        return str(ngettext("%(num)s arbetsdag", "%(num)s arbetsdagar", number))
    if unit == "day":
        return str(ngettext("%(num)s dag", "%(num)s dagar", number))
    return str(ngettext("%(num)s timme", "%(num)s timmar", number))
