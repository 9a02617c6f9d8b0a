"""The tables of assessments, and what is read from them as frozen values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from workflows.tables import Instant, Json, metadata

assessments = Table(
    "assessments",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("application_id", ForeignKey("applications.id"), nullable=False),
    Column("assessor", String(100), nullable=False),
    Column("scores", Json, nullable=False),
    Column("reasons", Json, nullable=False),
    Column("total", Json, nullable=False),
    Column("strengths", Text, nullable=False),
    Column("weaknesses", Text, nullable=False),
    Column("recommendation", String(30), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("is_void", Boolean, nullable=False),
    Index("ix_assessments_application_id", "application_id", "recorded_at"),
)

assessment_conflicts = Table(
    "assessment_conflicts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("application_id", ForeignKey("applications.id"), nullable=False, index=True),
    Column("person", String(100), nullable=False),
    Column("role", String(20), nullable=False),
    Column("certainty", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("declared_at", Instant, nullable=False),
)

assessment_protocols = Table(
    "assessment_protocols",
    metadata,
    Column("application_id", ForeignKey("applications.id"), primary_key=True),
    Column("scores", Json, nullable=False),
    Column("total", Json, nullable=False),
    Column("motivation", Text, nullable=False),
    Column("conditions", Json, nullable=False),
    Column("difference", Json, nullable=False),
    Column("differs", Boolean, nullable=False),
    Column("resolution", String(20), nullable=False),
    Column("meeting_notes", Text, nullable=False),
    Column("is_qualified", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("written_by", String(100), nullable=False),
    Column("document_id", String(32), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One assessor's assessment. `is_void`: the assessor was later found to have a conflict of interest."""

    id: str
    application_id: str
    assessor: str
    scores: Sequence[int]
    reasons: Sequence[str]
    total: Decimal
    strengths: str
    weaknesses: str
    recommendation: str
    recorded_at: datetime
    is_void: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A declared conflict of interest: `certainty` is `yes` or `unsure`, `role` is `officer` or `assessor`."""

    id: str
    application_id: str
    person: str
    role: str
    certainty: str
    reason: str
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class Protocol:
    """The assessment that counts: the common scores in the order of the call's criteria, the total of 100, and why.

    `resolution` says how differing assessments were brought together: `third`, `consensus` or nothing.
    """

    application_id: str
    scores: Sequence[int]
    total: Decimal
    motivation: str
    conditions: Sequence[str]
    difference: Decimal
    differs: bool
    resolution: str
    meeting_notes: str
    is_qualified: bool
    version: int
    written_at: datetime
    written_by: str
    document_id: str
