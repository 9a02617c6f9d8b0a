"""A machine of random commands, crashes and restarts: whatever happens, every invariant holds after each step."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from engine import Actor, Call, Engine, EngineError, Job, JobContext, VirtualClock
from engine.failpoints import FAILPOINTS, FailpointError, Name
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

PLACES: tuple[Name, ...] = ("before-tx", "after-load", "after-step", "before-flush", "after-flush", "after-commit")
OFFICERS = [Actor(f"handlaggare.{number}", frozenset({"officer"})) for number in range(3)]
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


class Commands(RuleBasedStateMachine):
    """One installation with one node at a time, which may crash at any failpoint and is then started again."""

    database: Callable[[], str]

    def __init__(self) -> None:
        super().__init__()
        self.clock = VirtualClock(datetime(2021, 11, 1, 12, tzinfo=UTC))
        self.url = self.database()
        self.handled: list[str] = []
        self.acknowledged: set[str] = set()
        self.keys = 0
        self.node = self._node()

    def _node(self) -> Engine:
        jobs = {"task_reminder": self._handle, "task_escalation": self._handle, "note": self._handle}
        return Engine(self.url, clock=self.clock, operations={"record": self._record}, jobs=jobs)

    def _record(self, call: Call) -> dict[str, Any]:
        call.enqueue("note", {"case": call.case_id}, key=f"note {call.case_id}")
        return {"recorded_at": call.now}

    def _handle(self, job: Job, context: JobContext) -> None:
        self.handled.append(job.key)

    def _give(self, command: Callable[[], Any], place: Name | None) -> Any:
        """Give a command that may crash at a place; after a crash the node is started again and gives it again."""
        if place is not None:
            FAILPOINTS.set(place, _crash, at_hit=1)
        try:
            return command()
        except FailpointError:
            FAILPOINTS.clear()
            self.node.close()
            self.node = self._node()
            return command()
        finally:
            FAILPOINTS.clear()

    def _key(self) -> str:
        self.keys += 1
        return f"key {self.keys}"

    @initialize()
    def deploy_first(self) -> None:
        """There is a process."""
        self.node.deploy({"p.bpmn": PROCESS})

    @rule(place=st.sampled_from([None, *PLACES]), other=st.booleans())
    def deploy(self, place: Name | None, other: bool) -> None:
        """A version that may be the newest already."""
        self._give(lambda: self.node.deploy({"p.bpmn": OTHER if other else PROCESS}), place)

    @rule(place=st.sampled_from([None, *PLACES]), number=st.integers(0, 3))
    def start_case(self, place: Name | None, number: int) -> None:
        """A case that waits for the answer of a number."""
        key, before = self._key(), len(self.node.cases(limit=1000))
        case = self._give(lambda: self.node.start("process", {"number": number}, idempotency_key=key), place)
        assert self.node.case(case.id).status == "active"
        assert len(self.node.cases(limit=1000)) == before + 1

    @rule(place=st.sampled_from([None, *PLACES]), pick=st.integers(0, 50), who=st.sampled_from(OFFICERS))
    def claim(self, place: Name | None, pick: int, who: Actor) -> None:
        """A task, if it is free."""
        task = self._task(pick)
        if task is not None and task.assignee in {None, who.id}:
            key = self._key()
            assert (
                self._give(lambda: self.node.claim(task.id, actor=who, idempotency_key=key), place).assignee == who.id
            )

    @rule(place=st.sampled_from([None, *PLACES]), pick=st.integers(0, 50), who=st.sampled_from(OFFICERS))
    def complete(self, place: Name | None, pick: int, who: Actor) -> None:
        """A task; if somebody else has it, nothing happens."""
        task = self._task(pick)
        if task is None:
            return
        key = self._key()
        try:
            self._give(
                lambda: self.node.complete(task.id, {f"by_{task.element_id}": who.id}, actor=who, idempotency_key=key),
                place,
            )
        except EngineError:
            assert task.assignee not in {None, who.id}
            assert self.node.task(task.id).state == "open"
        else:
            self.acknowledged.add(task.id)

    @rule(place=st.sampled_from([None, *PLACES]), number=st.integers(0, 3))
    def send(self, place: Name | None, number: int) -> None:
        """A message that may come before its receiver."""
        key = self._key()
        self._give(lambda: self.node.send_message("answer", correlation={"number": number}, idempotency_key=key), place)

    @rule(place=st.sampled_from([None, *PLACES]), hours=st.integers(1, 200))
    def let_time_pass(self, place: Name | None, hours: int) -> None:
        """Some hours or days, and what is due by then."""
        self.clock.advance(timedelta(hours=hours))
        self._give(lambda: self.node.run_due().timers, place)

    @rule(place=st.sampled_from([None, *PLACES]), pick=st.integers(0, 50))
    def terminate(self, place: Name | None, pick: int) -> None:
        """A case, by an administrator."""
        active = self.node.cases(status="active", limit=1000)
        if pick < len(active):
            case = active[pick]
            try:
                self._give(lambda: self.node.terminate(case.id, "fel", actor=OFFICERS[0]), place)
            except EngineError:
                assert self.node.case(case.id).status == "terminated"

    @rule()
    def sweep(self) -> None:
        """What is looked at now and then."""
        self.node.sweep()

    def _task(self, pick: int) -> Any:
        found = self.node.tasks()
        return found[pick % len(found)] if found else None

    @invariant()
    def every_invariant_holds(self) -> None:
        """What `verify` checks; what was acknowledged is there; each job that counts as done was handled."""
        assert self.node.verify() == []
        assert all(self.node.task(task_id).state == "completed" for task_id in self.acknowledged)
        done = {job.key for job in self.node.jobs(state="done", limit=1000) if not job.kind.startswith("deliver_")}
        assert done <= set(self.handled)
        assert self.node.incidents() == []

    def teardown(self) -> None:
        """Let go of the database."""
        FAILPOINTS.clear()
        self.node.close()


def _crash() -> None:
    raise FailpointError


def test_whatever_happens_every_invariant_holds(new_database: Callable[[], str]) -> None:
    machine = type("Commands", (Commands,), {"database": staticmethod(new_database)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=1,
            stateful_step_count=200,
            phases=[Phase.generate],
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
