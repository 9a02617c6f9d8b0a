"""How long a failed job waits before its next attempt."""

import zlib
from datetime import timedelta
from typing import Final

FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=6)
MOST_JITTER: Final = 0.25
PATIENCE: Final = timedelta(days=3)
DATABASE_PAUSE: Final = timedelta(seconds=5)
_GROWTH: Final = 4
# How long a job whose other side is away has waited, and how soon it then asks again.
_WHILE_AWAY: Final = (
    (timedelta(minutes=10), timedelta(minutes=1)),
    (timedelta(hours=1), timedelta(minutes=5)),
    (PATIENCE, timedelta(minutes=15)),
)
# With this exponent the longest pause is passed; a larger one would only make a huge number.
_LARGEST_EXPONENT: Final = 8


def pause_after(attempts: int, job_id: str) -> timedelta:
    """1, 4, 16 ... minutes, six hours at most, and up to a quarter more: jobs that failed together come back apart.

    The quarter is drawn from the job and the attempt, so that a rehearsal or a test gives the same every time.
    """
    pause: timedelta = min(FIRST_PAUSE * _GROWTH ** min(attempts - 1, _LARGEST_EXPONENT), LONGEST_PAUSE)
    return pause * (1 + MOST_JITTER * _share(f"{job_id}:{attempts}"))


def pause_while_away(waited: timedelta, owner: str) -> timedelta | None:
    """1, 5, then 15 minutes, and up to a quarter more; None once it has `waited` for three days.

    The quarter is drawn from the `owner`, the job's case: its mails come back in the order in which they were written.
    """
    for until, pause in _WHILE_AWAY:
        if waited < until:
            return pause * (1 + MOST_JITTER * _share(owner))
    return None


def _share(text: str) -> float:
    """A number from 0 to 1 that looks random, always the same for the same text."""
    return zlib.crc32(text.encode()) / 0xFFFFFFFF
