"""The domain's first tables: those that the modules named `model` declare."""

import importlib
import pkgutil

from alembic import op

import workflows
from workflows.tables import metadata

revision = "domain_0001"
down_revision = None
branch_labels = ("domain",)
depends_on = None


def upgrade() -> None:
    """Create every table."""
    for package in pkgutil.iter_modules(workflows.__path__):
        if package.ispkg and importlib.util.find_spec(f"workflows.{package.name}.model"):
            importlib.import_module(f"workflows.{package.name}.model")
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    """Take every table away."""
    metadata.drop_all(op.get_bind())
