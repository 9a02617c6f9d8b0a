"""The files of an application: whose they are, and how they become documents."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from engine import Actor, Text, Workspace
from workflows.parties import accounts
from workflows.registry import Document, UnknownDocumentError, Upload, register_document, uploads_with

FILE_FIELDS = ("power_of_attorney", "cover_letter", "statutes", "attachments")
KIND = "BIL"
FILE_IS_FOREIGN = Text("Lägg till filen på nytt.", "Add the file again.")


def files_in(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The files that an application refers to, as (field, id of the upload)."""
    found: list[tuple[str, str]] = []
    for field in FILE_FIELDS:
        value = data.get(field)
        files = value if isinstance(value, list) else [value] if value else []
        found.extend((field, str(file["id"])) for file in files)
    return found


def foreign_fields(session: Session, files: Iterable[tuple[str, str]], *, actor: Actor, org_nr: str) -> list[str]:
    """The fields with a file that neither the actor nor a colleague has uploaded: it may not be read through a form."""
    own = {actor.id, *(person.id for person in accounts(session, org_nr=org_nr, with_disabled=True))}
    return [field for field, upload_id in files if not _is_by(session, upload_id, own)]


def _is_by(session: Session, upload_id: str, people: set[str]) -> bool:
    try:
        return uploads_with(session, [upload_id])[0].uploaded_by in people
    except UnknownDocumentError:
        return False


def register_files(
    work: Workspace, files: Sequence[tuple[str, str]], *, registry_number: str, case_id: str, party: str
) -> list[Document]:
    """Enter received files in the diary, each as a document of its own. Raises UnknownDocumentError."""
    uploads: list[Upload] = uploads_with(work.session, [upload_id for _, upload_id in files])
    return [
        register_document(
            work.session,
            registry_number=registry_number,
            kind=KIND,
            title=f"Bilaga: {upload.file.file_name}",
            direction="in",
            at=work.now,
            party=party,
            case_id=case_id,
            content=upload.file,
            media_type=upload.file.media_type,
            file_name=upload.file.file_name,
            visible_to_applicant=True,
        )
        for upload in uploads
    ]
