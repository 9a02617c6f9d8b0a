"""What is asked all the time is answered from an index, however many tasks and timers there are."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Table, insert, select, text

from engine import Actor, Engine
from engine.store.tables import cases, tasks, waits
from tests.engine.runtime.counting import counted
from tests.engine.runtime.diagrams import catch, diagram, end, parallel, start, timer, user

Factory = Callable[..., Engine]
XML = diagram(
    "p",
    start(),
    parallel("split"),
    user("work", role="officer", due="5 working days"),
    catch("wait", timer("P30D")),
    end(),
    paths=["start split work end", "split wait end"],
)
OFFICER = Actor("officer.7", frozenset({"officer", "boss"}), frozenset({"org:1"}))
COPIES = 12_000
NOON = datetime(2021, 11, 1, 12, tzinfo=UTC)
LISTS: dict[str, dict[str, Any]] = {
    "first page": {},
    "next page": {"after": "copy500"},
    "of a role": {"role": "officer"},
    "of a process": {"process_key": "nothing"},
    "of a step": {"element_id": "nothing"},
    "of a call": {"group": "call 7"},
    "of a call and a step": {"group": "call 7", "element_id": "work"},
    "due before": {"due_before": datetime(2021, 11, 2, tzinfo=UTC)},
    "of a case": {"case_id": "copy7"},
    "done by somebody": {"completed_by": "officer.3"},
    "done lately": {"completed_by": "officer.3", "completed_since": datetime(2021, 11, 2, tzinfo=UTC)},
}
FOR_ALL: dict[str, dict[str, Any]] = {
    "all": {},
    "of a role": {"role": "officer"},
    "of a call": {"group": "call 7"},
    "of a person": {"assignee": "officer.7"},
}


@pytest.fixture
def full(engine_factory: Factory) -> Engine:
    """An engine on a database with many copies of a task and a timer; a few tasks are claimed, some are completed."""
    engine = engine_factory()
    engine.deploy({"p.bpmn": XML})
    engine.start("p")
    with engine._database.writing() as connection:
        for table in (tasks, waits, cases):
            row = dict(connection.execute(select(table)).mappings().one())
            copied = [row | _changes(table, number) for number in range(1, COPIES + 1)]
            connection.execute(insert(table), copied)
        connection.execute(text("ANALYZE"))
        connection.commit()
    return engine


def _changes(table: Table, number: int) -> dict[str, Any]:
    name = f"copy{number}"
    if table is cases:
        return {"id": name}
    if table is waits:
        return {"id": name, "case_id": name}
    officer = f"officer.{number % 101}"
    done = {"state": "completed", "completed_by": officer, "completed_at": NOON} if number % 3 == 0 else {}
    claimed = {"claimed_by": officer} if number % 20 == 0 else {}
    return {"id": name, "case_id": name, "case_group": f"call {number % 50}", **claimed, **done}


def _plan(engine: Engine, ask: Callable[[], object]) -> str:
    """How the database answers the statements of a question."""
    with counted(engine) as counts:
        ask()
    word = "EXPLAIN QUERY PLAN" if engine._database.is_sqlite else "EXPLAIN"
    with engine._database.reading() as connection:
        lines = [
            str(row[-1])
            for statement, values in counts.asked
            for row in connection.exec_driver_sql(f"{word} {statement}", values)
        ]
    return "\n".join(lines)


def _walks_over_all(plan: str) -> list[str]:
    """The lines of a plan that read a table from its beginning to its end, or sort a table of this size."""
    scans = re.compile(r"Seq Scan on engine_(tasks|waits|cases)|SCAN engine_(tasks|waits|cases)(?! USING)")
    return [line for line in plan.splitlines() if scans.search(line)]


def test_an_inbox_with_each_filter_and_what_is_due_are_read_from_an_index(full: Engine) -> None:
    for name, filters in LISTS.items():
        plan = _plan(full, partial(full.tasks, actor=OFFICER, limit=50, **filters))
        assert not _walks_over_all(plan), f"{name}\n{plan}"
    for name, filters in FOR_ALL.items():
        plan = _plan(full, partial(full.tasks, limit=50, **filters))
        assert not _walks_over_all(plan), f"{name}\n{plan}"
    plan = _plan(full, partial(full.count_tasks, actor=OFFICER, at_most=100))
    assert not _walks_over_all(plan), plan
    plan = _plan(full, full.fire_due_timers)
    assert not _walks_over_all(plan), plan
    assert "engine_waits_due" in plan
    assert full.fire_due_timers() == 0


def test_pages_put_together_are_the_whole_list(full: Engine) -> None:
    wanted: dict[str, Any] = {"actor": OFFICER, "group": "call 7"}
    pages, last = [], None
    while page := full.tasks(**wanted, limit=100, after=last):
        pages += [task.id for task in page]
        last = page[-1].id
    whole = full.tasks(**wanted, limit=COPIES)
    assert pages == [task.id for task in whole]
    assert len(pages) == full.count_tasks(**wanted) == len(set(pages))
    assert full.count_tasks(**wanted, at_most=10) == 10
    assert [task.id for task in full.tasks(**wanted, limit=5, offset=20)] == pages[20:25]
    _check_what_is_done(full)


def _check_what_is_done(full: Engine) -> None:
    """What somebody has done comes the latest first."""
    done = full.tasks(completed_by="officer.3", limit=COPIES)
    assert {task.completed_by for task in done} == {"officer.3"}
    assert [task.id for task in done] == sorted((task.id for task in done), reverse=True)
    some = full.tasks(completed_by="officer.3", limit=10)
    assert some + full.tasks(completed_by="officer.3", limit=COPIES, after=some[-1].id) == done
    first = done[0].completed_at
    assert first is not None
    assert full.tasks(completed_by="officer.3", completed_since=first + timedelta(seconds=1)) == []
    assert full.count_tasks(completed_since=first) == COPIES // 3


def test_a_task_follows_its_case_into_another_group(engine_factory: Factory) -> None:
    engine = engine_factory()
    steps = (user("work", role="officer"), user("more", role="officer"))
    xml = diagram("q", start(), *steps, end(), paths=["start work more end"], caseGroup="=call")
    engine.deploy({"q.bpmn": xml})
    case = engine.start("q", {"call": "a"})
    assert [task.group for task in engine.tasks(group="a")] == ["a"]
    engine.set_variables(case.id, {"call": "b"}, actor=OFFICER)
    assert engine.tasks(group="a") == []
    assert [task.case_id for task in engine.tasks(group="b")] == [case.id]
    engine.complete(engine.tasks(case.id)[0].id, {"call": "c"}, actor=OFFICER)
    assert [task.element_id for task in engine.tasks(group="c")] == ["more"]
    assert engine.verify() == []
