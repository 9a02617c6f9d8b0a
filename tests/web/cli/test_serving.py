"""`serve` and `worker`: started as programs, ended by a signal."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.web.cli.conftest import Run
from tests.web.installation import settings_in
from workflows.bootstrap import build

_PATIENCE_SECONDS = 90
_PROGRAM = "from web.cli import main; raise SystemExit(main())"
_ROOT = Path(__file__).parents[3]


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """The program with these arguments, in the environment that the test has set."""
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    process = subprocess.Popen([sys.executable, "-c", _PROGRAM, *arguments], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def answer(port: int, path: str, process: subprocess.Popen[bytes]) -> int:
    """The status of a page, once the server gives it."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", path)
                return connection.getresponse().status
        except OSError:
            time.sleep(0.2)
    raise AssertionError("The server does not answer")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.slow
def test_serve_answers_and_ends_cleanly(run: Run, folder: Path) -> None:
    port = free_port()
    with started("serve", "--port", str(port), "--no-ticks") as process:
        assert answer(port, "/healthz", process) == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(_PATIENCE_SECONDS) == 0


@pytest.mark.slow
def test_a_worker_ticks_and_ends_cleanly(run: Run, folder: Path) -> None:
    product = build(settings_in(folder))
    with started("worker") as process:
        until = time.monotonic() + _PATIENCE_SECONDS
        while not product.engine.last_ticks() and time.monotonic() < until:
            time.sleep(0.2)
        assert len(product.engine.last_ticks()) == 1
        process.send_signal(signal.SIGTERM)
        assert process.wait(_PATIENCE_SECONDS) == 0
    product.engine.close()
