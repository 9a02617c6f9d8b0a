"""The demo's clock: it runs like any other, but may be moved forward, and remembers that over a restart."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path


class DemoClock:
    """The computer's clock moved by an offset, in seconds, that is kept in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = timedelta(seconds=float(path.read_text(encoding="utf-8"))) if path.is_file() else timedelta()

    def now(self) -> datetime:
        """The demo's present instant, aware, in UTC."""
        return datetime.now(UTC) + self._offset

    def advance(self, by: timedelta) -> datetime:
        """Move by a duration; returns the new instant."""
        return self.set(self.now() + by)

    def set(self, at: datetime) -> datetime:
        """Move to an aware instant; returns it. Raises ValueError for a naive one."""
        if at.tzinfo is None:
            raise ValueError(f"An instant needs a time zone: {at.isoformat()}")
        self._offset = at.astimezone(UTC) - datetime.now(UTC)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(".new")
        unfinished.write_text(str(self._offset.total_seconds()), encoding="utf-8")
        os.replace(unfinished, self._path)
        return self.now()
