"""Remote work: at least once, under one key, with back-off, a maximum, and then an incident."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from engine import Actor, Engine, Job, JobContext, PermanentFailureError, RunCounts, VirtualClock
from tests.engine.jobs.wire import Wire
from tests.engine.runtime.diagrams import ONE_TASK

Factory = Callable[..., Engine]


@pytest.fixture(params=["by who ticks", "by an announced worker"])
def engine_factory(
    engine_factory: Factory, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Engine]:
    """The same tests on both columns: jobs that a tick does, and jobs that are announced to a worker by their ids."""
    if request.param == "by who ticks":
        return engine_factory
    monkeypatch.setattr("engine.jobs.announcing._GRACE", timedelta(0))

    def make(**settings: Any) -> Engine:
        wire = Wire()
        engine = engine_factory(broker=wire, **settings)

        def work(*_: object) -> int:
            tried = 0
            while wire.told or engine.announce_due_jobs():
                tried += engine.run_job(wire.told.pop(0))
            return tried

        monkeypatch.setattr(engine, "run_due_jobs", work)
        return engine

    return make


ADMIN = Actor("admin.1", frozenset({"admin"}))


class Mail:
    """A mail server that fails as often as it is told to."""

    def __init__(self, fails: int = 0, error: type[Exception] = ConnectionError) -> None:
        self.fails = fails
        self.error = error
        self.tried: list[tuple[str, int]] = []
        self.sent: list[str] = []

    def send(self, job: Job, context: JobContext) -> None:
        self.tried.append((job.key, context.attempt))
        if self.fails:
            self.fails -= 1
            raise self.error("550 okänd adress")
        self.sent.append(str(job.payload["to"]))


def _enqueue(engine: Engine, *keys: str, case_id: str | None = None) -> None:
    with engine.work() as work:
        for key in keys:
            work.enqueue("mail", {"to": key}, key=key, case_id=case_id)


def test_a_job_is_done_once_after_its_commit(engine_factory: Factory) -> None:
    mail = Mail()
    engine = engine_factory(jobs={"mail": mail.send})
    _enqueue(engine, "a", "b")
    _enqueue(engine, "a")
    assert engine.run_due() == RunCounts(jobs=2)
    assert mail.sent == ["a", "b"]
    assert engine.run_due() == RunCounts()


def test_a_job_waits_until_it_is_due(engine_factory: Factory, clock: VirtualClock) -> None:
    mail = Mail()
    engine = engine_factory(jobs={"mail": mail.send})
    with engine.work() as work:
        work.enqueue("mail", {"to": "a"}, key="a", due_at=work.now + timedelta(hours=2))
    assert engine.run_due() == RunCounts()
    assert engine.next_due() == clock.now() + timedelta(hours=2)
    clock.advance(timedelta(hours=2))
    assert engine.run_due() == RunCounts(jobs=1)


def test_a_failed_job_is_tried_again_later_and_later(engine_factory: Factory, clock: VirtualClock) -> None:
    mail = Mail(fails=2)
    engine = engine_factory(jobs={"mail": mail.send})
    _enqueue(engine, "a")
    pauses = []
    for _ in range(3):
        engine.run_due()
        if engine.jobs()[0].state == "waiting":
            pauses.append(engine.jobs()[0].due_at - clock.now())
            clock.set(engine.jobs()[0].due_at)
    assert mail.tried == [("a", 1), ("a", 2), ("a", 3)]
    assert mail.sent == ["a"]
    assert [round(pause / timedelta(minutes=1)) for pause in pauses] in ([1, 4], [1, 5])
    assert [(job.state, job.last_error) for job in engine.jobs()] == [("done", "ConnectionError: 550 okänd adress")]


def test_a_job_that_keeps_failing_becomes_an_incident_of_its_case(engine_factory: Factory, clock: VirtualClock) -> None:
    mail = Mail(fails=3)
    engine = engine_factory(jobs={"mail": mail.send})
    engine.deploy({"p.bpmn": ONE_TASK})
    case = engine.start("one_task")
    _enqueue(engine, "a", case_id=case.id)
    for _ in range(5):
        engine.run_due()
        clock.advance(timedelta(hours=1))
    assert len(mail.tried) == 3
    (incident,) = engine.case(case.id).incidents
    assert (incident.kind, incident.message) == ("job", "mail: ConnectionError: 550 okänd adress")
    engine.retry_incident(incident.id, actor=ADMIN)
    engine.run_due()
    assert mail.sent == ["a"]
    assert engine.case(case.id).incidents == ()
    assert engine.verify() == []


def test_a_permanent_failure_is_not_tried_again_and_others_go_on(engine_factory: Factory) -> None:
    mail = Mail(fails=1, error=PermanentFailureError)
    engine = engine_factory(jobs={"mail": mail.send})
    engine.deploy({"p.bpmn": ONE_TASK})
    case = engine.start("one_task")
    _enqueue(engine, "a", "b", "c", case_id=case.id)
    engine.run_due()
    assert mail.sent == ["b", "c"]
    assert sorted(job.state for job in engine.jobs()) == ["done", "done", "failed"]
    engine.skip_incident(engine.incidents()[0].id, "Adressen finns inte", actor=ADMIN)
    assert [job.state for job in engine.jobs(state="skipped")] == ["skipped"]
    engine.run_due()
    assert len(mail.tried) == 3


def test_a_job_that_nothing_is_registered_for_fails_and_is_logged(engine_factory: Factory) -> None:
    engine = engine_factory()
    _enqueue(engine, "a")
    engine.run_due()
    assert [job.state for job in engine.jobs()] == ["failed"]
    assert engine.log_events()[-1].type == "job_failed"


def test_a_worker_that_lost_its_claim_cannot_mark_the_job(
    engine_factory: Factory,
) -> None:
    """A worker sleeps past its lease; another does the job; the first one's mark then has no effect."""
    order: list[str] = []
    second: list[Engine] = []

    def slow(job: Job, context: JobContext) -> None:
        order.append("first")
        if len(order) == 1:
            second[0].run_due()

    engine = engine_factory(jobs={"mail": slow}, job_seconds=-1)
    second.append(engine_factory(jobs={"mail": lambda job, context: order.append("second")}))
    _enqueue(engine, "a")
    engine.run_due()
    assert order == ["first", "second"]
    (job,) = engine.jobs()
    assert (job.state, job.attempts) == ("done", 2)


def test_a_handler_writes_down_its_result_in_a_transaction_of_its_own(engine_factory: Factory) -> None:
    def render(job: Job, context: JobContext) -> None:
        with context.work() as work:
            work.record("letter_rendered", {"pages": 2}, case_id=job.case_id)

    engine = engine_factory(jobs={"mail": render})
    engine.deploy({"p.bpmn": ONE_TASK})
    case = engine.start("one_task")
    _enqueue(engine, "a", case_id=case.id)
    engine.run_due()
    assert engine.history(case.id)[-1].type == "letter_rendered"
    assert engine.verify() == []
