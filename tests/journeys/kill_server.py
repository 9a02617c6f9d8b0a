"""Web processes that come back: a master that has only read the program forks one for each port, and each that dies.

`python -m tests.journeys.kill_server PORT ...` runs until it is told to stop.
"""

import os
import signal
import sys
from types import FrameType

import web.app  # noqa: F401  # read before the first fork, so that a new process serves at once
import workflows.bootstrap  # noqa: F401  # the same
from web.cli.main import main


def _fork(port: str) -> int:
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os._exit(main(["serve", "--port", port]))
    return child


def _serve(ports: list[str]) -> None:
    """Keep one process for each port alive."""
    workers = {_fork(port): port for port in ports}

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    while True:
        dead, _ = os.wait()
        port = workers.pop(dead)
        workers[_fork(port)] = port


if __name__ == "__main__":
    _serve(sys.argv[1:])
