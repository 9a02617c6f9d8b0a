"""Fires the timers that are due, in their order, on any number of nodes at once."""

from collections.abc import Callable
from typing import Final

import structlog
from sqlalchemy.exc import DBAPIError

from engine.errors import EngineError, NotFoundError, UnavailableError
from engine.model import Actor
from engine.runtime.sweeping import Sweeping
from engine.runtime.timers import Batch
from engine.store import timers

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
        fired = alone = 0
        left: set[str] = set()
        while not is_over() and (first := self._first_due(left)) is not None:
            if first.is_start or alone:
                fired += self._try_timer(first.id, left)
                alone = max(alone - 1, 0)
                continue
            batch = self._try_batch(left)
            fired, alone = fired + batch.fired, batch.alone
            if not batch.claimed:
                # All that is due is in other workers' hands.
                break
        return fired

    def _first_due(self, left: set[str]) -> timers.Due | None:
        with self._asking() as connection:
            return timers.first_due(connection, self.now(), but=left)

    def _try_batch(self, left: set[str]) -> Batch:
        batch = Batch()
        try:
            self._fire_batch(batch, but=left)
        except UnavailableError:
            raise
        except (EngineError, DBAPIError) as error:
            # Nobody knows which of them is at fault: each gets a transaction of its own, and that one its incident.
            batch.fired, batch.alone = 0, len(batch.claimed)
            _log.info("timers_undone", timers=batch.claimed, error=str(error))
        return batch

    def _try_timer(self, timer_id: str, left: set[str]) -> bool:
        """Fire a timer; one that fails has an incident, one that another worker has is that worker's."""
        is_fired = False
        try:
            is_fired = self._fire(timer_id, _SYSTEM, skips=True)
        except NotFoundError:
            _log.debug("timer_taken", timer=timer_id)
        except UnavailableError:
            # It is not this timer that fails: the others would wait for the database as long.
            raise
        except EngineError as error:
            _log.warning("timer_failed", timer=timer_id, error=str(error))
        if not is_fired:
            left.add(timer_id)
        return is_fired
