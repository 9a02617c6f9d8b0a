"""Brings a database to the newest schema: the engine's own tables and those of the program that uses it."""

import os
from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from engine import failpoints
from engine.store.database import Database

_HERE = Path(__file__).parent / "migrations"
_LOCK_KEY = 7_155_001


def migrate(database: Database, folders: Sequence[Path]) -> None:
    """Run every migration that has not run, in one transaction; several nodes may try at once.

    `folders` hold further Alembic versions, each with a base and a branch label of its own.
    """
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
        settings = _settings(folders)
        settings.attributes["connection"] = connection
        command.upgrade(settings, "heads")
        failpoints.hit("in-migration")
        connection.commit()


def is_current(database: Database, folders: Sequence[Path]) -> bool:
    """Whether the database has exactly the schema of this program."""
    wanted = set(ScriptDirectory.from_config(_settings(folders)).get_heads())
    with database.reading() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == wanted


def _settings(folders: Sequence[Path]) -> Config:
    settings = Config()
    locations = [_HERE / "versions", *folders]
    settings.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.set_main_option("version_locations", os.pathsep.join(map(str, locations)).replace("%", "%%"))
    return settings
