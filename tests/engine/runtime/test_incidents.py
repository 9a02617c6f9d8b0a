"""A step that fails leaves everything as it was, and can be taken again or skipped."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select

from engine import (
    Actor,
    BpmnError,
    Call,
    Engine,
    EngineError,
    LimitExceededError,
    Limits,
    NotFoundError,
    OperationFailedError,
    RunCounts,
    VirtualClock,
)
from engine.store.tables import messages, tasks
from tests.engine.runtime.diagrams import (
    MESSAGE,
    ONE_TASK,
    boundary,
    catch,
    diagram,
    end,
    flows,
    message,
    service,
    start,
    timer,
    user,
)

Factory = Callable[..., Engine]
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
ADMIN = Actor("admin.1", frozenset({"admin"}))
CALLS = diagram(
    "calls",
    start(),
    user("ask", role="officer"),
    service("fetch", "fetch"),
    user("read", role="officer"),
    end(),
    paths=["start ask fetch read end"],
)


class Remote:
    """An operation that fails while it is told to."""

    def __init__(self) -> None:
        self.fails = True
        self.calls = 0

    def fetch(self, call: Call) -> dict[str, object]:
        self.calls += 1
        if self.fails:
            raise ConnectionError("registret svarar inte")
        return {"fetched": True, "by": call.actor.id}


def test_a_failed_operation_leaves_the_task_open_with_an_incident_that_can_be_retried(engine_factory: Factory) -> None:
    remote = Remote()
    engine = engine_factory(operations={"fetch": remote.fetch})
    engine.deploy({"p.bpmn": CALLS})
    case = engine.start("calls")
    task_id = engine.tasks(case.id)[0].id
    for _ in range(2):
        with pytest.raises(OperationFailedError, match="registret svarar inte"):
            engine.complete(task_id, {"x": 1}, actor=OFFICER)
    assert engine.task(task_id).state == "open"
    assert engine.case(case.id).variables == {}
    (incident,) = engine.case(case.id).incidents
    assert (incident.element_id, incident.kind) == ("fetch", "operation")
    assert "ConnectionError" in incident.message
    with pytest.raises(OperationFailedError):
        engine.retry_incident(incident.id, actor=ADMIN)
    remote.fails = False
    engine.retry_incident(incident.id, actor=ADMIN)
    now = engine.case(case.id)
    assert now.variables == {"x": 1, "fetched": True, "by": "handlaggare.1"}
    assert now.incidents == ()
    assert engine.task(task_id).completed_by == "handlaggare.1"
    assert engine.incidents(case.id, is_open=False)[0].resolution == "retried"
    with pytest.raises(NotFoundError):
        engine.retry_incident(incident.id, actor=ADMIN)
    lines = [event.type for event in engine.history(case.id)]
    assert (lines.count("incident_raised"), lines.count("incident_resolved")) == (3, 1)
    assert engine.verify() == []


def test_completing_the_task_again_resolves_its_incident(engine_factory: Factory) -> None:
    remote = Remote()
    engine = engine_factory(operations={"fetch": remote.fetch})
    engine.deploy({"p.bpmn": CALLS})
    case = engine.start("calls")
    task_id = engine.tasks(case.id)[0].id
    with pytest.raises(OperationFailedError):
        engine.complete(task_id, actor=OFFICER)
    remote.fails = False
    assert engine.complete(task_id, actor=OFFICER).incidents == ()
    assert engine.incidents() == []


def test_a_failed_operation_can_be_skipped_with_a_reason(engine_factory: Factory) -> None:
    remote = Remote()
    engine = engine_factory(operations={"fetch": remote.fetch})
    engine.deploy({"p.bpmn": CALLS})
    case = engine.start("calls")
    with pytest.raises(OperationFailedError):
        engine.complete(engine.tasks(case.id)[0].id, actor=OFFICER)
    engine.skip_incident(engine.incidents(case.id)[0].id, "Hämtat för hand", actor=ADMIN)
    assert remote.calls == 1
    assert [task.element_id for task in engine.tasks(case.id)] == ["read"]
    assert engine.incidents(case.id, is_open=False)[0].resolution == "skipped: Hämtat för hand"
    (resolved,) = [event for event in engine.history(case.id) if event.type == "incident_resolved"]
    assert (resolved.actor, resolved.data["resolution"]) == ("admin.1", "skipped: Hämtat för hand")


def test_a_failing_timer_rests_with_its_incident_until_it_is_retried(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    remote = Remote()
    engine = engine_factory(operations={"fetch": remote.fetch})
    xml = diagram(
        "p",
        start(),
        catch("wait", timer("P1D")),
        service("fetch", "fetch"),
        user("read"),
        end(),
        paths=["start wait fetch read end"],
    )
    engine.deploy({"p.bpmn": xml})
    case = engine.start("p")
    other = engine.start("p")
    clock.advance(timedelta(days=1))
    assert engine.run_due() == RunCounts()
    assert remote.calls == 2
    assert engine.run_due() == RunCounts()
    assert remote.calls == 2
    remote.fails = False
    engine.retry_incident(engine.incidents(case.id)[0].id, actor=ADMIN)
    engine.skip_incident(engine.incidents(other.id)[0].id, "behövs inte", actor=ADMIN)
    assert sorted(task.case_id for task in engine.tasks()) == sorted([case.id, other.id])
    assert engine.incidents() == []
    assert engine.verify() == []


def test_an_error_event_is_no_incident(engine_factory: Factory) -> None:
    def refuse(call: Call) -> None:
        raise BpmnError("closed", "Registret är stängt")

    engine = engine_factory(operations={"fetch": refuse})
    xml = diagram(
        "p",
        start(),
        service("fetch", "fetch"),
        boundary("is_closed", "fetch", '<errorEventDefinition errorRef="closed"/>'),
        user("phone"),
        end(),
        paths=["start fetch end", "is_closed phone end"],
        outside='<error id="closed" name="closed" errorCode="closed"/>',
    )
    engine.deploy({"p.bpmn": xml})
    case = engine.start("p")
    assert [task.element_id for task in engine.tasks(case.id)] == ["phone"]
    assert engine.incidents() == []


def test_a_case_without_a_path_gets_an_incident_and_stays_where_it_was(engine_factory: Factory) -> None:
    engine = engine_factory()
    xml = diagram(
        "p",
        start(),
        user("choose"),
        '<exclusiveGateway id="which"/>',
        end("a"),
        end("b"),
        flows("start choose which"),
        *(
            f'<sequenceFlow id="to_{name}" sourceRef="which" targetRef="{name}"><conditionExpression'
            f' xsi:type="tFormalExpression">pick = "{name}"</conditionExpression></sequenceFlow>'
            for name in "ab"
        ),
    )
    engine.deploy({"p.bpmn": xml})
    case = engine.start("p")
    task_id = engine.tasks(case.id)[0].id
    with pytest.raises(EngineError) as caught:
        engine.complete(task_id, {"pick": "c"}, actor=OFFICER)
    assert caught.value.code == "no_path"
    assert engine.case(case.id).incidents[0].element_id == "which"
    assert engine.complete(task_id, {"pick": "a"}, actor=OFFICER).status == "completed"
    assert engine.incidents() == []


def test_a_budget_that_is_exceeded_rolls_back_with_an_incident(engine_factory: Factory) -> None:
    engine = engine_factory(limits=Limits(steps=10))
    ids = [f"s{number}" for number in range(20)]
    steps = [f'<task id="{name}" name="{name}"/>' for name in ids]
    engine.deploy({"p.bpmn": diagram("p", start(), user("go"), *steps, end(), paths=[f"start go {' '.join(ids)} end"])})
    case = engine.start("p")
    with pytest.raises(LimitExceededError):
        engine.complete(engine.tasks(case.id)[0].id, actor=OFFICER)
    assert [(incident.kind, incident.element_id) for incident in engine.case(case.id).incidents] == [("limit", "s9")]
    assert len(engine.tasks(case.id)) == 1


def test_a_start_that_fails_leaves_a_line_in_the_log_and_no_case(engine_factory: Factory) -> None:
    remote = Remote()
    engine = engine_factory(operations={"fetch": remote.fetch})
    engine.deploy({"p.bpmn": diagram("p", start(), service("fetch", "fetch"), end(), paths=["start fetch end"])})
    with pytest.raises(OperationFailedError):
        engine.start("p", actor=OFFICER)
    assert engine.cases() == []
    assert engine.incidents() == []
    assert engine.log_events()[-1].type == "start_failed"


def test_a_case_that_nothing_can_move_is_found(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": ONE_TASK})
    case = engine.start("one_task")
    with engine.work() as work:
        work.session.execute(delete(tasks))
    engine.sweep()
    engine.sweep()
    assert [incident.kind for incident in engine.incidents(case.id)] == ["stuck"]


def test_the_incidents_of_a_case_that_is_ended_are_closed(engine_factory: Factory) -> None:
    remote = Remote()
    engine = engine_factory(operations={"fetch": remote.fetch})
    engine.deploy({"p.bpmn": CALLS})
    case = engine.start("calls")
    with pytest.raises(OperationFailedError):
        engine.complete(engine.tasks(case.id)[0].id, actor=OFFICER)
    assert engine.terminate(case.id, "Fel ärende", actor=ADMIN).incidents == ()
    assert engine.incidents() == []


def test_a_message_that_comes_again_and_succeeds_closes_its_incident(engine_factory: Factory) -> None:
    remote = Remote()
    engine = engine_factory(operations={"fetch": remote.fetch})
    xml = diagram(
        "p",
        start(),
        catch("wait", message("answer")),
        service("fetch", "fetch"),
        user("read"),
        end(),
        paths=["start wait fetch read end"],
        outside=MESSAGE,
    )
    engine.deploy({"p.bpmn": xml})
    case = engine.start("p")
    with pytest.raises(OperationFailedError):
        engine.send_message("answer", {"text": "hej"}, case_id=case.id)
    assert len(engine.case(case.id).incidents) == 1
    remote.fails = False
    received = engine.send_message("answer", {"text": "hej"}, case_id=case.id)
    assert received is not None
    assert received.incidents == ()


def test_a_failed_message_can_be_given_again(engine_factory: Factory) -> None:
    remote = Remote()
    engine = engine_factory(operations={"fetch": remote.fetch})
    xml = diagram(
        "p",
        start(),
        catch("wait", message("answer")),
        service("fetch", "fetch"),
        end(),
        paths=["start wait fetch end"],
        outside=MESSAGE,
    )
    engine.deploy({"p.bpmn": xml})
    case = engine.start("p")
    with pytest.raises(OperationFailedError):
        engine.send_message("answer", {"text": "hej"}, case_id=case.id)
    remote.fails = False
    engine.retry_incident(engine.incidents()[0].id, actor=ADMIN)
    assert engine.case(case.id).variables["text"] == "hej"
    assert engine.case(case.id).status == "completed"


CANCELS = diagram(
    "cancels",
    start(),
    user("wait_here", role="officer"),
    end(),
    '<subProcess id="undo" triggeredByEvent="true">',
    start("is_set", "<conditionalEventDefinition><condition>=is_late</condition></conditionalEventDefinition>"),
    service("fetch", "fetch"),
    end("undone"),
    flows("is_set fetch undone"),
    "</subProcess>",
    paths=["start wait_here end"],
)


def test_a_failed_correction_of_variables_can_be_given_again(engine_factory: Factory) -> None:
    remote = Remote()
    engine = engine_factory(operations={"fetch": remote.fetch})
    engine.deploy({"p.bpmn": CANCELS})
    case = engine.start("cancels", {"is_late": False})
    with pytest.raises(OperationFailedError):
        engine.set_variables(case.id, {"is_late": True}, actor=OFFICER)
    assert engine.case(case.id).variables == {"is_late": False}
    remote.fails = False
    engine.retry_incident(engine.incidents(case.id)[0].id, actor=ADMIN)
    assert engine.case(case.id).variables["is_late"] is True
    assert remote.calls == 2
    lines = [(event.type, event.actor) for event in engine.history(case.id)]
    assert ("variables_changed", "handlaggare.1") in lines
    assert ("incident_resolved", "admin.1") in lines
    assert engine.verify() == []


def test_a_failed_activity_of_choice_can_be_given_again(engine_factory: Factory) -> None:
    remote = Remote()
    engine = engine_factory(operations={"fetch": remote.fetch})
    xml = diagram(
        "p",
        start(),
        '<adHocSubProcess id="free">',
        service("fetch", "fetch"),
        user("read"),
        "</adHocSubProcess>",
        end(),
        paths=["start free end"],
    )
    engine.deploy({"p.bpmn": xml})
    remote.fails = False
    case = engine.start("p")
    remote.fails = True
    with pytest.raises(OperationFailedError):
        engine.start_activity(case.id, "fetch", actor=OFFICER)
    remote.fails = False
    engine.retry_incident(engine.incidents(case.id)[0].id, actor=ADMIN)
    assert remote.calls == 3
    assert engine.incidents() == []
    assert engine.verify() == []


def test_a_process_that_the_clock_cannot_start_is_an_incident_and_not_tried_for_ever(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    remote = Remote()
    engine = engine_factory(operations={"fetch": remote.fetch})
    xml = diagram(
        "p",
        start(inside=timer("R/P1D", "timeCycle")),
        service("fetch", "fetch"),
        user("read"),
        end(),
        paths=["start fetch read end"],
    )
    engine.deploy({"p.bpmn": xml})
    clock.advance(timedelta(days=1))
    for _ in range(3):
        assert engine.run_due() == RunCounts()
    assert remote.calls == 1
    (incident,) = engine.incidents()
    assert (incident.case_id, incident.element_id) == ("", "fetch")
    remote.fails = False
    engine.retry_incident(incident.id, actor=ADMIN)
    assert [task.element_id for task in engine.tasks()] == ["read"]
    assert engine.incidents() == []
    clock.advance(timedelta(days=1))
    assert engine.run_due() == RunCounts(timers=1)
    assert engine.verify() == []


def test_a_kept_message_whose_receiver_fails_does_not_keep_others_from_theirs(engine_factory: Factory) -> None:
    remote = Remote()
    engine = engine_factory(operations={"fetch": remote.fetch})
    fails = diagram(
        "fails",
        start(),
        catch("wait", message("answer")),
        service("fetch", "fetch"),
        end(),
        paths=["start wait fetch end"],
        outside=MESSAGE,
    )
    reads = diagram(
        "reads",
        start(),
        catch("hear", message("other")),
        end(),
        paths=["start hear end"],
        outside=MESSAGE.replace("answer", "other"),
    )
    engine.deploy({"a/a.bpmn": fails, "b/b.bpmn": reads})
    engine.send_message("answer")
    engine.send_message("other")
    with engine.work() as work:
        kept = list(work.session.execute(select(messages)).mappings())
        work.session.execute(delete(messages))
    first, second = engine.start("fails"), engine.start("reads")
    with engine.work() as work:
        work.session.execute(insert(messages), [dict(row) for row in kept])
    engine.sweep()
    engine.sweep()
    assert remote.calls == 1
    assert engine.case(second.id).status == "completed"
    (incident,) = engine.case(first.id).incidents
    assert incident.element_id == "fetch"
    remote.fails = False
    engine.retry_incident(incident.id, actor=ADMIN)
    assert engine.case(first.id).status == "completed"
