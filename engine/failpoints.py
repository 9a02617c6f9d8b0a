"""Named places where a test may stop, delay or kill the program, to show that nothing is lost there."""

import os
import threading
import time
from collections.abc import Callable
from typing import Final, Literal

Name = Literal[
    "before-tx",
    "after-load",
    "after-step",
    "before-flush",
    "after-flush",
    "after-commit",
    "before-send",
    "after-send",
    "before-rename",
    "after-rename",
    "in-deploy",
    "in-migration",
    "in-backup",
    "in-audit",
]

EXIT_STATUS: Final = 86
_SLEEP_SECONDS: Final = 1.0


class FailpointError(RuntimeError):
    """A failpoint was told to raise."""


class Failpoints:
    """The failpoints of one process: read once from `UTLYSA_FAILPOINT`, or set by a test."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._actions: dict[str, Callable[[], None]] = {}

    def set(self, name: Name, action: Callable[[], None], *, at_hit: int | None = None) -> None:
        """Run `action` each time, or only the `at_hit`th time (counted from 1), that the place is passed."""
        state = {"hits": 0}

        def counted() -> None:
            with self._lock:
                state["hits"] += 1
                is_due = at_hit is None or state["hits"] == at_hit
            if is_due:
                action()

        self._actions[name] = counted

    def clear(self) -> None:
        """Forget every action."""
        self._actions.clear()

    def hit(self, name: Name) -> None:
        """Pass the place: does nothing unless a test has put an action here."""
        if self._actions and (action := self._actions.get(name)):
            action()

    def read(self, setting: str) -> None:
        """Set actions from text: `name:exit|raise|sleep[@n]`, several with commas. Raises ValueError."""
        for entry in filter(None, (part.strip() for part in setting.split(","))):
            name, _, rest = entry.partition(":")
            action, _, hit = rest.partition("@")
            if name not in Name.__args__ or action not in _ACTIONS:  # type: ignore[attr-defined]  # Literal's own list
                raise ValueError(f"UTLYSA_FAILPOINT: {entry!r} is not name:exit|raise|sleep[@n]")
            self.set(name, _ACTIONS[action], at_hit=int(hit) if hit else None)  # type: ignore[arg-type]  # checked above


def _exit() -> None:
    os._exit(EXIT_STATUS)


def _raise() -> None:
    raise FailpointError


def _sleep() -> None:
    time.sleep(_SLEEP_SECONDS)


_ACTIONS: Final[dict[str, Callable[[], None]]] = {"exit": _exit, "raise": _raise, "sleep": _sleep}

FAILPOINTS: Final = Failpoints()
if os.environ.get("UTLYSA_TEST") == "1":
    FAILPOINTS.read(os.environ.get("UTLYSA_FAILPOINT", ""))

hit = FAILPOINTS.hit
