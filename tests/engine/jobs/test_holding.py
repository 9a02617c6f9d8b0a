"""After an older state is laid out again nothing goes out that may have gone out before, until a person says so."""

from collections.abc import Callable
from datetime import timedelta

from engine import Actor, Engine, Job, JobContext, RunCounts, VirtualClock
from tests.engine.runtime.diagrams import catch, diagram, end, start, timer, user

Factory = Callable[..., Engine]
ADMIN = Actor("systemforvaltare.1", frozenset({"admin"}))
LATE = diagram(
    "late", start(), user("answer", role="officer", due="P1D", escalateTo="boss"), end(), paths=["start answer end"]
)
TOLD = diagram(
    "told",
    start(),
    catch("wait", timer("P1D")),
    user("act", role="officer"),
    end(),
    paths=["start wait act end"],
)


class Post:
    """Keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, job: Job, context: JobContext) -> None:
        self.sent.append(job.kind)


def _engine(engine_factory: Factory, post: Post) -> Engine:
    engine = engine_factory(jobs={"mail": post.send, "task_escalation": post.send})
    engine.deploy({"late.bpmn": LATE, "told.bpmn": TOLD})
    return engine


def test_what_is_due_is_held_with_what_comes_of_it_and_the_rest_waits(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    post = Post()
    engine = _engine(engine_factory, post)
    late, told = engine.start("late"), engine.start("told")
    with engine.work() as work:
        work.enqueue("mail", {}, key="waited")
        work.enqueue("mail", {}, key="tomorrow", due_at=work.now + timedelta(days=3))
    clock.advance(timedelta(days=2))
    assert engine.hold_due_jobs(actor=ADMIN) == 2
    assert [task.element_id for task in engine.tasks(told.id)] == ["act"]
    assert engine.tasks(late.id)[0].escalated_at is not None
    assert engine.run_due() == RunCounts()
    assert post.sent == []
    assert sorted(job.kind for job in engine.jobs(state="held")) == ["mail", "task_escalation"]
    clock.advance(timedelta(days=1))
    assert engine.run_due() == RunCounts(jobs=1)
    assert post.sent == ["mail"]
    assert engine.verify() == []


def test_a_person_releases_what_was_never_sent_and_drops_what_was(engine_factory: Factory) -> None:
    post = Post()
    engine = _engine(engine_factory, post)
    with engine.work() as work:
        for key in ("a", "b", "c"):
            work.enqueue("mail", {}, key=key)
    engine.hold_due_jobs(actor=ADMIN)
    ids = {job.key: job.id for job in engine.jobs(state="held")}
    assert engine.release_jobs([ids["a"]], actor=ADMIN) == 1
    assert engine.drop_jobs([ids["a"], ids["b"]], actor=ADMIN) == 1
    engine.run_due()
    assert {job.key: job.state for job in engine.jobs()} == {"a": "done", "b": "skipped", "c": "held"}
    assert engine.release_jobs(actor=ADMIN) == 1
    engine.run_due()
    assert len(post.sent) == 2
    told = [(event.type, event.data["keys"], event.actor) for event in engine.log_events() if "jobs" in event.type]
    assert told == [
        ("jobs_held", ["a", "b", "c"], ADMIN.id),
        ("jobs_released", ["a"], ADMIN.id),
        ("jobs_dropped", ["b"], ADMIN.id),
        ("jobs_released", ["c"], ADMIN.id),
    ]


def test_a_request_with_the_key_of_a_held_job_is_the_same_job(engine_factory: Factory) -> None:
    post = Post()
    engine = _engine(engine_factory, post)
    for _ in range(2):
        with engine.work() as work:
            work.enqueue("mail", {}, key="receipt:1")
        engine.hold_due_jobs(actor=ADMIN)
    assert engine.run_due() == RunCounts()
    assert [job.state for job in engine.jobs()] == ["held"]


def test_messages_between_cases_are_delivered_while_mails_are_held(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": WAITING})
    case = engine.start("waiting")
    with engine.work() as work:
        # As after a crash right after the commit: nobody has delivered yet.
        engine._relaying.waiting = []  # type: ignore[assignment]
        work.send_message("answer", case_id=case.id)
    engine._relaying.waiting = None
    assert engine.tasks(case.id) == []
    assert engine.hold_due_jobs(actor=ADMIN) == 0
    assert [task.element_id for task in engine.tasks(case.id)] == ["read"]


WAITING = diagram(
    "waiting",
    start(),
    catch("wait", '<messageEventDefinition messageRef="answer"/>'),
    user("read", role="officer"),
    end(),
    paths=["start wait read end"],
    outside='<message id="answer" name="answer"/>',
)
