"""Does the jobs of the outbox, at least once each: claimed for a while, tried again later, in the end an incident."""

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from engine import failpoints
from engine.clock import SystemClock
from engine.errors import EngineError, UnavailableError
from engine.jobs.broker import Broker, JobTimes
from engine.jobs.due_timers import IsOver, TimerTicks, never
from engine.jobs.pauses import DATABASE_PAUSE, pause_after, pause_while_away
from engine.model import Actor, Job, RunCounts
from engine.runtime import incident_rows
from engine.runtime.call import JobContext, JobHandler
from engine.runtime.stepping import StepFailedError
from engine.runtime.timers import TASK_ESCALATION, TASK_REMINDER
from engine.runtime.transaction import OWN_KINDS, Sent, Transaction
from engine.store import outbox

_JOBS_AT_ONCE: Final = 20
_MOST_RELAYED: Final = 5000
_OPTIONAL_KINDS: Final = frozenset({TASK_REMINDER, TASK_ESCALATION})
_SYSTEM: Final = Actor.system()

_log = structlog.get_logger()


class PermanentFailureError(EngineError):
    """The job can never succeed: it is not tried again, and a person must look at it."""

    code = "permanent_failure"


class TemporaryFailureError(EngineError):
    """The other side cannot be reached now: the job is tried again for three days, and no attempt is counted."""

    code = "temporary_failure"


class JobAbandonedError(PermanentFailureError):
    """Every worker that tried this job ended in the middle of it: it was killed, or ran out of time or memory."""

    code = "job_abandoned"


class JobCommands(TimerTicks):
    """What the outbox asks for. Without a broker a node does what is due; with one its workers are told of it."""

    _handlers: Mapping[str, JobHandler]
    _job_attempts: int
    _job_times: JobTimes
    _relaying: threading.local
    broker: Broker | None

    def run_due(self) -> RunCounts:
        """Fire what is due and do the jobs that wait, until nothing is due any more; what was done."""
        fired = done = 0
        while True:
            now_fired = self.fire_due_timers()
            now_done = self.run_due_jobs()
            fired, done = fired + now_fired, done + now_done
            if not now_fired and not now_done:
                return RunCounts(timers=fired, jobs=done)

    def close(self) -> None:
        """Close the idle connections; a database in memory vanishes."""
        if self.broker is not None:
            self.broker.close()
        super().close()

    # --- jobs -------------------------------------------------------------------------------------------------------

    def run_due_jobs(self, is_over: IsOver = never) -> int:
        """Do the jobs that wait and are due, a few at a time, until there are none or it `is_over`; how many.

        What was claimed and not begun is given back: when it is over, and when the lease may end before its turn.
        """
        tried = 0
        while not is_over() and (jobs := self._claim(_JOBS_AT_ONCE)):
            until = SystemClock().now() + self._lease / 2
            for position, (job, fence) in enumerate(jobs):
                if position and (is_over() or SystemClock().now() > until):
                    self._give_back(jobs[position:])
                    break
                self._run_job(job, fence)
                tried += 1
        return tried

    def run_job(self, job_id: str) -> bool:
        """Do a job if it waits, is due and nobody else has it; whether it was tried."""
        claimed = self._claim(1, job_id)
        for job, fence in claimed:
            self._run_job(job, fence)
        return bool(claimed)

    @property
    def _lease(self) -> timedelta:
        return timedelta(seconds=self._job_times.lease_seconds)

    def _claim(self, limit: int, job_id: str | None = None) -> list[tuple[Job, int]]:
        lease_now = SystemClock().now()

        def body(tx: Transaction) -> list[tuple[Job, int]]:
            return outbox.claim(
                tx.connection,
                now=tx.now,
                lease_now=lease_now,
                lease_until=lease_now + self._lease,
                limit=limit,
                job_id=job_id,
            )

        return self._attempts(body, None)[0] if job_id or self._is_any_due() else []

    def _is_any_due(self) -> bool:
        with self._reading() as connection:
            first = outbox.next_due(connection)
        return first is not None and first <= self.now()

    def _give_back(self, claims: Sequence[tuple[Job, int]]) -> None:
        self._attempts(lambda tx: outbox.give_back(tx.connection, [(job.id, fence) for job, fence in claims]), None)

    def _run_job(self, job: Job, fence: int) -> None:
        try:
            self._do(job, fence)
        except Exception as error:  # noqa: BLE001  # a job may fail in any way: it is noted and tried again
            self._note_failure(job, fence, error)

    def _do(self, job: Job, fence: int) -> None:
        if job.attempts > self._job_attempts:
            # Nobody was left to note how the last attempts ended: without this it would be tried for ever.
            raise JobAbandonedError
        if job.kind in OWN_KINDS:
            self._run_delivery(job)
        else:
            self._handle(job, fence)

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
        message = f"{type(error).__name__}: {error}"
        _log.warning("job_failed", job=job.id, kind=job.kind, attempt=job.attempts, error=message)

        def body(tx: Transaction) -> None:
            due_at, attempts = self._next_attempt(job, error, tx.now)
            is_noted = outbox.postpone(
                tx.connection, job.id, due_at=due_at, error=message, attempts=attempts, fence=fence
            )
            if is_noted and due_at is None:
                self._give_incident(tx, job, error, message)

        self._attempts(body, None)

    def _next_attempt(self, job: Job, error: Exception, now: datetime) -> tuple[datetime | None, int]:
        """When a failed job is tried again, None for never, and how many attempts count by now."""
        attempts = max(job.attempts, 1)
        if isinstance(error, TemporaryFailureError | UnavailableError):
            pause = pause_while_away(now - job.created_at, job.case_id or job.id)
            if pause is not None:
                # Who can note this has the database back already.
                return now + (DATABASE_PAUSE if isinstance(error, UnavailableError) else pause), attempts - 1
        if isinstance(error, PermanentFailureError) or attempts >= self._job_attempts:
            return None, attempts
        return now + pause_after(attempts, job.id), attempts

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
                details=incident_rows.details_of(error, job_kind=job.kind),
            )

    # --- right after a commit ---------------------------------------------------------------------------------------

    def relay(self, sent: Sequence[Sent]) -> None:
        """Hand on what a committed transaction sent: to other cases in this thread, to workers through the broker.

        The rows stay the truth: what is not delivered here is delivered by the next tick.
        """
        if self.broker is not None and (jobs := [each.job_id for each in sent if each.kind not in OWN_KINDS]):
            self.broker.announce(jobs)
        if own := [each.job_id for each in sent if each.kind in OWN_KINDS]:
            self._deliver_all(own)

    def _deliver_all(self, job_ids: Sequence[str]) -> None:
        """Deliver in this thread, one receiver after the other, also what the receivers send."""
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
