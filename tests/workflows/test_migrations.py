"""The migrations make what the modules declare, and can take it away."""

import importlib
import importlib.util
import pkgutil

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import workflows
from engine.store.database import Database
from workflows.tables import metadata


def is_of_the_domain(name: str | None, kind: str, _parents: object) -> bool:
    """Whether the comparison looks at it: the engine's own tables are not declared here."""
    return kind != "table" or not (name or "").startswith(("engine_", "alembic_"))


def test_the_migrations_make_what_the_modules_declare(database: Database) -> None:
    for package in pkgutil.iter_modules(workflows.__path__):
        if importlib.util.find_spec(f"workflows.{package.name}.model") if package.ispkg else None:
            importlib.import_module(f"workflows.{package.name}.model")
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_of_the_domain})
        assert compare_metadata(context, metadata) == []
    assert {"documents", "accounts", "mails", "calls", "applications"} <= set(metadata.tables)
