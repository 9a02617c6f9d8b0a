"""Moves the demo's time forward, stopping at each due instant, so that everything happens when it should."""

from dataclasses import dataclass
from datetime import datetime

from engine import Engine
from workflows.demo.player import MovableClock

_MOST_STOPS = 10_000


@dataclass(frozen=True, slots=True)
class Moved:
    """What happened on the way: fired timers and finished jobs."""

    since: datetime
    until: datetime
    timers: int
    jobs: int


class TimeRunsForwardError(ValueError):
    """Time only runs forward: choose a later moment."""


def move(engine: Engine, clock: MovableClock, to: datetime) -> Moved:
    """Move to an aware instant. Raises TimeRunsForwardError for an earlier one."""
    since = clock.now()
    if to <= since:
        raise TimeRunsForwardError(TimeRunsForwardError.__doc__)
    timers = jobs = 0
    for _ in range(_MOST_STOPS):
        due = engine.next_due()
        if due is None or due > to:
            break
        clock.set(max(due, clock.now()))
        done = engine.run_due()
        timers, jobs = timers + done.timers, jobs + done.jobs
        if not (done.timers or done.jobs):
            # What is due waits for another attempt; it is not for us to wait with it.
            break
    clock.set(max(to, clock.now()))
    done = engine.run_due()
    return Moved(since, clock.now(), timers + done.timers, jobs + done.jobs)
