"""Rows of drafts: processes that are being made ready, before any version of them is deployed."""

import base64
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, Connection, Integer, Table, Text, delete, insert, select, update

from engine.errors import NotFoundError, VersionConflictError
from engine.model import Draft
from engine.store.tables import METADATA
from engine.store.types import Document, Instant

table = Table(
    "engine_drafts",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("base_version", Integer),
    Column("content", Document, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("begun_by", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
)


def one(connection: Connection, draft_id: str) -> Draft:
    """A draft. Raises NotFoundError."""
    row = connection.execute(select(table).where(table.c.id == draft_id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"There is no draft {draft_id}.")
    values = dict(row)
    return Draft(**{**values, "content": _files(values["content"])})


def listed(connection: Connection) -> list[Draft]:
    """Every draft without its files, the last changed first."""
    columns = [column for column in table.c if column.name != "content"]
    rows = connection.execute(select(*columns).order_by(table.c.changed_at.desc(), table.c.id)).mappings()
    return [Draft(**row, content={}) for row in rows]


def add(connection: Connection, draft: Draft) -> None:
    """Write a new draft."""
    values = {column.name: getattr(draft, column.name) for column in table.c}
    connection.execute(insert(table), {**values, "content": _texts(draft.content)})


def replace(connection: Connection, draft: Draft, content: Mapping[str, bytes], *, now: datetime) -> None:
    """Write the draft's files anew. Raises VersionConflictError if it was changed since it was read."""
    query = update(table).where(table.c.id == draft.id, table.c.revision == draft.revision)
    values = {"content": _texts(content), "revision": draft.revision + 1, "changed_at": now}
    if connection.execute(query.values(values)).rowcount != 1:
        raise VersionConflictError(f"The draft {draft.id} was changed after revision {draft.revision}.")


def drop(connection: Connection, draft_id: str) -> None:
    """Take a draft away."""
    connection.execute(delete(table).where(table.c.id == draft_id))


def _texts(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: base64.b64encode(content).decode() for name, content in files.items()}


def _files(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {name: base64.b64decode(text) for name, text in texts.items()}
