"""Drafts of processes that are being made ready."""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "engine_0004"
down_revision = "engine_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "engine_drafts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("content", engine.store.types.Document(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begun_at", engine.store.types.Instant(length=27), nullable=False),
        sa.Column("begun_by", sa.Text(), nullable=False),
        sa.Column("changed_at", engine.store.types.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("engine_drafts")
