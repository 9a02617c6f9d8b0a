"""Tells how much of a stretch of code's processor time certain functions take, without slowing it down."""

import signal
import time
from collections.abc import Callable, Collection
from types import FrameType

_EVERY_SECONDS = 0.001


class Sampler:
    """Looks every millisecond of processor time at what is running; only in the main thread.

    `functions` are pairs of the end of a file's path and a function's name.
    """

    def __init__(self, functions: Collection[tuple[str, str]]) -> None:
        self._functions = functions
        self._looks = 0
        self._hits = 0
        self._spent = 0.0

    @property
    def seconds(self) -> float:
        """The processor time that the functions took."""
        return self._spent * self._hits / self._looks if self._looks else 0.0

    def run(self, action: Callable[[], object]) -> None:
        """Do it, and look meanwhile."""
        before = signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, _EVERY_SECONDS, _EVERY_SECONDS)
        begun = time.process_time()
        try:
            action()
        finally:
            self._spent += time.process_time() - begun
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        self._looks += 1
        while frame is not None:
            if any(self._is(frame, file, name) for file, name in self._functions):
                self._hits += 1
                return
            frame = frame.f_back

    @staticmethod
    def _is(frame: FrameType, file: str, name: str) -> bool:
        return frame.f_code.co_name == name and frame.f_code.co_filename.endswith(file)
