"""A machine of random commands, crashes and restarts: whatever happens, every invariant holds after each step."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from engine import Actor, Engine, EngineError, OperationFailedError, VirtualClock
from engine.failpoints import Name
from tests.engine.runtime.diagrams import (
    MESSAGE,
    boundary,
    catch,
    diagram,
    end,
    message,
    parallel,
    service,
    start,
    timer,
    user,
)
from tests.engine.runtime.mortal_node import MortalNode, NodeDiedError, Told

STEPS = 200
PLACES: tuple[Name, ...] = (
    "before-tx",
    "after-load",
    "after-step",
    "before-flush",
    "in-audit",
    "after-flush",
    "after-commit",
    "before-send",
    "after-send",
    "in-deploy",
)
# About every third command is given to a node that ends on its way.
CRASHES = st.sampled_from([None] * 2 * len(PLACES) + [f"{place}:exit@{hit}" for place in PLACES for hit in (1, 2)][::2])
OFFICERS = [Actor(f"handlaggare.{number}", frozenset({"officer"})) for number in range(3)]
ADMIN = Actor("admin.1", frozenset({"admin"}))
PROCESS = diagram(
    "process",
    start(),
    parallel("split"),
    user("a", role="officer", due="5 working days", reminders="-2 days at 09:00, -1 days at 09:00", escalateTo="boss"),
    boundary("nudge", "a", timer("R3/P2D", "timeCycle"), interrupts=False),
    end("nudged"),
    user("b", role="officer"),
    boundary("late", "b", timer("P9D")),
    catch("wait", message("answer"), "={number: number}"),
    parallel("join"),
    service("record", "record"),
    user("check", role="officer"),
    end(),
    '<exclusiveGateway id="merge"/>',
    paths=[
        "start split a join record check end",
        "split b merge join",
        "split wait join",
        "nudge nudged",
        "late merge",
    ],
    outside=MESSAGE,
)
OTHER = PROCESS.replace(b'name="check"', b'name="check again"')


@dataclass(frozen=True)
class Choice:
    """What chance has chosen for one step; each action takes what it needs."""

    crash: str | None
    pick: int
    who: Actor
    number: int
    hours: int
    way: str


CHOICES = st.builds(
    Choice,
    crash=CRASHES,
    pick=st.integers(0, 50),
    who=st.sampled_from(OFFICERS),
    number=st.integers(0, 3),
    hours=st.integers(1, 200),
    way=st.sampled_from(["retry", "skip", "correct"]),
)
# Each as often as it is listed. One rule draws them: of many rules Hypothesis leaves most out of each run.
ACTIONS = [
    *("complete",) * 8,
    *("start_case", "claim", "let_time_pass") * 3,
    *("send", "deal_with_incident") * 2,
    *("release", "terminate", "deploy", "sweep", "break_or_mend_the_remote"),
]


class Commands(RuleBasedStateMachine):
    """One installation with a node that may end at any failpoint; another one then takes its place."""

    database: Callable[[], str]
    steps: ClassVar[list[int]]
    deaths: ClassVar[list[int]]
    told: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.clock = VirtualClock(datetime(2021, 11, 1, 12, tzinfo=UTC))
        self.temporary = TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        url = self.database()
        self.node = MortalNode(url, self.folder)
        self.seen = Engine(url, clock=self.clock)
        self.acknowledged: dict[str, str] = {}
        self.keys = 0
        self.taken = 0

    def _give(self, crash: str | None, method: str, *arguments: Any, **named: Any) -> Any:
        """Give a command; after a crash it is given again, to the node that has taken the place."""
        told = Told(crash or "", self.clock.now(), method, arguments, named)
        try:
            return self.node.give(told)
        except NodeDiedError:
            return self.node.give(Told("", self.clock.now(), method, arguments, named))

    def _key(self) -> str:
        self.keys += 1
        return f"key {self.keys}"

    @initialize()
    def deploy_first(self) -> None:
        """There is a process."""
        self._give(None, "deploy", {"p.bpmn": PROCESS})

    @rule(action=st.sampled_from(ACTIONS), by=CHOICES)
    def act(self, action: str, by: Choice) -> None:
        """Any of the actions below."""
        self.told[action] += 1
        getattr(self, action)(by)

    def deploy(self, by: Choice) -> None:
        """A version that may be the newest already."""
        found = self._give(by.crash, "deploy", {"p.bpmn": OTHER if by.number % 2 else PROCESS}).definitions[0].version
        assert [one.version for one in self.seen.definitions("process")] == [found]

    def start_case(self, by: Choice) -> None:
        """A case that waits for the answer of a number."""
        before = self.seen.count_cases()
        case = self._give(by.crash, "start", "process", {"number": by.number}, idempotency_key=self._key())
        assert self.seen.case(case.id).status == "active"
        assert self.seen.count_cases() == before + 1

    def claim(self, by: Choice) -> None:
        """A task, if it is free."""
        task = self._task(by.pick)
        if task is not None and task.assignee in {None, by.who.id}:
            self._give(by.crash, "claim", task.id, actor=by.who, idempotency_key=self._key())
            assert self.seen.task(task.id).assignee == by.who.id

    def release(self, by: Choice) -> None:
        """A task that somebody has claimed, by that person."""
        task = self._task(by.pick)
        if task is not None and task.assignee is not None:
            holder = Actor(task.assignee, frozenset({"officer"}))
            self._give(by.crash, "release", task.id, actor=holder, idempotency_key=self._key())
            assert self.seen.task(task.id).assignee is None

    def complete(self, by: Choice) -> None:
        """A task; if somebody else has it or the step fails, nothing happens."""
        task = self._task(by.pick)
        if task is None:
            return
        data = {f"by_{task.element_id}": by.who.id}
        try:
            self._give(by.crash, "complete", task.id, data, actor=by.who, idempotency_key=self._key())
        except OperationFailedError:
            assert self._is_down
            assert self.seen.task(task.id).state == "open"
        except EngineError:
            assert task.assignee not in {None, by.who.id}
            assert self.seen.task(task.id).state == "open"
        else:
            self.acknowledged[task.id] = by.who.id

    def send(self, by: Choice) -> None:
        """A message that may come before its receiver."""
        try:
            self._give(
                by.crash, "send_message", "answer", correlation={"number": by.number}, idempotency_key=self._key()
            )
        except OperationFailedError:
            assert self._is_down

    def let_time_pass(self, by: Choice) -> None:
        """Some hours or days, and what is due by then."""
        self.clock.advance(timedelta(hours=by.hours))
        self._give(by.crash, "run_due")

    def terminate(self, by: Choice) -> None:
        """A case, now and then, by an administrator."""
        active = self.seen.cases(status="active", limit=1000)
        if by.pick < len(active) and by.pick % 5 == 0:
            try:
                self._give(by.crash, "terminate", active[by.pick].id, "fel", actor=ADMIN)
            except EngineError:
                assert by.crash is not None
            assert self.seen.case(active[by.pick].id).status == "terminated"

    def sweep(self, by: Choice) -> None:
        """What is looked at now and then."""
        self._give(by.crash, "sweep")

    # --- steps that fail ----------------------------------------------------------------------------------------------

    @property
    def _is_down(self) -> bool:
        return (self.folder / "is_down").exists()

    def break_or_mend_the_remote(self, by: Choice) -> None:
        """The other system goes down, or comes up."""
        (self.folder / "is_down").unlink() if self._is_down else (self.folder / "is_down").touch()

    def deal_with_incident(self, by: Choice) -> None:
        """An open incident: tried again, skipped, or tried again with a variable corrected."""
        found = self.seen.incidents()
        if not found:
            return
        incident = found[by.pick % len(found)]
        try:
            if by.way == "skip":
                self._give(by.crash, "skip_incident", incident.id, "för hand", actor=ADMIN)
            else:
                more = {"variables": {"is_by_hand": True}, "reason": "för hand"} if by.way == "correct" else {}
                self._give(by.crash, "retry_incident", incident.id, actor=ADMIN, **more)
        except OperationFailedError:
            assert self._is_down
            assert by.way == "retry"
        except EngineError:
            # What it is about may be claimed by another, or the first node had done it before it ended.
            assert self.seen.verify() == []

    # --- what must hold -----------------------------------------------------------------------------------------------

    def _task(self, pick: int) -> Any:
        found = self.seen.tasks()
        return found[pick % len(found)] if found else None

    @invariant()
    def every_invariant_holds(self) -> None:
        """What `verify` checks; what was acknowledged is there; each job that counts as done was handled."""
        self.taken += 1
        assert self.seen.verify() == []
        for task_id, who in self.acknowledged.items():
            task = self.seen.task(task_id)
            assert (task.state, task.completed_by) == ("completed", who)
        done = {job.key for job in self.seen.jobs(state="done", limit=1000) if not job.kind.startswith("deliver_")}
        handled = self.folder / "handled"
        assert done <= set(handled.read_text().split("\n") if handled.exists() else ())

    def teardown(self) -> None:
        """Let go of the database."""
        self.steps.append(self.taken)
        self.deaths.append(self.node.deaths)
        self.node.end()
        self.seen.close()
        self.temporary.cleanup()


def test_whatever_happens_every_invariant_holds(new_database: Callable[[], str]) -> None:
    steps: list[int] = []
    deaths: list[int] = []
    told: Counter[str] = Counter()
    known = {"database": staticmethod(new_database), "steps": steps, "deaths": deaths, "told": told}
    machine = type("Commands", (Commands,), known)
    run_state_machine_as_test(
        machine,
        settings=settings(
            # The first is always the simplest one, over and over; the second is the one that counts.
            max_examples=2,
            stateful_step_count=STEPS,
            phases=[Phase.generate],
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
        _min_steps=STEPS,
    )
    assert min(steps) >= STEPS
    assert max(deaths) > STEPS / 20
    assert set(told) == set(ACTIONS)
