"""Databases and engines with the domain's tables."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from engine import Engine, JobHandler
from engine.store.database import Database
from workflows.migrations import VERSIONS


@pytest.fixture
def database(new_database: Callable[..., str]) -> Iterator[Database]:
    """A database with all tables, made by the migrations."""
    opened = Database(new_database(VERSIONS))
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


@pytest.fixture
def start_engine(engine_factory: Callable[..., Engine]) -> Callable[[dict[str, JobHandler]], Engine]:
    """A function that makes an engine on the domain's tables with these handlers of jobs."""

    def start(jobs: dict[str, JobHandler]) -> Engine:
        return engine_factory(jobs=jobs, migrations=[VERSIONS])

    return start
