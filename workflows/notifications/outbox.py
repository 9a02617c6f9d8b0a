"""Puts mails into the outbox: a row for each recipient, and a job that sends it after the commit."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.dialects import postgresql, sqlite

from engine import Workspace
from workflows.letters import Files, Wording, deployed, render_mail
from workflows.letters.wording import ZONE
from workflows.notifications.model import Attachment, mails
from workflows.parties import own_organisation
from workflows.tables import new_id

MAIL: Final = "mail"
_LONGEST_SUBJECT = 200


def send(
    work: Workspace,
    *,
    to: str | Sequence[str],
    subject: str,
    body: str,
    key: str,
    case_id: str | None = None,
    attachments: Sequence[str | Attachment] = (),
    language: str = "sv",
) -> list[str]:
    """Send a mail after the commit, one to each address; returns the mails' ids.

    The same `key` (`receipt:<application id>`) to the same address is the same mail: nothing is sent twice.
    `attachments` are ids of documents, or `Attachment`s. Without any address a row says that nobody could be reached.
    """
    addresses = [to] if isinstance(to, str) else list(dict.fromkeys(to))
    wanted = [address.strip() for address in addresses if address.strip()]
    content = {
        "subject": " ".join(subject.split())[:_LONGEST_SUBJECT],
        "body": body,
        "language": language,
        "case_id": case_id,
        "attachments": [_kept(attachment) for attachment in attachments],
        "created_at": work.now,
    }
    if not wanted:
        return [_add(work, key, {**content, "recipient": "", "state": "undeliverable", "settled_at": work.now})]
    return [_add(work, f"{key}:{address}", {**content, "recipient": address, "state": "waiting"}) for address in wanted]


def send_template(
    work: Workspace,
    template: str,
    context: Mapping[str, Any],
    *,
    to: str | Sequence[str],
    key: str,
    case_id: str | None = None,
    attachments: Sequence[str | Attachment] = (),
    language: str = "sv",
    zone: str = ZONE,
) -> list[str]:
    """Send the mail `template` (`application/receipt`) with the values of `context` and `organisation`.

    The template is that of the version that the case runs on; in English `application/receipt.en`, where there is one.
    Raises UnknownTemplateError, TemplateError, MissingValueError, which names the place.
    """
    file, content = _template(work.file, template, language)
    chosen = Wording(language=language, zone=zone, now=work.now.astimezone(ZoneInfo(zone)))
    organisation = own_organisation(work.session)
    known = {name: getattr(organisation, name) for name in organisation.__slots__}
    text = render_mail(content, {"organisation": known, **context}, file=file, chosen=chosen)
    return send(
        work,
        to=to,
        subject=text.subject,
        body=text.body,
        key=key,
        case_id=case_id,
        attachments=attachments,
        language=language,
    )


def _template(files: Files, name: str, language: str) -> tuple[str, bytes]:
    """The mail in the language, else in Swedish: where nobody has translated it, the Swedish text says the same."""
    translated = f"{name}.{language}.mail.txt"
    content = files(translated) if language != "sv" else None
    if content is not None:
        return translated, content
    return f"{name}.mail.txt", deployed(files, f"{name}.mail.txt")


def _add(work: Workspace, key: str, values: Mapping[str, Any]) -> str:
    """Write the row, unless there is one with that key, and ask for its job."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    insert = sqlite.insert if work.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {"id": new_id(), "key": key, "message_id": digest[:40], "settled_at": None, "error": "", **values}
    statement = insert(mails).values(**row)
    # A second mail with the key changes nothing, but gives the first one's id.
    kept = statement.on_conflict_do_update(index_elements=["key"], set_={"key": mails.c.key})
    mail_id, state = work.session.execute(kept.returning(mails.c.id, mails.c.state)).one()
    if state == "waiting":
        work.enqueue(MAIL, {"mail_id": mail_id}, key=f"{MAIL}:{digest}", case_id=row["case_id"])
    return str(mail_id)


def _kept(attachment: str | Attachment) -> Mapping[str, str]:
    if isinstance(attachment, str):
        return {"document_id": attachment}
    if attachment.document_id is not None:
        return {"document_id": attachment.document_id, "file_name": attachment.file_name}
    return {
        "file_name": attachment.file_name,
        "media_type": attachment.media_type,
        "base64": b64encode(attachment.content).decode("ascii"),
    }
