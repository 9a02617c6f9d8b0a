"""The registry's tables, and what is read from them as frozen values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from workflows.tables import Instant, Json, metadata

Direction = Literal["in", "out", "internal"]

registry_series = Table(
    "registry_series",
    metadata,
    Column("series", String(20), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("next_number", Integer, nullable=False),
    Column("elsewhere", Json, nullable=False),
)

registry_cases = Table(
    "registry_cases",
    metadata,
    Column("registry_number", String(40), primary_key=True),
    Column("series", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Column("year", Integer, nullable=False),
    Column("case_id", String(64), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("party", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("secrecy", Text),
    Column("opened_at", Instant, nullable=False, index=True),
    Column("closed_at", Instant),
    Column("next_item", Integer, nullable=False),
    UniqueConstraint("series", "year", "number"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("registry_number", ForeignKey("registry_cases.registry_number"), nullable=False),
    Column("item", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("title", Text, nullable=False),
    Column("direction", String(10), nullable=False),
    Column("registered_at", Instant, nullable=False, index=True),
    Column("party", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("secrecy", Text),
    Column("case_id", String(64), nullable=False, index=True),
    Column("visible_to_applicant", Boolean, nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("file_name", String(200), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("body", LargeBinary),
    Column("replaces", ForeignKey("documents.id")),
    Column("replaced_because", Text),
    UniqueConstraint("registry_number", "item", "version"),
    CheckConstraint("direction in ('in', 'out', 'internal')", name="direction"),
    Index("ix_documents_kind_registered_at", "kind", "registered_at"),
)

document_pdfs = Table(
    "document_pdfs",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("rendered_at", Instant, nullable=False),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("file_name", String(200), nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("size", Integer, nullable=False),
    Column("uploaded_at", Instant, nullable=False),
    Column("uploaded_by", String(100), nullable=False, index=True),
)


def words_of(*texts: str) -> str:
    """The texts as they are searched: without difference between capitals and small letters, in every language."""
    return " ".join(texts).casefold()


@dataclass(frozen=True, slots=True)
class RegistryCase:
    """A case in the diary. `secrecy` is the rule that it is kept secret under, or None."""

    registry_number: str
    case_id: str
    title: str
    party: str
    secrecy: str | None
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Document:
    """A registered document. It is never changed: a correction is a new version with the same number.

    `kind` is the code of domain.md 1.11 ("D6"); `sha256` and `size` are of the bytes that are kept.
    """

    id: str
    number: str
    registry_number: str
    item: int
    version: int
    kind: str
    title: str
    direction: Direction
    registered_at: datetime
    party: str
    secrecy: str | None
    case_id: str
    visible_to_applicant: bool
    media_type: str
    file_name: str
    sha256: str
    size: int
    replaces: str | None = None
    replaced_because: str | None = None

    @property
    def is_html(self) -> bool:
        """Whether Utlysa made it as a page of text, which it can also give as PDF."""
        return self.media_type == "text/html"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the file store, known by its content; `file_name` is safe to show and to offer for saving."""

    sha256: str
    size: int
    media_type: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent in and that is not (yet) a document."""

    id: str
    file: StoredFile
    uploaded_at: datetime
    uploaded_by: str


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One line of the diary: a document, as the reader may see it. Empty texts are hidden, `is_secret` says so."""

    document_id: str
    number: str
    registry_number: str
    registered_at: datetime
    direction: Direction
    kind: str
    title: str
    party: str
    case_title: str
    is_secret: bool
    version: int


def to_registry_case(row: Any) -> RegistryCase:
    """A row of `registry_cases` as a value."""
    return RegistryCase(
        registry_number=row.registry_number,
        case_id=row.case_id,
        title=row.title,
        party=row.party,
        secrecy=row.secrecy,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )
