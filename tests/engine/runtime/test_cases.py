"""Starting, changing and ending cases."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from engine import (
    AccessDeniedError,
    Actor,
    Call,
    CaseNotActiveError,
    Engine,
    IdempotencyKeyReusedError,
    InvalidValueError,
    NotFoundError,
    VirtualClock,
)
from tests.engine.runtime.diagrams import ONE_TASK, TWO_TASKS, diagram, end, service, start, user

Factory = Callable[..., Engine]
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
SYSTEM = Actor.system()


def _record(call: Call) -> dict[str, object]:
    call.set_business_key("RUN/1/2021")
    return {"recorded_sek": call.inputs["amount"]}


def test_a_case_runs_to_its_first_task_and_is_found_by_title_group_and_key(engine_factory: Factory) -> None:
    engine = engine_factory(operations={"record": _record})
    engine.deploy({"p.bpmn": TWO_TASKS})
    case = engine.start("two_tasks", {"name": "Ett", "amount": 100, "call_id": "c1"}, actor=OFFICER)
    assert (case.status, case.title, case.group) == ("active", "Ärende Ett", "c1")
    assert [task.element_id for task in engine.tasks(case.id)] == ["prepare"]
    engine.complete(engine.tasks(case.id)[0].id, {}, actor=OFFICER)
    assert engine.case(case.id).business_key == "RUN/1/2021"
    assert engine.case(case.id).variables["recorded_sek"] == Decimal(100)
    assert [found.id for found in engine.cases(search="ärende ett")] == [case.id]
    assert [found.id for found in engine.cases(group="c1", business_key="RUN/1/2021")] == [case.id]
    assert engine.count_cases(status="completed") == 0


def test_history_names_every_element_in_order(engine_factory: Factory) -> None:
    engine = engine_factory(operations={"record": lambda call: None})
    engine.deploy({"p.bpmn": TWO_TASKS})
    case = engine.start("two_tasks", {"name": "x", "amount": 1})
    engine.complete(engine.tasks(case.id)[0].id, actor=OFFICER)
    engine.complete(engine.tasks(case.id)[0].id, actor=Actor("handlaggare.2", frozenset({"officer"})))
    entered = [event.element_id for event in engine.history(case.id) if event.type == "element_entered"]
    assert entered == ["start", "prepare", "record", "check", "end"]
    assert engine.history(case.id)[0].type == "case_started"
    assert engine.history(case.id)[-1].type == "case_completed"
    assert [event.seq for event in engine.history(case.id)] == list(range(1, len(engine.history(case.id)) + 1))
    assert engine.case(case.id).status == "completed"
    assert engine.case(case.id).variables["name"] == "x"
    assert engine.verify() == []


def test_variables_keep_their_types(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": ONE_TASK})
    given = {
        "money": Decimal("9800000.00"),
        "day": datetime(2021, 11, 29).date(),  # noqa: DTZ001
        "moment": datetime(2021, 11, 29, 23, 0, tzinfo=UTC),
        "wait": timedelta(days=21),
        "rows": [{"name": "Å", "sek": 5}, None, True],
    }
    case = engine.start("one_task", given)
    assert engine.case(case.id).variables == given


def test_a_value_that_cannot_be_kept_is_refused_and_starts_nothing(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": ONE_TASK})
    with pytest.raises(InvalidValueError):
        engine.start("one_task", {"file": object()})
    assert engine.cases() == []


def test_unknown_processes_and_cases_are_not_found(engine_factory: Factory) -> None:
    engine = engine_factory()
    with pytest.raises(NotFoundError):
        engine.start("nothing")
    with pytest.raises(NotFoundError):
        engine.case("nothing")
    with pytest.raises(NotFoundError):
        engine.task("nothing-t1")


def test_a_process_is_started_by_its_roles_alone_and_a_refusal_is_logged(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": diagram("p", start(), user("a"), end(), paths=["start a end"], startableBy="officer")})
    with pytest.raises(AccessDeniedError):
        engine.start("p", actor=Actor("sokande.1", frozenset({"applicant"})))
    assert engine.start("p", actor=OFFICER).status == "active"
    refused = engine.log_events()[-1]
    assert (refused.type, refused.actor, refused.data["command"]) == ("access_refused", "sokande.1", "start")


def test_a_repeated_command_gets_the_first_answer(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": ONE_TASK})
    first = engine.start("one_task", {"n": 1}, actor=OFFICER, idempotency_key="k")
    engine.set_variables(first.id, {"n": 2}, actor=SYSTEM)
    assert engine.start("one_task", {"n": 1}, actor=OFFICER, idempotency_key="k") == first
    assert len(engine.cases()) == 1
    with pytest.raises(IdempotencyKeyReusedError):
        engine.start("one_task", {"n": 2}, actor=OFFICER, idempotency_key="k")


def test_a_suspended_case_rests_until_it_is_resumed(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": ONE_TASK})
    case = engine.start("one_task")
    engine.suspend(case.id, "Väntar på besked", actor=SYSTEM)
    with pytest.raises(CaseNotActiveError):
        engine.complete(engine.tasks(case.id)[0].id, actor=OFFICER)
    engine.resume(case.id, actor=SYSTEM)
    assert engine.complete(engine.tasks(case.id)[0].id, actor=OFFICER).status == "completed"


def test_a_terminated_case_has_no_task_left(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": ONE_TASK})
    case = engine.start("one_task")
    assert engine.terminate(case.id, "Fel ärende", actor=SYSTEM).status == "terminated"
    assert engine.tasks(case.id) == []
    assert [task.state for task in engine.tasks(case.id, state=None)] == ["cancelled"]
    assert [event.data.get("reason") for event in engine.history(case.id) if event.type == "termination_ordered"] == [
        "Fel ärende"
    ]
    assert engine.verify() == []


def test_a_changed_variable_moves_the_timers_and_due_dates_that_read_it(
    engine_factory: Factory, clock: VirtualClock
) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": diagram("p", start(), user("a", due="=deadline"), end(), paths=["start a end"])})
    case = engine.start("p", {"deadline": datetime(2021, 12, 1, 11, tzinfo=UTC)})
    later = datetime(2021, 12, 9, 11, tzinfo=UTC)
    engine.set_variables(case.id, {"deadline": later}, actor=SYSTEM)
    assert engine.tasks(case.id)[0].due_at == later


def test_an_operation_starts_another_case_in_the_same_transaction(engine_factory: Factory) -> None:
    started: list[str] = []

    def spawn(call: Call) -> None:
        started.append(call.start("one_task", {"parent": call.case_id}))

    engine = engine_factory(operations={"spawn": spawn})
    spawner = diagram("spawner", start(), service("spawn_child", "spawn"), end(), paths=["start spawn_child end"])
    engine.deploy({"a/a.bpmn": spawner, "b/b.bpmn": ONE_TASK})
    parent = engine.start("spawner")
    assert engine.case(started[0]).variables == {"parent": parent.id}
    assert [task.case_id for task in engine.tasks()] == started


def _work_that_fails(engine: Engine) -> None:
    with engine.work(actor=OFFICER) as work:
        work.start("one_task")
        work.record("draft_saved", {"draft": 1})
        raise ZeroDivisionError


def test_domain_work_is_kept_whole_or_not_at_all(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": ONE_TASK})
    with pytest.raises(ZeroDivisionError):
        _work_that_fails(engine)
    assert engine.cases() == []
    with engine.work(actor=OFFICER) as work:
        case_id = work.start("one_task", business_key="RUN/2/2021")
        work.record("draft_submitted", {"draft": 1}, case_id=case_id)
    assert engine.case(case_id).business_key == "RUN/2/2021"
    assert engine.history(case_id)[-1].type == "draft_submitted"
    assert "draft_saved" not in [event.type for event in engine.log_events()]
    assert engine.verify() == []


def test_a_command_within_another_transaction_is_refused_at_once(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": ONE_TASK})
    with engine.work() as _, pytest.raises(RuntimeError, match="within another"):
        engine.start("one_task")
