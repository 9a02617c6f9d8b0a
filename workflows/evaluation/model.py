"""The table of evaluations, and what is read from it as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Integer, String, Table, Text

from workflows.tables import Instant, Json, metadata

evaluations = Table(
    "evaluations",
    metadata,
    Column("application_id", String(64), primary_key=True),
    Column("period", Integer, primary_key=True),
    Column("goal_data", Json, nullable=False),
    Column("content", Json),
    Column("grade", String(1)),
    Column("goal_attainment", Integer),
    Column("recommendation", Text, nullable=False),
    Column("collected_at", Instant, nullable=False),
    Column("recorded_at", Instant),
    Column("document_number", String(60)),
)


@dataclass(frozen=True, slots=True)
class GoalData:
    """What the follow-up says of a grant: reviews held of those due, reports in time, percent of the money used."""

    reviews_done: int
    reviews_required: int
    reports_on_time: bool
    budget_use: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The evaluation of one period of a grant; what the evaluator writes is None until it is recorded."""

    application_id: str
    period: int
    goal_data: Mapping[str, Any]
    content: Mapping[str, Any] | None
    grade: str | None
    goal_attainment: int | None
    recommendation: str
    collected_at: datetime
    recorded_at: datetime | None
    document_number: str | None
