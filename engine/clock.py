"""The engine's only sources of the present instant: the system's clock, a virtual one, and one that a file sets."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Tells what time it is, as an aware UTC instant."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


class VirtualClock:
    """A clock that stands still until it is told to move: for tests, rehearsals and the demo."""

    def __init__(self, at: datetime) -> None:
        self._now = _aware(at)

    def now(self) -> datetime:
        """The instant that was set last, aware, in UTC."""
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Move by a duration (a negative one moves back); returns the new instant."""
        self._now += by
        return self._now

    def set(self, at: datetime) -> datetime:
        """Move to an aware instant; returns it. Raises ValueError for a naive one."""
        self._now = _aware(at)
        return self._now


class FileClock:
    """A clock whose instant stands in a text file, so that a test may move the time of another process."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """The ISO instant in the file. Raises ValueError for a naive one."""
        return _aware(datetime.fromisoformat(self._path.read_text(encoding="utf-8").strip()))


def clock_from_environment(environ: "os._Environ[str] | dict[str, str]" = os.environ) -> Clock:
    """The clock of a started program: the system's, or under `UTLYSA_TEST=1` what `UTLYSA_CLOCK` says.

    `UTLYSA_CLOCK` is an ISO instant, at which time then stands still, or the path of a file with one.
    """
    setting = environ.get("UTLYSA_CLOCK", "")
    if environ.get("UTLYSA_TEST") != "1" or not setting:
        return SystemClock()
    path = Path(setting)
    return FileClock(path) if path.is_file() else VirtualClock(datetime.fromisoformat(setting))


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"An instant needs a time zone: {at.isoformat()}")
    return at.astimezone(UTC)
