"""Letters to an applicant: written and registered, sent, and entered in the delivery log."""

from collections.abc import Mapping
from typing import Any

from engine import Workspace
from workflows.application.values import Application
from workflows.decision.records import log_dispatch
from workflows.letters import write_letter
from workflows.notifications import send_template
from workflows.registry import Document

DEFAULT_CHANNEL = "e_service"


def write_to_applicant(
    work: Workspace, about: Application, template: str, context: Mapping[str, Any], *, kind: str, title: str
) -> Document:
    """Write and register a letter to the applicant, in the application's own case."""
    return write_letter(
        work,
        template,
        context,
        kind=kind,
        title=title,
        registry_number=about.registry_number,
        case_id=about.id,
        party=about.applicant_name,
        recipient=(about.applicant_name, about.contact_email),
        visible_to_applicant=True,
    )


def deliver(
    work: Workspace,
    document: Document,
    about: Application,
    mail: str,
    context: Mapping[str, Any],
    *,
    key: str,
    channel: str = DEFAULT_CHANNEL,
) -> None:
    """Send the letter by the mail template `mail`, which may name the application, and log the delivery (R-53)."""
    address = about.contact_email
    log_dispatch(work.session, document, recipient=about.applicant_name, address=address, channel=channel, at=work.now)
    known = {"registry_number": about.registry_number, "project_title": about.title}
    send_template(work, mail, {**known, **context}, to=address, key=key, case_id=about.id, attachments=[document.id])
