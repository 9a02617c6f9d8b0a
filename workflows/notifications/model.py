"""The table of mails, and what is read from it as frozen values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Column, Index, String, Table, Text

from workflows.tables import Instant, Json, metadata

MailState = Literal["waiting", "sent", "delivered", "failed", "undeliverable"]
STATES: tuple[MailState, ...] = ("waiting", "sent", "delivered", "failed", "undeliverable")

mails = Table(
    "mails",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(300), nullable=False, unique=True),
    Column("recipient", String(254), nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("case_id", String(64)),
    Column("attachments", Json, nullable=False),
    Column("message_id", String(100), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    Column("settled_at", Instant),
    Column("error", Text, nullable=False),
    CheckConstraint("state in ('waiting', 'sent', 'delivered', 'failed', 'undeliverable')", name="state"),
    Index("ix_mails_case_id_created_at", "case_id", "created_at"),
    Index("ix_mails_recipient_created_at", "recipient", "created_at"),
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file with a mail: a registered document (`document_id`), or content made for it, such as a calendar file."""

    file_name: str = ""
    media_type: str = ""
    document_id: str | None = None
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to one recipient.

    `state`: `waiting` for its job, `sent` to a mail server, `delivered` to the demo's mailbox (there is no mail
    server), `failed` for good, or `undeliverable`: the recipient has no address.
    """

    id: str
    key: str
    recipient: str
    subject: str
    body: str
    language: str
    case_id: str | None
    attachments: Sequence[Attachment]
    message_id: str
    created_at: datetime
    state: MailState
    settled_at: datetime | None = None
    error: str = ""
