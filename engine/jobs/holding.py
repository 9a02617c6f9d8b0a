"""Holds back what may have gone out already, after an older state of the database was laid out again."""

from collections.abc import Callable, Sequence

from engine.jobs.announcing import Announcing
from engine.model import Actor, Job
from engine.runtime.orders import Order
from engine.runtime.transaction import OWN_KINDS, Transaction
from engine.store import outbox


class Holding(Announcing):
    """Jobs of the state `held` are done by nobody until a person lets them go, or says that they are not needed.

    What the lost hours sent cannot be known from the state before them. So everything that they could have sent is
    made again by the same rules, and held: nothing is sent twice, and nothing that was never sent is lost.
    """

    def hold_due_jobs(self, *, actor: Actor) -> int:
        """Fire the timers that are due by now, and hold every job that is due or comes of it; how many are held.

        Jobs that are due later cannot have been done: they wait on. Messages between cases are delivered, for they
        stay inside. Nothing else may tick or work meanwhile.
        """
        held = 0
        while True:
            fired, delivered = self.fire_due_timers(), self._deliver_left()
            held += self._hold(actor)
            if not fired and not delivered:
                return held

    def release_jobs(self, job_ids: Sequence[str] | None = None, *, actor: Actor) -> int:
        """Let held jobs be done, all of them or those with the ids; how many."""
        return self._settle("jobs_released", outbox.release, job_ids, actor)

    def drop_jobs(self, job_ids: Sequence[str] | None = None, *, actor: Actor) -> int:
        """Let held jobs rest for good, because they were done before; how many."""
        return self._settle("jobs_dropped", outbox.drop, job_ids, actor)

    def _hold(self, actor: Actor) -> int:
        def body(tx: Transaction) -> int:
            found = outbox.hold(tx.connection, tx.now, but=OWN_KINDS)
            _tell(tx, "jobs_held", found, actor)
            return len(found)

        return self._command(Order("hold_jobs", actor), body)

    def _settle(
        self,
        name: str,
        change: Callable[..., list[Job]],
        job_ids: Sequence[str] | None,
        actor: Actor,
    ) -> int:
        def body(tx: Transaction) -> int:
            found = change(tx.connection, tx.now, job_ids)
            _tell(tx, name, found, actor)
            return len(found)

        return self._command(Order(name, actor), body)

    def _deliver_left(self) -> int:
        with self._reading() as connection:
            left = outbox.due_of_kinds(connection, self.now(), OWN_KINDS)
        self._deliver_all(left)
        return len(left)


def _tell(tx: Transaction, kind: str, jobs: Sequence[Job], actor: Actor) -> None:
    if jobs:
        tx.append_log(kind, actor.log_name, {"keys": sorted(job.key for job in jobs)})
