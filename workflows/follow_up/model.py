"""The tables of follow-up, and what is read from them: grants, reviews, plans, reports and payments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import BigInteger, Column, Date, Integer, String, Table, Text, UniqueConstraint

from workflows.tables import Instant, Json, metadata

CommitmentState = Literal["unconfirmed", "on_track", "behind", "fulfilled", "lapsed"]
GrantState = Literal["planned", "awaiting", "confirmed", "lapsed", "closed"]

# A grant has one row for each period: the first one, and one for each extension.
grants = Table(
    "grants",
    metadata,
    Column("application_id", String(64), primary_key=True),
    Column("period", Integer, primary_key=True),
    Column("call_id", String(64), nullable=False, index=True),
    Column("registry_number", String(40), nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("granted_sek", BigInteger, nullable=False),
    Column("percent", Json, nullable=False),
    Column("areas", Json, nullable=False),
    Column("support_start", Date, nullable=False),
    Column("support_end", Date, nullable=False),
    Column("duties", Json, nullable=False),
    Column("conditions", Json, nullable=False),
    Column("evaluation_plan", Json, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("confirm_by", Instant),
    Column("confirmed_at", Instant),
    Column("lapse_reason", Text, nullable=False),
    Column("final_report_on", Date),
)

planned_reviews = Table(
    "planned_reviews",
    metadata,
    Column("application_id", String(64), primary_key=True),
    Column("area", String(20), primary_key=True),
    Column("due_on", Date, primary_key=True),
    Column("opens_on", Date, nullable=False),
    Column("held_on", Date),
    Column("document_number", String(60)),
)

action_plans = Table(
    "action_plans",
    metadata,
    Column("application_id", String(64), primary_key=True),
    Column("area", String(20), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("meeting_on", Date, nullable=False),
    Column("registered_at", Instant, nullable=False),
    Column("sectors", Json, nullable=False),
    Column("content", Json, nullable=False),
    Column("document_number", String(60), nullable=False),
)

progress_reports = Table(
    "progress_reports",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("application_id", String(64), nullable=False, index=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("submitted_on", Date),
    Column("costs_sek", BigInteger, nullable=False),
    Column("approved_costs_sek", BigInteger, nullable=False),
    Column("paid_sek", BigInteger, nullable=False),
    Column("approved_at", Instant),
    UniqueConstraint("application_id", "first_day"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPlan:
    """A review of one area's action plan."""

    area: str
    area_name: str
    due_on: date
    opens_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A planned review, and the day of its meeting once it has been held."""

    application_id: str
    area: str
    due_on: date
    opens_on: date
    held_on: date | None
    document_number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One period of a grant: the first (1), or an extension. `percent` of the approved costs is paid.

    `state`: planned (decided, not yet opened), awaiting (confirmation), confirmed, lapsed or closed.
    """

    application_id: str
    period: int
    call_id: str
    registry_number: str
    applicant_name: str
    title: str
    granted_sek: int
    percent: Decimal
    areas: Sequence[str]
    support_start: date
    support_end: date
    duties: Sequence[str]
    conditions: Sequence[str]
    evaluation_plan: Mapping[str, Any]
    state: GrantState
    confirm_by: datetime | None
    confirmed_at: datetime | None
    lapse_reason: str
    final_report_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPlan:
    """One version of an area's action plan (D24)."""

    application_id: str
    area: str
    version: int
    meeting_on: date
    registered_at: datetime
    sectors: Sequence[str]
    content: Mapping[str, Any]
    document_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report: what was claimed, approved and paid; `submitted_on` and `approved_at` are None until then."""

    id: str
    application_id: str
    first_day: date
    last_day: date
    due_on: date
    submitted_on: date | None
    costs_sek: int
    approved_costs_sek: int
    paid_sek: int
    approved_at: datetime | None

    @property
    def is_on_time(self) -> bool | None:
        """Whether it came in time; None before it has come."""
        return None if self.submitted_on is None else self.submitted_on <= self.due_on


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """One duty of a grant, with the state that pages show as word and shape, and why."""

    number: int
    text: str
    state: CommitmentState
    note: str
