"""Messages reach one receiver, signals all of them, and nothing is lost in between."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from engine import Actor, Call, Engine, MessageNotExpectedError, NotFoundError, VirtualClock
from tests.engine.runtime.diagrams import (
    MESSAGE,
    SIGNAL,
    WAITS_FOR_ANSWER,
    catch,
    diagram,
    end,
    flows,
    message,
    service,
    signal,
    start,
    user,
)

Factory = Callable[..., Engine]
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
STARTED_BY_ANSWER = diagram(
    "started",
    start(inside=message("answer")),
    user("read", role="officer"),
    end(),
    paths=["start read end"],
    outside=MESSAGE,
)
WAITS_FOR_ALARM = diagram(
    "alarmed",
    start(),
    catch("listen", signal("alarm")),
    user("react"),
    end(),
    paths=["start listen react end"],
    outside=SIGNAL,
)
THROWS_ALARM = diagram(
    "thrower",
    start(),
    f'<intermediateThrowEvent id="throw">{signal("alarm")}</intermediateThrowEvent>',
    end(),
    paths=["start throw end"],
    outside=SIGNAL,
)
SENDS_ANSWER = diagram(
    "sender",
    start(),
    '<sendTask id="send" name="send" messageRef="answer" utlysa:correlation="{number: number}"><extensionElements>'
    '<utlysa:input name="text" value="&quot;hej&quot;"/></extensionElements></sendTask>',
    end(),
    paths=["start send end"],
    outside=MESSAGE,
)


def test_a_message_reaches_the_case_with_its_key_alone(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": WAITS_FOR_ANSWER})
    first, second = engine.start("waits", {"number": 1}), engine.start("waits", {"number": 2})
    received = engine.send_message("answer", {"text": "ja"}, correlation={"number": 2}, actor=OFFICER)
    assert received is not None
    assert received.id == second.id
    assert received.variables["text"] == "ja"
    assert [task.case_id for task in engine.tasks()] == [second.id]
    assert engine.case(first.id).variables == {"number": 1}
    assert engine.verify() == []


def test_a_message_may_name_its_case(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": WAITS_FOR_ANSWER})
    case = engine.start("waits", {"number": 1})
    received = engine.send_message("answer", case_id=case.id)
    assert received is not None
    assert received.id == case.id
    with pytest.raises(NotFoundError):
        engine.send_message("answer", case_id="nothing")


def test_a_correlation_key_that_the_receiver_does_not_name_is_looked_up_in_its_variables(
    engine_factory: Factory,
) -> None:
    engine = engine_factory()
    xml = diagram("p", start(), catch("wait", message("answer")), end(), paths=["start wait end"], outside=MESSAGE)
    engine.deploy({"p.bpmn": xml})
    engine.start("p", {"order": "A"}), engine.start("p", {"order": "B"}, business_key="RUN/1/2021")
    by_variable = engine.send_message("answer", correlation={"order": "A"})
    assert by_variable is not None
    assert by_variable.variables["order"] == "A"
    by_key = engine.send_message("answer", correlation={"business_key": "RUN/1/2021"})
    assert by_key is not None
    assert by_key.variables["order"] == "B"


def test_a_message_that_comes_first_is_kept_for_its_receiver(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": WAITS_FOR_ANSWER})
    assert engine.send_message("answer", {"text": "tidig"}, correlation={"number": 1}) is None
    assert engine.start("waits", {"number": 2}).variables == {"number": 2}
    case = engine.start("waits", {"number": 1})
    assert case.variables["text"] == "tidig"
    assert [task.element_id for task in engine.tasks(case.id)] == ["read"]
    assert engine.start("waits", {"number": 1}).variables == {"number": 1}


def test_a_kept_message_expires_and_is_reported(engine_factory: Factory, clock: VirtualClock) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": WAITS_FOR_ANSWER})
    engine.send_message("answer", correlation={"number": 1}, ttl=timedelta(days=1))
    clock.advance(timedelta(days=1))
    engine.sweep()
    assert engine.log_events()[-1].type == "message_expired"
    assert engine.start("waits", {"number": 1}).variables == {"number": 1}


def test_a_message_that_nobody_waits_for_may_be_refused(engine_factory: Factory) -> None:
    engine = engine_factory()
    with pytest.raises(MessageNotExpectedError):
        engine.send_message("answer", ttl=timedelta(0))


def test_a_message_starts_a_case_where_none_waits(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": STARTED_BY_ANSWER})
    case = engine.send_message("answer", {"text": "ny"}, idempotency_key="k")
    assert case is not None
    assert case.definition.key == "started"
    assert case.variables == {"text": "ny"}
    again = engine.send_message("answer", {"text": "ny"}, idempotency_key="k")
    assert again == case
    assert len(engine.cases()) == 1


def test_a_newer_version_without_the_start_is_started_no_more(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": STARTED_BY_ANSWER})
    engine.deploy({"p.bpmn": diagram("started", start(), user("read"), end(), paths=["start read end"])})
    assert engine.send_message("answer") is None


def test_a_case_sends_to_another_right_after_its_commit(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"a/a.bpmn": WAITS_FOR_ANSWER, "b/b.bpmn": SENDS_ANSWER})
    receiver = engine.start("waits", {"number": 7})
    engine.start("sender", {"number": 7})
    assert engine.case(receiver.id).variables["text"] == "hej"
    assert [job.state for job in engine.jobs()] == ["done"]
    assert engine.verify() == []


def test_a_message_of_an_operation_is_lost_with_its_transaction_alone(engine_factory: Factory) -> None:
    def send(call: Call) -> None:
        call.send_message("answer", {"text": "op"}, correlation={"number": 1})
        if call.variables.get("fails"):
            raise ZeroDivisionError

    engine = engine_factory(operations={"send": send})
    sender = diagram("ops", start(), service("send_it", "send"), end(), paths=["start send_it end"])
    engine.deploy({"a/a.bpmn": WAITS_FOR_ANSWER, "b/b.bpmn": sender})
    receiver = engine.start("waits", {"number": 1})
    with pytest.raises(Exception, match="send_it"):
        engine.start("ops", {"fails": True})
    assert engine.jobs() == []
    engine.start("ops")
    assert engine.case(receiver.id).variables["text"] == "op"


def test_a_receiver_that_fails_does_not_undo_the_sender(engine_factory: Factory, clock: VirtualClock) -> None:
    def fail(call: Call) -> None:
        raise ZeroDivisionError

    engine = engine_factory(operations={"fail": fail})
    xml = diagram(
        "waits",
        start(),
        catch("wait", message("answer"), "={number: number}"),
        service("fail_it", "fail"),
        end(),
        paths=["start wait fail_it end"],
        outside=MESSAGE,
    )
    engine.deploy({"a/a.bpmn": xml, "b/b.bpmn": SENDS_ANSWER})
    receiver = engine.start("waits", {"number": 7})
    assert engine.start("sender", {"number": 7}).status == "completed"
    assert [(job.state, job.attempts) for job in engine.jobs()] == [("waiting", 1)]
    clock.advance(timedelta(days=1))
    engine.run_due()
    clock.advance(timedelta(days=1))
    engine.run_due()
    assert [job.state for job in engine.jobs()] == ["failed"]
    assert [incident.kind for incident in engine.case(receiver.id).incidents] == ["job"]


def test_a_signal_reaches_every_waiting_case_and_every_start(engine_factory: Factory) -> None:
    engine = engine_factory()
    begun = diagram(
        "begun", start(inside=signal("alarm")), user("look"), end(), paths=["start look end"], outside=SIGNAL
    )
    engine.deploy({"a/a.bpmn": WAITS_FOR_ALARM, "b/b.bpmn": begun, "c/c.bpmn": THROWS_ALARM})
    engine.start("alarmed")
    engine.start("alarmed")
    engine.start("thrower")
    assert sorted(task.element_id for task in engine.tasks()) == ["look", "react", "react"]
    engine.start("alarmed")
    engine.broadcast_signal("alarm", {"level": 2}, idempotency_key="k")
    engine.broadcast_signal("alarm", {"level": 2}, idempotency_key="k")
    assert sorted(task.element_id for task in engine.tasks()) == ["look", "look", "react", "react", "react"]
    assert engine.verify() == []


def test_messages_to_and_fro_do_not_nest(engine_factory: Factory) -> None:
    """Two cases that answer one another many times are delivered one after the other, not one inside the other."""

    def reply(call: Call) -> dict[str, object]:
        turn = call.variables["turn"] + 1
        if turn <= 300:
            call.send_message(f"to_{call.variables['other']}", {"turn": turn})
        return {"turn": turn}

    engine = engine_factory(operations={"reply": reply})
    for name, other in (("a", "b"), ("b", "a")):
        xml = diagram(
            name,
            start(),
            catch("wait", message("in")),
            service("reply", "reply"),
            end(),
            '<exclusiveGateway id="more" default="more_end"/>',
            '<exclusiveGateway id="again"/>',
            flows("start again wait reply more end"),
            '<sequenceFlow id="more_again" sourceRef="more" targetRef="again">'
            '<conditionExpression xsi:type="tFormalExpression">turn &lt; 300</conditionExpression></sequenceFlow>',
            outside=f'<message id="in" name="to_{name}"/>',
        )
        engine.deploy({f"{name}.bpmn": xml})
        engine.start(name, {"other": other, "turn": 0})
    engine.send_message("to_a", {"turn": 0})
    assert sorted(case.variables["turn"] for case in engine.cases()) == [300, 301]
