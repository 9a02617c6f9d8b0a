"""Verification finds what was tampered with and names it, and nothing in an installation that is well."""

import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import LargeBinary, bindparam, delete, insert, select, type_coerce, update

from engine import Actor, Call, Engine, OperationFailedError, VirtualClock
from engine.store.tables import (
    bundles,
    cases,
    definitions,
    events,
    exclusions,
    idempotency,
    incidents,
    messages,
    outbox,
    starts,
    streams,
    tasks,
    waits,
)
from tests.engine.runtime.diagrams import ONE_TASK, WAITS_FOR_ANSWER, diagram, end, service, start, user

Factory = Callable[..., Engine]
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
ADMIN = Actor("admin.1", frozenset({"admin"}))
WATCHED = diagram(
    "watched",
    start(),
    user("reply", role="officer", due="5 working days", reminders="-2 days at 09:00", escalateTo="boss"),
    end(),
    paths=["start reply end"],
)
CALLS = diagram(
    "calls", start(), user("ask", role="officer"), service("fetch", "fetch"), end(), paths=["start ask fetch end"]
)


@dataclass(frozen=True)
class Site:
    """An installation that is well, with cases of every kind."""

    engine: Engine
    done: str
    open: str
    waits: str
    watched: str
    failed: str
    suspended: str

    def execute(self, statement: Any) -> None:
        """Do something behind the engine's back."""
        with self.engine.work() as work:
            work.session.execute(statement)

    def breaches(self, *statements: Any) -> list[str]:
        """What is found after something was done behind the engine's back."""
        for statement in statements:
            self.execute(statement)
        return self.engine.verify()

    def kinds(self, *statements: Any) -> set[str]:
        """The invariants that are broken."""
        return {breach.partition(" ")[0] for breach in self.breaches(*statements)}


@pytest.fixture
def site(engine_factory: Factory, clock: VirtualClock) -> Site:
    def fetch(_call: Call) -> None:
        raise ConnectionError("registret svarar inte")

    engine = engine_factory(operations={"fetch": fetch})
    files = {"a": ONE_TASK, "b": WAITS_FOR_ANSWER, "c": WATCHED, "d": CALLS}
    engine.deploy({f"{name}/{name}.bpmn": xml for name, xml in files.items()})
    done = engine.start("one_task", idempotency_key="started", actor=OFFICER)
    engine.claim(engine.tasks(done.id)[0].id, actor=OFFICER, idempotency_key="claimed")
    engine.complete(engine.tasks(done.id)[0].id, actor=OFFICER, idempotency_key="completed")
    ids = [engine.start(key, {"number": 1}).id for key in ("one_task", "waits", "watched", "calls", "one_task")]
    engine.suspend(ids[4], "Väntar", actor=ADMIN)
    clock.advance(timedelta(days=6))
    engine.run_due()
    with pytest.raises(OperationFailedError):
        engine.complete(engine.tasks(ids[3])[0].id, actor=OFFICER)
    found = Site(engine, done.id, *ids)
    assert [event.type for event in engine.history(found.watched)].count("reminder_sent") == 1
    assert engine.verify() == []
    assert engine.verify_audit() == []
    return found


# --- I1 -------------------------------------------------------------------------------------------------------------


def test_i1_an_answer_that_the_case_does_not_bear_out(site: Site) -> None:
    """As after a restore of an older state: what was acknowledged is no longer there."""
    site.execute(update(cases).where(cases.c.id == site.done).values(revision=1))
    found = [breach for breach in site.engine.verify() if breach.startswith("I1")]
    assert len(found) == 1
    assert "answer completed" in found[0]
    assert site.done in found[0]


def test_i1_an_answer_of_a_task_that_is_gone(site: Site) -> None:
    found = site.breaches(delete(tasks).where(tasks.c.case_id == site.done))
    assert any(breach.startswith("I1 answer claimed") for breach in found)


# --- I2 -------------------------------------------------------------------------------------------------------------


def test_i2_a_task_completed_behind_the_engines_back(site: Site) -> None:
    is_open = (tasks.c.case_id == site.open, tasks.c.state == "open")
    found = site.kinds(update(tasks).where(*is_open).values(state="completed"))
    assert found == {"I2", "I3", "I4"}


def test_i2_a_completion_that_was_undone(site: Site) -> None:
    is_done = tasks.c.case_id == site.done
    found = site.breaches(update(tasks).where(is_done).values(state="cancelled"))
    assert any("a line says completed, the task does not" in breach for breach in found)


def test_i2_a_completion_by_nobody(site: Site) -> None:
    found = site.breaches(update(tasks).where(tasks.c.case_id == site.done).values(completed_by=None))
    assert [breach for breach in found if "by nobody" in breach] == found != []


# --- I3 and I4 ------------------------------------------------------------------------------------------------------


def test_i3_and_i4_a_lost_task(site: Site) -> None:
    assert site.kinds(delete(tasks).where(tasks.c.case_id == site.open)) == {"I3", "I4", "I7"}


@pytest.mark.parametrize("kind", ["message", "reminder", "escalation"])
def test_i4_a_lost_wait_or_one_too_many(site: Site, kind: str) -> None:
    row: dict[str, Any] = {
        "id": f"{site.open}-x1",
        "kind": kind,
        "case_id": site.open,
        "element_id": "decide",
        "name": "x",
    }
    row |= {"state": "waiting", "created_at": site.engine.now(), "due_at": None, "task_id": None}
    assert site.kinds(insert(waits).values(**row)) == {"I4"}
    assert site.kinds(delete(waits).where(waits.c.kind == "message")) == {"I4"}


def test_i4_a_state_that_cannot_be_read(site: Site) -> None:
    change = update(cases).where(cases.c.id == site.open).values(state={"root": 1})
    assert site.kinds(change) == {"I4"}


@pytest.mark.parametrize(
    ("table", "column", "invariant"),
    [(cases, "state", "I4"), (idempotency, "answer", "I1"), (outbox, "payload", "I5"), (bundles, "content", "I9")],
)
def test_a_document_with_a_bad_byte_is_named_and_the_rest_is_still_checked(
    site: Site, table: Any, column: str, invariant: str
) -> None:
    document = type_coerce(table.c[column], LargeBinary)
    key = table.primary_key.columns[0]
    with site.engine.reading() as session:
        content = session.execute(select(document).order_by(key.desc())).scalars().first() or b""
        last = session.execute(select(key).order_by(key.desc())).scalars().first()
    damaged = content[:-4] + bytes([content[-4] ^ 255]) + content[-3:]
    site.execute(update(tasks).where(tasks.c.case_id == site.done).values(completed_by=None))
    change = update(table).where(key == last).values({column: bindparam("damaged", type_=LargeBinary)})
    with site.engine.work() as work:
        work.session.execute(change, {"damaged": damaged})
    assert {breach.partition(" ")[0] for breach in site.engine.verify()} == {invariant, "I2"}


def test_i4_a_case_that_ended_with_its_task_open(site: Site) -> None:
    assert site.kinds(update(tasks).where(tasks.c.case_id == site.done).values(state="open", completed_by=None)) == {
        "I2",
        "I4",
    }


# --- I5 -------------------------------------------------------------------------------------------------------------


def test_i5_a_reminder_without_its_job_and_a_job_without_its_line(site: Site) -> None:
    with site.engine.reading() as session:
        (kept,) = session.execute(select(outbox).where(outbox.c.kind == "task_reminder")).mappings().all()
    again = {**kept, "id": "x", "key": "x"}
    assert site.kinds(insert(outbox).values(**again)) == {"I5"}
    assert site.kinds(delete(outbox).where(outbox.c.kind == "task_reminder")) == {"I5"}


# --- I6 -------------------------------------------------------------------------------------------------------------


def test_i6_a_changed_line(site: Site) -> None:
    assert site.kinds(update(events).where(events.c.type == "task_completed").values(actor="handlaggare.2")) == {"I6"}
    assert "was changed" in site.engine.verify_audit()[0]


@pytest.mark.parametrize(
    ("condition", "word"),
    [
        (events.c.seq == 2, "line 2 is missing"),
        (events.c.type == "case_completed", "lines were written"),
        (events.c.stream == "log", "all of its"),
        (events.c.stream != "log", "all of its"),
    ],
)
def test_i6_removed_lines(site: Site, condition: Any, word: str) -> None:
    site.execute(delete(events).where(condition))
    assert any(breach.startswith("I6") and word in breach for breach in site.engine.verify())
    assert any(breach.startswith("I6") and word in breach for breach in site.engine.verify_audit())


def test_i6_a_replaced_log_head_and_a_history_of_no_case(site: Site) -> None:
    assert site.kinds(update(streams).values(seq=99)) == {"I6"}
    site.execute(delete(cases).where(cases.c.id == site.open))
    assert any("there is no such case" in breach for breach in site.engine.verify_audit())


# --- I7 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (update(cases).values(open_incidents=7), "open incidents counted"),
        (delete(incidents), "open incidents counted"),
        (update(incidents).values(resolved_at=None, kind="x", case_id="nowhere"), "which is not among the cases"),
        (update(cases).where(cases.c.status == "suspended").values(status="active"), "more than it was resumed"),
        (update(cases).where(cases.c.status == "completed").values(status="terminated"), "lines say so"),
        (update(cases).where(cases.c.status == "completed").values(ended_at=None), "ended at no time"),
        (update(tasks).where(tasks.c.state == "completed").values(id="x-t1"), "no line tells of its opening"),
        (delete(tasks).where(tasks.c.state == "completed"), "it is not there"),
        (update(waits).where(waits.c.kind == "escalation").values(task_id="x"), "not among the tasks"),
        (update(outbox).values(case_id="nowhere"), "not among the cases"),
        (update(starts).values(process_key="nowhere"), "not among the definitions"),
    ],
)
def test_i7_half_a_step(site: Site, change: Any, word: str) -> None:
    if change.table is starts:
        row = {"process_key": "one_task", "start_id": "start", "kind": "message", "name": "x"}
        site.execute(insert(starts).values(**row))
        assert site.engine.verify() == []
    found = site.breaches(change)
    assert any(breach.startswith("I7") and word in breach for breach in found), found


def test_i7_an_incident_resolved_behind_the_engines_back(site: Site) -> None:
    close = update(incidents).values(resolved_at=site.engine.now())
    count = update(cases).where(cases.c.id == site.failed).values(open_incidents=0)
    found = site.breaches(close, count)
    assert found == [f"I7 incident {site.engine.incidents(is_open=False)[0].id}: resolved, but 0 lines say so"]


@pytest.mark.parametrize("table", [exclusions, messages])
def test_i7_a_row_of_no_case(site: Site, table: Any) -> None:
    now = site.engine.now()
    row: dict[str, Any] = {"case_id": "nowhere", "user_id": "x", "reason": "x", "at": now, "by": "x"}
    if table is messages:
        row = {"id": "x", "name": "x", "payload": {}, "correlation": "", "case_id": "nowhere", "actor": "x"}
        row |= {"sent_at": now, "expires_at": now}
    name = table.name.removeprefix("engine_")
    found = site.breaches(insert(table).values(**row))
    assert found == [f"I7 {name}: a row belongs to nowhere, which is not among the cases"]


# --- I9 -------------------------------------------------------------------------------------------------------------


def test_i9_a_lost_version_and_a_changed_bundle(site: Site) -> None:
    with site.engine.reading() as session:
        contents = list(session.execute(select(bundles.c.digest, bundles.c.content).order_by(bundles.c.digest)))
    change = update(bundles).where(bundles.c.digest == contents[0].digest)
    assert site.kinds(change.values(content=contents[1].content)) == {"I9"}
    assert site.kinds(change.values(content=b"x")) == {"I9"}
    assert site.kinds(delete(bundles)) == {"I9"}
    assert "I9" in site.kinds(delete(definitions).where(definitions.c.key == "one_task"))


def test_i9_a_version_that_nobody_deployed_and_a_gap(site: Site) -> None:
    found = site.breaches(update(definitions).where(definitions.c.key == "waits").values(version=3))
    assert any("I9 waits: has the versions [3]" in breach for breach in found)
    assert any("I7 waits version 3: deployed, but 0 lines" in breach for breach in found)
    assert any("I7 waits version 1: not there, but 1 lines" in breach for breach in found)


def test_i9_a_case_that_changed_its_version(site: Site) -> None:
    site.engine.deploy({"a/a.bpmn": ONE_TASK.replace(b'name="decide"', b'name="decide again"')})
    found = site.breaches(update(cases).where(cases.c.id == site.open).values(process_version=2))
    assert any("I9" in breach and "history says 1" in breach for breach in found)
    assert any("I9" in breach and "its state runs on" in breach for breach in found)


# --- what is well ---------------------------------------------------------------------------------------------------


def test_forgotten_answers_and_other_streams_are_no_breach(site: Site) -> None:
    assert site.kinds(delete(idempotency)) == set()
    assert site.kinds(insert(streams).values(id="other", seq=0, hash="")) == set()


def test_a_running_system_is_checked_at_one_moment(site: Site) -> None:
    """What commits while the check goes on is not seen by half."""
    with site.engine.reading() as session:
        before = session.execute(select(cases.c.id)).scalars().all()
        site.engine.start("one_task")
        assert session.execute(select(cases.c.id)).scalars().all() == before
        assert len(session.execute(select(tasks.c.case_id).distinct()).all()) <= len(before)


def test_a_long_history_does_not_fill_the_memory(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": ONE_TASK})
    case = engine.start("one_task")

    def peak() -> int:
        tracemalloc.start()
        assert engine.verify() == []
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    _add_lines(engine, case.id, 500)
    peak()
    small = peak()
    _add_lines(engine, case.id, 8_000)
    assert peak() < small + 3_000_000


def _add_lines(engine: Engine, case_id: str, count: int) -> None:
    with engine.work(actor=OFFICER) as work:
        for number in range(count):
            work.record("noted", {"number": number, "text": "x" * 300}, case_id=case_id)
