"""A worker on a real broker: takes what is announced, survives the broker's end, and ends when it is told to."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine import open_broker
from tests.journeys.cluster_servers import Redis, wait_for

pytestmark = pytest.mark.slow

_ROOT = Path(__file__).parents[3]
# Writes a line when it begins a job and one when it has done it; a job's id says for how many seconds it takes.
_WORKER = """
import os, sys, time
from engine import JobTimes, open_broker

class Runner:
    def run_job(self, job_id):
        self.note("begun", job_id)
        try:
            time.sleep(float(job_id.partition("@")[2] or 0))
        except Exception as error:
            self.note(type(error).__name__, job_id)
            return True
        self.note("done", job_id)
        return True

    def note(self, word, job_id):
        with open(sys.argv[2], "a") as lines:
            print(word, job_id, os.getpid(), file=lines, flush=True)

raise SystemExit(open_broker(sys.argv[1]).work(Runner, processes=1, times=JobTimes(float(sys.argv[3]))))
"""


class Log:
    """What the worker's processes wrote."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()

    def ids(self, word: str) -> list[str]:
        """The jobs of which a word was said."""
        return [line.split()[1] for line in self.path.read_text().splitlines() if line.startswith(f"{word} ")]

    def pids(self) -> set[int]:
        """The processes that wrote."""
        return {int(line.split()[2]) for line in self.path.read_text().splitlines()}

    def wait(self, word: str, job_id: str) -> None:
        """Wait for a line."""
        wait_for(lambda: job_id in self.ids(word), what=f"{word} {job_id}: {self.path.read_text()}")


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    broker = Redis(tmp_path)
    broker.start()
    yield broker
    broker.crash()


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "lines")


@contextmanager
def worker(redis: Redis, log: Log, *, seconds: float = 30) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of one process."""
    command = [sys.executable, "-c", _WORKER, redis.url, str(log.path), str(seconds)]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(_ROOT)})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _send(redis: Redis, *job_ids: str) -> None:
    broker = open_broker(redis.url)
    broker.send(job_ids)
    broker.close()


def _until_sent(redis: Redis, job_id: str, is_done: Callable[[], bool]) -> None:
    """Announce again and again, as the sweep does, until the job is done."""
    until = time.monotonic() + 60
    while not is_done():
        assert time.monotonic() < until, "The worker takes nothing"
        _send(redis, job_id)
        time.sleep(0.5)


def test_a_worker_goes_on_after_the_broker_was_lost_with_a_job_in_hand(redis: Redis, log: Log) -> None:
    """The acknowledgement of that job fails: the message must not count as in hand from then on."""
    with worker(redis, log):
        _send(redis, "first@2")
        log.wait("begun", "first@2")
        redis.crash()
        log.wait("done", "first@2")
        redis.start()
        _until_sent(redis, "second", lambda: "second" in log.ids("done"))


def test_a_worker_that_is_told_to_end_finishes_what_it_has_in_hand_and_begins_nothing(redis: Redis, log: Log) -> None:
    with worker(redis, log) as process:
        _send(redis, "first@2", "second@2", "third@2")
        log.wait("begun", "first@2")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert log.ids("done") == log.ids("begun") == ["first@2"]
    with worker(redis, log):
        log.wait("done", "third@2")
    assert sorted(log.ids("done")) == ["first@2", "second@2", "third@2"], "the others went back to the broker"


def test_a_job_that_takes_too_long_is_interrupted(redis: Redis, log: Log) -> None:
    with worker(redis, log, seconds=1):
        _send(redis, "slow@30", "quick")
        log.wait("SoftTimeLimitExceeded", "slow@30")
        log.wait("done", "quick")


def test_a_killed_process_of_a_worker_is_replaced(redis: Redis, log: Log) -> None:
    with worker(redis, log):
        _send(redis, "first@30")
        log.wait("begun", "first@30")
        (pid,) = log.pids()
        os.kill(pid, signal.SIGKILL)
        _send(redis, "second")
        log.wait("done", "second")


def test_what_waits_is_counted(redis: Redis) -> None:
    broker = open_broker(redis.url)
    assert broker.waiting() == 0
    broker.announce(["a", "b"])
    wait_for(lambda: broker.waiting() == 2, what="The announcements are sent")
    broker.close()
