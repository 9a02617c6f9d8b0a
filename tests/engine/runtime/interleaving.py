"""Two commands whose moments are chosen: one is held at a named place while the other is given."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from engine import Engine, EngineError
from engine.failpoints import FAILPOINTS, Name

Command = Callable[[], Any]

BEFORE_LOCK: tuple[Name, ...] = ("before-tx",)
WITH_LOCK: tuple[Name, ...] = ("after-load", "before-flush", "after-flush")
AFTER_COMMIT: tuple[Name, ...] = ("after-commit",)

_PATIENCE = 20.0
# SQLite tells nobody that it waits: a command that could go on would have ended by then.
_LONG_FOR_SQLITE = 0.06


@dataclass(frozen=True)
class Meeting:
    """How two commands met: at which place the leader was held, which was first in the end, and what each was told."""

    subject: Any
    place: Name
    is_one_first: bool
    one: Any
    two: Any

    @property
    def first(self) -> Any:
        """The answer of the command that came first."""
        return self.one if self.is_one_first else self.two

    @property
    def second(self) -> Any:
        """The answer of the command that came second."""
        return self.two if self.is_one_first else self.one


def meetings(
    engine: Engine,
    make: Callable[[], Any],
    one: Callable[[Any], Any],
    two: Callable[[Any], Any],
    *,
    with_lock: tuple[Name, ...] = WITH_LOCK,
) -> Iterator[Meeting]:
    """Let two commands meet over a fresh subject at each place, in both orders.

    Held before its transaction, the leader comes second; held with the lock, it keeps the follower waiting; held after
    its commit, the follower finds what it did.
    """
    for place in (*BEFORE_LOCK, *with_lock, *AFTER_COMMIT):
        for leads in (True, False):
            subject = make()
            commands = (lambda of=subject: one(of), lambda of=subject: two(of))
            leader, follower = commands if leads else commands[::-1]
            answers = _meet(engine, place, leader, follower, is_kept_waiting=place in with_lock)
            is_one_first = leads == (place not in BEFORE_LOCK)
            found = answers if leads else answers[::-1]
            yield Meeting(subject, place, is_one_first, *found)


def _meet(engine: Engine, place: Name, leader: Command, follower: Command, *, is_kept_waiting: bool) -> tuple[Any, Any]:
    with ThreadPoolExecutor(2) as pool, FAILPOINTS.hold(place) as held:
        leading = pool.submit(answer_of, leader)
        held.wait_until_reached()
        following = pool.submit(answer_of, follower)
        if is_kept_waiting:
            await_blocked(engine, following)
        else:
            following.result(_PATIENCE)
        held.let_go()
        return leading.result(_PATIENCE), following.result(_PATIENCE)


def await_blocked(engine: Engine, *waiting: "Future[Any]") -> None:
    """Wait until the database keeps the commands waiting, and check that none has ended."""
    with engine.reading() as session:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        time.sleep(_LONG_FOR_SQLITE)
    else:
        _await_locks(engine, len(waiting))
    assert not [command.result() for command in waiting if command.done()]


def _await_locks(engine: Engine, count: int) -> None:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with engine.reading() as session:
            if session.execute(text(waiting)).scalar_one() >= count:
                return
        time.sleep(0.005)
    raise AssertionError(f"{count} commands were to wait for a lock.")


def answer_of(command: Command) -> Any:
    """What a command answers, or the engine's error."""
    try:
        return command()
    except EngineError as error:
        return error
