"""The table of extensions, and what is read from it as frozen values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import BigInteger, Column, Date, Integer, String, Table, Text

from workflows.tables import Instant, Json, metadata

ExtensionOutcome = Literal["extend", "extend_with_conditions", "do_not_extend"]

extensions = Table(
    "extensions",
    metadata,
    Column("application_id", String(64), primary_key=True),
    Column("period", Integer, primary_key=True),
    Column("advice", Json, nullable=False),
    Column("proposed_outcome", String(30), nullable=False),
    Column("reason", Text, nullable=False),
    Column("amount_sek", BigInteger, nullable=False),
    Column("new_end", Date),
    Column("conditions", Json, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("outcome", String(30)),
    Column("decided_by", String(20)),
    Column("decided_at", Instant),
    Column("document_number", String(60)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A proposed extension of a grant's period, and what was decided; `amount_sek` is 0 where none is proposed."""

    application_id: str
    period: int
    advice: Mapping[str, Any]
    proposed_outcome: ExtensionOutcome
    reason: str
    amount_sek: int
    new_end: date | None
    conditions: Sequence[str]
    proposed_at: datetime
    outcome: ExtensionOutcome | None
    decided_by: str | None
    decided_at: datetime | None
    document_number: str | None
