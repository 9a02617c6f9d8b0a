"""Registering documents and reading them again; what is registered is never changed, only replaced."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from workflows.registry.errors import UnknownDocumentError, UnknownRegistryNumberError
from workflows.registry.files import FileStore
from workflows.registry.model import Direction, Document, StoredFile, documents, registry_cases, words_of
from workflows.tables import new_id

_COLUMNS = tuple(column for column in documents.c if column.name not in {"body", "words"})


def register_document(
    session: Session,
    *,
    registry_number: str,
    kind: str,
    title: str,
    direction: Direction,
    at: datetime,
    party: str,
    case_id: str,
    html: str | None = None,
    content: bytes | StoredFile | None = None,
    media_type: str = "text/html",
    file_name: str = "",
    secrecy: str | None = None,
    visible_to_applicant: bool = False,
) -> Document:
    """Enter a received, sent or internal document in the diary; returns it with its number, `RUN/604/2021-3`.

    Give either `html` (a complete page, kept word for word), or `content`: bytes that Utlysa made, with `media_type`,
    or the `StoredFile` that an upload became. `party` is the sender or recipient. `secrecy` is the rule that the
    document is kept secret under (`OSL 30:23`), then party and title are hidden from the public.
    Raises UnknownRegistryNumberError; ValueError without, or with two, contents. Source: OSL 5:2.
    """
    item = _take_item(session, registry_number)
    values: dict[str, Any] = {
        "registry_number": registry_number,
        "item": item,
        "version": 1,
        "kind": kind,
        "title": title,
        "direction": direction,
        "registered_at": at,
        "party": party,
        "secrecy": secrecy,
        "case_id": case_id,
        "visible_to_applicant": visible_to_applicant,
    }
    return _insert(session, values, _content(html, content, media_type, file_name or f"{kind}.html"))


def correct_document(
    session: Session,
    document_id: str,
    *,
    at: datetime,
    reason: str,
    html: str | None = None,
    content: bytes | StoredFile | None = None,
    title: str | None = None,
) -> Document:
    """Register a corrected version beside the old one, which stays readable; returns the new version.

    Raises UnknownDocumentError; ValueError without a reason, or if there is a newer version already. Source: FL 36 §.
    """
    if not reason.strip():
        raise ValueError("A correction needs a reason")
    old = document(session, document_id)
    newest = session.scalar(
        select(func.max(documents.c.version)).where(
            documents.c.registry_number == old.registry_number, documents.c.item == old.item
        )
    )
    if newest != old.version:
        raise ValueError(f"{old.number} has been corrected before: correct version {newest}")
    values: dict[str, Any] = {
        "registry_number": old.registry_number,
        "item": old.item,
        "version": old.version + 1,
        "kind": old.kind,
        "title": title or old.title,
        "direction": old.direction,
        "registered_at": at,
        "party": old.party,
        "secrecy": old.secrecy,
        "case_id": old.case_id,
        "visible_to_applicant": old.visible_to_applicant,
        "replaces": old.id,
        "replaced_because": reason,
    }
    return _insert(session, values, _content(html, content, old.media_type, old.file_name))


def mark_secret(session: Session, document_id: str, rule: str | None) -> None:
    """Mark a document secret under a rule (`OSL 30:23`), or lift the mark with None. Raises UnknownDocumentError.

    This is the diary's note about the document, so it may change; the document itself does not.
    """
    statement = (
        update(documents).where(documents.c.id == document_id).values(secrecy=rule or None).returning(documents.c.id)
    )
    if session.scalar(statement) is None:
        raise UnknownDocumentError


def document(session: Session, document_id: str) -> Document:
    """The document with that id. Raises UnknownDocumentError."""
    row = session.execute(select(*_COLUMNS).where(documents.c.id == document_id)).mappings().one_or_none()
    if row is None:
        raise UnknownDocumentError
    return _document(row)


def document_html(session: Session, document_id: str) -> str:
    """The page of a document that Utlysa made. Raises UnknownDocumentError, also if it is no page."""
    row = session.execute(
        select(documents.c.body, documents.c.media_type).where(documents.c.id == document_id)
    ).one_or_none()
    if row is None or row.media_type != "text/html" or row.body is None:
        raise UnknownDocumentError
    return bytes(row.body).decode("utf-8")


@dataclass(frozen=True, slots=True)
class Content:
    """A document's bytes, or where the file store has them."""

    sha256: str
    body: bytes | None = None

    def read(self, store: FileStore) -> bytes:
        """The bytes. Needs no transaction. Raises FileMissingError, FileDamagedError."""
        return store.read(self.sha256) if self.body is None else self.body


def document_content(session: Session, document_id: str) -> Content:
    """The document's content, for a reader who may have it. Raises UnknownDocumentError."""
    row = session.execute(
        select(documents.c.body, documents.c.sha256).where(documents.c.id == document_id)
    ).one_or_none()
    if row is None:
        raise UnknownDocumentError
    return Content(row.sha256, None if row.body is None else bytes(row.body))


def document_bytes(session: Session, store: FileStore, document_id: str) -> bytes:
    """The document's bytes. Raises UnknownDocumentError, FileMissingError, FileDamagedError."""
    return document_content(session, document_id).read(store)


def documents_of(
    session: Session,
    *,
    case_id: str | None = None,
    registry_number: str | None = None,
    kinds: Sequence[str] = (),
    visible_to_applicant: bool | None = None,
    all_versions: bool = False,
) -> list[Document]:
    """The documents of a case (or of a registry number), in the diary's order; only newest versions unless asked."""
    statement = select(*_COLUMNS).order_by(
        documents.c.registered_at, documents.c.registry_number, documents.c.item, documents.c.version
    )
    if case_id is not None:
        statement = statement.where(documents.c.case_id == case_id)
    if registry_number is not None:
        statement = statement.where(documents.c.registry_number == registry_number)
    if kinds:
        statement = statement.where(documents.c.kind.in_(kinds))
    if visible_to_applicant is not None:
        statement = statement.where(documents.c.visible_to_applicant == visible_to_applicant)
    found = [_document(row) for row in session.execute(statement).mappings()]
    if all_versions:
        return found
    replaced = {entry.replaces for entry in found}
    return [entry for entry in found if entry.id not in replaced]


def _document(row: Mapping[Any, Any]) -> Document:
    return Document(number=f"{row['registry_number']}-{row['item']}", **row)


def _take_item(session: Session, registry_number: str) -> int:
    statement = (
        update(registry_cases)
        .where(registry_cases.c.registry_number == registry_number)
        .values(next_item=registry_cases.c.next_item + 1)
        .returning(registry_cases.c.next_item)
    )
    following = session.scalar(statement)
    if following is None:
        raise UnknownRegistryNumberError(f"There is no case {registry_number}")
    return int(following) - 1


def _content(
    html: str | None, content: bytes | StoredFile | None, media_type: str, file_name: str
) -> tuple[StoredFile, bytes | None]:
    if (html is None) == (content is None):
        raise ValueError("A document has either html or content")
    if isinstance(content, StoredFile):
        return content, None
    body = html.encode("utf-8") if html is not None else content
    assert body is not None  # noqa: S101  # one of the two is given, as checked above
    kind = "text/html" if html is not None else media_type
    return StoredFile(hashlib.sha256(body).hexdigest(), len(body), kind, file_name), body


def _insert(session: Session, values: dict[str, Any], content: tuple[StoredFile, bytes | None]) -> Document:
    file, body = content
    row = {
        "id": new_id(),
        **values,
        "media_type": file.media_type,
        "file_name": file.file_name,
        "sha256": file.sha256,
        "size": file.size,
    }
    words = words_of(str(row["title"]), str(row["party"]))
    session.execute(documents.insert().values(**row, words=words, body=body))
    return _document(row)
