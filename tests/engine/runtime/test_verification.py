"""Verification finds what was tampered with, and nothing in an installation that is well."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select, update

from engine import Actor, Engine
from engine.store.tables import bundles, cases, definitions, events, outbox, streams, tasks, waits
from tests.engine.runtime.diagrams import ONE_TASK, WAITS_FOR_ANSWER

Factory = Callable[..., Engine]
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))


@pytest.fixture
def engine(engine_factory: Factory) -> Engine:
    """An engine with a finished, an open and a waiting case."""
    engine = engine_factory()
    engine.deploy({"a/a.bpmn": ONE_TASK, "b/b.bpmn": WAITS_FOR_ANSWER})
    done = engine.start("one_task")
    engine.complete(engine.tasks(done.id)[0].id, actor=OFFICER)
    engine.start("one_task")
    engine.start("waits", {"number": 1})
    assert engine.verify() == []
    assert engine.verify_audit() == []
    return engine


def _breaches(engine: Engine, statement: object) -> set[str]:
    with engine.work() as work:
        work.session.execute(statement)  # type: ignore[call-overload]
    return {breach.partition(" ")[0] for breach in engine.verify()}


def test_a_changed_line_is_found(engine: Engine) -> None:
    change = update(events).where(events.c.type == "task_completed").values(actor="handlaggare.2")
    assert _breaches(engine, change) == {"I6"}
    assert "was changed" in engine.verify_audit()[0]


def test_a_removed_line_is_found(engine: Engine) -> None:
    assert "I6" in _breaches(engine, delete(events).where(events.c.seq == 2))


def test_removed_last_lines_are_found(engine: Engine) -> None:
    assert "I6" in _breaches(engine, delete(events).where(events.c.type == "case_completed"))


def test_a_removed_log_is_found(engine: Engine) -> None:
    assert _breaches(engine, delete(events).where(events.c.stream == "log")) == {"I6"}


def test_a_replaced_log_head_is_found(engine: Engine) -> None:
    assert _breaches(engine, update(streams).values(seq=99)) == {"I6"}


def test_a_task_completed_behind_the_engines_back_is_found(engine: Engine) -> None:
    change = update(tasks).where(tasks.c.state == "open").values(state="completed")
    assert _breaches(engine, change) >= {"I2", "I4"}


def test_a_lost_task_and_a_lost_wait_are_found(engine: Engine) -> None:
    assert _breaches(engine, delete(tasks).where(tasks.c.state == "open")) == {"I3", "I4"}
    assert "I4" in _breaches(engine, delete(waits))


def test_a_state_that_cannot_be_read_is_found(engine: Engine) -> None:
    change = update(cases).where(cases.c.status == "active").values(state={"root": 1})
    assert _breaches(engine, change) == {"I4"}


def test_a_lost_version_and_a_changed_bundle_are_found(engine: Engine) -> None:
    with engine.reading() as session:
        contents = list(session.execute(select(bundles.c.digest, bundles.c.content).order_by(bundles.c.digest)))
    change = update(bundles).where(bundles.c.digest == contents[0].digest).values(content=contents[1].content)
    assert _breaches(engine, change) == {"I9"}
    assert "I9" in _breaches(engine, delete(definitions).where(definitions.c.key == "one_task"))


def test_a_reminder_without_its_line_is_found(engine: Engine) -> None:
    with engine.reading() as session:
        case_id = session.execute(select(cases.c.id)).scalars().first()
    with engine.work() as work:
        work.enqueue("task_reminder", {}, key="x", case_id=case_id)
    assert {breach.partition(" ")[0] for breach in engine.verify()} == {"I5"}
    assert _breaches(engine, delete(outbox)) == set()
    assert _breaches(engine, insert(streams).values(id="other", seq=0, hash="")) == set()
