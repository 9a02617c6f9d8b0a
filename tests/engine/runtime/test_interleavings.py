"""Chosen interleavings: whoever comes first at whatever point, there is one clear outcome and no lost work."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from engine import (
    Actor,
    Call,
    Case,
    CaseNotActiveError,
    Engine,
    EngineError,
    NotFoundError,
    OperationFailedError,
    TaskAlreadyCompletedError,
    TaskClaimedError,
    TaskNotOpenError,
    VersionConflictError,
    VirtualClock,
)
from engine.failpoints import FAILPOINTS
from tests.engine.runtime.diagrams import (
    MESSAGE,
    boundary,
    catch,
    diagram,
    end,
    flows,
    message,
    parallel,
    service,
    start,
    timer,
    user,
)
from tests.engine.runtime.interleaving import answer_of, await_blocked, meetings

Factory = Callable[..., Engine]
ONE, TWO = (Actor(f"handlaggare.{number}", frozenset({"officer"})) for number in (1, 2))
ADMIN = Actor("admin.1", frozenset({"admin"}))
STEPS = diagram(
    "steps",
    start(),
    user("first", role="officer"),
    user("second", role="officer"),
    end(),
    paths=["start first second end"],
)
DEADLINE = diagram(
    "deadline",
    start(),
    user("reply", role="officer"),
    boundary("late", "reply", timer("P1D")),
    user("chase", role="officer"),
    end(),
    paths=["start reply end", "late chase end"],
)
RACE = diagram(
    "race",
    start(),
    '<eventBasedGateway id="which"/>',
    catch("came", message("answer"), "={number: number}"),
    catch("never", timer("P1D")),
    user("read", role="officer"),
    user("remind", role="officer"),
    end(),
    paths=["start which came read end", "which never remind end"],
    outside=MESSAGE,
)
FETCHES = diagram(
    "fetches",
    start(),
    user("ask", role="officer"),
    service("fetch", "fetch"),
    user("read", role="officer"),
    end(),
    paths=["start ask fetch read end"],
)


@pytest.fixture(autouse=True)
def _as_a_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("UTLYSA_TEST", "1")
    yield
    FAILPOINTS.clear()


@pytest.fixture
def nodes(engine_factory: Factory) -> tuple[Engine, Engine]:
    """Two nodes on one database."""
    return engine_factory(), engine_factory()


def _open(engine: Engine, case_id: str) -> list[str]:
    return [task.element_id for task in engine.tasks(case_id)]


def _first_task(engine: Engine, key: str) -> str:
    return engine.tasks(engine.start(key).id)[0].id


def _case_of(task_id: str) -> str:
    return task_id.partition("-")[0]


def test_of_two_completions_the_first_wins_and_the_other_learns_who_and_when(nodes: tuple[Engine, Engine]) -> None:
    engine, other = nodes
    engine.deploy({"p.bpmn": STEPS})
    for met in meetings(
        engine,
        lambda: _first_task(engine, "steps"),
        lambda task: engine.complete(task, {"by": 1}, actor=ONE),
        lambda task: other.complete(task, {"by": 2}, actor=TWO),
    ):
        winner, number = (ONE, 1) if met.is_one_first else (TWO, 2)
        assert isinstance(met.first, Case), met
        assert isinstance(met.second, TaskAlreadyCompletedError), met
        assert (met.second.by, met.second.at) == (winner.id, engine.now())
        assert engine.case(_case_of(met.subject)).variables == {"by": number}
        assert _open(engine, _case_of(met.subject)) == ["second"]
    assert engine.verify() == []


def test_of_two_claims_the_first_has_the_task(nodes: tuple[Engine, Engine]) -> None:
    engine, other = nodes
    engine.deploy({"p.bpmn": STEPS})
    for met in meetings(
        engine,
        lambda: _first_task(engine, "steps"),
        lambda task: engine.claim(task, actor=ONE),
        lambda task: other.claim(task, actor=TWO),
    ):
        winner = ONE if met.is_one_first else TWO
        assert met.first.assignee == winner.id
        assert isinstance(met.second, TaskClaimedError), met
        assert met.second.by == winner.id
        claims = [event for event in engine.history(_case_of(met.subject)) if event.type == "task_claimed"]
        assert [event.actor for event in claims] == [winner.id]
    assert engine.verify() == []


def test_a_claim_and_a_completion_by_another(nodes: tuple[Engine, Engine]) -> None:
    engine, other = nodes
    engine.deploy({"p.bpmn": STEPS})
    for met in meetings(
        engine,
        lambda: _first_task(engine, "steps"),
        lambda task: engine.complete(task, actor=ONE),
        lambda task: other.claim(task, actor=TWO),
    ):
        expected = TaskAlreadyCompletedError if met.is_one_first else TaskClaimedError
        assert isinstance(met.second, expected), met
        assert engine.task(met.subject).state == ("completed" if met.is_one_first else "open")
    assert engine.verify() == []


@pytest.mark.parametrize(
    ("order", "refusal", "status"),
    [("suspend", CaseNotActiveError, "suspended"), ("terminate", TaskNotOpenError, "terminated")],
)
def test_a_completion_and_an_end_or_a_rest_of_its_case(
    nodes: tuple[Engine, Engine], order: str, refusal: type[EngineError], status: str
) -> None:
    engine, other = nodes
    engine.deploy({"p.bpmn": STEPS})
    for met in meetings(
        engine,
        lambda: _first_task(engine, "steps"),
        lambda task: engine.complete(task, {"x": 1}, actor=ONE),
        lambda task: getattr(other, order)(_case_of(task), "Fel ärende", actor=ADMIN),
    ):
        assert isinstance(met.two, Case), met
        assert isinstance(met.one, Case if met.is_one_first else refusal), met
        case = engine.case(_case_of(met.subject))
        assert case.status == status
        assert case.variables == ({"x": 1} if met.is_one_first else {})
    assert engine.verify() == []


def test_a_completion_and_a_change_of_variables_both_stand(nodes: tuple[Engine, Engine]) -> None:
    engine, other = nodes
    engine.deploy({"p.bpmn": STEPS})
    for met in meetings(
        engine,
        lambda: _first_task(engine, "steps"),
        lambda task: engine.complete(task, {"x": 1, "both": "person"}, actor=ONE),
        lambda task: other.set_variables(_case_of(task), {"y": 2, "both": "admin"}, actor=ADMIN),
    ):
        last = "admin" if met.is_one_first else "person"
        assert engine.case(_case_of(met.subject)).variables == {"x": 1, "y": 2, "both": last}
    assert engine.verify() == []


def test_a_timer_and_a_person(nodes: tuple[Engine, Engine], clock: VirtualClock) -> None:
    engine, scheduler = nodes
    engine.deploy({"p.bpmn": DEADLINE})

    def make() -> tuple[str, str]:
        task_id = _first_task(engine, "deadline")
        clock.advance(timedelta(days=1))
        return task_id, engine.timers(_case_of(task_id))[0].id

    for met in meetings(
        engine,
        make,
        lambda subject: engine.complete(subject[0], actor=ONE),
        lambda subject: scheduler.fire_timer(subject[1]),
    ):
        case = engine.case(_case_of(met.subject[0]))
        if met.is_one_first:
            assert (met.two, case.status) == (False, "completed"), met
        else:
            assert isinstance(met.one, TaskNotOpenError), met
            assert _open(engine, case.id) == ["chase"]
        assert engine.timers(case.id) == []
    assert engine.verify() == []


def test_a_message_and_a_timer_at_an_event_gateway(nodes: tuple[Engine, Engine], clock: VirtualClock) -> None:
    engine, scheduler = nodes
    engine.deploy({"p.bpmn": RACE})
    numbers = count(1)

    def make() -> tuple[str, int, str]:
        number = next(numbers)
        case = engine.start("race", {"number": number})
        clock.advance(timedelta(days=1))
        return case.id, number, engine.timers(case.id)[0].id

    for met in meetings(
        engine,
        make,
        lambda subject: engine.send_message("answer", {"text": "hej"}, correlation={"number": subject[1]}),
        lambda subject: scheduler.fire_timer(subject[2]),
    ):
        case_id = met.subject[0]
        assert _open(engine, case_id) == (["read"] if met.is_one_first else ["remind"]), met
        assert met.two is not met.is_one_first
        # A message that came too late is kept, not lost and not given to the way that was not taken.
        assert (met.one is None) is not met.is_one_first
    assert engine.verify() == []


def test_two_messages_for_one_receiver(nodes: tuple[Engine, Engine]) -> None:
    engine, other = nodes
    engine.deploy({"p.bpmn": RACE})
    numbers = count(1)

    def make() -> tuple[str, int]:
        number = next(numbers)
        return engine.start("race", {"number": number}).id, number

    for met in meetings(
        engine,
        make,
        lambda subject: engine.send_message("answer", {"by": 1}, correlation={"number": subject[1]}),
        lambda subject: other.send_message("answer", {"by": 2}, correlation={"number": subject[1]}),
    ):
        assert met.first.variables["by"] == (1 if met.is_one_first else 2)
        assert met.second is None
    assert engine.verify() == []


@pytest.mark.parametrize("way", ["retry", "skip"])
def test_a_completion_and_what_is_done_about_its_incident(engine_factory: Factory, way: str) -> None:
    is_down = threading.Event()

    def fetch(_call: Call) -> None:
        if is_down.is_set():
            raise ConnectionError("registret svarar inte")

    engine, other = (engine_factory(operations={"fetch": fetch}) for _ in range(2))
    engine.deploy({"p.bpmn": FETCHES})

    def make() -> tuple[str, str]:
        task_id = _first_task(engine, "fetches")
        is_down.set()
        with pytest.raises(OperationFailedError):
            engine.complete(task_id, {"by": 1}, actor=ONE)
        is_down.clear()
        return task_id, engine.incidents(_case_of(task_id))[0].id

    def mend(subject: tuple[str, str]) -> Any:
        if way == "retry":
            return other.retry_incident(subject[1], actor=ADMIN)
        return other.skip_incident(subject[1], "Görs för hand", actor=ADMIN)

    for met in meetings(engine, make, lambda subject: engine.complete(subject[0], {"by": 2}, actor=TWO), mend):
        case = engine.case(_case_of(met.subject[0]))
        assert isinstance(met.second, NotFoundError if met.is_one_first else TaskAlreadyCompletedError), met
        assert case.variables["by"] == (2 if met.is_one_first else 1)
        assert case.incidents == ()
        types = [event.type for event in engine.history(case.id)]
        assert (types.count("incident_resolved"), types.count("task_completed")) == (1, 1)
    assert engine.verify() == []


def test_two_starts_with_one_key_are_one_case(nodes: tuple[Engine, Engine]) -> None:
    engine, other = nodes
    engine.deploy({"p.bpmn": STEPS})
    numbers = count(1)
    found = meetings(
        engine,
        lambda: f"key {next(numbers)}",
        lambda key: engine.start("steps", {"x": 1}, actor=ONE, idempotency_key=key),
        lambda key: other.start("steps", {"x": 1}, actor=ONE, idempotency_key=key),
        with_lock=("before-flush", "after-flush"),
    )
    for cases, met in enumerate(found, start=1):
        assert met.one == met.two
        assert isinstance(met.one, Case)
        assert len(engine.cases(limit=1000)) == cases
    assert engine.verify() == []


def test_a_repeat_with_the_key_while_the_first_is_in_its_transaction_gets_its_answer(
    nodes: tuple[Engine, Engine],
) -> None:
    engine, other = nodes
    engine.deploy({"p.bpmn": STEPS})
    for met in meetings(
        engine,
        lambda: _first_task(engine, "steps"),
        lambda task: engine.complete(task, {"x": 1}, actor=ONE, idempotency_key=f"k {task}"),
        lambda task: other.complete(task, {"x": 1}, actor=ONE, idempotency_key=f"k {task}"),
    ):
        assert met.one == met.two
        assert isinstance(met.one, Case)
        types = [event.type for event in engine.history(met.one.id)]
        assert types.count("task_completed") == 1
    assert engine.verify() == []


def _edited(number: int) -> bytes:
    return STEPS.replace(b'name="first"', f'name="first {number}"'.encode())


@pytest.mark.parametrize("is_based", [False, True])
def test_of_two_deployments_one_comes_after_the_other(nodes: tuple[Engine, Engine], is_based: bool) -> None:
    engine, other = nodes
    engine.deploy({"p.bpmn": STEPS})
    numbers = count(1)

    def deploy(node: Engine, subject: tuple[int, int], offset: int) -> Any:
        version, number = subject
        files = {"p.bpmn": _edited(number + offset)}
        return node.deploy(files, base_version=version if is_based else None).definitions[0].version

    for met in meetings(
        engine,
        lambda: (engine.definitions("steps")[0].version, 2 * next(numbers)),
        lambda subject: deploy(engine, subject, 0),
        lambda subject: deploy(other, subject, 1),
        with_lock=("in-deploy", "before-flush", "after-flush"),
    ):
        base = met.subject[0]
        assert met.first == base + 1, met
        if is_based:
            assert isinstance(met.second, VersionConflictError), met
        else:
            assert met.second == base + 2, met
    versions = [found.version for found in engine.definitions("steps", all_versions=True)]
    assert sorted(versions) == list(range(1, len(versions) + 1))
    assert engine.verify() == []


def test_the_same_content_deployed_twice_is_one_version(nodes: tuple[Engine, Engine]) -> None:
    engine, other = nodes
    numbers = count(1)
    for met in meetings(
        engine,
        lambda: {"p.bpmn": _edited(next(numbers))},
        lambda files: engine.deploy(files).definitions,
        lambda files: other.deploy(files).definitions,
        with_lock=("in-deploy", "before-flush", "after-flush"),
    ):
        assert [found.version for found in met.one] == [found.version for found in met.two]
    assert engine.verify() == []


BRANCHES = "abcde"
FIVE = diagram(
    "five",
    start(),
    parallel("split"),
    *(user(name, role="officer") for name in BRANCHES),
    parallel("join"),
    user("after", role="officer"),
    end(),
    flows("start split", *(f"split {name} join" for name in BRANCHES), "join after end"),
)


@pytest.mark.parametrize("place", ["after-load", "after-step", "after-flush"])
def test_five_people_complete_five_branches_while_the_first_of_them_holds_the_case(
    engine_factory: Factory, place: Any
) -> None:
    people = [Actor(f"handlaggare.{number}", frozenset({"officer"})) for number in range(5)]
    nodes = [engine_factory() for _ in people]
    nodes[0].deploy({"p.bpmn": FIVE})
    case_id = nodes[0].start("five").id
    tasks = nodes[0].tasks(case_id)

    def complete(number: int) -> Any:
        data = {tasks[number].element_id: number}
        return answer_of(lambda: nodes[number].complete(tasks[number].id, data, actor=people[number]))

    with ThreadPoolExecutor(5) as pool, FAILPOINTS.hold(place) as held:
        leading = pool.submit(complete, 0)
        held.wait_until_reached()
        following = [pool.submit(complete, number) for number in range(1, 5)]
        await_blocked(nodes[0], *following)
        held.let_go()
        answers = [each.result(20) for each in (leading, *following)]
    assert all(isinstance(answer, Case) for answer in answers), answers
    _check_joined_once(nodes[0], case_id)


def test_five_people_who_begin_at_the_same_instant(engine_factory: Factory) -> None:
    people = [Actor(f"handlaggare.{number}", frozenset({"officer"})) for number in range(5)]
    nodes = [engine_factory() for _ in people]
    nodes[0].deploy({"p.bpmn": FIVE})
    for _ in range(4):
        case_id = nodes[0].start("five").id
        tasks = nodes[0].tasks(case_id)
        FAILPOINTS.set("before-tx", threading.Barrier(5, timeout=20).wait)
        with ThreadPoolExecutor(5) as pool:
            list(
                pool.map(
                    lambda number, tasks=tasks: nodes[number].complete(
                        tasks[number].id, {tasks[number].element_id: number}, actor=people[number]
                    ),
                    range(5),
                )
            )
        FAILPOINTS.clear()
        _check_joined_once(nodes[0], case_id)


def _check_joined_once(engine: Engine, case_id: str) -> None:
    assert _open(engine, case_id) == ["after"]
    assert set(engine.case(case_id).variables) == set(BRANCHES)
    created = [event for event in engine.history(case_id) if event.type == "task_created"]
    assert [event.element_id for event in created].count("after") == 1
    assert engine.verify() == []
