"""A broker only says that jobs wait: what it loses, repeats or cannot take is neither lost nor repeated."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from engine import (
    BrokerMissingError,
    BrokerUnavailableError,
    Engine,
    Job,
    JobContext,
    JobTimes,
    RunCounts,
    Scheduler,
    VirtualClock,
    open_broker,
)
from engine.jobs.announcer import Announcer
from engine.jobs.celery_broker import CeleryBroker
from tests.engine.jobs.wire import Wire

Factory = Callable[..., Engine]
GRACE = timedelta(seconds=6)
# Nobody listens there.
NOWHERE = ("redis://127.0.0.1:1/0", "amqp://guest@127.0.0.1:1//")


class Mail:
    """Keeps the keys of what was sent."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, job: Job, context: JobContext) -> None:
        self.sent.append(job.key)


def _enqueue(engine: Engine, *keys: str) -> None:
    with engine.work() as work:
        for key in keys:
            work.enqueue("mail", {}, key=key)


def test_a_commit_announces_its_jobs_and_a_worker_does_each_once(engine_factory: Factory) -> None:
    wire, mail = Wire(), Mail()
    engine = engine_factory(jobs={"mail": mail.send}, broker=wire)
    _enqueue(engine, "a", "b")
    assert len(wire.told) == 2
    # The broker repeats every message, as after a worker's end.
    assert [engine.run_job(job_id) for job_id in wire.told * 2] == [True, True, False, False]
    assert mail.sent == ["a", "b"]
    assert not engine.run_job("nobody wrote this row")


def test_a_transaction_that_is_undone_announces_nothing(engine_factory: Factory) -> None:
    wire = Wire()
    engine = engine_factory(broker=wire)

    def fail() -> None:
        with engine.work() as work:
            work.enqueue("mail", {}, key="a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert wire.told == []


def test_a_job_for_later_is_announced_when_it_is_due(engine_factory: Factory, clock: VirtualClock) -> None:
    wire, mail = Wire(), Mail()
    engine = engine_factory(jobs={"mail": mail.send}, broker=wire)
    with engine.work() as work:
        work.enqueue("mail", {}, key="a", due_at=work.now + timedelta(hours=1))
    assert (wire.told, engine.announce_due_jobs()) == ([], 0)
    clock.advance(timedelta(hours=1) + GRACE)
    assert engine.announce_due_jobs() == 1
    assert engine.run_job(wire.told[0])


def test_what_the_broker_lost_is_announced_again_by_one_of_several_tickers(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    wire = Wire()
    tickers = [engine_factory(broker=wire, job_seconds=0.3) for _ in range(3)]
    wire.is_cut = True
    _enqueue(tickers[0], "a", "b")
    wire.is_cut = False
    assert [ticker.announce_due_jobs() for ticker in tickers] == [0, 0, 0], "it was announced only just now"
    clock.advance(GRACE)
    assert [ticker.announce_due_jobs() for ticker in tickers] == [2, 0, 0]
    assert len(wire.told) == 2
    time.sleep(0.5)
    assert [ticker.announce_due_jobs() for ticker in tickers] == [2, 0, 0], "nobody has done them since"


def test_workers_that_are_behind_are_not_buried_in_repeats(engine_factory: Factory, clock: VirtualClock) -> None:
    wire = Wire()
    engine = engine_factory(broker=wire)
    wire.is_cut = True
    _enqueue(engine, "a", "b", "c")
    wire.is_cut = False
    clock.advance(GRACE)
    wire.left = 3
    assert engine.announce_due_jobs() == 0, "the broker holds an announcement for each"
    wire.left = 2
    assert engine.announce_due_jobs() == 1


def test_commands_go_on_without_the_broker_and_the_sweep_tells_once_it_is_back(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    wire, mail = Wire(), Mail()
    engine = engine_factory(jobs={"mail": mail.send}, broker=wire)
    wire.is_cut = True
    _enqueue(engine, "a")
    clock.advance(GRACE)
    assert [engine.announce_due_jobs() for _ in range(2)] == [0, 0]
    wire.is_cut = False
    assert engine.announce_due_jobs() == 1
    assert engine.run_job(wire.told[0])
    assert engine.announce_due_jobs() == 0


def test_a_claimed_job_is_announced_to_nobody_else_until_its_lease_ends(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    wire = Wire()
    told_meanwhile: list[int] = []

    def look(job: Job, context: JobContext) -> None:
        told_meanwhile.append(engine.announce_due_jobs())

    engine = engine_factory(jobs={"mail": look}, broker=wire)
    _enqueue(engine, "a")
    clock.advance(GRACE)
    assert engine.run_job(wire.told[0])
    assert told_meanwhile == [0]


def test_the_scheduler_announces_and_leaves_the_doing_to_workers(engine_factory: Factory, clock: VirtualClock) -> None:
    wire, mail = Wire(), Mail()
    wire.is_cut = True
    engine = engine_factory(jobs={"mail": mail.send}, broker=wire)
    _enqueue(engine, "a")
    clock.advance(GRACE)
    wire.is_cut = False
    with Scheduler(engine):
        until = time.monotonic() + 20
        while not wire.told and time.monotonic() < until:
            time.sleep(0.05)
    assert len(wire.told) == 1
    assert mail.sent == []


def test_ticks_alone_do_no_jobs(engine_factory: Factory) -> None:
    mail = Mail()
    engine = engine_factory(jobs={"mail": mail.send})
    _enqueue(engine, "a")
    scheduler = Scheduler(engine, does_jobs=False)
    assert "jobs" not in scheduler._ticks
    with scheduler:
        time.sleep(1.5)
    assert mail.sent == []
    assert engine.run_due() == RunCounts(jobs=1)


# --- the adapter ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", NOWHERE)
def test_a_broker_that_is_away_neither_holds_up_nor_fails_a_command(url: str) -> None:
    broker = open_broker(url)
    begun = time.monotonic()
    broker.announce(["a"])
    assert time.monotonic() - begun < 0.5
    with pytest.raises(BrokerUnavailableError):
        broker.send(["a"])
    assert time.monotonic() - begun < 30
    broker.close()


def test_only_json_goes_over_the_wire_and_no_answer_comes_back() -> None:
    conf = CeleryBroker("redis://127.0.0.1:1/0")._app.conf
    assert (conf.task_serializer, conf.accept_content, conf.result_backend) == ("json", ["json"], None)
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (True, True, 1)
    assert conf.broker_connection_max_retries is None, "it is tried for ever"


def test_a_late_job_is_ended_before_anybody_else_may_take_it() -> None:
    times = JobTimes(90)
    assert times.seconds < times.hard_seconds < times.lease_seconds


def test_without_the_libraries_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "celery", None)
    monkeypatch.delitem(sys.modules, "engine.jobs.celery_broker", raising=False)
    with pytest.raises(BrokerMissingError, match=r"är satt.*requirements-cluster.txt.* / UTLYSA_BROKER_URL is set"):
        open_broker("redis://127.0.0.1:1/0")


def test_without_a_broker_none_of_the_libraries_is_loaded() -> None:
    program = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(['celery', 'kombu', 'redis', 'amqp']))\n"
        "from workflows.bootstrap import build\n"
        "from workflows.settings import Settings\n"
        "product = build(Settings(demo=True, database_url='sqlite://'))\n"
        "product.engine.migrate()\n"
        "print(product.engine.broker)\n"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (answer.stdout.strip(), answer.returncode) == ("None", 0), answer.stderr


# --- the thread that announces ----------------------------------------------------------------------------------------


def test_announcements_are_sent_in_order_and_the_last_ones_at_the_end() -> None:
    sent: list[str] = []
    announcer = Announcer(sent.extend)
    for number in range(500):
        announcer.put([str(number)])
    announcer.close()
    assert sent == [str(number) for number in range(500)]


def test_a_broker_that_hangs_fills_the_queue_and_stops_nobody() -> None:
    hangs = threading.Event()
    announcer = Announcer(lambda job_ids: hangs.wait(20) and None)
    begun = time.monotonic()
    for _ in range(12):
        announcer.put([str(number) for number in range(1000)])
    assert time.monotonic() - begun < 5
    hangs.set()
    announcer.close()


def test_after_a_failure_later_announcements_are_sent() -> None:
    sent: list[str] = []
    is_away = threading.Event()
    tried = threading.Event()
    is_away.set()

    def send(job_ids: Sequence[str]) -> None:
        tried.set()
        if is_away.is_set():
            raise BrokerUnavailableError
        sent.extend(job_ids)

    announcer = Announcer(send)
    announcer.put(["lost"])
    assert tried.wait(5)
    is_away.clear()
    time.sleep(0.05)
    announcer.put(["kept"])
    announcer.close()
    assert sent == ["kept"]
