"""What an operation refuses comes back to the person who gave the command; where nobody asked it is an incident."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from engine import (
    Actor,
    Call,
    Engine,
    EngineError,
    FieldError,
    InvalidDataError,
    OperationFailedError,
    RefusedError,
    Text,
    VirtualClock,
)
from tests.engine.runtime.diagrams import catch, diagram, end, service, start, timer, user

Factory = Callable[..., Engine]
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
ADMIN = Actor("admin.1", frozenset({"admin"}))
ASKS = diagram(
    "asks", start(), user("ask", role="officer"), service("weigh", "weigh"), end(), paths=["start ask weigh end"]
)
WAITS = diagram(
    "waits", start(), catch("wait", timer("PT1H")), service("weigh", "weigh"), end(), paths=["start wait weigh end"]
)


class TooMuchError(RefusedError):
    """The sum is over the budget."""

    code = "too_much"
    text = Text("Summan är över ramen. Sänk den.", "The sum is over the budget. Lower it.")


def weigh(call: Call) -> None:
    """Refuse what is over ten."""
    if call.variables.get("sum", 11) > 10:
        raise TooMuchError


def test_a_refusal_comes_back_with_its_sentence_and_leaves_the_task_open_without_an_incident(
    engine_factory: Factory,
) -> None:
    engine = engine_factory(operations={"weigh": weigh})
    engine.deploy({"p.bpmn": ASKS})
    case = engine.start("asks")
    task_id = engine.tasks(case.id)[0].id
    with pytest.raises(TooMuchError) as refused:
        engine.complete(task_id, {"sum": 11}, actor=OFFICER, idempotency_key="k1")
    assert (str(refused.value), refused.value.text.en) == (
        "Summan är över ramen. Sänk den.",
        "The sum is over the budget. Lower it.",
    )
    assert (engine.task(task_id).state, engine.case(case.id).variables, engine.incidents()) == ("open", {}, [])
    assert engine.complete(task_id, {"sum": 10}, actor=OFFICER, idempotency_key="k2").status == "completed"
    assert engine.verify() == []


def test_a_refusal_may_say_it_in_its_own_words_and_data_may_be_refused_at_its_field(engine_factory: Factory) -> None:
    def choose(call: Call) -> None:
        if call.variables["how"] == "words":
            raise TooMuchError(Text("11 är för mycket.", "11 is too much."))
        raise InvalidDataError([FieldError("sum", Text("För mycket.", "Too much."))])

    engine = engine_factory(operations={"weigh": choose})
    engine.deploy({"p.bpmn": ASKS})
    task_id = engine.tasks(engine.start("asks").id)[0].id
    with pytest.raises(TooMuchError, match="11 är för mycket"):
        engine.complete(task_id, {"how": "words"}, actor=OFFICER)
    with pytest.raises(InvalidDataError) as refused:
        engine.complete(task_id, {"how": "field"}, actor=OFFICER)
    assert [error.path for error in refused.value.errors] == ["sum"]
    assert engine.incidents() == []


def test_a_refusal_in_a_domain_command_is_that_commands(engine_factory: Factory) -> None:
    engine = engine_factory(operations={"weigh": weigh})
    engine.deploy({"p.bpmn": ASKS})
    task_id = engine.tasks(engine.start("asks").id)[0].id
    with pytest.raises(TooMuchError), engine.work(actor=OFFICER) as work:
        work.complete(task_id, {"sum": 11})
    assert engine.task(task_id).state == "open"


def test_what_a_timer_is_refused_becomes_an_incident(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory(operations={"weigh": weigh})
    engine.deploy({"p.bpmn": WAITS})
    case = engine.start("waits")
    clock.advance(timedelta(hours=2))
    engine.run_due()
    (incident,) = engine.case(case.id).incidents
    assert (incident.element_id, incident.kind) == ("weigh", "operation")
    assert "Summan är över ramen" in incident.message
    with pytest.raises(TooMuchError):
        engine.retry_incident(incident.id, actor=ADMIN)
    engine.skip_incident(incident.id, "Avgjort för hand", actor=ADMIN)
    assert engine.case(case.id).status == "completed"


@pytest.mark.parametrize("error", [ValueError("trasig"), EngineError("trasig"), LookupError("trasig")])
def test_any_other_error_is_still_a_failure_with_an_incident(engine_factory: Factory, error: Exception) -> None:
    def fail(call: Call) -> None:
        raise error

    engine = engine_factory(operations={"weigh": fail})
    engine.deploy({"p.bpmn": ASKS})
    case = engine.start("asks")
    with pytest.raises(OperationFailedError, match="trasig"):
        engine.complete(engine.tasks(case.id)[0].id, actor=OFFICER)
    assert len(engine.incidents(case.id)) == 1


def test_two_starts_with_one_key_give_one_answer_also_when_the_second_fails_in_its_operation(
    engine_factory: Factory,
) -> None:
    """The first writes a row that may be there once, and is held until the second has come as far as it can."""
    second_is_there = threading.Event()

    def take_number(call: Call) -> None:
        if threading.current_thread().name == "second":
            second_is_there.set()
        call.session.execute(text("INSERT INTO numbers (number) VALUES (1)"))
        second_is_there.wait(timeout=1)

    engine, other = (engine_factory(operations={"weigh": take_number}) for _ in range(2))
    with engine.work() as work:
        work.session.execute(text("CREATE TABLE numbers (number INTEGER PRIMARY KEY)"))
    engine.deploy({"p.bpmn": diagram("p", start(), service("weigh", "weigh"), end(), paths=["start weigh end"])})
    first_has_begun = threading.Event()

    def begin(node: Engine, name: str) -> str:
        threading.current_thread().name = name
        if name == "second":
            first_has_begun.wait(timeout=10)
        else:
            first_has_begun.set()
        return node.start("p", actor=OFFICER, idempotency_key="k").id

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(begin, (engine, other), ("first", "second"))
    assert one == two
    assert [case.id for case in engine.cases()] == [one]
    assert engine.incidents() == []
    assert [event.type for event in engine.log_events() if "incident" in event.type or "failed" in event.type] == []
