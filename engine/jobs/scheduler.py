"""Ticks: asks the engine again and again for what is due; any number of nodes may do so at once."""

import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Final

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from engine.errors import UnavailableError
from engine.jobs.announcing import Announcing

_log = structlog.get_logger()
# A tick that takes longer than its interval leaves out the next ones: that is meant, and no news.
logging.getLogger("apscheduler").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Tick:
    """Something that is done every so many seconds."""

    do: Callable[[], object]
    seconds: float


TIMER_SECONDS: Final = 1.0
JOB_SECONDS: Final = 1.0
SWEEP_SECONDS: Final = 60.0
ALIVE_SECONDS: Final = 15.0


class Scheduler:
    """The ticks of one node, in threads of their own.

    A tick that takes long is not started twice, and one that was missed is caught up by the next. `ticks` are further
    ones by name, such as digests. A tick that fails is logged and comes again. Jobs are done here, or where the engine
    has a broker, announced to its workers; with `does_jobs=False` they are left to other nodes.
    """

    def __init__(
        self,
        engine: Announcing,
        *,
        ticks: Mapping[str, Tick] | None = None,
        node: str | None = None,
        does_jobs: bool = True,
    ) -> None:
        self._engine = engine
        self._node = node or f"{socket.gethostname()}:{os.getpid()}"
        self._stopping = threading.Event()
        self._ticks = {
            "timers": Tick(lambda: engine.fire_due_timers(self._stopping.is_set), TIMER_SECONDS),
            "sweep": Tick(engine.sweep, SWEEP_SECONDS),
            "alive": Tick(self._say_alive, ALIVE_SECONDS),
            **self._job_ticks(does_jobs=does_jobs),
            **(ticks or {}),
        }
        self._scheduler = BackgroundScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def start(self) -> None:
        """Begin to tick."""
        self._stopping.clear()
        self._say_alive()
        for name, tick in self._ticks.items():
            self._scheduler.add_job(_guarded(name, tick.do), "interval", seconds=tick.seconds, id=name)
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more. What is in hand is finished first, what was only claimed is given back."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def __enter__(self) -> "Scheduler":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _job_ticks(self, *, does_jobs: bool) -> dict[str, Tick]:
        if self._engine.broker is not None:
            return {"announcements": Tick(self._engine.announce_due_jobs, JOB_SECONDS)}
        return (
            {"jobs": Tick(lambda: self._engine.run_due_jobs(self._stopping.is_set), JOB_SECONDS)} if does_jobs else {}
        )

    def _say_alive(self) -> None:
        self._engine.note_tick(self._node)


def _guarded(name: str, do: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        try:
            do()
        except UnavailableError as error:
            _log.warning("tick_left", tick=name, error=str(error))
        except Exception:  # noqa: BLE001  # it is logged with its trace, and the tick comes again
            _log.exception("tick_failed", tick=name)

    return run
