"""Connections: one way to open a database, so that SQLite and PostgreSQL keep the same promises."""

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

_BUSY_TIMEOUT_MS: Final = 30_000
_READ_ONLY: Final = "utlysa_read_only"


class Database:
    """One database and its connections.

    SQLite: WAL, `synchronous=FULL`, foreign keys, a busy timeout; a writing transaction begins with BEGIN IMMEDIATE,
    so that it waits for its turn at its start instead of failing in the middle. `sqlite://` is a private database
    that vanishes with this object: a temporary file, because only a file can be shared by threads as others are.
    """

    def __init__(self, url: str | URL) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self._folder = ""
        if self.is_sqlite and parsed.database in {None, "", ":memory:"}:
            self._folder = tempfile.mkdtemp(prefix="utlysa-", dir=_memory_folder())
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            parsed = parsed.set(database=str(Path(self._folder) / "engine.db"))
        self.url = parsed
        self.engine = self._sqlite(parsed) if self.is_sqlite else _postgresql(parsed)

    def _sqlite(self, url: URL) -> Engine:
        engine = create_engine(
            url,
            connect_args={"check_same_thread": False, "timeout": _BUSY_TIMEOUT_MS / 1000, "isolation_level": None},
            pool_size=20,
            max_overflow=40,
        )
        durability = "OFF" if self._folder else "FULL"

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            for pragma in (
                "journal_mode=WAL",
                f"synchronous={durability}",
                "foreign_keys=ON",
                f"busy_timeout={_BUSY_TIMEOUT_MS}",
            ):
                connection.execute(f"PRAGMA {pragma}").close()
            # SQLite's own lower() knows no letters beyond z: a search for "åre" would not find "Åre".
            connection.create_function("lower", 1, _lower, deterministic=True)

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            is_reading = connection.get_execution_options().get(_READ_ONLY, False)
            connection.connection.driver_connection.execute("BEGIN" if is_reading else "BEGIN IMMEDIATE")  # type: ignore[union-attr]

        return engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a writing transaction; the caller commits, anything else rolls back."""
        with self.engine.connect() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a transaction that changes nothing and waits for nobody."""
        with self.engine.connect() as connection:
            reader = connection.execution_options(**{_READ_ONLY: True})
            if not self.is_sqlite:
                reader = reader.execution_options(postgresql_readonly=True)
            reader.begin()
            yield reader

    def close(self) -> None:
        """Close the idle connections, and remove a private database."""
        self.engine.dispose()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def _lower(text: str | None) -> str | None:
    return None if text is None else str(text).lower()


def _memory_folder() -> str | None:
    shared_memory = Path("/dev/shm")  # noqa: S108  # a private folder with a random name is made in it
    return str(shared_memory) if shared_memory.is_dir() else None


def _postgresql(url: URL) -> Engine:
    return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
