"""Migrations: a fresh database, further folders of versions, several nodes at once, and the tables as they are used."""

import textwrap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from engine import Actor, Engine, UnavailableError
from engine.store.tables import METADATA

VERSION = '''
"""A table of the domain."""

import sqlalchemy as sa
from alembic import op

revision = "domain_0001"
down_revision = None
branch_labels = ("domain",)
depends_on = None


def upgrade() -> None:
    op.create_table("calls", sa.Column("id", sa.Text(), primary_key=True))


def downgrade() -> None:
    op.drop_table("calls")
'''


def test_the_migrations_make_the_tables_that_are_used(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_further_folders_are_migrated_with_the_engines(new_database: Callable[..., str], tmp_path: Path) -> None:
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "domain_0001.py").write_text(textwrap.dedent(VERSION), encoding="utf-8")
    url = new_database()
    plain = Engine(url)
    extended = Engine(url, migrations=[folder])
    assert plain.is_migrated()
    assert not extended.is_migrated()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: extended.migrate(), range(3)))
    assert extended.is_migrated()
    with extended.reading() as session:
        assert session.execute(text("SELECT count(*) FROM calls")).scalar_one() == 0
    plain.close()
    extended.close()


def test_a_private_database_vanishes_with_its_engine() -> None:
    engine = Engine("sqlite://")
    engine.migrate()
    path = Path(engine._database.url.database or "")
    assert path.is_file()
    engine.close()
    assert not path.parent.exists()


def test_sqlite_is_opened_so_that_nothing_confirmed_is_lost(tmp_path: Path) -> None:
    engine = Engine(f"sqlite:///{tmp_path / 'a.db'}")
    engine.migrate()
    with engine.reading() as session:
        pragmas = {
            name: session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
    engine.close()


def test_reading_neither_waits_for_a_writer_nor_changes_anything(database_url: str) -> None:
    engine = Engine(database_url)
    with engine.work() as work:
        work.record("something", {})
        with engine.reading() as session:
            assert session.execute(text("SELECT count(*) FROM engine_events")).scalar_one() == 0
    assert inspect(engine._database.engine).has_table("engine_waits")
    engine.close()


def test_a_database_that_is_locked_or_not_there_is_said_to_be_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.store.database._BUSY_TIMEOUT_MS", 50)
    url = f"sqlite:///{tmp_path / 'a.db'}"
    engine, other = Engine(url), Engine(url)
    engine.migrate()
    with engine.work() as work:
        work.record("something", {})
        with pytest.raises(UnavailableError):
            ThreadPoolExecutor(1).submit(other.log, "more", actor=Actor.system()).result()
    other.log("more", actor=Actor.system())
    assert [event.type for event in engine.log_events()] == ["something", "more"]
    engine.close()
    other.close()
    nowhere = Engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(UnavailableError):
        nowhere.cases()
