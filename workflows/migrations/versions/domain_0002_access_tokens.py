"""Access tokens of the REST API."""

from alembic import op

from workflows.parties.tokens import access_tokens

revision = "domain_0002"
down_revision = "domain_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, where the first version has not made it already."""
    access_tokens.create(op.get_bind(), checkfirst=True)


def downgrade() -> None:
    """Take it away."""
    access_tokens.drop(op.get_bind(), checkfirst=True)
