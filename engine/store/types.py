"""Column types that keep their values the same on every database."""

import json
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, DateTime, LargeBinary, String, type_coerce
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant: TIMESTAMPTZ on PostgreSQL, text of fixed width (which sorts by time) on SQLite."""

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The database's own type."""
        return dialect.type_descriptor(DateTime(timezone=True) if dialect.name == "postgresql" else String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To the database. Raises ValueError for a naive instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"An instant needs a time zone: {value.isoformat()}")
        return value if dialect.name == "postgresql" else instant_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # its signature
        """From the database."""
        if value is None:
            return None
        return value.astimezone(UTC) if isinstance(value, datetime) else datetime.fromisoformat(value)


class Document(TypeDecorator[Any]):
    """A JSON document, compressed."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ARG002  # SQLAlchemy's signature
        """To the database."""
        return None if value is None else pack(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002  # SQLAlchemy's signature
        """From the database."""
        return None if value is None else unpack(value)


class State(TypeDecorator[Any]):
    """A case's state: the document compressed, and each of its packs compressed by itself.

    A pack that is written as it was read is not compressed again, so what a step costs does not grow with a wide case.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ARG002  # SQLAlchemy's signature
        """To the database."""
        return None if value is None else pack_state(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002  # SQLAlchemy's signature
        """From the database."""
        return None if value is None else unpack_state(value)


class StoredText(str):
    """A text that was read from the database, with the bytes that it was there."""

    stored: bytes


class DamagedDocumentError(ValueError):
    """A stored document cannot be read."""


def stored(column: ColumnElement[Any]) -> ColumnElement[bytes]:
    """A document's column as the bytes that are stored: a damaged one is met one by one, by `reread`."""
    return type_coerce(column, LargeBinary).label(column.key)


def reread(value: bytes, *, is_state: bool = False) -> Any:
    """The document of bytes that were read by `stored`. Raises DamagedDocumentError."""
    try:
        return unpack_state(value) if is_state else unpack(value)
    except (zlib.error, LookupError, ValueError) as error:
        raise DamagedDocumentError(str(error)) from error


def instant_text(value: datetime) -> str:
    """An aware instant as text of fixed width, in UTC."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def pack(value: Any) -> bytes:
    """A JSON document as compressed bytes. Level 1: a step saves more by being quick than by the last tenth of size."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpack(value: bytes) -> Any:
    """The JSON document of compressed bytes."""
    return json.loads(zlib.decompress(value))


def pack_state(document: Mapping[str, Any]) -> bytes:
    """A state document as compressed bytes: first all but the texts of its packs, then these in their order."""
    if "packs" not in document:
        return pack(document)
    texts = [_stored(entry["text"]) for entry in document["packs"]]
    entries = [
        {key: value for key, value in entry.items() if key != "text"} | {"bytes": len(text)}
        for entry, text in zip(document["packs"], texts, strict=True)
    ]
    return pack({**document, "packs": entries}) + b"".join(texts)


def unpack_state(value: bytes) -> Any:
    """The state document of compressed bytes."""
    stream = zlib.decompressobj()
    document = json.loads(stream.decompress(value))
    position = len(value) - len(stream.unused_data)
    for entry in document.get("packs", ()):
        start, position = position, position + entry.pop("bytes")
        entry["text"] = _text(value[start:position])
    return document


def _stored(text: str) -> bytes:
    return text.stored if isinstance(text, StoredText) else zlib.compress(text.encode(), 1)


def _text(stored: bytes) -> StoredText:
    text = StoredText(zlib.decompress(stored).decode())
    text.stored = stored
    return text
