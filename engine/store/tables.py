"""The engine's tables; their migrations are in `migrations/versions`."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from engine.store.types import Document, Instant, State

METADATA = MetaData()


def _only(condition: str) -> dict[str, Any]:
    """What limits an index to the few rows that still wait, however many are done."""
    return {"postgresql_where": text(condition), "sqlite_where": text(condition)}


_OPEN = "state = 'open'"
_FREE = f"{_OPEN} AND assigned_to IS NULL"

bundles = Table(
    "engine_bundles",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

definitions = Table(
    "engine_definitions",
    METADATA,
    Column("key", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("deployed_at", Instant, nullable=False),
    Column("deployed_by", Text, nullable=False),
    PrimaryKeyConstraint("key", "version"),
)

# What starts a case by itself, for the newest version of each process alone; timer starts are rows of `timers`.
starts = Table(
    "engine_starts",
    METADATA,
    Column("process_key", Text, nullable=False),
    Column("start_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("process_key", "start_id", "kind", "name"),
    Index("engine_starts_name", "kind", "name"),
)

cases = Table(
    "engine_cases",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("process_key", Text, nullable=False),
    Column("process_version", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("business_key", Text),
    Column("case_group", Text),
    Column("state", State, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("audit_seq", Integer, nullable=False),
    Column("audit_hash", Text, nullable=False),
    Column("open_incidents", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("started_by", Text, nullable=False),
    Column("ended_at", Instant),
    Index("engine_cases_process", "process_key", "status"),
    Index("engine_cases_group", "case_group"),
    Index("engine_cases_active", "id", **_only("status = 'active'")),
    Index("engine_cases_business_key", "business_key"),
)

tasks = Table(
    "engine_tasks",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("element_id", Text, nullable=False),
    Column("process_key", Text, nullable=False),
    Column("process_version", Integer, nullable=False),
    # The case's group, here as well: an inbox of one call is then read in order like any other.
    Column("case_group", Text),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("role", Text),
    Column("assigned_to", Text),
    Column("claimed_by", Text),
    Column("state", Text, nullable=False),
    Column("form", Text),
    Column("is_decision", Boolean, nullable=False),
    Column("not_performer_of", Text),
    Column("escalate_to", Text),
    Column("item_index", Integer),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant),
    # The due instant, or the end of time: databases sort empty values differently, and no index serves both ways.
    Column("sort_at", Instant, nullable=False),
    Column("completed_at", Instant),
    Column("completed_by", Text),
    Column("escalated_at", Instant),
    Index("engine_tasks_case", "case_id", "element_id"),
    # Lists of all open tasks, of a role, of a call.
    Index("engine_tasks_sort", "sort_at", "id", **_only(_OPEN)),
    Index("engine_tasks_role", "role", "sort_at", "id", **_only(_OPEN)),
    Index("engine_tasks_group", "case_group", "sort_at", "id", **_only(_OPEN)),
    # What a person has taken on or been given: few, whatever there is beside them.
    Index("engine_tasks_assigned", "assigned_to", "sort_at", "id", **_only(f"{_OPEN} AND assigned_to IS NOT NULL")),
    Index("engine_tasks_claimed", "claimed_by", "sort_at", "id", **_only(f"{_OPEN} AND claimed_by IS NOT NULL")),
    # What anybody of a role may take on, with each filter that an inbox has: a page is read in order from its index.
    Index("engine_tasks_free", "role", "sort_at", "id", **_only(_FREE)),
    Index("engine_tasks_free_process", "role", "process_key", "sort_at", "id", **_only(_FREE)),
    Index("engine_tasks_free_element", "role", "element_id", "sort_at", "id", **_only(_FREE)),
    Index("engine_tasks_free_group", "role", "case_group", "sort_at", "id", **_only(_FREE)),
    # What a person has done, the latest first.
    Index("engine_tasks_done", "completed_by", "completed_at", "id", **_only("state = 'completed'")),
)

# What cases wait for: timers (`event`, `reminder`, `escalation`, `start`), which have a due instant, and messages and
# signals, which have a name and a correlation. One table, because one step ends and begins both: it then costs two
# statements instead of four.
waits = Table(
    "engine_waits",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("case_id", Text),
    Column("task_id", Text),
    Column("process_key", Text),
    Column("element_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", Instant),
    Column("remaining", Integer),
    Column("correlation", Text),
    Column("created_at", Instant, nullable=False),
    Index("engine_waits_due", "due_at", "id", **_only("state = 'waiting' AND due_at IS NOT NULL")),
    Index("engine_waits_start", "due_at", **_only("kind = 'start'")),
    Index("engine_waits_name", "kind", "name", "correlation", **_only("due_at IS NULL")),
    Index("engine_waits_case", "case_id"),
    Index("engine_waits_task", "task_id"),
)

# Messages that nobody waited for yet.
messages = Table(
    "engine_messages",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("payload", Document, nullable=False),
    Column("correlation", Text, nullable=False),
    Column("case_id", Text),
    Column("actor", Text, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("engine_messages_name", "name"),
    Index("engine_messages_expiry", "expires_at"),
)

# `stream` is a case's id, or "log" for what belongs to no case.
events = Table(
    "engine_events",
    METADATA,
    Column("stream", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("type", Text, nullable=False),
    Column("element_id", Text),
    Column("element_type", Text),
    Column("process_key", Text),
    Column("actor", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("stream", "seq"),
)

streams = Table(
    "engine_streams",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", Text, nullable=False),
)

outbox = Table(
    "engine_outbox",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("payload", Document, nullable=False),
    Column("case_id", Text),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("lease_until", Instant),
    # When a broker was last told of the job by a sweep, in the computer's own time as leases are.
    Column("announced_at", Instant),
    Column("fence", Integer, nullable=False),
    Column("last_error", Text, nullable=False),
    Index(
        "engine_outbox_due",
        "due_at",
        "id",
        **_only("state = 'waiting'"),
    ),
    Index("engine_outbox_case", "case_id"),
)

incidents = Table(
    "engine_incidents",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("element_id", Text),
    Column("kind", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("subject", Text),
    Column("command", Document, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("raised_by", Text, nullable=False),
    Column("resolved_at", Instant),
    Column("resolved_by", Text),
    Column("resolution", Text, nullable=False),
    Index("engine_incidents_case", "case_id", "resolved_at"),
    Index("engine_incidents_subject", "subject"),
)

idempotency = Table(
    "engine_idempotency",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("command", Text, nullable=False),
    Column("answer", Document, nullable=False),
    Column("at", Instant, nullable=False),
    Index("engine_idempotency_at", "at"),
)

exclusions = Table(
    "engine_exclusions",
    METADATA,
    Column("case_id", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "user_id"),
    Index("engine_exclusions_user", "user_id"),
)

# The last tick of each scheduler, for the readiness check.
ticks = Table(
    "engine_ticks",
    METADATA,
    Column("node", Text, primary_key=True),
    Column("at", Instant, nullable=False),
)
