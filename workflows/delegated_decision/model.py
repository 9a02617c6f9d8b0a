"""The table of delegated decisions, and what is read from it as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Column, Date, String, Table, Text

from workflows.tables import Instant, Json, metadata

MatterKind = Literal["dismissal", "rejection", "closure", "letter_of_intent"]
DelegatedState = Literal["drafted", "decided", "dispatched", "reported", "final"]

delegated_decisions = Table(
    "delegated_decisions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case_id", String(64), nullable=False, index=True),
    Column("registry_number", String(40), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("title", Text, nullable=False),
    Column("matter", Json, nullable=False),
    Column("draft", Json, nullable=False),
    Column("point", String(20), nullable=False),
    Column("basis", Text, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("outcome", String(20)),
    Column("decided_by", String(20)),
    Column("delegate", String(100)),
    Column("decided_at", Instant),
    Column("documents", Json, nullable=False),
    Column("meeting_id", String(64), index=True),
    Column("paragraph", String(10), nullable=False),
    Column("notice_posted_on", Date),
    Column("final_on", Date),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegatedDecision:
    """A delegated decision from its draft until it is final.

    `draft` holds the fields of the paper, `documents` the ids and numbers of the registered letters by kind (D17, D18
    and so on). `decided_by` is director or board, `delegate` the account that signed.
    """

    id: str
    case_id: str
    registry_number: str
    kind: MatterKind
    title: str
    matter: Mapping[str, Any]
    draft: Mapping[str, Any]
    point: str
    basis: str
    state: DelegatedState
    outcome: str | None
    decided_by: str | None
    delegate: str | None
    decided_at: datetime | None
    documents: Mapping[str, str]
    meeting_id: str | None
    paragraph: str
    notice_posted_on: date | None
    final_on: date | None
