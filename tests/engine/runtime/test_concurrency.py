"""Several people, schedulers and nodes at the same instant: one clear outcome, nothing lost, nothing twice."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from engine import Actor, Engine, EngineError, TaskAlreadyCompletedError, TaskNotOpenError, VirtualClock
from engine.failpoints import FAILPOINTS
from tests.engine.runtime.diagrams import (
    MESSAGE,
    ONE_TASK,
    boundary,
    catch,
    diagram,
    end,
    message,
    parallel,
    start,
    timer,
    user,
)

Factory = Callable[..., Engine]


def _officer(number: int) -> Actor:
    return Actor(f"handlaggare.{number}", frozenset({"officer"}))


def _at_once(*commands: Callable[[], Any]) -> list[Any]:
    """Run commands in threads that begin together; each one's answer, or the engine's error."""
    barrier = threading.Barrier(len(commands))

    def run(command: Callable[[], Any]) -> Any:
        barrier.wait(timeout=10)
        try:
            return command()
        except EngineError as error:
            return error

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(run, commands))


def test_of_two_completions_at_once_one_wins_and_the_other_learns_who(engine_factory: Factory) -> None:
    engine, other = engine_factory(), engine_factory()
    engine.deploy({"p.bpmn": ONE_TASK})
    for _ in range(10):
        task_id = engine.tasks(engine.start("one_task").id)[0].id
        answers = _at_once(
            lambda task_id=task_id: engine.complete(task_id, {"by": 1}, actor=_officer(1)),
            lambda task_id=task_id: other.complete(task_id, {"by": 2}, actor=_officer(2)),
        )
        losers = [answer for answer in answers if isinstance(answer, TaskAlreadyCompletedError)]
        assert len(losers) == 1
        winner = engine.task(task_id).completed_by
        assert losers[0].by == winner
        assert engine.case(task_id.partition("-")[0]).variables == {"by": int(str(winner)[-1])}
    assert engine.verify() == []


def test_the_second_completion_waits_while_the_first_is_between_load_and_save(engine_factory: Factory) -> None:
    """A controlled interleaving: the first is held right after it has loaded the case."""
    engine, other = engine_factory(), engine_factory()
    engine.deploy({"p.bpmn": ONE_TASK})
    task_id = engine.tasks(engine.start("one_task").id)[0].id
    is_loaded, may_go_on = threading.Event(), threading.Event()

    def hold() -> None:
        if threading.current_thread().name == "first":
            is_loaded.set()
            may_go_on.wait(timeout=10)

    FAILPOINTS.set("after-load", hold)
    answers: dict[str, Any] = {}

    def complete(name: str, node: Engine, actor: Actor) -> None:
        try:
            answers[name] = node.complete(task_id, actor=actor)
        except EngineError as error:
            answers[name] = error

    try:
        first = threading.Thread(target=complete, args=("first", engine, _officer(1)), name="first")
        first.start()
        assert is_loaded.wait(timeout=10)
        second = threading.Thread(target=complete, args=("second", other, _officer(2)))
        second.start()
        second.join(timeout=0.3)
        assert second.is_alive()
        may_go_on.set()
        first.join(timeout=10)
        second.join(timeout=10)
    finally:
        FAILPOINTS.clear()
    assert answers["first"].status == "completed"
    assert isinstance(answers["second"], TaskAlreadyCompletedError)
    assert answers["second"].by == "handlaggare.1"


def test_five_branches_completed_at_once_join_once(engine_factory: Factory) -> None:
    engine = engine_factory()
    names = "abcde"
    xml = diagram(
        "p",
        start(),
        parallel("split"),
        *(user(name, role="officer") for name in names),
        parallel("join"),
        user("after", role="officer"),
        end(),
        paths=["start split", *(f"split {name} join" for name in names), "join after end"],
    )
    engine.deploy({"p.bpmn": xml})
    nodes = [engine_factory() for _ in names]
    for _ in range(5):
        case = engine.start("p")
        task_ids = [task.id for task in engine.tasks(case.id)]
        answers = _at_once(
            *(
                lambda node=node, task_id=task_id, number=number: node.complete(
                    task_id, {f"v{number}": number}, actor=_officer(number)
                )
                for number, (node, task_id) in enumerate(zip(nodes, task_ids, strict=True))
            )
        )
        assert not [answer for answer in answers if isinstance(answer, EngineError)]
        assert [task.element_id for task in engine.tasks(case.id)] == ["after"]
        assert engine.case(case.id).variables == {f"v{number}": number for number in range(5)}
    assert engine.verify() == []


def test_a_timer_and_a_person_at_the_same_instant_have_one_outcome(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    engine, scheduler = engine_factory(), engine_factory()
    xml = diagram(
        "p",
        start(),
        user("answer", role="officer"),
        boundary("late", "answer", timer("P1D")),
        user("chase", role="officer"),
        end(),
        paths=["start answer end", "late chase end"],
    )
    engine.deploy({"p.bpmn": xml})
    tasks = [engine.tasks(engine.start("p").id)[0] for _ in range(8)]
    clock.advance(timedelta(days=1))
    answers = _at_once(
        lambda: [_answer(engine, task.id) for task in tasks],
        scheduler.run_due,
    )[0]
    for task, answer in zip(tasks, answers, strict=True):
        case = engine.case(task.case_id)
        if isinstance(answer, TaskNotOpenError):
            assert [found.element_id for found in engine.tasks(case.id)] == ["chase"]
        else:
            assert case.status == "completed"
    assert engine.verify() == []


def _answer(engine: Engine, task_id: str) -> Any:
    try:
        return engine.complete(task_id, actor=_officer(1))
    except EngineError as error:
        return error


def test_three_schedulers_fire_each_timer_once(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory()
    waits = diagram("waits", start(), catch("wait", timer("P1D")), user("act"), end(), paths=["start wait act end"])
    engine.deploy({"p.bpmn": waits})
    for _ in range(40):
        engine.start("waits")
    clock.advance(timedelta(days=1))
    nodes = [engine_factory() for _ in range(3)]
    counts = _at_once(*(node.run_due for node in nodes))
    while (left := engine.run_due()).timers:
        counts.append(left)
    assert sum(count.timers for count in counts) == 40
    assert engine.count_tasks() == 40
    assert engine.verify() == []


def test_three_workers_do_each_job_once(engine_factory: Factory) -> None:
    done: list[str] = []
    jobs = {"note": lambda job, context: done.append(job.key)}
    nodes = [engine_factory(jobs=jobs) for _ in range(3)]
    with nodes[0].work() as work:
        for number in range(60):
            work.enqueue("note", {}, key=f"note {number}")
            work.enqueue("note", {}, key=f"note {number}")
    _at_once(*(node.run_due for node in nodes))
    assert sorted(done) == sorted(f"note {number}" for number in range(60))


def test_one_key_used_by_two_at_once_is_one_command(engine_factory: Factory) -> None:
    engine, other = engine_factory(), engine_factory()
    engine.deploy({"p.bpmn": ONE_TASK})
    for number in range(5):
        answers = _at_once(
            *(
                lambda node=node, number=number: node.start("one_task", actor=_officer(1), idempotency_key=f"k{number}")
                for node in (engine, other)
            )
        )
        assert answers[0] == answers[1]
    assert len(engine.cases()) == 5


def test_a_message_and_its_receiver_at_the_same_instant_meet(engine_factory: Factory) -> None:
    engine, other = engine_factory(), engine_factory()
    xml = diagram(
        "p",
        start(),
        catch("wait", message("answer"), "={number: number}"),
        user("read"),
        end(),
        paths=["start wait read end"],
        outside=MESSAGE,
    )
    engine.deploy({"p.bpmn": xml})
    for number in range(10):
        _at_once(
            lambda number=number: engine.start("p", {"number": number}),
            lambda number=number: other.send_message("answer", correlation={"number": number}),
        )
    engine.sweep()
    assert engine.count_tasks(element_id="read") == 10
    assert engine.verify() == []
