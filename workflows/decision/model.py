"""The tables of rankings, board meetings, matters and decisions, and what is read from them as frozen values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, String, Table, Text, UniqueConstraint

from workflows.tables import Instant, Json, metadata

MatterKind = Literal["call", "extension", "delegation"]
MatterState = Literal["drafted", "proposed", "scheduled", "summoned", "decided", "adjusted", "posted"]
BoardOutcome = Literal["as_proposed", "changed", "rejected", "adjourned", "referred_back"]
OutcomeCode = Literal["granted", "reserve", "rejected", "dismissed", "closed", "lapsed"]
Attendance = Literal["present", "remote", "serving", "observing", "absent"]


board_meetings = Table(
    "board_meetings",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("board", String(20), nullable=False),
    Column("starts_at", Instant, nullable=False, index=True),
    Column("place", Text, nullable=False),
    Column("members", Json, nullable=False),
    Column("state", String(20), nullable=False),
    Column("created_by", String(100), nullable=False),
)

rankings = Table(
    "rankings",
    metadata,
    Column("call_id", String(64), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("scenario", String(20), nullable=False),
    Column("content", Text, nullable=False),
    Column("is_confirmed", Boolean, nullable=False),
    Column("deviations", Json, nullable=False),
    Column("deviation_reason", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", String(100), nullable=False),
)

board_matters = Table(
    "board_matters",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case_id", String(64), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("title", Text, nullable=False),
    Column("registry_number", String(40), nullable=False),
    Column("call_id", String(64), index=True),
    Column("application_id", String(64), index=True),
    Column("proposal", Json, nullable=False),
    Column("state", String(20), nullable=False),
    Column("meeting_id", String(64), index=True),
    Column("agenda_no", Integer),
    Column("late_reason", Text, nullable=False),
    Column("record", Json),
    Column("outcome", String(20)),
    Column("paragraph", String(10), nullable=False),
    Column("decided_at", Instant),
    Column("adjusted_on", Date),
    Column("posted_on", Date),
    Column("appeal_until", Date),
)

# A decision is never changed: a lapse or a promoted reserve is a new version beside the old one.
decisions = Table(
    "decisions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("application_id", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("call_id", String(64), nullable=False, index=True),
    Column("matter_id", String(32), index=True),
    Column("registry_number", String(40), nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("areas", Json, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("granted_sek", BigInteger, nullable=False),
    Column("sought_sek", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reserve_no", Integer),
    Column("reserve_until", Instant),
    Column("decided_by", String(40), nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("basis", String(40), nullable=False),
    Column("paragraph", String(10), nullable=False),
    Column("document_number", String(60)),
    Column("dispatched_at", Instant),
    UniqueConstraint("application_id", "version"),
)

dispatches = Table(
    "dispatches",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case_id", String(64), nullable=False, index=True),
    Column("registry_number", String(40), nullable=False),
    Column("document_number", String(60), nullable=False),
    Column("recipient", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("sent_at", Instant, nullable=False),
    UniqueConstraint("document_number", "address"),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the board; `role` is chair, member, adjuster or substitute."""

    id: str
    role: str = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardMeeting:
    """A meeting of the board: aware start, members and substitutes. `seats` is the number of members."""

    id: str
    board: str
    starts_at: datetime
    place: str
    members: Sequence[Member]
    state: str = "planned"

    @property
    def seats(self) -> int:
        """How many members the board has, substitutes not counted."""
        return sum(member.role != "substitute" for member in self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A matter before the board, from the officer's proposal to the notice; `record` is what the minutes say of it."""

    id: str
    case_id: str
    kind: MatterKind
    title: str
    registry_number: str
    call_id: str | None
    application_id: str | None
    proposal: Mapping[str, Any]
    state: MatterState
    meeting_id: str | None = None
    agenda_no: int | None = None
    late_reason: str = ""
    record: Mapping[str, Any] | None = None
    outcome: BoardOutcome | None = None
    paragraph: str = ""
    decided_at: datetime | None = None
    adjusted_on: date | None = None
    posted_on: date | None = None
    appeal_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is proposed or decided about one application, before it is recorded; `total` is None for one not ranked."""

    application_id: str
    registry_number: str
    title: str
    outcome: OutcomeCode
    granted_sek: int
    reason: str
    total: Decimal | None = None
    reserve_no: int | None = None
    is_changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A recorded decision about an application; `basis` is the legal basis that decides about appeals.

    `version` counts from 1; a lapse or a promotion is the next one. `decided_by`: board or director.
    """

    id: str
    application_id: str
    version: int
    call_id: str
    matter_id: str | None
    registry_number: str
    applicant_name: str
    title: str
    areas: Sequence[str]
    outcome: OutcomeCode
    granted_sek: int
    sought_sek: int
    reason: str
    reserve_no: int | None
    reserve_until: datetime | None
    decided_by: str
    decided_at: datetime
    basis: str
    paragraph: str
    document_number: str | None = None
    dispatched_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """One line of the delivery log."""

    id: str
    case_id: str
    registry_number: str
    document_number: str
    recipient: str
    address: str
    channel: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Appeal:
    """What D-APPEAL says of a decision. `weeks` are counted from "receipt", "notice" or "none"."""

    regime: str
    may_appeal: bool
    counted_from: str
    weeks: int
    text: str
