"""Who may see, claim, delegate and complete tasks, and what completing one does."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from engine import (
    AccessDeniedError,
    Actor,
    ConflictOfInterestError,
    Engine,
    InvalidDataError,
    TaskAlreadyCompletedError,
    TaskClaimedError,
    TaskNotOpenError,
    VirtualClock,
)
from tests.engine.runtime.diagrams import ONE_TASK, TWO_TASKS, boundary, diagram, end, start, timer, user

Factory = Callable[..., Engine]
ANNA = Actor("handlaggare.1", frozenset({"officer"}))
BEA = Actor("handlaggare.2", frozenset({"officer"}))
APPLICANT = Actor("sokande.1", frozenset({"applicant"}), frozenset({"org:556000-4615"}))
FORM = json.dumps(
    {
        "type": "default",
        "id": "amount",
        "schemaVersion": 16,
        "components": [
            {
                "type": "number",
                "key": "amount_sek",
                "label": "Belopp",
                "validate": {"required": True, "min": 1},
            },
            {"type": "textfield", "key": "note", "label": "Anteckning"},
        ],
    }
).encode()


def _task(engine: Engine, xml: bytes = ONE_TASK, files: dict[str, bytes] | None = None, **variables: object) -> str:
    engine.deploy({"p.bpmn": xml, **(files or {})})
    key = engine.definitions()[0].key
    return engine.tasks(engine.start(key, variables).id)[0].id


def test_a_claimed_task_is_its_claimers_until_released(engine_factory: Factory) -> None:
    engine = engine_factory()
    task_id = _task(engine)
    assert engine.claim(task_id, actor=ANNA).assignee == "handlaggare.1"
    assert engine.claim(task_id, actor=ANNA).assignee == "handlaggare.1"
    with pytest.raises(TaskClaimedError) as caught:
        engine.complete(task_id, actor=BEA)
    assert caught.value.by == "handlaggare.1"
    assert engine.release(task_id, actor=ANNA).assignee is None
    assert engine.complete(task_id, actor=BEA).status == "completed"
    claims = [event for event in engine.history(task_id.partition("-")[0]) if event.type == "task_claimed"]
    assert len(claims) == 1


def test_only_the_tasks_role_may_complete_it_and_a_refusal_changes_nothing(engine_factory: Factory) -> None:
    engine = engine_factory()
    task_id = _task(engine)
    before = engine.history(task_id.partition("-")[0])
    with pytest.raises(AccessDeniedError):
        engine.complete(task_id, {"x": 1}, actor=APPLICANT)
    assert engine.history(task_id.partition("-")[0]) == before
    assert engine.task(task_id).state == "open"
    assert engine.log_events()[-1].data == {"command": "complete", "subject": task_id, "reason": "access_denied"}
    assert not engine.may_complete(task_id, actor=APPLICANT)
    assert engine.may_complete(task_id, actor=ANNA)


def test_an_assigned_task_is_that_identitys_alone(engine_factory: Factory) -> None:
    engine = engine_factory()
    xml = diagram("p", start(), user("answer", role="applicant", assignee="=org"), end(), paths=["start answer end"])
    task_id = _task(engine, xml, org="org:556000-4615")
    other = Actor("sokande.2", frozenset({"applicant"}), frozenset({"org:other"}))
    with pytest.raises(AccessDeniedError):
        engine.complete(task_id, actor=other)
    assert engine.tasks(actor=other) == []
    assert [task.id for task in engine.tasks(actor=APPLICANT)] == [task_id]
    assert [task.id for task in engine.tasks(assignee="org:556000-4615")] == [task_id]
    assert engine.complete(task_id, actor=APPLICANT).status == "completed"


def test_a_conflicted_person_neither_sees_nor_completes_the_cases_tasks(engine_factory: Factory) -> None:
    engine = engine_factory()
    task_id = _task(engine)
    engine.exclude(task_id.partition("-")[0], "handlaggare.1", reason="Släkting", actor=ANNA)
    assert engine.tasks(actor=ANNA) == []
    with pytest.raises(ConflictOfInterestError):
        engine.complete(task_id, actor=ANNA)
    substitute = Actor("handlaggare.3", frozenset({"officer"}), substitute_for="handlaggare.1")
    with pytest.raises(ConflictOfInterestError):
        engine.complete(task_id, actor=substitute)
    assert [task.id for task in engine.tasks(actor=BEA)] == [task_id]


def test_another_person_must_do_the_check(engine_factory: Factory) -> None:
    engine = engine_factory(operations={"record": lambda call: None})
    task_id = _task(engine, TWO_TASKS, name="x", amount=1)
    case = engine.complete(task_id, actor=ANNA)
    check = engine.tasks(case.id)[0].id
    with pytest.raises(AccessDeniedError):
        engine.complete(check, actor=ANNA)
    with pytest.raises(AccessDeniedError):
        engine.delegate(check, "handlaggare.1", actor=BEA)
    assert engine.complete(check, actor=BEA).status == "completed"


def test_a_decision_is_never_taken_by_the_system(engine_factory: Factory) -> None:
    engine = engine_factory()
    xml = diagram("p", start(), user("decide", role="officer", decision="true"), end(), paths=["start decide end"])
    task_id = _task(engine, xml)
    with pytest.raises(AccessDeniedError):
        engine.complete(task_id, actor=Actor.system())
    assert engine.complete(task_id, actor=ANNA).status == "completed"


def test_a_delegated_task_is_the_others(engine_factory: Factory) -> None:
    engine = engine_factory()
    task_id = _task(engine)
    assert engine.delegate(task_id, "handlaggare.2", actor=ANNA).assignee == "handlaggare.2"
    with pytest.raises(AccessDeniedError):
        engine.complete(task_id, actor=ANNA)
    assert engine.complete(task_id, actor=BEA).status == "completed"


def test_completing_twice_tells_who_and_when(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory()
    task_id = _task(engine)
    done_at = clock.now()
    engine.complete(task_id, actor=ANNA)
    clock.advance(timedelta(minutes=5))
    with pytest.raises(TaskAlreadyCompletedError) as caught:
        engine.complete(task_id, actor=BEA)
    assert (caught.value.by, caught.value.at) == ("handlaggare.1", done_at)


def test_a_cancelled_task_is_not_open(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory()
    xml = diagram(
        "p",
        start(),
        user("wait", role="officer"),
        boundary("late", "wait", timer("P7D")),
        end(),
        end("gone"),
        paths=["start wait end", "late gone"],
    )
    task_id = _task(engine, xml)
    clock.advance(timedelta(days=7))
    engine.run_due()
    with pytest.raises(TaskNotOpenError):
        engine.complete(task_id, actor=ANNA)


def test_the_form_decides_what_is_stored(engine_factory: Factory) -> None:
    engine = engine_factory()
    xml = diagram("p", start(), user("fill", role="officer", form="amount"), end(), paths=["start fill end"])
    task_id = _task(engine, xml, {"amount.form": FORM})
    form = engine.form(task_id)
    assert form is not None
    assert list(form.fields) == ["amount_sek", "note"]
    with pytest.raises(InvalidDataError) as caught:
        engine.complete(task_id, {"amount_sek": "noll"}, actor=ANNA)
    assert [error.path for error in caught.value.errors] == ["amount_sek"]
    with pytest.raises(InvalidDataError):
        engine.complete(task_id, {"amount_sek": "5", "extra": "x"}, actor=ANNA)
    case = engine.complete(task_id, {"amount_sek": "1 234 567"}, actor=ANNA)
    assert case.variables["amount_sek"] == Decimal(1234567)


def test_a_repeat_of_a_completion_gets_the_first_answer(engine_factory: Factory) -> None:
    engine = engine_factory(operations={"record": lambda call: None})
    task_id = _task(engine, TWO_TASKS, name="x", amount=1)
    first = engine.complete(task_id, {"a": 1}, actor=ANNA, idempotency_key="k")
    assert engine.complete(task_id, {"a": 1}, actor=ANNA, idempotency_key="k") == first
    completed = [event for event in engine.history(first.id) if event.type == "task_completed"]
    assert len(completed) == 1


def test_tasks_are_listed_by_due_instant_in_pages(engine_factory: Factory) -> None:
    engine = engine_factory()
    xml = diagram("p", start(), user("a", role="officer", due="=day"), end(), paths=["start a end"])
    engine.deploy({"p.bpmn": xml})
    for days in (3, 1, 2):
        engine.start("p", {"day": f"P{days}D"})
    engine.deploy({"q.bpmn": ONE_TASK})
    engine.start("one_task")
    listed = engine.tasks(role="officer")
    assert [task.due_at for task in listed][:3] == sorted(task.due_at for task in listed if task.due_at)
    assert listed[-1].due_at is None
    first, second = listed[:2], engine.tasks(role="officer", after=listed[1].id, limit=2)
    assert [task.id for task in first + second] == [task.id for task in listed]
    assert engine.tasks(role="officer", after=listed[-1].id) == []
    assert engine.count_tasks(role="officer") == 4
    assert [task.id for task in engine.tasks(due_before=listed[1].due_at)] == [listed[0].id]
    assert [task.id for task in engine.tasks(search="DECIDE")] == [listed[-1].id]


def test_the_live_diagram_shows_where_the_case_is(engine_factory: Factory) -> None:
    engine = engine_factory(operations={"record": lambda call: None})
    task_id = _task(engine, TWO_TASKS, name="x", amount=1)
    case = engine.complete(task_id, actor=ANNA)
    assert engine.positions(case.id) == {"start": "done", "prepare": "done", "record": "done", "check": "now"}


def test_the_tasks_of_one_case_are_listed_as_they_were_made(engine_factory: Factory) -> None:
    engine = engine_factory()
    rounds = (
        "<multiInstanceLoopCharacteristics><loopCardinality>12</loopCardinality></multiInstanceLoopCharacteristics>"
    )
    several = user("a", rounds, role="officer")
    engine.deploy({"p.bpmn": diagram("p", start(), several, end(), paths=["start a end"])})
    case = engine.start("p")
    listed = engine.tasks(case_id=case.id)
    assert [task.item_index for task in listed] == list(range(1, 13))
    assert engine.tasks(case_id=case.id, after=listed[3].id, limit=8) == listed[4:]
    for task in listed:
        engine.complete(task.id, actor=ANNA)
    done = engine.tasks(case_id=case.id, state="completed", completed_by=ANNA.id)
    assert [task.item_index for task in done] == list(range(12, 0, -1))
    assert engine.tasks(case_id=case.id, state="completed", completed_by=ANNA.id, after=done[3].id) == done[4:]
