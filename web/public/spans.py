"""Periods and hours as the public pages write them: what both ends have in common is said once."""

from datetime import date, datetime

from web.i18n import current_language
from web.public.blueprint import blueprint
from web.templating import formatter
from workflows.letters.wording import period_text


@blueprint.app_template_global()
def period_words(first: date, last: date) -> str:
    """`1 april 2022–31 mars 2023`."""
    return period_text(first, last, language=current_language())


@blueprint.app_template_global()
def hour_words(start: datetime, end: datetime) -> str:
    """`kl. 08.00–08.45`, in English `at 08:00–08:45`."""
    formats = formatter()
    return f"{formats.clock_text(start)}–{formats.clock_text(end).split(chr(0xA0))[-1]}"
