"""Makes the message that goes to the mail server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from sqlalchemy.orm import Session

from workflows.notifications.errors import MailRefusedError
from workflows.notifications.model import Attachment, Mail
from workflows.parties import OwnOrganisation
from workflows.registry import FileStore, document, document_content, printable
from workflows.registry.contents import PDF


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment, and how its bytes are had outside a transaction."""

    file_name: str
    media_type: str
    read: Callable[[FileStore], bytes]


def enclosures_of(session: Session, mail: Mail) -> list[Enclosure]:
    """What goes with the mail: letters as PDF, other documents as they are. Raises UnknownDocumentError."""
    return [_enclosure(session, attachment) for attachment in mail.attachments]


def message_of(
    mail: Mail, enclosures: Sequence[Enclosure], *, organisation: OwnOrganisation, store: FileStore, at: datetime
) -> EmailMessage:
    """The mail as a message, with its attachments.

    Its Message-ID follows from the mail's key: a repeat is recognised as such. Raises MailRefusedError for a recipient
    that is no address, FileMissingError, FileDamagedError, PdfUnavailableError.
    """
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{mail.message_id}@{organisation.email.partition('@')[2]}>"
    message["Date"] = format_datetime(at)
    message["From"] = Address(display_name=organisation.name, addr_spec=organisation.email)
    message["To"] = _address(mail.recipient)
    message["Subject"] = mail.subject
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    for enclosure in enclosures:
        main, _, sub = enclosure.media_type.partition("/")
        message.add_attachment(enclosure.read(store), maintype=main, subtype=sub, filename=enclosure.file_name)
    return message


def _address(recipient: str) -> Address:
    try:
        return Address(addr_spec=recipient)
    except (MessageError, ValueError, IndexError) as error:
        raise MailRefusedError(f"{recipient!r} is no address") from error


def _enclosure(session: Session, attachment: Attachment) -> Enclosure:
    if attachment.document_id is None:
        return Enclosure(attachment.file_name, attachment.media_type, lambda _: attachment.content)
    found = document(session, attachment.document_id)
    if found.is_html:
        name = attachment.file_name or f"{found.number.replace('/', '-')}.pdf"
        return Enclosure(name, PDF, printable(session, found.id).to_pdf)
    content = document_content(session, found.id)
    return Enclosure(attachment.file_name or found.file_name, found.media_type, content.read)
