"""Every failpoint x every command: stopped there, the database is exactly as before or exactly as after the command."""

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from engine import Engine, VirtualClock
from engine.failpoints import EXIT_STATUS, FAILPOINTS, NAMES, FailpointError, Name
from engine.store.tables import outbox
from tests.engine.runtime.crashing import Crasher
from tests.engine.runtime.pictures import difference, picture
from tests.engine.runtime.trials import FILES, SETTINGS, TRIALS, Subject, Trial

Differences = Counter[tuple[str, str, tuple[object, ...]]]
AFTER: frozenset[str] = frozenset({"after-commit"})
# Passed by something else than the engine's commands, and stopped in the tests named here.
ELSEWHERE: dict[Name, str] = {
    "in-migration": "tests/engine/runtime/test_crashes.py",
    "before-rename": "tests/workflows/registry/test_crashes.py",
    "after-rename": "tests/workflows/registry/test_crashes.py",
    "in-backup": "tests/web/cli/test_backup_crashes.py",
}
READS = frozenset(
    [
        *("case", "cases", "count_cases", "count_tasks", "definition_files", "definition_form", "definitions"),
        *("example_cases", "excluded_cases", "form", "form_context", "history", "incident", "incidents"),
        *("is_migrated", "jobs", "last_ticks", "latest_log", "lint", "log_events", "may_complete", "next_due", "now"),
        *("numbers", "outline", "positions", "process_file", "reading", "rehearse", "running_versions", "task"),
        *("task_variables", "tasks", "timers", "verify", "verify_audit"),
        *("draft", "drafts", "executable_copy", "migration_plan", "moved_cases", "open_drawing"),
    ]
)
# Parts of other commands; what opens, moves and closes the database; what only tells a broker of rows that are there.
OTHERS = frozenset(["announce_due_jobs", "close", "complete_within", "file_within", "migrate", "relay", "start_within"])
MOST_HITS = 4


class Ground:
    """A database of one kind with the trials' processes, its clock, and a node that looks at it."""

    def __init__(self, url: str, clock: VirtualClock) -> None:
        self.url = url
        self.clock = clock
        self.node = Engine(url, clock=clock, **SETTINGS)
        self.node.deploy(FILES)

    def passed(self, trial: Trial) -> Counter[str]:
        """How often the command passes each failpoint, undisturbed."""
        subject, hits = trial.make(self.node, self.clock), Counter[str]()
        for name in NAMES:
            FAILPOINTS.set(name, lambda name=name: hits.update([name]))  # type: ignore[misc]
        try:
            trial.give(self.node, subject)
        finally:
            FAILPOINTS.clear()
        self.settle()
        return hits

    def undisturbed(self, trial: Trial) -> Differences:
        """What the command writes when nothing stops it."""
        subject = trial.make(self.node, self.clock)
        before = picture(self.node)
        trial.give(self.node, subject)
        if trial.is_many:
            self.settle()
        found = difference(before, picture(self.node))
        self.settle()
        return found

    def settle(self) -> None:
        """Let the leases of dead workers and the pauses of failed jobs pass, and do what is left."""
        with self.node.work() as work:
            work.session.execute(update(outbox).values(lease_until=None))
        self.clock.advance(timedelta(minutes=5))
        self.node.run_due()


@pytest.fixture
def ground(database_url: str, clock: VirtualClock) -> Iterator[Ground]:
    found = Ground(database_url, clock)
    yield found
    FAILPOINTS.clear()
    found.node.close()


@pytest.fixture(scope="module")
def crasher() -> Iterator[Crasher]:
    with Crasher() as found:
        yield found


def _try_all(ground: Ground, name: str, stop: Callable[[Subject, str, int], None], most_hits: int) -> None:
    trial = TRIALS[name]
    hits = ground.passed(trial)
    assert tuple(sorted(hits)) == tuple(sorted(trial.passes)), "Say in its trial which failpoints the command passes."
    whole = ground.undisturbed(trial)
    for place in trial.passes:
        for hit in range(1, min(hits[place], most_hits) + 1):
            _try_one(ground, trial, whole, lambda subject, p=place, h=hit: stop(subject, p, h), place)


def _try_one(ground: Ground, trial: Trial, whole: Differences, stop: Callable[[Subject], None], place: str) -> None:
    subject = trial.make(ground.node, ground.clock)
    before = picture(ground.node)
    stop(subject)
    now = picture(ground.node)
    assert ground.node.verify() == [], place
    if trial.is_many:
        # Each of its transactions is whole; those that are left are done by the next tick or by a repeat.
        _repeat(ground, trial, subject, before == now or trial.is_asked_again)
    elif place in AFTER:
        assert difference(before, now) == whole, place
    else:
        assert now == before, place
        _repeat(ground, trial, subject, is_as_before=True)
    after = picture(ground.node)
    assert difference(before, after) == whole, (
        place,
        difference(before, after) - whole,
        whole - difference(before, after),
    )
    assert ground.node.verify() == [], place
    ground.settle()


def _repeat(ground: Ground, trial: Trial, subject: Subject, is_as_before: bool) -> None:
    """Give the command again where nothing of it has happened, and let what it left be done."""
    if is_as_before:
        trial.give(ground.node, subject)
    if trial.is_many:
        ground.settle()


@pytest.mark.parametrize("name", TRIALS)
def test_a_command_that_an_error_stops_is_as_before_or_as_after(ground: Ground, name: str) -> None:
    def stop(subject: Subject, place: str, hit: int) -> None:
        def fail() -> None:
            raise FailpointError

        FAILPOINTS.set(place, fail, at_hit=hit)  # type: ignore[arg-type]  # one of the names
        try:
            TRIALS[name].give(ground.node, subject)
        except FailpointError:
            pass
        finally:
            FAILPOINTS.clear()

    _try_all(ground, name, stop, MOST_HITS)


@pytest.mark.parametrize("name", TRIALS)
def test_a_command_whose_process_ends_is_as_before_or_as_after(ground: Ground, crasher: Crasher, name: str) -> None:
    def stop(subject: Subject, place: str, hit: int) -> None:
        status = crasher.give(name, subject, url=ground.url, at=ground.clock.now(), failpoint=f"{place}:exit@{hit}")
        assert status == EXIT_STATUS, place

    _try_all(ground, name, stop, 1)


def test_every_command_is_tried() -> None:
    public = {name for name, _ in inspect.getmembers(Engine, inspect.isfunction) if not name.startswith("_")}
    tried = {trial.command for trial in TRIALS.values()}
    assert public - READS - OTHERS == tried, "A new command needs a trial in tests/engine/runtime/trials.py."
    assert not tried & (READS | OTHERS)


def test_every_failpoint_is_passed() -> None:
    passed = {place for trial in TRIALS.values() for place in trial.passes}
    assert passed | set(ELSEWHERE) == set(NAMES)
    assert not passed & set(ELSEWHERE)
    for place, test in ELSEWHERE.items():
        assert f'"{place}' in (Path(__file__).parents[3] / test).read_text(), place


def test_a_migration_that_is_stopped_leaves_no_tables(tmp_path: Path) -> None:
    engine = Engine(f"sqlite:///{tmp_path / 'new.db'}")

    def fail() -> None:
        raise FailpointError

    FAILPOINTS.set("in-migration", fail)
    try:
        with pytest.raises(FailpointError):
            engine.migrate()
    finally:
        FAILPOINTS.clear()
    assert not engine.is_migrated()
    engine.migrate()
    assert engine.is_migrated()
    engine.close()
