"""Stopped at any point, a command has happened wholly or not at all, and can be given again."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine import Actor, Engine, Job, JobContext
from engine.failpoints import EXIT_STATUS, FAILPOINTS, FailpointError, Failpoints, Name
from tests.engine.runtime.diagrams import MESSAGE, catch, diagram, end, message, service, start, timer, user

Factory = Callable[..., Engine]
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
LINE = diagram(
    "line",
    start(),
    user("a", role="officer"),
    service("record", "record"),
    catch("wait", message("answer"), "={number: 1}"),
    catch("sleep", timer("PT0S")),
    user("b", role="officer"),
    end(),
    paths=["start a record wait sleep b end"],
    outside=MESSAGE,
)
BEFORE_COMMIT: tuple[Name, ...] = ("before-tx", "after-load", "after-step", "before-flush", "in-audit", "after-flush")


@pytest.fixture(autouse=True)
def _without_failpoints() -> Iterator[None]:
    yield
    FAILPOINTS.clear()


def _raise() -> None:
    raise FailpointError


def _make(engine_factory: Factory) -> Engine:
    return engine_factory(operations={"record": lambda call: {"recorded": True}})


def _picture(engine: Engine) -> object:
    cases = engine.cases()
    return [
        (case.revision, case.status, case.variables, engine.history(case.id), engine.tasks(case.id, state=None))
        for case in cases
    ]


def _commands(engine: Engine) -> list[tuple[str, Callable[[], object]]]:
    def task() -> str:
        return engine.tasks(element_id="a")[0].id

    return [
        ("start", lambda: engine.start("line", idempotency_key="start")),
        ("claim", lambda: engine.claim(task(), actor=OFFICER, idempotency_key="claim")),
        ("complete", lambda: engine.complete(task(), {"x": 1}, actor=OFFICER, idempotency_key="complete")),
        ("message", lambda: engine.send_message("answer", correlation={"number": 1}, idempotency_key="message")),
        ("set", lambda: engine.set_variables(engine.cases()[0].id, {"y": 2}, actor=OFFICER, idempotency_key="set")),
        ("timer", engine.run_due),
    ]


@pytest.mark.parametrize("place", BEFORE_COMMIT)
def test_before_the_commit_nothing_has_happened(engine_factory: Factory, place: Name) -> None:
    engine = _make(engine_factory)
    engine.deploy({"p.bpmn": LINE})
    for name, command in _commands(engine):
        before = _picture(engine)
        FAILPOINTS.set(place, _raise)
        try:
            command()
        except FailpointError:
            assert _picture(engine) == before, name
        FAILPOINTS.clear()
        command()
        assert _picture(engine) != before, name
        assert engine.verify() == [], name


def test_after_the_commit_everything_has_happened_and_a_repeat_changes_nothing(engine_factory: Factory) -> None:
    engine = _make(engine_factory)
    engine.deploy({"p.bpmn": LINE})
    for name, command in _commands(engine):
        if name == "timer":
            continue
        task_id = engine.tasks(element_id="a")[0].id if name == "complete" else ""
        before = _picture(engine)
        FAILPOINTS.set("after-commit", _raise)
        with pytest.raises(FailpointError):
            command()
        FAILPOINTS.clear()
        after = _picture(engine)
        assert after != before, name
        if name == "complete":
            engine.complete(task_id, {"x": 1}, actor=OFFICER, idempotency_key="complete")
        else:
            command() if name != "claim" else engine.claim(engine.tasks()[0].id, actor=OFFICER, idempotency_key="claim")
        assert _picture(engine) == after, name
        assert engine.verify() == [], name


def test_a_deployment_that_is_stopped_leaves_nothing(engine_factory: Factory) -> None:
    engine = _make(engine_factory)
    FAILPOINTS.set("in-deploy", _raise)
    with pytest.raises(FailpointError):
        engine.deploy({"p.bpmn": LINE})
    FAILPOINTS.clear()
    assert engine.definitions() == []
    assert engine.deploy({"p.bpmn": LINE}).definitions[0].version == 1


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


@pytest.mark.parametrize("place", ["before-flush", "after-flush", "after-commit"])
def test_a_killed_process_leaves_the_case_before_or_after(database_url: str, tmp_path: Path, place: str) -> None:
    engine = Engine(database_url, operations={"record": lambda call: None})
    engine.deploy({"p.bpmn": LINE})
    task_id = engine.tasks(engine.start("line").id)[0].id
    script = (
        "import sys\nfrom engine import Actor, Engine\n"
        "engine = Engine(sys.argv[1], operations={'record': lambda call: None})\n"
        "engine.complete(sys.argv[2], actor=Actor('h', frozenset({'officer'})), idempotency_key='k')\n"
    )
    environment = {**os.environ, "UTLYSA_TEST": "1", "UTLYSA_FAILPOINT": f"{place}:exit"}
    done = subprocess.run([sys.executable, "-c", script, database_url, task_id], env=environment, cwd=Path.cwd())
    assert done.returncode == EXIT_STATUS
    assert engine.task(task_id).state == ("completed" if place == "after-commit" else "open")
    assert engine.verify() == []
    answer = engine.complete(task_id, actor=Actor("h", frozenset({"officer"})), idempotency_key="k")
    assert answer.status == "active"
    assert [event.type for event in engine.history(answer.id)].count("task_completed") == 1
    engine.close()


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
