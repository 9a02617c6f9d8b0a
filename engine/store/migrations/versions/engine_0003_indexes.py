"""Indexes for what is asked all the time: what is due, which process starts next, and each filter of an inbox."""

import sqlalchemy as sa
from alembic import op

revision = "engine_0003"
down_revision = "engine_0002"
branch_labels = None
depends_on = None

_OPEN = "state = 'open'"
_FREE = f"{_OPEN} AND assigned_to IS NULL"
_BEFORE = {
    "free": (["role", "assigned_to", "sort_at", "id"], _OPEN),
    "assigned": (["assigned_to"], _OPEN),
    "claimed": (["claimed_by"], _OPEN),
}
_AFTER = {
    "group": (["case_group", "sort_at", "id"], _OPEN),
    "assigned": (["assigned_to", "sort_at", "id"], f"{_OPEN} AND assigned_to IS NOT NULL"),
    "claimed": (["claimed_by", "sort_at", "id"], f"{_OPEN} AND claimed_by IS NOT NULL"),
    "free": (["role", "sort_at", "id"], _FREE),
    "free_process": (["role", "process_key", "sort_at", "id"], _FREE),
    "free_element": (["role", "element_id", "sort_at", "id"], _FREE),
    "free_group": (["role", "case_group", "sort_at", "id"], _FREE),
    "done": (["completed_by", "completed_at", "id"], "state = 'completed'"),
}


def upgrade() -> None:
    op.add_column("engine_tasks", sa.Column("case_group", sa.Text(), nullable=True))
    op.execute(
        "UPDATE engine_tasks SET case_group ="
        " (SELECT case_group FROM engine_cases WHERE engine_cases.id = engine_tasks.case_id)"
    )
    _replace(_BEFORE, _AFTER)
    _create("engine_cases_active", "engine_cases", ["id"], "status = 'active'")
    _create("engine_waits_start", "engine_waits", ["due_at"], "kind = 'start'")


def downgrade() -> None:
    op.drop_index("engine_waits_start", table_name="engine_waits")
    op.drop_index("engine_cases_active", table_name="engine_cases")
    _replace(_AFTER, _BEFORE)
    op.drop_column("engine_tasks", "case_group")


def _replace(old: dict[str, tuple[list[str], str]], new: dict[str, tuple[list[str], str]]) -> None:
    for name in old:
        op.drop_index(f"engine_tasks_{name}", table_name="engine_tasks")
    for name, (columns, condition) in new.items():
        _create(f"engine_tasks_{name}", "engine_tasks", columns, condition)


def _create(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, postgresql_where=where, sqlite_where=where)
