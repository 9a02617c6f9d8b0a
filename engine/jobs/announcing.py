"""The sweep that tells a broker's workers again of jobs that nobody has taken."""

from datetime import timedelta
from typing import Final

import structlog

from engine.clock import SystemClock
from engine.jobs.broker import Broker, BrokerUnavailableError
from engine.jobs.outbox import JobCommands
from engine.runtime.transaction import Transaction
from engine.store import outbox

_MOST_AT_ONCE: Final = 500
# What a commit announces is taken at once; the sweep looks at what is left after this long.
_GRACE: Final = timedelta(seconds=5)

_log = structlog.get_logger()


class Announcing(JobCommands):
    """With a broker this is what ticks instead of the doing of jobs; any number of nodes may."""

    def announce_due_jobs(self) -> int:
        """Tell workers of due jobs that nobody has taken: lost announcements, those of dead workers, and later ones.

        How many were told. Nothing is told while the broker holds as many announcements as there are jobs: workers
        that are behind, or that have stopped, are not buried in repeats. A broker that does not answer is asked again
        by the next tick.
        """
        if self.broker is None or not self._is_any_due():
            return 0
        try:
            return self._announce(self.broker)
        except BrokerUnavailableError as error:
            _log.warning("broker_away", error=str(error.__cause__ or error))
            return 0

    def _announce(self, broker: Broker) -> int:
        lease_now = SystemClock().now()
        with self._reading() as connection:
            due = outbox.count_free(connection, due_before=self.now() - _GRACE, lease_now=lease_now)
        room = due - broker.waiting() if due else 0
        if room <= 0:
            return 0

        def body(tx: Transaction) -> list[str]:
            return outbox.take_unannounced(
                tx.connection,
                due_before=tx.now - _GRACE,
                lease_now=lease_now,
                told_before=lease_now - self._lease,
                limit=min(room, _MOST_AT_ONCE),
            )

        job_ids = self._attempts(body, None)[0]
        try:
            broker.send(job_ids)
        except BrokerUnavailableError:
            self._attempts(lambda tx: outbox.forget_announcements(tx.connection, job_ids), None)
            raise
        return len(job_ids)
