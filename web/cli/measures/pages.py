"""A completed task over HTTP: a log-in session, a forgery token, and a web server of its own on the loopback."""

import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

from engine import Actor, Engine
from web.cli.measures import drawings
from web.cli.measures.figures import Figure, median, milliseconds, most_of
from web.cli.measures.places import Place
from web.cli.measures.steps import OFFICER, data_of
from workflows.bootstrap import build, install
from workflows.parties import Account, save_account
from workflows.settings import Settings

_AREA = "Complete a user task over HTTP"
_TOKEN: Final = re.compile(r'<meta name="csrf-token" content="([^"]+)"')
_DATA_BYTES: Final = 4096
_PATIENCE_SECONDS: Final = 60
_SEE_OTHER: Final = 303
_OK: Final = 200


class Session:
    """One person's session with the site over one connection, as a browser without scripts has it."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
        self._cookies: dict[str, str] = {}
        self._token = ""

    def log_in(self, user_name: str, password: str) -> None:
        """Log in with a password. Raises HTTPException if the site does not let the person in."""
        self.get("/logga-in")
        status = self.post("/logga-in", {"user_name": user_name, "password": password})
        if status != _SEE_OTHER:
            raise HTTPException(f"The log-in was answered with {status}")
        # A new session has a new token.
        self.get("/om/hjalp")

    def get(self, path: str) -> int:
        """Ask for a page, and keep its forgery token."""
        status, text = self._send("GET", path, None)
        found = _TOKEN.search(text)
        self._token = found[1] if found else self._token
        return status

    def post(self, path: str, fields: Mapping[str, str]) -> int:
        """Send a form."""
        return self._send("POST", path, urllib.parse.urlencode({"csrf_token": self._token, **fields}))[0]

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _send(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name.strip()] = value
        return response.status, text


def measure(place: Place, cases: int) -> list[Figure]:
    """Cases of 28 nodes with 4 KB of data, whose tasks an officer completes page by page."""
    password = secrets.token_urlsafe()
    with place.database() as url, tempfile.TemporaryDirectory(prefix="utlysa-bench-") as folder:
        environment = {
            "UTLYSA_DATABASE_URL": url,
            "UTLYSA_FILES_DIR": str(Path(folder) / "files"),
            "UTLYSA_SECRET_KEY": secrets.token_urlsafe(48),
        }
        engine = _installed(url, Path(folder) / "files", password)
        try:
            with served(environment, folder=Path(folder)) as port:
                posted, shown = _completions(engine, port, cases=cases, password=password)
        finally:
            engine.close()
    return [
        Figure(_AREA, "from the form sent to its answer: median", median(posted), "ms", 10, place.name),
        Figure(_AREA, "95 % within", most_of(posted), "ms", None, place.name),
        Figure(_AREA, "the task's page: median", median(shown), "ms", None, place.name),
    ]


def _installed(url: str, files: Path, password: str) -> Engine:
    """An installation with an officer who has a password, and the diagram that is measured."""
    product = build(Settings(database_url=url, files_dir=files, secret_key=secrets.token_urlsafe(48)))  # type: ignore[arg-type]  # pydantic makes it a secret
    install(product)
    officer = Account(id=OFFICER.id, name=OFFICER.id, roles=frozenset(OFFICER.roles))
    with product.engine.work(actor=Actor.system()) as work:
        save_account(work.session, officer, at=work.now, password=password)
    product.engine.deploy({"errand/errand.bpmn": drawings.errand()})
    return product.engine


def _completions(engine: Engine, port: int, *, cases: int, password: str) -> tuple[list[float], list[float]]:
    session = Session(port)
    posted: list[float] = []
    shown: list[float] = []
    try:
        session.log_in(OFFICER.id, password)
        for number in range(cases + 1):
            case = engine.start("errand", data_of(_DATA_BYTES), actor=OFFICER)
            while tasks := engine.tasks(case.id, limit=1):
                path = f"/uppgifter/{tasks[0].id}"
                looked = milliseconds(partial(_must, session.get, path, _OK))
                sent = milliseconds(partial(_must, partial(session.post, fields={}), path, _SEE_OTHER))
                # The first case warms up what every process warms up once.
                if number:
                    shown.append(looked)
                    posted.append(sent)
    finally:
        session.close()
    return posted, shown


def _must(ask: Callable[[str], int], path: str, status: int) -> None:
    answered = ask(path)
    if answered != status:
        raise HTTPException(f"{path} was answered with {answered} instead of {status}")


@contextmanager
def served(environment: Mapping[str, str], *, folder: Path) -> Iterator[int]:
    """`utlysa serve` in a process of its own, without ticks; its port."""
    port = _free_port()
    command = [sys.executable, "-m", "web.cli.main", "serve", "--no-ticks", "--port", str(port)]
    log = folder / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=output, stderr=output)  # noqa: S603  # this program itself
    try:
        _await(port, process, log)
        yield port
    finally:
        process.terminate()
        process.wait(_PATIENCE_SECONDS)


def _await(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    told = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    raise ChildProcessError(f"The web server did not start: {told[-1] if told else 'without a word'}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
