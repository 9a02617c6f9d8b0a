"""The tables of calls: the call and its earlier versions, questions, sign-ups and reminders."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from workflows.tables import Instant, Json, metadata

calls = Table(
    "calls",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("registry_number", String(40), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("status", String(20), nullable=False, index=True),
    Column("content", Json, nullable=False),
    Column("opens_at", Instant, nullable=False),
    Column("cutoff", Instant, nullable=False, index=True),
    Column("recorded_at", Instant, nullable=False),
    Column("published_at", Instant),
    Column("closed_at", Instant),
    Column("outcome_at", Instant),
    Column("archived_at", Instant),
    Column("news_text", Text, nullable=False),
    Column("lessons", Text, nullable=False),
    Column("retention_class", String(40), nullable=False),
)

call_amendments = Table(
    "call_amendments",
    metadata,
    Column("call_id", ForeignKey("calls.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by", String(100), nullable=False),
    Column("change", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("old_content", Json, nullable=False),
    Column("old_cutoff", Instant, nullable=False),
)

call_questions = Table(
    "call_questions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("call_id", ForeignKey("calls.id"), nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("asked_by", String(254), nullable=False),
    Column("answered_at", Instant, nullable=False),
    Column("answered_by", String(100), nullable=False),
    Column("is_published", Boolean, nullable=False),
    Column("individual_reason", Text, nullable=False),
    Column("source", String(20), nullable=False),
    Column("position", Integer, nullable=False),
    Index("ix_call_questions_call_id", "call_id", "answered_at"),
)

meeting_sign_ups = Table(
    "meeting_sign_ups",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("call_id", ForeignKey("calls.id"), nullable=False),
    Column("email", String(254), nullable=False),
    Column("name", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("needs", Text, nullable=False),
    Column("signed_up_at", Instant, nullable=False),
    UniqueConstraint("call_id", "email"),
)

call_reminders = Table(
    "call_reminders",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("call_id", ForeignKey("calls.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("element_id", String(100), nullable=False),
    Column("at", Instant, nullable=False),
    Column("sent_to", Integer, nullable=False),
    Column("skipped_because", Text, nullable=False),
    Index("ix_call_reminders_call_id_day", "call_id", "day"),
)
