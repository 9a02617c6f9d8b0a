"""Connections: one way to open a database, so that SQLite and PostgreSQL keep the same promises."""

import shutil
import sqlite3
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from engine.errors import UnavailableError

RETRIED_STATES: Final = frozenset({"40001", "40P01"})
"""PostgreSQL's codes for transactions that only have to be tried again: a deadlock, a serialisation failure."""

_BUSY_TIMEOUT_MS: Final = 30_000
_PATIENCE: Final = {"connect_timeout": 5, "keepalives_idle": 30, "tcp_user_timeout": 30_000}
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
        with self._connected() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a transaction that changes nothing, waits for nobody and sees one moment of the database."""
        options: dict[str, Any] = {_READ_ONLY: True}
        if not self.is_sqlite:
            options |= {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
        with self._connected(**options) as connection:
            yield connection

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """A connection for one question that changes nothing: a transaction of its own would cost two round trips."""
        options: dict[str, Any] = {_READ_ONLY: True}
        if not self.is_sqlite:
            options["isolation_level"] = "AUTOCOMMIT"
        with self._connected(**options) as connection:
            yield connection

    @contextmanager
    def _connected(self, **options: Any) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                connection.execution_options(**options).begin()
                yield connection
        except (OperationalError, sqlite3.OperationalError, exc.TimeoutError) as error:
            if _is_unavailable(error):
                raise UnavailableError from error
            raise

    def close(self) -> None:
        """Close the idle connections, and remove a private database."""
        self.engine.dispose()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def _is_unavailable(error: Exception) -> bool:
    """Whether the database is locked, not there, or gives no connection: not a fault of the statement."""
    cause = error.orig if isinstance(error, OperationalError) else error
    if isinstance(cause, sqlite3.OperationalError):
        return any(word in str(cause) for word in ("locked", "busy", "unable to open"))
    return getattr(cause, "sqlstate", None) not in RETRIED_STATES


def is_serialisation_failure(error: DBAPIError) -> bool:
    """Whether the transaction lost against another one and only has to be tried again."""
    return getattr(error.orig, "sqlstate", None) in RETRIED_STATES


def _lower(text: str | None) -> str | None:
    return None if text is None else str(text).lower()


def _memory_folder() -> str | None:
    shared_memory = Path("/dev/shm")  # noqa: S108  # a private folder with a random name is made in it
    return str(shared_memory) if shared_memory.is_dir() else None


def _postgresql(url: URL) -> Engine:
    # A server that is cut off without a word is noticed: by itself a connection would wait for it for many minutes.
    patience = {name: value for name, value in _PATIENCE.items() if name not in url.query}
    return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True, connect_args=patience)
