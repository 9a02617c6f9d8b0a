"""What is said of a step that failed: what happened in plain words, and what became of it."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext, lazy_gettext

from engine import Incident
from web.admin import words
from web.templating import formatter

BUDGETS: Final[Mapping[str, str]] = {
    "steps": lazy_gettext("fler än %(limit)s automatiska steg i följd"),
    "seconds": lazy_gettext("mer än %(limit)s sekunder"),
    "tokens": lazy_gettext("fler än %(limit)s samtidiga grenar"),
    "variable_bytes": lazy_gettext("mer än %(limit)s tecken uppgifter"),
    "instances": lazy_gettext("fler än %(limit)s omgångar av ett steg"),
    "nesting": lazy_gettext("fler än %(limit)s delprocesser i varandra"),
}
_REASONS: Final[Mapping[str, str]] = {
    "operation": lazy_gettext("Ett automatiskt steg svarade med ett fel. Inget av steget är gjort."),
    "stuck": lazy_gettext("Ärendet har ingen uppgift, ingen tid och väntar inte på något meddelande."),
    "no_path": lazy_gettext("Inget villkor stämde vid vägvalet, och det finns ingen väg för övriga fall."),
    "undecided_condition": lazy_gettext(
        "Ett villkor gav varken ja eller nej. Oftast saknar en uppgift som villkoret läser ett värde."
    ),
    "expression_failed": lazy_gettext("En formel i ritningen gick inte att räkna ut med ärendets uppgifter."),
    "timer_failed": lazy_gettext("En tid i ritningen gick inte att räkna ut med ärendets uppgifter."),
    "loop_failed": lazy_gettext("Det gick inte att räkna ut hur många gånger ett steg ska göras."),
    "called_process_missing": lazy_gettext("Processen som steget anropar finns inte."),
    "no_implementation": lazy_gettext("Ritningen säger inte vad det automatiska steget ska göra."),
}
_OUTCOMES: Final[Mapping[str, str]] = {
    "retried": lazy_gettext("Steget gjordes igen och lyckades."),
    "corrected and retried": lazy_gettext("Uppgifter rättades och steget gjordes igen. Skäl: %(reason)s"),
    "skipped": lazy_gettext("Steget hoppades över. Skäl: %(reason)s"),
    "completed": lazy_gettext("Uppgiften gjordes igen och steget lyckades."),
    "received": lazy_gettext("Meddelandet kom igen och togs emot."),
    "fired": lazy_gettext("Tiden löpte ut igen och steget lyckades."),
    "the case has ended": lazy_gettext("Ärendet är avslutat."),
}


def what_happened(incident: Incident) -> str:
    """Why the step failed, in a sentence."""
    details = incident.details
    if incident.kind == "limit" and details.get("budget") in BUDGETS:
        amount = str(BUDGETS[details["budget"]]) % {"limit": formatter().tal(details["limit"])}
        return str(gettext("Ärendet skulle ha gjort %(amount)s. Inget av steget är gjort.", amount=amount))
    if incident.kind == "job":
        kind = words.word(words.JOBS, str(details.get("job_kind", "")))
        return str(gettext("Jobbet ”%(kind)s” misslyckades varje gång det prövades.", kind=kind))
    return str(_REASONS.get(incident.kind, lazy_gettext("Steget gick inte att göra. Inget av det är gjort.")))


def outcome(incident: Incident) -> str:
    """What became of the incident, in a sentence."""
    code, _, reason = incident.resolution.partition(": ")
    known = _OUTCOMES.get(code)
    return incident.resolution if known is None else str(known) % {"reason": reason}
