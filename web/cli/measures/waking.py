"""Worker processes that fire what is due, from the same instant on."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from queue import Empty
from typing import Final

from engine import Engine, VirtualClock

_LONGEST_START_SECONDS: Final = 60
_LOOK_SECONDS: Final = 1


@dataclass(frozen=True, slots=True)
class Woken:
    """What one worker fired, and between which readings of the machine's monotonic clock."""

    fired: int
    begun: float
    ended: float


def wake_with(workers: int, url: str, now: datetime) -> list[Woken]:
    """Let so many processes fire all that is due at `now`; they begin when all of them are ready."""
    # Forking would copy connections and threads of this process into the workers.
    context = get_context("spawn")
    barrier, answers = context.Barrier(workers), context.Queue()
    processes = [context.Process(target=_wake, args=(url, now, barrier, answers)) for _ in range(workers)]
    for process in processes:
        process.start()
    try:
        return [_answer(answers, processes) for _ in processes]
    finally:
        for process in processes:
            process.kill()
            process.join()
        answers.close()


def _answer(answers: "Queue[Woken]", processes: Sequence[BaseProcess]) -> Woken:
    """The next worker's answer. Raises ChildProcessError if one ended without any."""
    while True:
        try:
            return answers.get(timeout=_LOOK_SECONDS)
        except Empty:
            if any(process.exitcode for process in processes):
                raise ChildProcessError("A worker process of the measure ended with an error.") from None


def _wake(url: str, now: datetime, barrier: Barrier, answers: "Queue[Woken]") -> None:
    engine = Engine(url, clock=VirtualClock(now))
    engine.definitions()
    barrier.wait(_LONGEST_START_SECONDS)
    begun, fired = time.monotonic(), 0
    while more := engine.fire_due_timers():
        fired += more
    answers.put(Woken(fired, begun, time.monotonic()))
    engine.close()
