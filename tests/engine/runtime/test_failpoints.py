"""Failpoints are set by text, hold a thread in tests alone, and let a job be sent again with its key."""

from collections.abc import Callable, Iterator

import pytest

from engine import Actor, Engine, Job, JobContext
from engine.failpoints import FAILPOINTS, FailpointError, Failpoints

Factory = Callable[..., Engine]
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))


@pytest.fixture(autouse=True)
def _without_failpoints() -> Iterator[None]:
    yield
    FAILPOINTS.clear()


def _raise() -> None:
    raise FailpointError


def test_a_job_stopped_after_it_was_sent_is_sent_again_with_the_same_key(engine_factory: Factory) -> None:
    sent: list[tuple[str, int]] = []

    def send(job: Job, context: JobContext) -> None:
        sent.append((job.key, context.attempt))

    engine = engine_factory(jobs={"mail": send})
    with engine.work() as work:
        work.enqueue("mail", {}, key="receipt 1")
    FAILPOINTS.set("after-send", _raise, at_hit=1)
    engine.run_due()
    assert [job.state for job in engine.jobs()] == ["waiting"]
    engine.clock.advance(engine.jobs()[0].due_at - engine.now())  # type: ignore[attr-defined]
    engine.run_due()
    assert sent == [("receipt 1", 1), ("receipt 1", 2)]
    assert [job.state for job in engine.jobs()] == ["done"]


def test_failpoints_are_read_from_text() -> None:
    failpoints = Failpoints()
    failpoints.read("before-tx:raise@2, after-commit:sleep")
    failpoints.hit("before-tx")
    with pytest.raises(FailpointError):
        failpoints.hit("before-tx")
    failpoints.hit("before-tx")
    for wrong in ("nowhere:exit", "before-tx:explode"):
        with pytest.raises(ValueError, match="UTLYSA_FAILPOINT"):
            failpoints.read(wrong)


def test_a_thread_is_held_in_tests_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTLYSA_TEST", "0")
    with pytest.raises(RuntimeError, match="UTLYSA_TEST=1"), FAILPOINTS.hold("before-tx"):
        pass
