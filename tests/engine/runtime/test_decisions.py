"""Business rule tasks ask the tables of their own bundle or of another process; the log says which rule matched."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from engine import Engine, OperationFailedError, VirtualClock
from tests.engine.runtime.diagrams import ONE_TASK, diagram, end, start, user

Factory = Callable[..., Engine]


def _rule(name: str, amount: str, fee: str) -> str:
    entry = f'<inputEntry id="{name}_in"><text>{amount}</text></inputEntry>'
    return f'<rule id="{name}">{entry}<outputEntry id="{name}_out"><text>{fee}</text></outputEntry></rule>'


TABLE = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fees" name="fees" namespace="urn:test">
  <decision id="fee" name="fee">
    <variable name="fee"/>
    <decisionTable id="fee_table" hitPolicy="UNIQUE">
      <input id="in"><inputExpression typeRef="number"><text>amount</text></inputExpression></input>
      <output id="out" name="fee" typeRef="number"/>
      {_rule("small", "&lt; 100", "1")}{_rule("large", "&gt;= 100", "2.50")}
    </decisionTable>
  </decision>
  <decision id="local_day" name="local_day">
    <variable name="local_day"/><literalExpression><text>today()</text></literalExpression>
  </decision>
</definitions>""".encode()


def _asks(key: str, decision: str) -> bytes:
    task = f'<businessRuleTask id="ask" name="ask" utlysa:decision="{decision}" utlysa:resultVariable="answer"/>'
    return diagram(key, start(), task, user("look"), end(), paths=["start ask look end"])


def test_a_table_of_the_bundle_answers_and_the_matching_rule_is_in_the_history(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": _asks("p", "fee"), "fees.dmn": TABLE})
    case = engine.start("p", {"amount": 100})
    assert case.variables["answer"] == Decimal("2.50")
    (event,) = [event for event in engine.history(case.id) if event.type == "decision_evaluated"]
    assert (event.element_id, event.data) == ("ask", {"decision": "fee", "rules": ["large"]})


def test_a_table_that_imports_another_of_the_bundle_answers(engine_factory: Factory) -> None:
    kind = "https://www.omg.org/spec/DMN/20191111/MODEL/"
    needs = '<informationRequirement><requiredDecision href="urn:test#fee"/></informationRequirement>'
    more = (
        f'<definitions xmlns="{kind}" id="o" name="o" namespace="urn:other">'
        f'<import namespace="urn:test" name="base" importType="{kind}"/>'
        f'<decision id="more" name="more">{needs}<literalExpression><text>base.fee + 1</text></literalExpression>'
        "</decision></definitions>"
    ).encode()
    engine = engine_factory()
    engine.deploy({"p.bpmn": _asks("p", "more"), "fees.dmn": TABLE, "more.dmn": more})
    assert engine.start("p", {"amount": 100}).variables["answer"] == Decimal("3.50")


def test_a_table_of_another_process_answers(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"one/one.bpmn": ONE_TASK, "one/fees.dmn": TABLE})
    engine.deploy({"q/q.bpmn": _asks("q", "one_task/fee")})
    assert engine.start("q", {"amount": 5}).variables["answer"] == 1


def test_today_is_the_day_in_sweden(engine_factory: Factory, clock: VirtualClock) -> None:
    clock.set(datetime(2021, 11, 28, 23, 30, tzinfo=UTC))
    engine = engine_factory()
    engine.deploy({"p.bpmn": _asks("p", "local_day"), "fees.dmn": TABLE})
    assert engine.start("p", {"amount": 5}).variables["answer"] == datetime(2021, 11, 29).date()  # noqa: DTZ001


def test_a_table_that_is_gone_stops_the_case_with_a_reason(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"one/one.bpmn": ONE_TASK, "one/fees.dmn": TABLE})
    engine.deploy({"q/q.bpmn": _asks("q", "one_task/fee")})
    engine.deploy({"one/one.bpmn": ONE_TASK})
    with pytest.raises(OperationFailedError, match="has no decision"):
        engine.start("q", {"amount": 5})
