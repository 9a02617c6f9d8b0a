"""The tables of applications: drafts, applications and their versions, requests for completion, outages."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from workflows.tables import Instant, Json, metadata

# A draft is nobody's but its owner's: it is read only through `workflows.application.drafts`.
application_drafts = Table(
    "application_drafts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("call_id", ForeignKey("calls.id"), nullable=False, index=True),
    Column("owner", String(100), nullable=False, index=True),
    Column("org_identity", String(60), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("data", Json, nullable=False),
    Column("submission", Json),
    Column("created_at", Instant, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("saved_by", String(100), nullable=False),
    Column("status", String(20), nullable=False),
    Column("application_id", String(64), index=True),
)

applications = Table(
    "applications",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("call_id", ForeignKey("calls.id"), nullable=False),
    Column("registry_number", String(40), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("status", String(30), nullable=False),
    Column("org_identity", String(60), nullable=False, index=True),
    Column("submitted_by", String(100), nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("contact_email", String(254), nullable=False),
    Column("data", Json, nullable=False),
    Column("sections", Json, nullable=False),
    Column("figures", Json, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("is_on_time", Boolean, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("review_began_at", Instant),
    Column("assessment_began_at", Instant),
    Column("respond_by", Instant),
    Column("settled_at", Instant),
    Column("outcome", String(30)),
    Column("granted_sek", Integer),
    Column("decided_at", Instant),
    Index("ix_applications_call_id_status", "call_id", "status"),
)

application_versions = Table(
    "application_versions",
    metadata,
    Column("application_id", ForeignKey("applications.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("cause", String(20), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("submitted_by", String(100), nullable=False),
    Column("data", Json, nullable=False),
    Column("sections", Json, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("document_id", String(32), nullable=False),
    Column("receipt_id", String(32)),
)

completion_requests = Table(
    "completion_requests",
    metadata,
    Column("application_id", ForeignKey("applications.id"), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("sent_at", Instant, nullable=False),
    Column("sent_by", String(100), nullable=False),
    Column("respond_by", Instant, nullable=False),
    Column("items", Json, nullable=False),
    Column("message", Text, nullable=False),
    Column("consequence", Text, nullable=False),
    Column("document_id", String(32), nullable=False),
    Column("reminded_at", Instant),
    Column("answered_at", Instant),
    Column("answer_note", Text),
    Column("answer_document_id", String(32)),
)

application_proposals = Table(
    "application_proposals",
    metadata,
    Column("application_id", ForeignKey("applications.id"), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("ground", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("circumstances", Text, nullable=False),
    Column("obstacles", Json, nullable=False),
    Column("text", Text, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("proposed_by", String(100), nullable=False),
)

outages = Table(
    "outages",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False),
    Column("note", Text, nullable=False),
    Column("logged_at", Instant, nullable=False),
    Column("logged_by", String(100), nullable=False),
)
