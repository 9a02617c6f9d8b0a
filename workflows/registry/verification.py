"""Checks what the diary keeps: every document unaltered, every file in its place, every number given out."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.registry.files import FileStore
from workflows.registry.model import documents
from workflows.registry.numbers import number_gaps
from workflows.registry.uploads import missing_files, unreferenced_files

_ROWS_AT_ONCE = 200


def registry_breaches(session: Session, store: FileStore) -> list[str]:
    """What is wrong, in sentences that begin with the invariant (I8, I14); empty if all holds together."""
    return [
        *(f"I8 the document {number} is not what was registered" for number in _altered(session)),
        *(f"I8 a document's file is missing or changed: {sha256}" for sha256 in missing_files(session, store)),
        *(f"I8 a file belongs to no document: {sha256}" for sha256 in unreferenced_files(session, store)),
        *(f"I14 the registry number {number} is missing" for number in number_gaps(session)),
    ]


def _altered(session: Session) -> Iterator[str]:
    columns = (documents.c.registry_number, documents.c.item, documents.c.body, documents.c.sha256)
    kept = select(*columns).where(documents.c.body.is_not(None)).order_by(documents.c.registered_at)
    for row in session.execute(kept.execution_options(yield_per=_ROWS_AT_ONCE)):
        if hashlib.sha256(row.body).hexdigest() != row.sha256:
            yield f"{row.registry_number}-{row.item}"
