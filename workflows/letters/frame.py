"""The frame of every letter: the organisation's head, date and registry number, and the foot, from one template."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from typing import Any

from workflows.letters.pages import render
from workflows.letters.templates import shipped
from workflows.letters.values import SWEDISH, Wording
from workflows.parties import Account, OwnOrganisation

LETTERHEAD = "letterhead.letter.html"
_CONTENT = "\ue010content\ue011"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a letter: `contact` and `recipient` are lines; the title is its first heading."""

    title: str
    date: date
    registry_number: str
    unit: str = ""
    contact: Sequence[str] = ()
    recipient: Sequence[str] = ()


def contact_lines(officer: Account) -> tuple[str, ...]:
    """Who to turn to, as lines of a letter's head: the officer's title or name, telephone and e-mail."""
    phone = f"Tfn: {officer.phone}" if officer.phone else ""
    email = f"E-post: {officer.email}" if officer.email else ""
    return tuple(filter(None, (officer.title or officer.name, phone, email)))


def page(
    template: bytes,
    context: Mapping[str, Any],
    *,
    head: Head,
    organisation: OwnOrganisation,
    file: str = "",
    chosen: Wording = SWEDISH,
    letterhead: bytes | None = None,
) -> str:
    """The complete HTML page of a letter.

    The template may also name `letter` (its head) and `organisation`. Raises MissingValueError, TemplateError.
    """
    unit = head.unit or organisation.unit
    known = {"letter": {**asdict(head), "unit": unit}, "organisation": asdict(organisation)}
    content = render(template, {**known, **context}, file=file, chosen=chosen)
    around = render(letterhead or shipped(LETTERHEAD), {**known, "content": _CONTENT}, file=LETTERHEAD, chosen=chosen)
    return (
        f'<!DOCTYPE html>\n<html lang="{chosen.language}">\n<head><meta charset="utf-8">'
        f"<title>{escape(head.title)}</title></head>\n<body>\n{around.replace(_CONTENT, content)}</body>\n</html>\n"
    )
