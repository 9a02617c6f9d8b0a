"""`serve` and `worker`: started as programs, ended by a signal; what is in hand is finished first."""

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
from threading import Event, Thread
from typing import Any

import pytest

from tests.web.cli.conftest import Run
from tests.web.installation import settings_in
from web.cli.draining import Site
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


def test_a_request_in_hand_is_answered_after_the_signal_to_end_and_no_new_one_is_taken() -> None:
    asked, may_answer, stop = Event(), Event(), Event()

    def app(environ: Any, start_response: Any) -> list[bytes]:
        asked.set()
        assert may_answer.wait(_PATIENCE_SECONDS)
        start_response("200 OK", [("Content-Length", "900000")])
        return [b"x" * 900_000]

    port = free_port()
    site = Site(app, host="127.0.0.1", port=port)
    serving = Thread(target=site.serve, args=[stop])
    serving.start()
    with closing(HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)) as connection:
        connection.request("GET", "/")
        assert asked.wait(_PATIENCE_SECONDS)
        stop.set()
        until = time.monotonic() + _PATIENCE_SECONDS
        while is_open(port) and time.monotonic() < until:
            time.sleep(0.02)
        assert not is_open(port)
        may_answer.set()
        assert len(connection.getresponse().read()) == 900_000
    serving.join(_PATIENCE_SECONDS)
    assert not serving.is_alive()


def is_open(port: int) -> bool:
    """Whether anybody takes connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("arguments", [("--processes", "2"), ("--ticks-only", "--processes", "2")])
def test_processes_are_for_workers_with_a_broker(run: Run, arguments: tuple[str, ...]) -> None:
    outcome = run("worker", *arguments)
    assert outcome.status == 2
    assert "--processes" in outcome.err


def test_a_broker_of_another_kind_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTLYSA_BROKER_URL", "sqs://somebody:hemligt@example.org")
    outcome = run("worker")
    assert outcome.status == 2
    assert "amqp:// (RabbitMQ) or redis://" in outcome.err
    assert "hemligt" not in outcome.err


def test_a_broker_without_its_libraries_is_said_in_both_languages(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTLYSA_BROKER_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setitem(sys.modules, "celery", None)
    monkeypatch.delitem(sys.modules, "engine.jobs.celery_broker", raising=False)
    outcome = run("worker")
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1
    assert "är satt, men tillägget cluster är inte installerat" in outcome.err
    assert "requirements-cluster.txt" in outcome.err


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
