"""Hands on announcements from a thread of its own, so that no command waits for a broker."""

import queue
import threading
from collections.abc import Callable, Sequence
from typing import Final

import structlog

from engine.jobs.broker import BrokerUnavailableError

_MOST_WAITING: Final = 10_000
_AT_ONCE: Final = 200
_GOODBYE_SECONDS: Final = 2.0

_log = structlog.get_logger()


class Announcer:
    """A short queue and a thread, which is started by the first announcement.

    What the broker does not take, and what comes while the queue is full, is dropped: the sweep announces every job
    that nobody has done.
    """

    def __init__(self, send: Callable[[Sequence[str]], None]) -> None:
        self._send = send
        self._waiting: queue.Queue[str | None] = queue.Queue(_MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._is_away = False

    def put(self, job_ids: Sequence[str]) -> None:
        """Announce these soon; never waits."""
        self._begin()
        try:
            for job_id in job_ids:
                self._waiting.put_nowait(job_id)
        except queue.Full:
            _log.warning("announcements_dropped", reason="the queue is full")

    def close(self) -> None:
        """Announce what waits, for a moment at most, and end the thread."""
        with self._starting:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._end(thread)

    def _end(self, thread: threading.Thread) -> None:
        try:
            self._waiting.put(None, timeout=_GOODBYE_SECONDS)
        except queue.Full:
            return
        thread.join(_GOODBYE_SECONDS)

    def _begin(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="utlysa-announcer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            batch = self._next()
            self._try([job_id for job_id in batch if job_id is not None])
            if None in batch:
                return

    def _next(self) -> list[str | None]:
        """The first that waits, with those that came behind it."""
        batch = [self._waiting.get()]
        while len(batch) < _AT_ONCE and batch[-1] is not None:
            try:
                batch.append(self._waiting.get_nowait())
            except queue.Empty:
                break
        return batch

    def _try(self, job_ids: Sequence[str]) -> None:
        if not job_ids:
            return
        try:
            self._send(job_ids)
        except BrokerUnavailableError as error:
            if not self._is_away:
                _log.warning("broker_away", error=str(error.__cause__ or error))
            self._is_away = True
        else:
            if self._is_away:
                _log.info("broker_back")
            self._is_away = False
