"""Mails as they are read: the demo's mailbox, a case's messages, what waits or failed."""

from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.notifications.errors import UnknownMailError
from workflows.notifications.model import STATES, Attachment, Mail, MailState, mails


def mail(session: Session, mail_id: str) -> Mail:
    """The mail with that id. Raises UnknownMailError."""
    row = session.execute(select(mails).where(mails.c.id == mail_id)).one_or_none()
    if row is None:
        raise UnknownMailError
    return _mail(row)


def mail_list(
    session: Session,
    *,
    recipient: str | None = None,
    case_id: str | None = None,
    state: MailState | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[Mail]:
    """Mails, newest first."""
    statement = select(mails).order_by(mails.c.created_at.desc(), mails.c.id).limit(limit).offset(offset)
    for column, value in ((mails.c.recipient, recipient), (mails.c.case_id, case_id), (mails.c.state, state)):
        if value is not None:
            statement = statement.where(column == value)
    return [_mail(row) for row in session.execute(statement)]


def count_mails(session: Session) -> Mapping[MailState, int]:
    """How many mails are in each state."""
    counted = dict.fromkeys(STATES, 0)
    for row in session.execute(select(mails.c.state, func.count().label("number")).group_by(mails.c.state)):
        counted[row.state] = row.number
    return counted


def _mail(row: Any) -> Mail:
    return Mail(
        id=row.id,
        key=row.key,
        recipient=row.recipient,
        subject=row.subject,
        body=row.body,
        language=row.language,
        case_id=row.case_id,
        attachments=tuple(_attachment(kept) for kept in row.attachments),
        message_id=row.message_id,
        created_at=row.created_at,
        state=row.state,
        settled_at=row.settled_at,
        error=row.error,
    )


def _attachment(kept: Mapping[str, str]) -> Attachment:
    return Attachment(
        file_name=kept.get("file_name", ""),
        media_type=kept.get("media_type", ""),
        document_id=kept.get("document_id"),
        content=b64decode(kept.get("base64", "")),
    )
