"""The scheduler ticks by itself, survives ticks that fail, and stops when told to."""

import threading
from collections.abc import Callable
from datetime import timedelta

from engine import Engine, Scheduler, Tick, VirtualClock
from tests.engine.runtime.diagrams import catch, diagram, end, start, timer, user

Factory = Callable[..., Engine]


def test_what_is_due_happens_by_itself(engine_factory: Factory, clock: VirtualClock) -> None:
    sent = threading.Event()
    engine = engine_factory(jobs={"mail": lambda job, context: sent.set()})
    waits = diagram("waits", start(), catch("wait", timer("P1D")), user("act"), end(), paths=["start wait act end"])
    engine.deploy({"p.bpmn": waits})
    engine.start("waits")
    with engine.work() as work:
        work.enqueue("mail", {}, key="a", due_at=work.now + timedelta(days=1))
    failed, ticked = threading.Event(), threading.Event()

    def fail() -> None:
        failed.set()
        raise ZeroDivisionError

    ticks = {"fails": Tick(fail, 0.05), "watch": Tick(lambda: ticked.set() if engine.tasks() else None, 0.05)}
    clock.advance(timedelta(days=1))
    with Scheduler(engine, ticks=ticks, node="nod-1"):
        assert sent.wait(timeout=20)
        assert ticked.wait(timeout=20)
        assert failed.wait(timeout=20)
    assert list(engine.last_ticks()) == ["nod-1"]
    threads = [thread.name for thread in threading.enumerate() if "APScheduler" in thread.name]
    assert threads == []


def test_a_stopped_scheduler_may_be_stopped_again(engine_factory: Factory) -> None:
    scheduler = Scheduler(engine_factory())
    scheduler.start()
    scheduler.stop()
    scheduler.stop()
