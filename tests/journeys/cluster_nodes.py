"""The processes of a cluster: web, workers and tickers started by the product's own commands, and a mail server."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.journeys.cluster_servers import answers, free_port, wait_for

_PATIENCE_SECONDS = 120
_PROGRAM = "from web.cli import main; raise SystemExit(main())"
_ROOT = Path(__file__).parents[2]


class Node:
    """One process, in a session of its own so that everything it has started dies with it."""

    def __init__(self, name: str, arguments: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self.name = name
        self._command = [sys.executable, "-c", _PROGRAM, *arguments]
        self._environment = {**os.environ, "PYTHONPATH": str(_ROOT), **environment}
        self._log = folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process's id; 0 while there is none."""
        return self._process.pid if self._process else 0

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start; it is not waited for."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """End it and what it has started at once, as a power cut does."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def stop(self) -> int:
        """Ask it to end, and wait until it has; the exit status."""
        if self._process is None:
            return 0
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(_PATIENCE_SECONDS)

    def log(self) -> str:
        """What it has written."""
        return self._log.read_text(encoding="utf-8", errors="replace")


class WebNode(Node):
    """`utlysa serve --no-ticks`."""

    def __init__(self, name: str, environment: Mapping[str, str], folder: Path) -> None:
        self.port = free_port()
        super().__init__(name, ["serve", "--no-ticks", "--port", str(self.port)], environment, folder)

    @property
    def address(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def wait(self) -> None:
        """Wait until it answers."""
        wait_for(lambda: answers(self.port), seconds=_PATIENCE_SECONDS, what=f"{self.name} does not start: {self._log}")


class MailServer:
    """Takes mails, and counts by Message-ID how often each has come."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.received: Counter[str] = Counter()
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def url(self) -> str:
        """Its address."""
        return f"smtp://127.0.0.1:{self._controller.port}"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Count a mail."""
        lines = bytes(envelope.content).decode("utf-8", "replace").splitlines()
        named = [line.partition(":")[2].strip() for line in lines if line.lower().startswith("message-id:")]
        with self._lock:
            self.received[named[0] if named else ""] += 1
        return "250 OK"

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()
