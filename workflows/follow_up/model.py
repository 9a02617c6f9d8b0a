"""The values of follow-up: commitments, reviews, reports, payments and versions of the action plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

CommitmentState = Literal["unconfirmed", "on_track", "behind", "fulfilled", "lapsed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPlan:
    """A review of one area's action plan."""

    area: str
    area_name: str
    due_on: date
    opens_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A grant that is being carried out. `state`: awaiting, confirmed, lapsed or closed."""

    application_id: str
    call_id: str
    case_id: str
    registry_number: str
    applicant_name: str
    title: str
    granted_sek: int
    percent: str
    areas: Sequence[str]
    support_start: date
    support_end: date
    confirm_by: datetime
    state: str
    confirmed_at: datetime | None = None
    final_report_on: date | None = None
    evaluation_plan: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentLine:
    """One duty of one grant, with the state that pages show as word and shape."""

    number: int
    text: str
    state: CommitmentState
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPlan:
    """One version of an area's action plan (D24)."""

    application_id: str
    area: str
    version: int
    meeting_on: date
    sectors: Sequence[str]
    document_number: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One report: what was claimed, approved and paid, and whether it came in time."""

    period: int
    due_on: date
    submitted_on: date | None
    costs_sek: int
    approved_costs_sek: int
    paid_sek: int
    is_on_time: bool | None
