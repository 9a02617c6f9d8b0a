"""Taking in files that people send: measured, recognised by content, scanned, and only then kept."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.registry import refusals
from workflows.registry.contents import EXTENSIONS, media_type_of
from workflows.registry.errors import UnknownDocumentError
from workflows.registry.file_names import safe_file_name
from workflows.registry.files import FileStore, IncomingFile
from workflows.registry.model import StoredFile, Upload, document_pdfs, documents, uploads
from workflows.tables import new_id

MAX_BYTES = 25_000_000
_CHUNK = 1 << 16

Scanner = Callable[[Path], str | None]
"""Looks through a file; gives the name of what it found, or None."""

# The test virus that every scanner knows, in two parts so that this file is not taken for it.
_TEST_VIRUS = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE"


def find_test_virus(path: Path) -> str | None:
    """The built-in scanner: knows only the EICAR test file. A real one is given in its place."""
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if _TEST_VIRUS in tail + chunk:
                return "EICAR"
            tail = chunk[-len(_TEST_VIRUS) :]
    return None


def accept_upload(
    store: FileStore,
    stream: IO[bytes],
    *,
    file_name: str,
    scan: Scanner = find_test_virus,
    max_bytes: int = MAX_BYTES,
) -> StoredFile:
    """Take in a file from `stream`; what the sender says of its type does not count.

    Raises UploadRefusedError, and then nothing is kept: an empty or too large file, a type that is not on the list,
    macros, archives that grow beyond measure, and what the scanner finds.
    """
    with store.receive() as incoming:
        _receive(incoming, stream, max_bytes)
        path = incoming.path
        found = scan(path)
        if found is not None:
            raise refusals.infected(found)
        media_type = media_type_of(path)
        return StoredFile(
            sha256=incoming.keep(),
            size=incoming.size,
            media_type=media_type,
            file_name=safe_file_name(file_name, EXTENSIONS[media_type]),
        )


def record_upload(session: Session, file: StoredFile, *, at: datetime, by: str) -> Upload:
    """Note that an account has sent in a file, so that a form may refer to it by the upload's id."""
    upload_id = new_id()
    session.execute(
        uploads.insert().values(
            id=upload_id,
            sha256=file.sha256,
            file_name=file.file_name,
            media_type=file.media_type,
            size=file.size,
            uploaded_at=at,
            uploaded_by=by,
        )
    )
    return Upload(upload_id, file, at, by)


def uploads_with(session: Session, ids: Iterable[str]) -> list[Upload]:
    """The uploads with these ids, in the order of the ids. Raises UnknownDocumentError if one is missing."""
    wanted = list(ids)
    rows = session.execute(select(uploads).where(uploads.c.id.in_(wanted))) if wanted else ()
    found = {
        row.id: Upload(
            row.id, StoredFile(row.sha256, row.size, row.media_type, row.file_name), row.uploaded_at, row.uploaded_by
        )
        for row in rows
    }
    missing = [upload_id for upload_id in wanted if upload_id not in found]
    if missing:
        raise UnknownDocumentError(f"There is no upload {missing[0]}")
    return [found[upload_id] for upload_id in wanted]


def drop_upload(session: Session, upload_id: str) -> None:
    """Forget an upload. Its file stays as long as anything else refers to it; `unreferenced_files` finds the rest."""
    session.execute(delete(uploads).where(uploads.c.id == upload_id))


def missing_files(session: Session, store: FileStore) -> list[str]:
    """The check sums that rows refer to and that the store does not have whole (invariant I8)."""
    return sorted(sha256 for sha256 in _referenced(session) if not store.is_whole(sha256))


def unreferenced_files(session: Session, store: FileStore) -> list[str]:
    """The files that no row refers to (invariant I8, the reverse): left by commands that were rolled back."""
    referenced = _referenced(session)
    return [sha256 for sha256 in store.kept() if sha256 not in referenced]


def sweep_files(
    session: Session, store: FileStore, *, now: datetime, min_age: timedelta = timedelta(days=1)
) -> list[str]:
    """Take away the files that no row refers to and that are older than any upload still under way; which they were."""
    left = [sha256 for sha256 in unreferenced_files(session, store) if store.kept_at(sha256) <= now - min_age]
    for sha256 in left:
        store.remove(sha256)
    return left


def _referenced(session: Session) -> set[str]:
    registered = select(documents.c.sha256).where(documents.c.body.is_(None))
    statement = registered.union(select(uploads.c.sha256), select(document_pdfs.c.sha256))
    return set(session.scalars(statement))


def _receive(incoming: IncomingFile, stream: IO[bytes], max_bytes: int) -> None:
    while chunk := stream.read(_CHUNK):
        incoming.write(chunk)
        if incoming.size > max_bytes:
            raise refusals.too_large(max_bytes)
    if not incoming.size:
        raise refusals.empty()
