"""Every command of the engine with what it needs, so that each can be stopped at every failpoint that it passes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine import Actor, Call, Engine, Job, JobContext, OperationFailedError, VirtualClock
from tests.engine.runtime.diagrams import (
    MESSAGE,
    SIGNAL,
    catch,
    diagram,
    end,
    message,
    service,
    signal,
    start,
    timer,
    user,
)

OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
ADMIN = Actor("admin.1", frozenset({"admin"}))
FILES = {
    "line/line.bpmn": diagram(
        "line",
        start(),
        user("a", role="officer"),
        service("record", "record"),
        user("b", role="officer"),
        end(),
        paths=["start a record b end"],
    ),
    "waits/waits.bpmn": diagram(
        "waits",
        start(),
        catch("wait", message("answer"), "={number: number}"),
        user("read", role="officer"),
        end(),
        paths=["start wait read end"],
        outside=MESSAGE,
    ),
    "timed/timed.bpmn": diagram(
        "timed",
        start(),
        catch("sleep", timer("PT1H")),
        service("record", "record"),
        user("wake", role="officer"),
        end(),
        paths=["start sleep record wake end"],
    ),
    "hears/hears.bpmn": diagram(
        "hears",
        start(),
        catch("hear", signal("alarm")),
        user("act", role="officer"),
        end(),
        paths=["start hear act end"],
        outside=SIGNAL,
    ),
    "free/free.bpmn": diagram(
        "free",
        start(),
        '<adHocSubProcess id="free_choice">',
        user("one", role="officer"),
        "</adHocSubProcess>",
        end(),
        paths=["start free_choice end"],
    ),
    "fetches/fetches.bpmn": diagram(
        "fetches",
        start(),
        user("ask", role="officer"),
        service("fetch", "fetch"),
        user("read", role="officer"),
        end(),
        paths=["start ask fetch read end"],
    ),
}


class Remote:
    """Another system, which is down while a trial is made ready."""

    is_down = False


def _record(call: Call) -> Mapping[str, Any]:
    call.enqueue("note", {"case": call.case_id}, key=f"note {call.case_id}")
    return {"recorded": True}


def _fetch(call: Call) -> Mapping[str, Any]:
    if Remote.is_down or call.variables.get("is_wrong"):
        raise ConnectionError("registret svarar inte")
    return {"fetched": True}


def _note(_job: Job, _context: JobContext) -> None:
    """Nothing: that it was called is what matters."""


SETTINGS: Mapping[str, Any] = {"operations": {"record": _record, "fetch": _fetch}, "jobs": {"note": _note}}

Subject = Any


@dataclass(frozen=True)
class Trial:
    """A command: what it is given, how it is given, and whether it is more than one transaction.

    `passes` are the failpoints on its way, in the order in which they are first passed. What a command of several
    transactions leaves is done by the next tick, or where it `is_asked_again` by the same command once more.
    """

    command: str
    make: Callable[[Engine, VirtualClock], Subject]
    give: Callable[[Engine, Subject], object]
    passes: tuple[str, ...]
    is_many: bool = False
    is_asked_again: bool = False


WRITES = ("before-flush", "in-audit", "after-flush", "after-commit")
STEPS = ("before-tx", "after-load", "after-step", *WRITES)
CHANGES = ("before-tx", "after-load", *WRITES)
PLAIN = ("before-tx", "before-flush", "after-flush", "after-commit")


def _nothing(_engine: Engine, _clock: VirtualClock) -> Subject:
    return None


def _case(key: str, **variables: Any) -> Callable[[Engine, VirtualClock], Subject]:
    return lambda engine, _clock: engine.start(key, variables).id


def _task(engine: Engine, case_id: str) -> str:
    return engine.tasks(case_id)[0].id


def _open_task(engine: Engine, _clock: VirtualClock) -> Subject:
    return _task(engine, engine.start("line").id)


def _claimed(engine: Engine, clock: VirtualClock) -> Subject:
    task_id = _open_task(engine, clock)
    engine.claim(task_id, actor=OFFICER)
    return task_id


def _suspended(engine: Engine, _clock: VirtualClock) -> Subject:
    return engine.suspend(engine.start("line").id, "Väntar", actor=ADMIN).id


def _timer(engine: Engine, _clock: VirtualClock) -> Subject:
    return engine.timers(engine.start("timed").id)[0].id


def _due(engine: Engine, clock: VirtualClock) -> Subject:
    case_id = engine.start("timed").id
    clock.advance(timedelta(hours=1))
    return case_id


def _with_job(engine: Engine, _clock: VirtualClock) -> Subject:
    case_id = engine.start("line").id
    engine.complete(_task(engine, case_id), actor=OFFICER)
    return engine.jobs(state="waiting")[0].id


def _failed(engine: Engine, _clock: VirtualClock) -> Subject:
    return _incident(engine, {})


def _wrong(engine: Engine, _clock: VirtualClock) -> Subject:
    return _incident(engine, {"is_wrong": True})


def _incident(engine: Engine, variables: Mapping[str, Any]) -> Subject:
    case_id = engine.start("fetches", variables).id
    Remote.is_down = True
    try:
        engine.complete(_task(engine, case_id), actor=OFFICER)
    except OperationFailedError:
        return engine.incidents(case_id)[0].id
    finally:
        Remote.is_down = False
    raise AssertionError("The step was to fail.")


def _expired(engine: Engine, clock: VirtualClock) -> Subject:
    engine.send_message("nobody", ttl=timedelta(minutes=1))
    clock.advance(timedelta(minutes=2))
    return None


def _two_that_hear(engine: Engine, _clock: VirtualClock) -> Subject:
    return max(engine.start("hears").id for _ in range(2))


def _newest(engine: Engine, _clock: VirtualClock) -> Subject:
    return engine.definitions("line")[0].version


def _edited(newest: int) -> dict[str, bytes]:
    name = "line/line.bpmn"
    return {name: FILES[name].replace(b'name="a"', f'name="a after {newest}"'.encode())}


def _moved_on(engine: Engine) -> int:
    """A newer version of the process than any case has."""
    return engine.deploy(_edited(engine.definitions("line")[0].version)).definitions[0].version


def _with_newer(engine: Engine, _clock: VirtualClock) -> Subject:
    case_id = engine.start("line").id
    return [case_id, _moved_on(engine)]


def _migrated(engine: Engine, clock: VirtualClock) -> Subject:
    case_id, version = _with_newer(engine, clock)
    engine.migrate_case(case_id, version, actor=ADMIN)
    return case_id


def _two_with_newer(engine: Engine, _clock: VirtualClock) -> Subject:
    case_ids = [engine.start("line").id for _ in range(2)]
    return [case_ids, _moved_on(engine)]


def _drafted(engine: Engine, _clock: VirtualClock) -> Subject:
    return engine.begin_draft("line", FILES, actor=ADMIN).id


def _held(engine: Engine, clock: VirtualClock) -> Subject:
    job_id = _with_job(engine, clock)
    engine.hold_due_jobs(actor=ADMIN)
    return [job_id]


def _noted(engine: Engine, _subject: Subject) -> object:
    with engine.work(actor=ADMIN) as work:
        work.record("noted", {"x": 1})
        work.enqueue("note", {}, key=f"noted {work.now.isoformat()}")
        return work.start("line")


def _key(subject: Subject) -> str:
    return f"key of {subject}"


TRIALS: Mapping[str, Trial] = {
    "start": Trial(
        "start",
        _nothing,
        lambda engine, _: engine.start("line", {"x": 1}, actor=OFFICER),
        ("before-tx", "after-step", *WRITES),
    ),
    "start with a key": Trial(
        "start",
        _case("line"),
        lambda engine, case: engine.start("line", {"x": 1}, actor=OFFICER, idempotency_key=_key(case)),
        ("before-tx", "after-step", *WRITES),
    ),
    "claim": Trial("claim", _open_task, lambda engine, task: engine.claim(task, actor=OFFICER), CHANGES),
    "release": Trial("release", _claimed, lambda engine, task: engine.release(task, actor=OFFICER), CHANGES),
    "delegate": Trial(
        "delegate", _open_task, lambda engine, task: engine.delegate(task, "handlaggare.2", actor=OFFICER), CHANGES
    ),
    "complete": Trial(
        "complete",
        _open_task,
        lambda engine, task: engine.complete(task, {"x": 1}, actor=OFFICER, idempotency_key=_key(task)),
        STEPS,
    ),
    "complete, which fails": Trial(
        "complete",
        lambda engine, _: _task(engine, engine.start("fetches", {"is_wrong": True}).id),
        lambda engine, task: _refused(lambda: engine.complete(task, actor=OFFICER)),
        CHANGES,
    ),
    "set_variables": Trial(
        "set_variables",
        _case("line"),
        lambda engine, case: engine.set_variables(case, {"x": 1}, actor=ADMIN, idempotency_key=_key(case)),
        STEPS,
    ),
    "start_activity": Trial(
        "start_activity", _case("free"), lambda engine, case: engine.start_activity(case, "one", actor=OFFICER), STEPS
    ),
    "suspend": Trial("suspend", _case("line"), lambda engine, case: engine.suspend(case, "Fel", actor=ADMIN), CHANGES),
    "resume": Trial("resume", _suspended, lambda engine, case: engine.resume(case, actor=ADMIN), CHANGES),
    "terminate": Trial(
        "terminate", _case("line"), lambda engine, case: engine.terminate(case, "Fel", actor=ADMIN), STEPS
    ),
    "exclude": Trial(
        "exclude",
        _case("line"),
        lambda engine, case: engine.exclude(case, "handlaggare.2", reason="Jäv", actor=ADMIN),
        CHANGES,
    ),
    "send_message": Trial(
        "send_message",
        _case("waits", number=1),
        lambda engine, case: engine.send_message("answer", {"x": 1}, case_id=case, idempotency_key=_key(case)),
        STEPS,
    ),
    "send_message that nobody waits for": Trial(
        "send_message",
        _case("line"),
        lambda engine, case: engine.send_message("nobody", {"x": 1}, idempotency_key=_key(case)),
        PLAIN,
    ),
    "broadcast_signal": Trial(
        "broadcast_signal",
        _two_that_hear,
        lambda engine, case: engine.broadcast_signal("alarm", {"x": 1}, idempotency_key=_key(case)),
        ("before-tx", "before-flush", "after-flush", "after-commit", "after-load", "after-step", "in-audit"),
        is_many=True,
    ),
    "fire_timer": Trial("fire_timer", _timer, lambda engine, timer_id: engine.fire_timer(timer_id), STEPS),
    "fire_due_timers": Trial("fire_due_timers", _due, lambda engine, _: engine.fire_due_timers(), STEPS),
    "run_due": Trial(
        "run_due", _due, lambda engine, _: engine.run_due(), (*STEPS, "before-send", "after-send"), is_many=True
    ),
    "run_due_jobs": Trial(
        "run_due_jobs",
        _with_job,
        lambda engine, _: engine.run_due_jobs(),
        (*PLAIN, "before-send", "after-send"),
        is_many=True,
    ),
    "run_job": Trial(
        "run_job",
        _with_job,
        lambda engine, job: engine.run_job(job),
        (*PLAIN, "before-send", "after-send"),
        is_many=True,
    ),
    "deploy": Trial(
        "deploy", _newest, lambda engine, newest: engine.deploy(_edited(newest)), ("before-tx", "in-deploy", *WRITES)
    ),
    "retry_incident": Trial(
        "retry_incident", _failed, lambda engine, incident: engine.retry_incident(incident, actor=ADMIN), STEPS
    ),
    "retry_incident with corrections": Trial(
        "retry_incident",
        _wrong,
        lambda engine, incident: engine.retry_incident(
            incident, actor=ADMIN, variables={"is_wrong": False}, reason="Rättat"
        ),
        STEPS,
    ),
    "skip_incident": Trial(
        "skip_incident",
        _failed,
        lambda engine, incident: engine.skip_incident(incident, "Görs för hand", actor=ADMIN),
        STEPS,
    ),
    "sweep": Trial("sweep", _expired, lambda engine, _: engine.sweep(), ("before-tx", *WRITES), is_many=True),
    "note_tick": Trial("note_tick", _nothing, lambda engine, _: engine.note_tick("node"), PLAIN),
    "migrate_case": Trial(
        "migrate_case",
        _with_newer,
        lambda engine, move: engine.migrate_case(*move, actor=ADMIN, idempotency_key=_key(move)),
        STEPS,
    ),
    "migrate_cases": Trial(
        "migrate_cases",
        _two_with_newer,
        lambda engine, move: engine.migrate_cases(*move, actor=ADMIN),
        STEPS,
        is_many=True,
        is_asked_again=True,
    ),
    "undo_migration": Trial(
        "undo_migration", _migrated, lambda engine, case: engine.undo_migration(case, actor=ADMIN), STEPS
    ),
    "begin_draft": Trial(
        "begin_draft",
        _nothing,
        lambda engine, _: engine.begin_draft("line", FILES, actor=ADMIN),
        ("before-tx", *WRITES),
    ),
    "save_draft": Trial(
        "save_draft",
        _drafted,
        lambda engine, draft: engine.save_draft(engine.draft(draft), _edited(1), actor=ADMIN),
        PLAIN,
    ),
    "drop_draft": Trial(
        "drop_draft", _drafted, lambda engine, draft: engine.drop_draft(draft, actor=ADMIN), ("before-tx", *WRITES)
    ),
    "hold_due_jobs": Trial(
        "hold_due_jobs", _with_job, lambda engine, _: engine.hold_due_jobs(actor=ADMIN), ("before-tx", *WRITES)
    ),
    "release_jobs": Trial(
        "release_jobs", _held, lambda engine, jobs: engine.release_jobs(jobs, actor=ADMIN), ("before-tx", *WRITES)
    ),
    "drop_jobs": Trial(
        "drop_jobs", _held, lambda engine, jobs: engine.drop_jobs(jobs, actor=ADMIN), ("before-tx", *WRITES)
    ),
    "log": Trial("log", _nothing, lambda engine, _: engine.log("noted", {"x": 1}, actor=ADMIN), ("before-tx", *WRITES)),
    "work": Trial("work", _nothing, _noted, ("before-tx", "after-step", *WRITES)),
}


def _refused(command: Callable[[], object]) -> None:
    try:
        command()
    except OperationFailedError:
        return
    raise AssertionError("The step was to fail.")
