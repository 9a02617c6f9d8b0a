"""Time as it really passes: several schedulers, days without any, jumping clocks, summer time, leap days, new year."""

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine import Engine, Job, JobContext, RunCounts, VirtualClock
from tests.engine.runtime.diagrams import boundary, catch, diagram, end, start, timer, user

Factory = Callable[..., Engine]
STOCKHOLM = ZoneInfo("Europe/Stockholm")
REMINDED = diagram(
    "reminded",
    start(),
    user(
        "answer",
        role="officer",
        due="=deadline",
        reminders="-14 days at 09:00, -7 days at 09:00, -1 days at 09:00",
        escalateTo="boss",
    ),
    boundary("close", "answer", timer("=deadline", "timeDate")),
    user("decide", role="officer"),
    end("answered"),
    end("decided"),
    paths=["start answer answered", "close decide decided"],
)
ASKED = diagram(
    "asked",
    start(),
    user("answer", role="officer", due="=deadline", reminders="-1 days at 09:00"),
    end(),
    paths=["start answer end"],
)
DAILY = diagram(
    "daily",
    start(inside=timer("0 2 * * *", "timeCycle")),
    user("look", role="officer"),
    end(),
    paths=["start look end"],
)


class Post:
    """Keeps the keys of what was sent."""

    def __init__(self) -> None:
        self.sent: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self._lock = threading.Lock()

    def send(self, job: Job, context: JobContext) -> None:
        with self._lock:
            self.sent[job.key] += 1
            self.kinds[job.kind] += 1

    @property
    def handlers(self) -> dict[str, Callable[[Job, JobContext], None]]:
        return {"task_reminder": self.send, "task_escalation": self.send}


def local(text: str) -> datetime:
    """A Swedish wall clock time."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def test_three_schedulers_at_once_send_each_reminder_once(engine_factory: Factory, clock: VirtualClock) -> None:
    """A13: reminders of the same second, three nodes with engines of their own, all at once."""
    post = Post()
    engines = [engine_factory(jobs=post.handlers) for _ in range(3)]
    engines[0].deploy({"p.bpmn": ASKED})
    clock.set(local("2022-05-02T12:00"))
    cases = [engines[0].start("asked", {"deadline": local("2022-05-20T23:59")}).id for _ in range(100)]
    clock.set(local("2022-05-19T09:00"))
    barrier = threading.Barrier(3)

    def tick(engine: Engine) -> None:
        barrier.wait()
        engine.run_due()

    threads = [threading.Thread(target=tick, args=[engine]) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engines[0].run_due()
    assert len(post.sent) == sum(post.sent.values()) == 100
    assert {job.case_id for job in engines[0].jobs(kind="task_reminder")} == set(cases)
    assert engines[0].verify() == []


def test_after_days_without_any_scheduler_each_timer_is_handled_once_by_its_rule(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    """A14: three reminders, the escalation and the deadline itself pass while nobody ticks."""
    post = Post()
    engine = engine_factory(jobs=post.handlers)
    engine.deploy({"p.bpmn": REMINDED})
    clock.set(local("2022-05-02T12:00"))
    deadline = local("2022-05-31T23:59")
    cases = [engine.start("reminded", {"deadline": deadline}).id for _ in range(5)]
    clock.set(deadline + timedelta(days=5))
    engine.run_due()
    assert engine.run_due() == RunCounts()
    for case_id in cases:
        types = Counter(event.type for event in engine.history(case_id))
        assert types["reminder_skipped"] == 3, "a reminder after the deadline helps nobody: it is told, not dropped"
        assert types["timer_fired"] == 1
        assert [task.element_id for task in engine.tasks(case_id)] == ["decide"]
    assert max(post.sent.values(), default=1) == 1
    assert engine.verify() == []


def test_a_daily_start_is_caught_up_for_each_day_that_was_missed(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory()
    clock.set(local("2022-05-02T12:00"))
    engine.deploy({"p.bpmn": DAILY})
    clock.set(local("2022-05-12T12:00"))
    assert engine.run_due().timers == 10
    assert len(engine.cases(process_key="daily")) == 10
    assert [timer.due_at for timer in engine.timers()] == [local("2022-05-13T02:00")]


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=-400)])
def test_a_clock_that_jumps_neither_loses_nor_doubles_a_reminder(
    engine_factory: Factory, clock: VirtualClock, jump: timedelta
) -> None:
    """A16: right before and right after a reminder the clock is set wrong, and right again."""
    post = Post()
    engine = engine_factory(jobs=post.handlers)
    engine.deploy({"p.bpmn": ASKED})
    clock.set(local("2022-05-02T12:00"))
    case = engine.start("asked", {"deadline": local("2022-05-20T23:59")})
    due = local("2022-05-19T09:00")
    for moment in (due - timedelta(minutes=1), due, due + timedelta(minutes=1), due + timedelta(hours=2)):
        clock.set(moment)
        engine.run_due()
        clock.set(moment + jump)
        engine.run_due()
        clock.set(moment)
        engine.run_due()
    assert list(post.sent.values()) == [1]
    assert [event.seq for event in engine.history(case.id)] == list(range(1, len(engine.history(case.id)) + 1))
    assert engine.verify() == engine.verify_audit() == []


@pytest.mark.parametrize(
    ("last_day", "reminder"),
    [
        # Spring forward on Sunday the 27th, back on Sunday the 30th: nine o'clock stays nine o'clock.
        ("2022-03-29", "2022-03-28T07:00:00+00:00"),
        ("2022-10-31", "2022-10-28T07:00:00+00:00"),
        ("2022-11-01", "2022-10-31T08:00:00+00:00"),
        # The last day of February, with and without the 29th; new year's day is a day off.
        ("2028-03-01", "2028-02-29T08:00:00+00:00"),
        ("2027-03-01", "2027-02-26T08:00:00+00:00"),
        ("2022-01-01", "2021-12-30T08:00:00+00:00"),
    ],
)
def test_a_reminder_comes_at_nine_by_local_clocks_on_a_working_day(
    engine_factory: Factory, clock: VirtualClock, last_day: str, reminder: str
) -> None:
    post = Post()
    engine = engine_factory(jobs=post.handlers)
    engine.deploy({"p.bpmn": ASKED})
    clock.set(local(last_day) - timedelta(days=20))
    engine.start("asked", {"deadline": local(f"{last_day}T23:59")})
    due = datetime.fromisoformat(reminder)
    clock.set(due - timedelta(seconds=1))
    engine.run_due()
    assert post.kinds["task_reminder"] == 0
    clock.set(due)
    engine.run_due()
    assert post.kinds["task_reminder"] == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        # The hour that does not exist is the one after it; of the hour that comes twice it is the first.
        ("2022-03-27T02:30", "2022-03-27T01:30:00+00:00"),
        ("2022-10-30T02:30", "2022-10-30T00:30:00+00:00"),
        ("2028-02-29T12:00", "2028-02-29T11:00:00+00:00"),
        ("2021-12-31T23:59:59.999", "2021-12-31T22:59:59.999000+00:00"),
    ],
)
def test_an_instant_of_a_local_clock_is_one_instant(
    engine_factory: Factory, clock: VirtualClock, written: str, meant: str
) -> None:
    engine = engine_factory()
    xml = diagram(
        "waits", start(), catch("wait", timer(written, "timeDate")), user("act"), end(), paths=["start wait act end"]
    )
    engine.deploy({"p.bpmn": xml})
    engine.start("waits")
    assert [timer.due_at for timer in engine.timers()] == [datetime.fromisoformat(meant)]
    clock.set(datetime.fromisoformat(meant))
    assert engine.run_due().timers == 1


def test_a_year_after_a_leap_day_is_the_last_of_february(engine_factory: Factory, clock: VirtualClock) -> None:
    """A19. Four years after it there is a leap day again."""
    engine = engine_factory()
    clock.set(local("2028-02-29T09:00"))
    for key, duration in (("one", "P1Y"), ("four", "P4Y")):
        xml = diagram(key, start(), catch("wait", timer(duration)), user("act"), end(), paths=["start wait act end"])
        engine.deploy({"p.bpmn": xml})
        engine.start(key)
    assert [timer.due_at for timer in engine.timers()] == [local("2029-02-28T09:00"), local("2032-02-29T09:00")]


def test_a_nightly_start_comes_once_a_night_also_when_the_hour_is_missing_or_double(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    engine = engine_factory()
    nightly = diagram(
        "nightly", start(inside=timer("30 2 * * *", "timeCycle")), user("look"), end(), paths=["start look end"]
    )
    for first, nights in (("2022-03-25T12:00", 4), ("2022-10-28T12:00", 4)):
        clock.set(local(first))
        engine.deploy({"p.bpmn": nightly.replace(b'name="nightly"', f'name="{first}"'.encode())})
        fired = 0
        for _ in range(nights * 24 * 2):
            clock.advance(timedelta(minutes=30))
            fired += engine.run_due().timers
        assert fired == nights


PROGRAM = """
import sys
from datetime import datetime, UTC
from engine import Engine, VirtualClock
from tests.engine.jobs.test_downtime import ASKED, DAILY, local
engine = Engine("sqlite://", clock=VirtualClock(datetime(2022, 3, 20, 11, tzinfo=UTC)))
engine.migrate()
engine.deploy({"a.bpmn": ASKED, "b.bpmn": DAILY})
engine.start("asked", {"deadline": local("2022-03-29T23:59")})
print(sorted(timer.due_at.isoformat() for timer in engine.timers()))
"""


def test_the_zone_of_the_computer_changes_nothing() -> None:
    """A18: the same instants under three zones of the server."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "TZ": zone, "PYTHONPATH": str(Path(__file__).parents[3])},
            stdout=subprocess.PIPE,
            text=True,
        )
        for zone in ("UTC", "Europe/Stockholm", "America/New_York")
    ]
    answers = {program.communicate()[0] for program in programs}
    assert [program.returncode for program in programs] == [0, 0, 0]
    assert len(answers) == 1
    assert "2022-03-28T07:00:00+00:00" in answers.pop()


def test_stored_instants_are_in_utc(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": ASKED})
    clock.set(local("2022-05-02T12:00"))
    engine.start("asked", {"deadline": local("2022-05-20T23:59")})
    assert {timer.due_at.tzinfo for timer in engine.timers()} == {UTC}
