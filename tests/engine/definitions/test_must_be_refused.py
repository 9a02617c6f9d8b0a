"""Each row of the design's list of what must be refused: code, line, element, and what to do in two languages."""

# ruff: noqa: E501 - each row is one line of a table

from dataclasses import dataclass

import pytest

from engine.definitions import prepare
from engine.model import Problem
from tests.engine.definitions.drawing import CATALOGUE, chain, diagram

YES = "<conditionExpression>amount &gt; 1</conditionExpression>"
STEPS = '<startEvent id="begin"/>\n<userTask id="check"/>\n<endEvent id="done"/>\n'
LINE = STEPS + chain("begin", "check", "done")


@dataclass(frozen=True)
class Row:
    """One thing that must be refused."""

    rule: str
    code: str
    element: str | None
    content: str
    around: str = ""
    severity: str = "error"


def catching(content: str) -> str:
    return (
        f'<startEvent id="begin"/><intermediateCatchEvent id="wait">{content}</intermediateCatchEvent><endEvent id="done"/>'
        + chain("begin", "wait", "done")
    )


def doing(kind: str, content: str = "", attributes: str = "") -> str:
    return f'<startEvent id="begin"/><{kind} id="act"{attributes}>{content}</{kind}><endEvent id="done"/>' + chain(
        "begin", "act", "done"
    )


ROWS = (
    Row("duplicate ids", "duplicate_id", "check", LINE + '<task id="check"/>'),
    Row("dangling references", "reference_dangling", "wait", catching('<messageEventDefinition messageRef="lost"/>')),
    Row(
        "a boundary event without its host",
        "boundary_host_missing",
        "edge",
        LINE + '<boundaryEvent id="edge" attachedToRef="gone"><timerEventDefinition><timeDuration>P1D</timeDuration>'
        '</timerEventDefinition></boundaryEvent><endEvent id="late"/>' + chain("edge", "late"),
    ),
    Row(
        "sequence flow across a sub-process border",
        "flow_crosses_border",
        "begin_to_inner",
        '<startEvent id="begin"/><subProcess id="sub"><userTask id="inner"/></subProcess>' + chain("begin", "inner"),
    ),
    Row(
        "sequence flow across a pool border",
        "flow_crosses_border",
        "begin_to_theirs",
        '<startEvent id="begin"/>' + chain("begin", "theirs"),
        '<process id="q" isExecutable="false"><task id="theirs"/></process>',
    ),
    Row("a start event with an incoming flow", "start_has_incoming", "check_to_begin", LINE + chain("check", "begin")),
    Row("an end event with an outgoing flow", "end_has_outgoing", "done_to_check", LINE + chain("done", "check")),
    Row(
        "an event-based gateway followed by something else",
        "event_gateway_target_wrong",
        "act",
        doing("eventBasedGateway") + '<userTask id="other"/>' + chain("act", "other"),
    ),
    Row(
        "an exclusive gateway with a flow without condition",
        "gateway_condition_missing",
        "act",
        doing("exclusiveGateway") + '<endEvent id="other"/>' + chain("act", "other"),
    ),
    Row(
        "an inclusive gateway with a flow without condition",
        "gateway_condition_missing",
        "act",
        doing("inclusiveGateway") + '<endEvent id="other"/>' + chain("act", "other"),
    ),
    Row(
        "a gateway with one way in and out",
        "gateway_pass_through",
        "act",
        doing("exclusiveGateway"),
        severity="warning",
    ),
    Row("unreachable nodes", "node_unreachable", "lost", LINE + '<userTask id="lost"/>'),
    Row(
        "a certain deadlock",
        "deadlock",
        "join",
        '<startEvent id="begin"/><exclusiveGateway id="split" default="split_to_b"/><userTask id="a"/><userTask id="b"/>'
        '<parallelGateway id="join"/><endEvent id="done"/>'
        f'<sequenceFlow id="to_a" sourceRef="split" targetRef="a">{YES}</sequenceFlow>'
        + chain("begin", "split", "b", "join", "done")
        + chain("a", "join"),
    ),
    Row(
        "an unmatched link",
        "link_unmatched",
        "leave",
        '<startEvent id="begin"/><intermediateThrowEvent id="leave"><linkEventDefinition name="on"/></intermediateThrowEvent>'
        + chain("begin", "leave"),
    ),
    Row(
        "a cardinality below zero",
        "cardinality_invalid",
        "act",
        doing(
            "userTask",
            "<multiInstanceLoopCharacteristics><loopCardinality>-1</loopCardinality></multiInstanceLoopCharacteristics>",
        ),
    ),
    Row(
        "a negative maximum",
        "loop_maximum_invalid",
        "act",
        doing("userTask", '<standardLoopCharacteristics loopMaximum="-1"/>'),
    ),
    Row(
        "a timer that cannot be parsed",
        "timer_invalid",
        "wait",
        catching("<timerEventDefinition><timeDuration>P1Q</timeDuration></timerEventDefinition>"),
    ),
    Row(
        "a timer that never fires",
        "timer_never_fires",
        "wait",
        catching("<timerEventDefinition><timeCycle>R0/PT1H</timeCycle></timerEventDefinition>"),
    ),
    Row(
        "a condition in another language",
        "language_unsupported",
        "act_to_other",
        doing("userTask")
        + '<endEvent id="other"/><sequenceFlow id="act_to_other" sourceRef="act" targetRef="other"><conditionExpression '
        'xsi:type="tFormalExpression" language="groovy">x > 1</conditionExpression></sequenceFlow>',
    ),
    Row(
        "a script in another language",
        "language_unsupported",
        "act",
        doing("scriptTask", "<script>x = 1</script>", ' scriptFormat="text/x-groovy" utlysa:resultVariable="x"'),
    ),
    Row("an unknown operation", "operation_unknown", "act", doing("serviceTask", "", ' utlysa:operation="launch"')),
    Row("an unknown form", "form_unknown", "act", doing("userTask", "", ' utlysa:form="launch"')),
    Row("an unknown decision", "decision_unknown", "act", doing("businessRuleTask", "", ' utlysa:decision="launch"')),
    Row("an unknown role", "role_unknown", "act", doing("userTask", "", ' utlysa:role="captain"')),
    Row("an unknown called process", "process_unknown", "act", doing("callActivity", "", ' calledElement="launch"')),
    Row(
        "a loop with no wait state in it",
        "loop_without_wait",
        "meet",
        '<startEvent id="begin"/><exclusiveGateway id="meet"/><task id="act"/><exclusiveGateway id="again" default="out"/>'
        '<endEvent id="done"/><sequenceFlow id="out" sourceRef="again" targetRef="done"/>'
        f'<sequenceFlow id="back" sourceRef="again" targetRef="meet">{YES}</sequenceFlow>'
        + chain("begin", "meet", "act", "again"),
    ),
    Row(
        "a decision step that no human takes",
        "decision_without_person",
        "act",
        doing("serviceTask", "", ' utlysa:operation="grant"'),
    ),
    Row("nesting above the limit", "limit_exceeded", None, '<subProcess id="s{}">' * 51 + "</subProcess>" * 51),
    Row("a node count above the limit", "limit_exceeded", None, "".join(f'<task id="t{n}"/>' for n in range(2001))),
    Row("size above the limit", "limit_exceeded", None, f"<!-- {'x' * 5_000_000} -->"),
    Row("any DOCTYPE", "doctype_forbidden", None, LINE),
    Row("a send task without a message", "message_missing", "act", doing("sendTask")),
    Row("a receive task without a message", "message_missing", "act", doing("receiveTask")),
    Row("what runs nothing", "not_executable", "p", LINE),
)


def content_of(row: Row) -> bytes:
    """The row's file."""
    content = row.content
    for number in range(content.count("{}")):
        content = content.replace("{}", str(number), 1)
    file = diagram(content, around=row.around)
    if row.code == "doctype_forbidden":
        return b'<!DOCTYPE definitions SYSTEM "x.dtd">' + file
    return file.replace(b'isExecutable="true"', b"") if row.code == "not_executable" else file


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.rule)
def test_it_is_refused_with_file_line_element_and_what_to_do(row: Row) -> None:
    prepared = prepare({"p.bpmn": content_of(row)}, catalogue=CATALOGUE)
    found = [problem for problem in prepared.problems if problem.code == row.code]
    assert found, [problem.code for problem in prepared.problems]
    assert prepared.is_deployable == (row.severity != "error")
    assert row.element in {problem.element_id for problem in found}
    assert all(_is_whole(problem, row.severity) for problem in found)


def _is_whole(problem: Problem, severity: str) -> bool:
    is_placed = problem.file == "p.bpmn" and bool(problem.line) and problem.severity == severity
    texts = (problem.message, problem.message_en)
    # Two sentences: what is wrong, and what to do.
    says_what_to_do = all(text.count(". ") + text.count(": ") >= 1 and text.endswith(".") for text in texts)
    return is_placed and says_what_to_do and problem.message != problem.message_en
