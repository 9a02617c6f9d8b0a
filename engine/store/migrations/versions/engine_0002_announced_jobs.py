"""When a broker was last told of a job."""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "engine_0002"
down_revision = "engine_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("engine_outbox", sa.Column("announced_at", engine.store.types.Instant(length=27), nullable=True))


def downgrade() -> None:
    op.drop_column("engine_outbox", "announced_at")
