"""Timers fire exactly once by the rule of their kind, in due order, however late the clock is looked at."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from engine import Actor, Call, Engine, Job, JobContext, RunCounts, VirtualClock
from engine.store import timers
from tests.engine.runtime.counting import counted
from tests.engine.runtime.diagrams import boundary, catch, diagram, end, service, start, timer, user

Factory = Callable[..., Engine]
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
WAITS = diagram(
    "waits", start(), catch("wait", timer("=days", "timeDuration")), user("act"), end(), paths=["start wait act end"]
)
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
    end(),
    paths=["start answer end"],
)
DEADLINE = datetime(2021, 11, 29, 23, tzinfo=UTC)


class Post:
    """Keeps the jobs that were sent."""

    def __init__(self) -> None:
        self.sent: list[Job] = []

    def send(self, job: Job, context: JobContext) -> None:
        self.sent.append(job)

    @property
    def handlers(self) -> dict[str, Callable[[Job, JobContext], None]]:
        return {"task_reminder": self.send, "task_escalation": self.send}


def _types(engine: Engine, case_id: str) -> list[str]:
    return [event.type for event in engine.history(case_id)]


def test_a_timer_fires_when_it_is_due_and_not_before(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": WAITS})
    case = engine.start("waits", {"days": "P7D"})
    assert engine.next_due() == clock.now() + timedelta(days=7)
    clock.advance(timedelta(days=7) - timedelta(microseconds=1))
    assert engine.run_due() == RunCounts()
    clock.advance(timedelta(microseconds=1))
    assert engine.run_due() == RunCounts(timers=1)
    assert [task.element_id for task in engine.tasks(case.id)] == ["act"]
    assert engine.run_due() == RunCounts()
    assert engine.next_due() is None
    assert engine.verify() == []


def test_timers_fire_in_due_order_also_those_that_others_arm(engine_factory: Factory, clock: VirtualClock) -> None:
    order: list[str] = []
    engine = engine_factory(operations={"note": lambda call: order.append(call.inputs["name"])})
    xml = diagram(
        "p",
        start(),
        catch("wait", timer("=first")),
        service("note_first", "note", name="name"),
        catch("wait_more", timer("=second", "timeDate")),
        service("note_second", "note", name='name + "2"'),
        end(),
        paths=["start wait note_first wait_more note_second end"],
    )
    engine.deploy({"p.bpmn": xml})
    begun = clock.now()
    engine.start("p", {"name": "b", "first": "P3D", "second": begun + timedelta(days=4)})
    engine.start("p", {"name": "a", "first": "P1D", "second": begun + timedelta(days=2)})
    clock.advance(timedelta(days=30))
    assert engine.run_due().timers == 4
    assert order == ["a", "a2", "b", "b2"]


def test_an_interrupting_boundary_timer_cancels_the_task_with_its_reminders(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    engine = engine_factory()
    xml = diagram(
        "p",
        start(),
        user("answer", due="5 working days", reminders="-1 days at 09:00"),
        boundary("late", "answer", timer("P2D")),
        user("chase"),
        end(),
        paths=["start answer end", "late chase end"],
    )
    engine.deploy({"p.bpmn": xml})
    case = engine.start("p")
    assert len(engine.timers(case.id)) == 2
    clock.advance(timedelta(days=2))
    engine.run_due()
    assert [task.element_id for task in engine.tasks(case.id)] == ["chase"]
    assert engine.timers(case.id) == []
    assert engine.verify() == []


def test_a_repeating_timer_fires_as_often_as_it_says(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory()
    xml = diagram(
        "p",
        start(),
        user("work"),
        boundary("nudge", "work", timer("R3/P1D", "timeCycle"), interrupts=False),
        end(),
        end("nudged"),
        paths=["start work end", "nudge nudged"],
    )
    engine.deploy({"p.bpmn": xml})
    case = engine.start("p")
    clock.advance(timedelta(days=10))
    assert engine.run_due().timers == 3
    assert _types(engine, case.id).count("timer_fired") == 3
    assert engine.verify() == []


def test_each_reminder_becomes_one_job_and_the_escalation_another(engine_factory: Factory, clock: VirtualClock) -> None:
    post = Post()
    engine = engine_factory(jobs=post.handlers)
    engine.deploy({"p.bpmn": REMINDED})
    case = engine.start("reminded", {"deadline": DEADLINE})
    for _ in range(30):
        clock.advance(timedelta(days=1))
        engine.run_due()
    assert [job.kind for job in post.sent] == ["task_reminder"] * 3 + ["task_escalation"]
    assert {job.payload["task_id"] for job in post.sent} == {engine.tasks(case.id)[0].id}
    assert not any(job.payload.get("is_late") and job.attempts == 0 for job in post.sent)
    assert engine.tasks(case.id)[0].escalated_at is not None
    assert engine.verify() == []


def test_after_downtime_the_latest_reminder_is_sent_late_and_older_ones_are_skipped_with_a_reason(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    post = Post()
    engine = engine_factory(jobs=post.handlers)
    engine.deploy({"p.bpmn": REMINDED})
    case = engine.start("reminded", {"deadline": DEADLINE})
    clock.set(datetime(2021, 11, 23, 12, tzinfo=UTC))
    engine.run_due()
    assert [(job.payload["reminder_at"].day, job.payload["is_late"]) for job in post.sent] == [(22, True)]
    skipped = [event.data["reason"] for event in engine.history(case.id) if event.type == "reminder_skipped"]
    assert skipped == ["a later reminder was due as well"]


def test_reminders_after_the_deadline_are_skipped_and_the_escalation_is_not(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    post = Post()
    engine = engine_factory(jobs=post.handlers)
    engine.deploy({"p.bpmn": REMINDED})
    case = engine.start("reminded", {"deadline": DEADLINE})
    clock.set(DEADLINE + timedelta(days=5))
    engine.run_due()
    assert [job.kind for job in post.sent] == ["task_escalation"]
    assert _types(engine, case.id).count("reminder_skipped") == 3


def test_a_moved_deadline_moves_the_reminders(engine_factory: Factory, clock: VirtualClock) -> None:
    post = Post()
    engine = engine_factory(jobs=post.handlers)
    engine.deploy({"p.bpmn": REMINDED})
    case = engine.start("reminded", {"deadline": DEADLINE})
    engine.set_variables(case.id, {"deadline": DEADLINE + timedelta(days=60)}, actor=OFFICER)
    assert min(row.due_at for row in engine.timers(case.id)) > DEADLINE
    clock.set(DEADLINE)
    assert engine.run_due() == RunCounts()
    assert post.sent == []
    assert engine.verify() == []


def test_a_completed_task_reminds_no_more(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": REMINDED})
    case = engine.start("reminded", {"deadline": DEADLINE})
    engine.complete(engine.tasks(case.id)[0].id, actor=OFFICER)
    assert engine.timers() == []


def test_a_process_starts_by_the_clock(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory()
    weekly = diagram("weekly", start(inside=timer("R/P7D", "timeCycle")), user("look"), end(), paths=["start look end"])
    engine.deploy({"p.bpmn": weekly})
    clock.advance(timedelta(days=15))
    assert engine.run_due().timers == 2
    assert len(engine.tasks()) == 2
    once = diagram(
        "weekly", start(inside=timer("2021-12-24T15:00", "timeDate")), user("look"), end(), paths=["start look end"]
    )
    engine.deploy({"p.bpmn": once})
    assert [row.due_at for row in engine.timers()] == [datetime(2021, 12, 24, 14, tzinfo=UTC)]
    clock.advance(timedelta(days=365))
    assert engine.run_due().timers == 1
    assert engine.timers() == []


def test_a_timer_may_be_fired_by_hand(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": WAITS})
    case = engine.start("waits", {"days": "P7D"})
    timer_id = engine.timers(case.id)[0].id
    assert engine.fire_timer(timer_id, actor=OFFICER)
    assert not engine.fire_timer(timer_id, actor=OFFICER)
    assert [event.actor for event in engine.history(case.id) if event.type == "timer_fired"] == ["handlaggare.1"]


def test_a_suspended_cases_timer_waits_until_it_is_resumed(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": WAITS})
    case = engine.start("waits", {"days": "P1D"})
    engine.suspend(case.id, "paus", actor=OFFICER)
    clock.advance(timedelta(days=2))
    assert engine.run_due() == RunCounts()
    engine.resume(case.id, actor=OFFICER)
    assert engine.run_due() == RunCounts(timers=1)


def test_many_cases_are_woken_with_few_statements_and_one_commit(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": WAITS})
    for _ in range(20):
        engine.start("waits", {"days": "P1D"})
    clock.advance(timedelta(days=1))
    with counted(engine) as counts:
        assert engine.fire_due_timers() == 20
    # What is due, the claim, the timers; case, tasks, ended and new waits, history; what is due after that.
    assert len(counts.statements) <= 9, counts.statements
    assert counts.commits == 1
    assert engine.verify() == []


def test_a_case_that_cannot_be_woken_does_not_keep_the_others_asleep(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    def look(call: Call) -> None:
        if call.variables["is_broken"]:
            raise LookupError("the register does not answer")

    engine = engine_factory(operations={"look": look})
    xml = diagram(
        "p",
        start(),
        catch("wait", timer("P1D")),
        service("look", "look"),
        user("act"),
        end(),
        paths=["start wait look act end"],
    )
    engine.deploy({"p.bpmn": xml})
    cases = [engine.start("p", {"is_broken": number in {0, 7, 8}}).id for number in range(12)]
    clock.advance(timedelta(days=1))
    assert engine.run_due() == RunCounts(timers=9)
    assert [len(engine.case(case_id).incidents) for case_id in cases] == [1, *[0] * 6, 1, 1, 0, 0, 0]
    assert all(_types(engine, case_id).count("timer_fired") == 1 for case_id in cases if engine.tasks(case_id))
    assert engine.run_due() == RunCounts()
    assert engine.verify() == []


def test_two_workers_are_given_different_cases(engine_factory: Factory, clock: VirtualClock) -> None:
    engine, other = engine_factory(), engine_factory()
    engine.deploy({"p.bpmn": WAITS})
    ids = [engine.start("waits", {"days": "P1D"}).id for _ in range(6)]
    clock.advance(timedelta(days=1))
    now = clock.now()
    with engine._transaction() as first:
        claimed = [record.id for _, record in timers.claim(first.connection, now, limit=4)]
        if not engine._database.is_sqlite:
            # On SQLite the other one waits here until the first has committed.
            with other._transaction() as second:
                claimed += [record.id for _, record in timers.claim(second.connection, now, limit=4)]
    assert claimed == ids[: len(claimed)]
    assert len(claimed) == (4 if engine._database.is_sqlite else 6)


def test_a_process_that_starts_by_the_clock_keeps_its_place_among_due_timers(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    order: list[str] = []
    engine = engine_factory(operations={"note": lambda call: order.append(call.inputs["name"])})
    waits = diagram(
        "waits",
        start(),
        catch("wait", timer("=days")),
        service("note", "note", name="name"),
        end(),
        paths=["start wait note end"],
    )
    begins = diagram(
        "begins",
        start(inside=timer("R1/P2D", "timeCycle")),
        service("note", "note", name='"begun"'),
        end(),
        paths=["start note end"],
    )
    engine.deploy({"p.bpmn": waits})
    engine.deploy({"q.bpmn": begins})
    engine.start("waits", {"name": "third day", "days": "P3D"})
    engine.start("waits", {"name": "first day", "days": "P1D"})
    clock.advance(timedelta(days=10))
    assert engine.run_due().timers == 3
    assert order == ["first day", "begun", "third day"]
