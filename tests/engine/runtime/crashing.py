"""Ends a process in the middle of a command, as a power cut does: one helper process, a forked child for each crash."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from engine import Engine, VirtualClock
from engine.failpoints import FAILPOINTS
from tests.engine.runtime.trials import SETTINGS, TRIALS

_ROOT = Path(__file__).parents[3]


class Crasher:
    """The helper process: it has imported everything and opened nothing, so that forking it is quick and safe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.engine.runtime.crashing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            env={**os.environ, "UTLYSA_TEST": "1", "UTLYSA_FAILPOINT": ""},
            text=True,
        )

    def give(self, name: str, subject: Any, *, url: str, at: datetime, failpoint: str) -> int:
        """Give a trial's command in a process of its own that has a failpoint; its exit status."""
        order = {"name": name, "subject": subject, "url": url, "at": at.isoformat(), "failpoint": failpoint}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def __enter__(self) -> "Crasher":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()


def _obey(order: dict[str, Any]) -> None:
    """Give the command, and end at the failpoint or with the command."""
    FAILPOINTS.read(order["failpoint"])
    engine = Engine(order["url"], clock=VirtualClock(datetime.fromisoformat(order["at"])), **SETTINGS)
    TRIALS[order["name"]].give(engine, order["subject"])
    engine.close()


def _main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                _obey(json.loads(line))
            except BaseException:  # noqa: BLE001  # a child must never go on as if it were the helper
                sys.excepthook(*sys.exc_info())
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    _main()
