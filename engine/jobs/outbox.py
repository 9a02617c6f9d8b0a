"""Runs what is due: fires timers in their order, and does the jobs of the outbox at least once each."""

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import structlog

from engine import failpoints
from engine.clock import SystemClock
from engine.errors import EngineError, NotFoundError
from engine.model import Actor, Job, RunCounts
from engine.runtime import incident_rows
from engine.runtime.call import JobContext, JobHandler
from engine.runtime.stepping import StepFailedError
from engine.runtime.sweeping import Sweeping
from engine.runtime.timers import TASK_ESCALATION, TASK_REMINDER
from engine.runtime.transaction import OWN_KINDS, Transaction
from engine.store import outbox, timers

_LEASE: Final = timedelta(minutes=2)
_TIMERS_AT_ONCE: Final = 50
_JOBS_AT_ONCE: Final = 20
_MOST_RELAYED: Final = 5000
_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=6)
_OPTIONAL_KINDS: Final = frozenset({TASK_REMINDER, TASK_ESCALATION})
_SYSTEM: Final = Actor.system()

_log = structlog.get_logger()


class PermanentFailureError(EngineError):
    """The job can never succeed: it is not tried again, and a person must look at it."""

    code = "permanent_failure"


class JobCommands(Sweeping):
    """What the passing of time and the outbox ask for."""

    _handlers: Mapping[str, JobHandler]
    _job_attempts: int
    _relaying: threading.local

    def run_due(self) -> RunCounts:
        """Fire what is due and do the jobs that wait, until nothing is due any more; what was done."""
        fired = done = 0
        while True:
            now_fired = self.fire_due_timers()
            now_done = self.run_due_jobs()
            fired, done = fired + now_fired, done + now_done
            if not now_fired and not now_done:
                return RunCounts(timers=fired, jobs=done)

    # --- timers -----------------------------------------------------------------------------------------------------

    def fire_due_timers(self) -> int:
        """Fire every due timer in due order; jobs that they write are done in between. How many fired."""
        fired = 0
        left: set[str] = set()
        while batch := self._due_timers(left):
            for timer_id in batch:
                if not self._try_timer(timer_id):
                    left.add(timer_id)
                    continue
                fired += 1
                if self._is_overtaken(timer_id, batch):
                    break
        return fired

    def _due_timers(self, left: set[str]) -> list[str]:
        with self._reading() as connection:
            return timers.due(connection, self.now(), limit=_TIMERS_AT_ONCE, but=frozenset(left))

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

    # --- jobs -------------------------------------------------------------------------------------------------------

    def run_due_jobs(self) -> int:
        """Do the jobs that wait and are due, a few at a time, until there are none. How many were tried."""
        tried = 0
        while jobs := self._claim(_JOBS_AT_ONCE):
            for job, fence in jobs:
                self._run_job(job, fence)
            tried += len(jobs)
        return tried

    def _claim(self, limit: int) -> list[tuple[Job, int]]:
        lease_now = SystemClock().now()

        def body(tx: Transaction) -> list[tuple[Job, int]]:
            return outbox.claim(
                tx.connection, now=tx.now, lease_now=lease_now, lease_until=lease_now + _LEASE, limit=limit
            )

        with self._reading() as connection:
            first = outbox.next_due(connection)
        if first is None or first > self.now():
            return []
        return self._attempts(body, None)[0]

    def _run_job(self, job: Job, fence: int) -> None:
        try:
            if job.kind in OWN_KINDS:
                self._run_delivery(job)
            else:
                self._handle(job, fence)
        except Exception as error:  # noqa: BLE001  # a job may fail in any way: it is noted and tried again
            self._note_failure(job, fence, error)

    def _handle(self, job: Job, fence: int) -> None:
        handler = self._handlers.get(job.kind)
        if handler is None and job.kind not in _OPTIONAL_KINDS:
            raise PermanentFailureError(f"Nothing is registered for jobs of the kind {job.kind}.")
        failpoints.hit("before-send")
        if handler is not None:
            handler(job, JobContext(self.now(), job.attempts, self.work))
        failpoints.hit("after-send")
        state = "done" if handler is not None else "skipped"
        self._attempts(lambda tx: outbox.finish(tx.connection, job.id, tx.now, fence=fence, state=state), None)

    def _note_failure(self, job: Job, fence: int | None, error: Exception) -> None:
        """Let a failed job wait for its next attempt; after the last one it becomes an incident."""
        attempts = max(job.attempts, 1)
        is_last = isinstance(error, PermanentFailureError) or attempts >= self._job_attempts
        message = f"{type(error).__name__}: {error}"
        _log.warning("job_failed", job=job.id, kind=job.kind, attempt=attempts, error=message)

        def body(tx: Transaction) -> None:
            due_at = None if is_last else tx.now + min(_FIRST_PAUSE * 4 ** (attempts - 1), _LONGEST_PAUSE)
            is_noted = outbox.postpone(
                tx.connection, job.id, due_at=due_at, error=message, attempts=attempts, fence=fence
            )
            if is_noted and is_last:
                self._give_incident(tx, job, error, message)

        self._attempts(body, None)

    def _give_incident(self, tx: Transaction, job: Job, error: Exception, message: str) -> None:
        failed_in = error.case_id if isinstance(error, StepFailedError) else None
        data: dict[str, Any] = {"job_id": job.id, "kind": job.kind}
        tx.append_log("job_failed", _SYSTEM.id, {**data, "message": message})
        case_id = job.case_id or failed_in
        if case_id is not None:
            incident_rows.raise_in(
                tx,
                case_id=case_id,
                element_id=getattr(error, "element_id", None),
                kind="job",
                message=f"{job.kind}: {message}",
                actor=_SYSTEM,
                subject=f"job:{job.id}",
                command=incident_rows.command_of("job", _SYSTEM, data),
            )

    # --- right after a commit ---------------------------------------------------------------------------------------

    def relay(self, job_ids: Sequence[str]) -> None:
        """Deliver what a committed transaction sent, in this thread, one receiver after the other.

        The rows stay the truth: what is not delivered here is delivered by the next tick.
        """
        if not job_ids:
            return
        waiting: deque[str] | None = getattr(self._relaying, "waiting", None)
        if waiting is not None:
            waiting.extend(job_ids)
            return
        waiting = self._relaying.waiting = deque(job_ids)
        try:
            for _ in range(_MOST_RELAYED):
                if not waiting:
                    return
                self._relay_one(waiting.popleft())
        finally:
            self._relaying.waiting = None

    def _relay_one(self, job_id: str) -> None:
        with self._reading() as connection:
            job = outbox.find(connection, job_id)
        if job is not None:
            try:
                self._run_delivery(job)
            except Exception as error:  # noqa: BLE001  # the sender's command is done: a receiver's failure is noted
                self._note_failure(job, None, error)
