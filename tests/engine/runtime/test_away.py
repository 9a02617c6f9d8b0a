"""A database that is locked or goes away: the caller is told to try again, and nothing is lost or done twice."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from sqlalchemy import create_engine, make_url, text

from engine import Actor, Case, Engine, UnavailableError
from engine.store import database
from tests.engine.runtime.diagrams import diagram, end, start, user
from tests.engine.runtime.pictures import picture

Answer = TypeVar("Answer")
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
STEPS = diagram(
    "steps",
    start(),
    user("first", role="officer"),
    user("second", role="officer"),
    end(),
    paths=["start first second end"],
)


# --- SQLite: another program holds the file (A04) -------------------------------------------------------------------


@pytest.fixture
def locked(sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """Another program that has begun to write."""
    other = sqlite3.connect(make_url(sqlite_url).database or "", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    yield other
    other.close()


@pytest.fixture
def sqlite_url(sqlite_templates: object, tmp_path: object) -> str:
    return str(sqlite_templates.copy((), tmp_path))  # type: ignore[attr-defined]  # the fixtures' own classes


@pytest.fixture
def on_file(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Engine, str]]:
    """An engine that waits for the file for a short while, and an open task."""
    monkeypatch.setattr(database, "_BUSY_TIMEOUT_MS", 300)
    engine = Engine(sqlite_url)
    engine.deploy({"p.bpmn": STEPS})
    yield engine, engine.tasks(engine.start("steps").id)[0].id
    engine.close()


def test_a_locked_file_is_waited_for_and_then_the_command_can_be_given_again(
    on_file: tuple[Engine, str], locked: sqlite3.Connection
) -> None:
    engine, task_id = on_file
    before = picture(engine)
    began = time.monotonic()
    with pytest.raises(UnavailableError) as caught:
        engine.complete(task_id, actor=OFFICER, idempotency_key="k")
    assert time.monotonic() - began >= 0.3
    assert "locked" not in str(caught.value)
    assert picture(engine) == before
    # Who only reads is not kept waiting.
    assert engine.task(task_id).state == "open"
    locked.execute("ROLLBACK")
    assert engine.complete(task_id, actor=OFFICER, idempotency_key="k").status == "active"
    assert engine.verify() == []


def test_a_file_that_is_free_in_time_is_written_without_an_error(
    on_file: tuple[Engine, str], locked: sqlite3.Connection
) -> None:
    engine, task_id = on_file
    freed = threading.Timer(0.1, locked.execute, ("ROLLBACK",))
    freed.start()
    assert engine.complete(task_id, actor=OFFICER).status == "active"
    freed.join()


def test_a_file_is_waited_for_as_long_as_is_promised() -> None:
    assert database._BUSY_TIMEOUT_MS == 30_000  # the promise itself


# --- PostgreSQL: every connection is cut, as when the server is started again (A03) ---------------------------------


@pytest.fixture
def server(postgresql_templates: object, tmp_path: object) -> Iterator[str]:
    url = str(postgresql_templates.copy((), tmp_path))  # type: ignore[attr-defined]  # the fixtures' own classes
    yield url
    postgresql_templates.drop(url)  # type: ignore[attr-defined]


def test_connections_that_are_cut_under_load_lose_and_double_nothing(server: str) -> None:
    engine = Engine(server)
    engine.deploy({"p.bpmn": STEPS})
    cases = [engine.start("steps").id for _ in range(40)]
    told: list[float] = []
    with ThreadPoolExecutor(5) as pool:
        working = [pool.submit(_work_through, engine, case_id, told) for case_id in cases]
        _cut_again_and_again(server, lambda: all(each.done() for each in working))
        slowest = max(each.result(60) for each in working)
    assert told, "A cut connection was to be noticed."
    assert slowest < 10
    for case_id in cases:
        types = [event.type for event in engine.history(case_id)]
        assert types.count("task_completed") == 2
        assert engine.case(case_id).status == "completed"
    assert engine.verify() == []
    engine.close()


def _work_through(engine: Engine, case_id: str, told: list[float]) -> float:
    """Complete both tasks with keys, asking again while the database is away; the longest that one of them took."""
    slowest = 0.0
    for _ in range(2):
        began = time.monotonic()
        task_id = _patiently(lambda: engine.tasks(case_id)[0].id, told)
        case = _patiently(lambda t=task_id: engine.complete(t, actor=OFFICER, idempotency_key=t), told)  # type: ignore[misc]
        assert isinstance(case, Case)
        slowest = max(slowest, time.monotonic() - began)
    return slowest


def _patiently(command: Callable[[], Answer], told: list[float]) -> Answer:
    while True:
        try:
            return command()
        except UnavailableError:
            told.append(time.monotonic())
            time.sleep(0.01)


def _cut_again_and_again(url: str, is_over: Callable[[], bool]) -> None:
    """Cut all connections but one's own, five times and for as long as the work goes on."""
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with admin.connect() as connection:
        while not is_over():
            connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))  # noqa: S608
            time.sleep(0.1)
    admin.dispose()
