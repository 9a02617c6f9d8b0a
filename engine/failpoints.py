"""Named places where a test may stop, delay or kill the program, to show that nothing is lost there."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Literal, get_args

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

NAMES: Final[tuple[Name, ...]] = get_args(Name)
EXIT_STATUS: Final = 86
_SLEEP_SECONDS: Final = 1.0
_PATIENCE_SECONDS: Final = 30.0


def is_test() -> bool:
    """Whether this process runs as part of a test: failpoints do nothing anywhere else."""
    return os.environ.get("UTLYSA_TEST") == "1"


class FailpointError(RuntimeError):
    """A failpoint was told to raise."""


class Held:
    """A thread that waits at a failpoint until it is let go: the test acts in between."""

    def __init__(self) -> None:
        self._reached = threading.Event()
        self._let_go = threading.Event()

    def stop_here(self) -> None:
        """Wait, as the thread that has come to the place. Raises FailpointError if nobody lets it go."""
        self._reached.set()
        if not self._let_go.wait(_PATIENCE_SECONDS):
            raise FailpointError("Nobody let go of the thread that was held here.")

    def wait_until_reached(self) -> None:
        """Wait, as the test, until a thread has come to the place. Raises FailpointError if none comes."""
        if not self._reached.wait(_PATIENCE_SECONDS):
            raise FailpointError("No thread came to the place where one was to be held.")

    def let_go(self) -> None:
        """Let the thread go on."""
        self._let_go.set()


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

    @contextmanager
    def hold(self, name: Name, *, at_hit: int = 1) -> Iterator[Held]:
        """Hold the thread that passes the place as the `at_hit`th one; it goes on at the latest when the block ends.

        Raises RuntimeError outside a test.
        """
        if not is_test():
            raise RuntimeError("A thread is held at a failpoint in tests alone: set UTLYSA_TEST=1.")
        held = Held()
        self.set(name, held.stop_here, at_hit=at_hit)
        try:
            yield held
        finally:
            self._actions.pop(name, None)
            held.let_go()

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
            if name not in NAMES or action not in _ACTIONS:
                raise ValueError(f"UTLYSA_FAILPOINT: {entry!r} is not name:exit|raise|sleep[@n]")
            self.set(name, _ACTIONS[action], at_hit=int(hit) if hit else None)


def _exit() -> None:
    os._exit(EXIT_STATUS)


def _raise() -> None:
    raise FailpointError


def _sleep() -> None:
    time.sleep(_SLEEP_SECONDS)


_ACTIONS: Final[dict[str, Callable[[], None]]] = {"exit": _exit, "raise": _raise, "sleep": _sleep}

FAILPOINTS: Final = Failpoints()
if is_test():
    FAILPOINTS.read(os.environ.get("UTLYSA_FAILPOINT", ""))

hit = FAILPOINTS.hit
