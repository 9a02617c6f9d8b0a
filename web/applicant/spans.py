"""The distance between two instants in words: `1 minut 20 sekunder`."""

from datetime import datetime

from flask_babel import ngettext

from web.applicant.blueprint import blueprint

_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60


@blueprint.app_template_global()
def span_text(first: datetime, last: datetime) -> str:
    """The two largest units between two instants, whole seconds."""
    seconds = max(0, int((last - first).total_seconds()))
    days, rest = divmod(seconds, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    units = [
        (days, ngettext("%(num)s dag", "%(num)s dagar", days)),
        (hours, ngettext("%(num)s timme", "%(num)s timmar", hours)),
        (minutes, ngettext("%(num)s minut", "%(num)s minuter", minutes)),
        (rest, ngettext("%(num)s sekund", "%(num)s sekunder", rest)),
    ]
    begun = [place for place, (count, _) in enumerate(units) if count]
    start = begun[0] if begun else len(units) - 1
    return " ".join(str(words) for place, (count, words) in enumerate(units[start : start + 2]) if count or not place)
