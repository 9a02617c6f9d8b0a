"""Attempts: later and later and apart, ended by a maximum even where the worker died, given back when it stops."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Actor, Engine, Job, JobContext, TemporaryFailureError, UnavailableError, VirtualClock
from engine.clock import SystemClock
from engine.jobs.pauses import FIRST_PAUSE, LONGEST_PAUSE, MOST_JITTER, pause_after
from tests.engine.runtime.diagrams import ONE_TASK

Factory = Callable[..., Engine]
ADMIN = Actor("systemforvaltare.1", frozenset({"admin"}))


def _enqueue(engine: Engine, *keys: str, case_id: str | None = None) -> None:
    with engine.work() as work:
        for key in keys:
            work.enqueue("mail", {}, key=key, case_id=case_id)


@given(st.integers(1, 10_000), st.text(max_size=30))
def test_a_pause_grows_has_a_largest_length_and_a_quarter_of_chance_at_most(attempts: int, job_id: str) -> None:
    pause = pause_after(attempts, job_id)
    least = min(FIRST_PAUSE * 4 ** min(attempts - 1, 8), LONGEST_PAUSE)
    assert least <= pause <= least * (1 + MOST_JITTER)
    assert pause == pause_after(attempts, job_id)


def test_jobs_that_failed_together_come_back_apart() -> None:
    pauses = {pause_after(1, f"job-{number}") for number in range(500)}
    assert len(pauses) > 450
    assert max(pauses) - min(pauses) > timedelta(seconds=10)


class MailServer:
    """A server that is away, and then is not."""

    def __init__(self) -> None:
        self.is_away = True
        self.tried = 0
        self.sent: list[str] = []

    def send(self, job: Job, context: JobContext) -> None:
        self.tried += 1
        if self.is_away:
            raise TemporaryFailureError
        self.sent.append(job.key)


def test_a_mail_server_that_is_away_for_hours_loses_nothing_and_no_person_is_called(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    """A23: what waited is sent soon after the server is back, the mails of a case in their order."""
    server = MailServer()
    engine = engine_factory(jobs={"mail": server.send})
    engine.deploy({"p.bpmn": ONE_TASK})
    case = engine.start("one_task")
    keys = [f"mail-{number:02}" for number in range(20)]
    for key in keys:
        _enqueue(engine, key, case_id=case.id)
        clock.advance(timedelta(seconds=1))
    for _ in range(120):
        engine.run_due()
        clock.advance(timedelta(minutes=1))
    assert engine.incidents() == []
    assert 10 * len(keys) < server.tried < 40 * len(keys), "it is asked again, and not all the time"
    server.is_away = False
    for _ in range(20):
        engine.run_due()
        clock.advance(timedelta(minutes=1))
    assert server.sent == keys
    assert engine.verify() == []


def test_a_server_that_never_comes_back_is_told_to_a_person_after_three_days(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    server = MailServer()
    engine = engine_factory(jobs={"mail": server.send})
    engine.deploy({"p.bpmn": ONE_TASK})
    case = engine.start("one_task")
    _enqueue(engine, "a", case_id=case.id)
    while engine.jobs(state="waiting"):
        engine.run_due()
        assert server.tried < 1000
        clock.set(max(clock.now(), engine.next_due() or clock.now()))
    assert timedelta(days=3) <= clock.now() - engine.jobs()[0].created_at < timedelta(days=3, hours=1)
    assert [incident.kind for incident in engine.case(case.id).incidents] == ["job"]


def test_a_database_that_went_away_under_a_job_costs_no_attempt(engine_factory: Factory) -> None:
    def lose(job: Job, context: JobContext) -> None:
        raise UnavailableError

    engine = engine_factory(jobs={"mail": lose})
    _enqueue(engine, "a")
    engine.run_due()
    (job,) = engine.jobs()
    assert (job.state, job.attempts) == ("waiting", 0)
    assert job.due_at - engine.now() == timedelta(seconds=5)


class Worker:
    """A worker that is killed in the middle of a job as often as it is told to: nothing is noted."""

    def __init__(self, dies: int) -> None:
        self.dies = dies
        self.tried: list[int] = []

    def do(self, job: Job, context: JobContext) -> None:
        self.tried.append(context.attempt)
        if self.dies:
            self.dies -= 1
            raise KeyboardInterrupt


def _run(engine: Engine) -> None:
    """What a supervisor does: the worker is started again."""
    for _ in range(10):
        try:
            engine.run_due()
        except KeyboardInterrupt:
            continue
        return


def test_a_job_whose_worker_dies_is_taken_over_after_its_lease(engine_factory: Factory) -> None:
    worker = Worker(dies=1)
    engine = engine_factory(jobs={"mail": worker.do}, job_seconds=-1)
    _enqueue(engine, "a")
    _run(engine)
    assert worker.tried == [1, 2]
    assert [job.state for job in engine.jobs()] == ["done"]


def test_a_job_that_kills_every_worker_becomes_an_incident(engine_factory: Factory) -> None:
    worker = Worker(dies=100)
    engine = engine_factory(jobs={"mail": worker.do}, job_seconds=-1)
    engine.deploy({"p.bpmn": ONE_TASK})
    case = engine.start("one_task")
    _enqueue(engine, "a", case_id=case.id)
    _run(engine)
    assert worker.tried == [1, 2, 3]
    (incident,) = engine.case(case.id).incidents
    assert "JobAbandonedError" in incident.message
    worker.dies = 0
    engine.retry_incident(incident.id, actor=ADMIN)
    engine.run_due()
    assert [job.state for job in engine.jobs()] == ["done"]
    assert engine.verify() == []


def test_a_claim_that_was_not_begun_is_given_back_when_the_node_stops(engine_factory: Factory) -> None:
    done: list[str] = []
    engine = engine_factory(jobs={"mail": lambda job, context: done.append(job.key)})
    _enqueue(engine, "a", "b", "c")
    assert engine.run_due_jobs(lambda: bool(done)) == 1
    assert done == ["a"]
    other = engine_factory(jobs={"mail": lambda job, context: done.append(f"{job.key}{context.attempt}")})
    assert other.run_due_jobs() == 2
    assert done == ["a", "b1", "c1"], "they cost no attempt and wait for no lease"


def test_claims_whose_lease_could_end_before_their_turn_are_given_back(
    engine_factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = timedelta(0)
    monkeypatch.setattr("engine.jobs.outbox.SystemClock", lambda: Ahead(lambda: ahead))
    attempts: list[int] = []

    def slow(job: Job, context: JobContext) -> None:
        nonlocal ahead
        ahead += timedelta(seconds=70)
        attempts.append(context.attempt)

    engine = engine_factory(jobs={"mail": slow})
    _enqueue(engine, "a", "b", "c")
    assert engine.run_due_jobs() == 3
    assert attempts == [1, 1, 1]


class Ahead:
    """The computer's clock, so much further."""

    def __init__(self, by: Callable[[], timedelta]) -> None:
        self._by = by

    def now(self) -> Any:
        return SystemClock().now() + self._by()


KILLED = """
import os, sys
from engine import Engine
sent = open(sys.argv[2], "a")
def send(job, context):
    print(job.key, file=sent, flush=True)
engine = Engine(sys.argv[1], jobs={"mail": send}, job_seconds=0.01)
engine.run_due()
"""


def test_a_process_killed_between_sending_and_marking_sends_again_under_the_same_key(
    engine_factory: Factory, tmp_path: Path, clock: VirtualClock
) -> None:
    """At least once, with a key: whoever receives it knows the second one by its key."""
    engine = engine_factory()
    _enqueue(engine, "receipt:1")
    url, sent = engine._database.url.render_as_string(hide_password=False), tmp_path / "sent"
    environment = {"UTLYSA_TEST": "1", "UTLYSA_CLOCK": clock.now().isoformat(), "PYTHONPATH": str(_root())}
    killed = {**environment, "UTLYSA_FAILPOINT": "after-send:exit"}
    for setting, status in ((killed, 86), (environment, 0), (environment, 0)):
        command = [sys.executable, "-c", KILLED, url, str(sent)]
        assert subprocess.run(command, env=setting).returncode == status
    assert sent.read_text().split() == ["receipt:1"] * 2
    (job,) = engine.jobs()
    assert (job.state, job.attempts) == ("done", 2)


def _root() -> Path:
    return Path(__file__).parents[3]
