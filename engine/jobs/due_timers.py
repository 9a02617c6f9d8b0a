"""Fires the timers that are due, in their order, on any number of nodes at once."""

from collections.abc import Callable, Sequence
from typing import Final

import structlog

from engine.errors import EngineError, NotFoundError
from engine.model import Actor
from engine.runtime.sweeping import Sweeping
from engine.store import timers

_AT_ONCE: Final = 50
_SYSTEM: Final = Actor.system()

_log = structlog.get_logger()

IsOver = Callable[[], bool]


def never() -> bool:
    """Nobody asks for an end."""
    return False


class TimerTicks(Sweeping):
    """What the passing of time asks for."""

    def fire_due_timers(self, is_over: IsOver = never) -> int:
        """Fire every due timer in due order, until there is none or it `is_over`; how many fired."""
        fired = 0
        left: set[str] = set()
        while not is_over() and (batch := self._due_timers(left)):
            for timer_id in batch:
                if is_over():
                    break
                if not self._try_timer(timer_id):
                    left.add(timer_id)
                    continue
                fired += 1
                if self._is_overtaken(timer_id, batch):
                    break
        return fired

    def _due_timers(self, left: set[str]) -> list[str]:
        with self._reading() as connection:
            return timers.due(connection, self.now(), limit=_AT_ONCE, but=frozenset(left))

    def _is_overtaken(self, timer_id: str, batch: Sequence[str]) -> bool:
        """Whether a timer that has just been armed is due before the next one of the batch."""
        if timer_id == batch[-1]:
            return False
        with self._reading() as connection:
            first = timers.due(connection, self.now(), limit=1)
        return bool(first) and first[0] not in batch

    def _try_timer(self, timer_id: str) -> bool:
        """Fire a timer; one that fails has an incident, one that another worker has is that worker's."""
        try:
            return self._fire(timer_id, _SYSTEM, skips=True)
        except NotFoundError:
            return False
        except EngineError as error:
            _log.warning("timer_failed", timer=timer_id, error=str(error))
            return False
