"""A step that failed because of what the case knows is taken again with the right values, and history keeps both."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine import (
    Actor,
    Call,
    Case,
    CaseNotActiveError,
    Engine,
    EngineError,
    Incident,
    InvalidDataError,
    InvalidValueError,
    LimitExceededError,
    Limits,
    NotFoundError,
    OperationFailedError,
    VirtualClock,
)
from tests.engine.runtime.diagrams import MESSAGE, catch, diagram, end, flows, message, service, start, timer, user

Factory = Callable[..., Engine]
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
ADMIN = Actor("admin.1", frozenset({"admin"}))
PAYS = diagram(
    "pays",
    start(),
    user("sign", role="officer"),
    service("pay", "pay"),
    user("read", role="officer"),
    end(),
    paths=["start sign pay read end"],
)


def _pay(call: Call) -> dict[str, Any]:
    if call.variables["amount"] > 1000:
        raise ValueError("Beloppet är större än ramen.")
    return {"paid": call.variables["amount"]}


@pytest.fixture
def engine(engine_factory: Factory) -> Engine:
    made = engine_factory(operations={"pay": _pay})
    made.deploy({"p.bpmn": PAYS})
    return made


def _failed(engine: Engine, **variables: Any) -> tuple[Case, Incident]:
    case = engine.start("pays", {"amount": 50_000, **variables})
    with pytest.raises(OperationFailedError):
        engine.complete(engine.tasks(case.id)[0].id, {"signed": True}, actor=OFFICER)
    return case, engine.incidents(case.id)[0]


def _types(engine: Engine, case: Case) -> list[str]:
    return [event.type for event in engine.history(case.id)]


def test_a_corrected_variable_lets_the_step_be_taken(engine: Engine) -> None:
    case, incident = _failed(engine)
    engine.retry_incident(incident.id, actor=ADMIN, variables={"amount": 500}, reason="  Fel antal nollor ")
    now = engine.case(case.id)
    assert now.variables == {"amount": 500, "signed": True, "paid": 500}
    assert now.incidents == ()
    assert engine.incident(incident.id).resolution == "corrected and retried: Fel antal nollor"
    (line,) = [event for event in engine.history(case.id) if event.type == "variables_corrected"]
    assert (line.actor, line.element_id) == ("admin.1", "pay")
    assert line.data["reason"] == "Fel antal nollor"
    assert line.data["changes"] == [{"name": "amount", "before": Decimal(50_000), "after": Decimal(500)}]
    (done,) = [event for event in engine.history(case.id) if event.type == "task_completed"]
    assert done.actor == "handlaggare.1"
    assert _types(engine, case).count("incident_resolved") == 1
    assert engine.verify() == []


def test_a_correction_that_does_not_help_changes_nothing(engine: Engine) -> None:
    case, incident = _failed(engine)
    before = _types(engine, case)
    with pytest.raises(OperationFailedError):
        engine.retry_incident(incident.id, actor=ADMIN, variables={"amount": 2_000}, reason="Rättat")
    assert engine.case(case.id).variables == {"amount": 50_000}
    assert [found.id for found in engine.incidents(case.id)] == [incident.id]
    assert _types(engine, case) == [*before, "incident_raised"]
    assert engine.verify() == []


@pytest.mark.parametrize(
    ("variables", "path"),
    [
        ({"amount": "500"}, "amount"),
        ({"amount": True}, "amount"),
        ({"opened": datetime(2021, 11, 1, tzinfo=UTC)}, "opened"),
        ({"names": "a, b"}, "names"),
        ({"no name": 1}, "no name"),
        ({"signed": False}, "signed"),
    ],
)
def test_a_value_of_another_kind_and_what_a_person_stated_are_refused(
    engine: Engine, variables: dict[str, Any], path: str
) -> None:
    case, incident = _failed(engine, opened=date(2021, 11, 1), names=["a"])
    with pytest.raises(InvalidDataError) as caught:
        engine.retry_incident(incident.id, actor=ADMIN, variables=variables, reason="Rättat")
    assert [error.path for error in caught.value.errors] == [path]
    assert engine.case(case.id).incidents != ()


def test_a_correction_needs_a_reason_and_a_value_that_can_be_stored(engine: Engine) -> None:
    case, incident = _failed(engine)
    with pytest.raises(InvalidDataError) as caught:
        engine.retry_incident(incident.id, actor=ADMIN, variables={"amount": 1}, reason=" ")
    assert caught.value.errors[0].path == "reason"
    with pytest.raises(InvalidValueError):
        engine.retry_incident(incident.id, actor=ADMIN, variables={"amount": {1, 2}}, reason="Rättat")
    engine.suspend(case.id, "Väntar", actor=ADMIN)
    with pytest.raises(CaseNotActiveError):
        engine.retry_incident(incident.id, actor=ADMIN, variables={"amount": 1}, reason="Rättat")
    assert engine.case(case.id).variables == {"amount": 50_000}


def test_a_variable_may_be_added_and_emptied(engine: Engine) -> None:
    case, incident = _failed(engine, note="fel")
    variables = {"amount": 10, "note": None, "account": "123-4"}
    engine.retry_incident(incident.id, actor=ADMIN, variables=variables, reason="Rättat")
    assert engine.case(case.id).variables == {**variables, "signed": True, "paid": 10}


def test_a_case_past_its_budget_goes_on_when_its_variables_shrink(engine_factory: Factory) -> None:
    engine = engine_factory(limits=Limits(variable_bytes=100))
    xml = diagram("p", start(), user("write"), user("read"), end(), paths=["start write read end"])
    engine.deploy({"p.bpmn": xml})
    case = engine.start("p", {"text": "x" * 90})
    with pytest.raises(LimitExceededError):
        engine.complete(engine.tasks(case.id)[0].id, {"more": "y" * 50}, actor=OFFICER)
    (incident,) = engine.incidents(case.id)
    engine.retry_incident(incident.id, actor=ADMIN, variables={"text": ""}, reason="Gammal text")
    assert engine.case(case.id).variables == {"text": "", "more": "y" * 50}


def test_a_missing_variable_that_a_condition_reads_is_added(engine_factory: Factory) -> None:
    engine = engine_factory()
    xml = diagram(
        "p",
        start(),
        user("choose"),
        '<exclusiveGateway id="which"/>',
        user("a"),
        user("b"),
        end(),
        flows("start choose which", "a end", "b end"),
        *(
            f'<sequenceFlow id="to_{name}" sourceRef="which" targetRef="{name}"><conditionExpression'
            f' xsi:type="tFormalExpression">way = "{name}"</conditionExpression></sequenceFlow>'
            for name in "ab"
        ),
    )
    engine.deploy({"p.bpmn": xml})
    case = engine.start("p")
    with pytest.raises(EngineError):
        engine.complete(engine.tasks(case.id)[0].id, actor=OFFICER)
    engine.retry_incident(engine.incidents()[0].id, actor=ADMIN, variables={"way": "b"}, reason="Saknades")
    assert [task.element_id for task in engine.tasks(case.id)] == ["b"]


def test_a_timer_and_a_message_are_taken_again_with_corrections(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory(operations={"pay": _pay})
    by_clock = diagram(
        "by_clock", start(), catch("wait", timer("P1D")), service("pay", "pay"), end(), paths=["start wait pay end"]
    )
    by_message = diagram(
        "by_message",
        start(),
        catch("wait", message("answer")),
        service("pay", "pay"),
        end(),
        paths=["start wait pay end"],
        outside=MESSAGE,
    )
    engine.deploy({"a/a.bpmn": by_clock, "b/b.bpmn": by_message})
    cases = [engine.start(key, {"amount": 5000}) for key in ("by_clock", "by_message")]
    clock.advance(timedelta(days=1))
    engine.run_due()
    with pytest.raises(OperationFailedError):
        engine.send_message("answer", {"text": "hej"}, case_id=cases[1].id)
    for incident in engine.incidents():
        engine.retry_incident(incident.id, actor=ADMIN, variables={"amount": 7}, reason="Rättat")
    assert [engine.case(case.id).status for case in cases] == ["completed", "completed"]
    assert engine.case(cases[1].id).variables == {"amount": 7, "text": "hej", "paid": 7}
    assert engine.verify() == []


def test_what_has_no_case_cannot_be_corrected(engine_factory: Factory, clock: VirtualClock) -> None:
    def fail(_call: Call) -> None:
        raise ConnectionError

    engine = engine_factory(operations={"pay": fail})
    xml = diagram("p", start(inside=timer("R/P1D", "timeCycle")), service("pay", "pay"), end(), paths=["start pay end"])
    engine.deploy({"p.bpmn": xml})
    clock.advance(timedelta(days=1))
    engine.run_due()
    with pytest.raises(NotFoundError):
        engine.retry_incident(engine.incidents()[0].id, actor=ADMIN, variables={"x": 1}, reason="Rättat")
    assert len(engine.incidents()) == 1
