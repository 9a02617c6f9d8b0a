"""Rehearsal: what would happen, when, on a virtual clock; nothing is stored."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from engine import (
    DeploymentRejectedError,
    Engine,
    NotFoundError,
    RehearsalTooLongError,
    Rehearsed,
    ScenarioError,
    read_scenario,
)

_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:utlysa="urn:utlysa:bpmn:1"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="urn:t">'
)
Rehearse = Callable[..., Rehearsed]


def _process(key: str, body: str, *flows: tuple[str, str], before: str = "") -> bytes:
    lines = "".join(f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flows)
    process = f'<process id="{key}" name="{key}" isExecutable="true">{body}{lines}</process>'
    return f"{_HEAD}{before}{process}</definitions>".encode()


_ORDER = _process(
    "order",
    '<startEvent id="begun"/><userTask id="ask" name="Fråga" utlysa:role="officer" utlysa:due="5 working days"'
    ' utlysa:reminders="-1 working day at 09:00" utlysa:escalateTo="boss"/>'
    '<serviceTask id="tell" name="Berätta" utlysa:operation="tell"/>'
    '<intermediateCatchEvent id="wait" name="Vänta"><timerEventDefinition id="t">'
    '<timeDate xsi:type="tFormalExpression">=until</timeDate></timerEventDefinition></intermediateCatchEvent>'
    '<endEvent id="done"/>',
    ("begun", "ask"),
    ("ask", "tell"),
    ("tell", "wait"),
    ("wait", "done"),
)


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = Engine("sqlite://", operations={"tell": lambda _call: None})
    made.migrate()
    yield made
    made.close()


@pytest.fixture
def rehearse(engine: Engine) -> Rehearse:
    def run(files: dict[str, bytes], scenario: dict[str, Any], key: str = "order") -> Rehearsed:
        return engine.rehearse(read_scenario(json.dumps(scenario), process=key), files=files)

    return run


def _at(told: Rehearsed, kind: str) -> list[str]:
    return [f"{line.at:%Y-%m-%dT%H:%M}" for line in told.lines if line.kind == kind]


def test_tasks_timers_and_reminders_come_in_swedish_working_time_over_easter_and_summer_time(
    rehearse: Rehearse,
) -> None:
    # given: begun on the Thursday before Easter 2021, four days after the change to summer time
    scenario = {
        "begins_at": "2021-04-01T13:00",
        "pace": "on the due day",
        "operations": {
            "tell": {
                "values": {"until": '=date and time("2021-11-01T09:00:00@Europe/Stockholm")'},
                "mails": ["order/told"],
            }
        },
    }
    # when
    told = rehearse({"order/order.bpmn": _ORDER}, scenario)
    # then: five working days after Maundy Thursday is the Monday a week after Easter Monday
    assert told.status == "completed"
    (opened,) = [line for line in told.lines if line.kind == "task_opened"]
    assert opened.due_at == datetime(2021, 4, 12, 22, 0, tzinfo=UTC)
    assert _at(told, "reminder") == ["2021-04-09T07:00"]
    assert _at(told, "task_completed") == ["2021-04-12T10:00"]
    assert _at(told, "timer") == ["2021-11-01T08:00"], "winter time again"
    assert [line.detail for line in told.lines if line.kind == "mail"] == ["order/told"]


def test_a_late_answer_is_escalated_and_a_quick_one_is_not_reminded_of(rehearse: Rehearse) -> None:
    late = {"begins_at": "2021-04-01T13:00", "variables": {"until": "=now()"}, "tasks": {"ask": {"after": "20 days"}}}
    told = rehearse({"order/order.bpmn": _ORDER}, late)
    assert (len(_at(told, "reminder")), len(_at(told, "escalation"))) == (1, 1)
    quick = {**late, "tasks": {"ask": {"after": "PT1H"}}}
    told = rehearse({"order/order.bpmn": _ORDER}, quick)
    assert _at(told, "task_completed") == ["2021-04-01T12:00"]
    assert _at(told, "reminder") == _at(told, "escalation") == []


def test_what_cannot_go_on_is_told_with_where_and_why(rehearse: Rehearse) -> None:
    told = rehearse({"order/order.bpmn": _ORDER}, {"begins_at": "2021-04-01T13:00"})
    (stuck,) = told.stuck
    assert (stuck.element_id, told.status) == ("wait", "stuck")
    assert "until" in stuck.reason
    assert told.standing == {"order": {"wait": 1}}
    assert not told.is_as_expected


def test_an_expectation_that_is_not_met_is_told(rehearse: Rehearse) -> None:
    scenario = {
        "variables": {"until": "=now()", "answer": 1},
        "expected": {"status": "failed", "variables": {"answer": 2}, "path": ["tell", "ask"]},
    }
    told = rehearse({"order/order.bpmn": _ORDER}, scenario)
    assert [text.en.partition(":")[0] for text in told.differences] == ["status", "answer", "path"]
    assert [text.sv.partition(":")[0] for text in told.differences] == ["läge", "answer", "väg"]


def test_a_round_without_end_is_found(rehearse: Rehearse) -> None:
    again = _process(
        "order",
        '<startEvent id="begun"/><exclusiveGateway id="again"/><userTask id="ask" name="Fråga" utlysa:role="officer"/>'
        '<exclusiveGateway id="is_done" default="is_done_again"/><endEvent id="done"/><sequenceFlow id="out"'
        ' sourceRef="is_done" targetRef="done"><conditionExpression xsi:type="tFormalExpression">ready = true'
        "</conditionExpression></sequenceFlow>",
        ("begun", "again"),
        ("again", "ask"),
        ("ask", "is_done"),
        ("is_done", "again"),
    )
    told = rehearse({"order/order.bpmn": again}, {"variables": {"ready": False}})
    (stuck,) = told.stuck
    assert "again and again" in stuck.reason


_TALK = '<message id="m" name="hello"/><signal id="s" name="alarm"/>'
_LISTENER = _process(
    "listener",
    '<startEvent id="begun"/><intermediateCatchEvent id="hear" utlysa:correlation="{id: id}">'
    '<messageEventDefinition id="md" messageRef="m"/></intermediateCatchEvent>'
    '<intermediateCatchEvent id="alarmed"><signalEventDefinition id="sd" signalRef="s"/></intermediateCatchEvent>'
    '<endEvent id="done"/>',
    ("begun", "hear"),
    ("hear", "alarmed"),
    ("alarmed", "done"),
    before=_TALK,
)


def test_messages_reach_their_case_by_its_key_and_signals_reach_all(rehearse: Rehearse) -> None:
    scenario = {
        "begins_at": "2021-04-01",
        "variables": {"id": "first"},
        "cases": [{"process": "listener", "count": 3, "variables": {"id": '="copy " + string(number)'}}],
        "happens": [
            {"at": "P1D", "message": "hello", "correlation": {"id": "copy 2"}},
            {"at": "P2D", "signal": "alarm"},
            {"at": "P3D", "message": "hello", "payload": {"id": "first"}},
        ],
    }
    told = rehearse({"listener/listener.bpmn": _LISTENER}, scenario, "listener")
    assert told.statuses == {"listener": {"active": 3, "completed": 1}}
    assert told.standing == {"listener": {"alarmed": 1, "hear": 2}}
    assert told.status == "active"


def test_a_message_that_comes_too_early_is_kept(rehearse: Rehearse) -> None:
    scenario = {
        "variables": {"id": "late"},
        "begins_at": "2021-04-01",
        "cases": [{"process": "listener", "at": "P2D", "variables": {"id": "later"}}],
        "happens": [{"at": "P1D", "message": "hello", "correlation": {"id": "later"}}],
    }
    told = rehearse({"listener/listener.bpmn": _LISTENER}, scenario, "listener")
    assert told.standing == {"listener": {"hear": 1, "alarmed": 1}}


def test_copies_are_one_line_each_time_with_their_number(rehearse: Rehearse) -> None:
    scenario = {
        "begins_at": "2021-04-01T13:00",
        "variables": {"until": "=now()"},
        "cases": [{"process": "order", "count": 500, "variables": {"until": "=now()"}}],
    }
    told = rehearse({"order/order.bpmn": _ORDER}, scenario)
    assert told.statuses == {"order": {"completed": 501}}
    assert [line.count for line in told.lines if line.kind == "task_completed"] == [501]
    assert told.passed["order"]["tell"] == 501


def test_a_rehearsal_that_somebody_waits_for_has_an_end(engine: Engine) -> None:
    scenario = read_scenario(json.dumps({"cases": [{"process": "order", "count": 50}]}), process="order")
    with pytest.raises(RehearsalTooLongError, match="more than 20 steps"):
        engine.rehearse(scenario, files={"order/order.bpmn": _ORDER}, most_steps=20)


def test_nothing_is_stored_and_what_would_not_deploy_is_refused(engine: Engine, rehearse: Rehearse) -> None:
    rehearse({"order/order.bpmn": _ORDER}, {"variables": {"until": "=now()"}})
    assert engine.definitions() == []
    assert engine.cases() == []
    with pytest.raises(DeploymentRejectedError):
        rehearse({"order/order.bpmn": _ORDER.replace(b'"tell"/>', b'"unknown"/>')}, {})
    with pytest.raises(NotFoundError):
        rehearse({}, {})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[", "no JSON"),
        ("[]", "is not an object"),
        ('{"taks": {}}', "taks is unknown"),
        ('{"variables": {"a": "=1 +"}}', "variables"),
        ('{"cases": {}}', "is not a list"),
        ('{"cases": [{"process": "p", "count": 0}]}', "count"),
        ('{"happens": [{"message": "m"}]}', "at"),
        ('{"happens": [{"at": "P1D"}], "pace": "slowly"}', "pace"),
        ('{"operations": {"o": {"messages": [{}]}}}', "neither"),
    ],
)
def test_a_mistake_in_a_scenario_is_told_by_its_place(text: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        read_scenario(text, process="order")
