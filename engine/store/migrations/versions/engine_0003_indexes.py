"""Indexes for what is asked all the time: which process starts next, what is one's own, what a case waits for."""

import sqlalchemy as sa
from alembic import op

revision = "engine_0003"
down_revision = "engine_0002"
branch_labels = None
depends_on = None

_STARTS = sa.text("kind = 'start'")


def upgrade() -> None:
    op.create_index("engine_waits_start", "engine_waits", ["due_at"], postgresql_where=_STARTS, sqlite_where=_STARTS)


def downgrade() -> None:
    op.drop_index("engine_waits_start", table_name="engine_waits")
