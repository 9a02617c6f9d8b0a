"""Writes a letter: renders it in its frame, registers it, and asks for its PDF."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from engine import Workspace
from workflows.letters.frame import Head, page
from workflows.letters.templates import deployed
from workflows.letters.values import Wording
from workflows.letters.wording import ZONE
from workflows.parties import own_organisation
from workflows.registry import Direction, Document, register_document
from workflows.registry.pdf import request_pdf


def write_letter(
    work: Workspace,
    template: str,
    context: Mapping[str, Any],
    *,
    kind: str,
    title: str,
    registry_number: str,
    case_id: str,
    party: str,
    direction: Direction = "out",
    recipient: Sequence[str] = (),
    contact: Sequence[str] = (),
    unit: str = "",
    secrecy: str | None = None,
    visible_to_applicant: bool = False,
    language: str = "sv",
    zone: str = ZONE,
) -> Document:
    """Write the letter `template` (`call/opening_list`) with the values of `context` and register it in the diary.

    The template is that of the version that the case runs on. Its date is the local day of the command. Everything is
    kept or undone with the command's transaction; the PDF is made after it. Raises UnknownTemplateError, TemplateError,
    MissingValueError, UnknownRegistryNumberError.
    """
    file = f"{template}.letter.html"
    chosen = Wording(language=language, zone=zone, now=work.now.astimezone(ZoneInfo(zone)))
    head = Head(
        title=title,
        date=work.now.astimezone(ZoneInfo(zone)).date(),
        registry_number=registry_number,
        unit=unit,
        contact=tuple(contact),
        recipient=tuple(recipient),
    )
    organisation = own_organisation(work.session)
    document = register_document(
        work.session,
        registry_number=registry_number,
        kind=kind,
        title=title,
        direction=direction,
        at=work.now,
        party=party,
        case_id=case_id,
        html=page(deployed(work.file, file), context, head=head, organisation=organisation, file=file, chosen=chosen),
        secrecy=secrecy,
        visible_to_applicant=visible_to_applicant,
    )
    request_pdf(work, document)
    return document
