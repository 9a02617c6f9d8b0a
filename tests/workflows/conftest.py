"""Databases with the domain's tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from engine.store.database import Database
from engine.store.schema import migrate
from workflows.migrations import VERSIONS


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with all tables, made by the migrations."""
    opened = Database(database_url)
    migrate(opened, [VERSIONS])
    yield opened
    opened.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session in a writing transaction, which is rolled back after the test."""
    with database.writing() as connection, Session(connection) as opened:
        yield opened


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Where a test's file store is."""
    return tmp_path / "files"
