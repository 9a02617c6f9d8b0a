"""Certain deadlocks are refused, and only certain ones."""

import pytest

from engine.definitions import prepare
from tests.engine.definitions.drawing import CATALOGUE, chain, diagram

ENDS = '<startEvent id="begin"/><endEvent id="done"/><parallelGateway id="join"/><userTask id="a"/><userTask id="b"/>'
YES = "<conditionExpression>amount &gt; 1</conditionExpression>"
BRANCHES = chain("a", "join", "done") + chain("b", "join")


def split(kind: str, *, default: bool = True) -> str:
    """A gateway with a conditional flow to `a` and another flow to `b`."""
    own = ' default="to_b"' if default else ""
    other = "" if default else YES
    return (
        f'<{kind} id="split"{own}/>'
        f'<sequenceFlow id="to_a" sourceRef="split" targetRef="a">{YES}</sequenceFlow>'
        f'<sequenceFlow id="to_b" sourceRef="split" targetRef="b">{other}</sequenceFlow>'
    )


INTERRUPTED = (
    '<userTask id="split"/><boundaryEvent id="late" attachedToRef="split"{}><timerEventDefinition><timeDuration>PT1H'
    "</timeDuration></timerEventDefinition></boundaryEvent>" + chain("begin", "split", "a") + chain("late", "b")
)
WAITING = (
    '<eventBasedGateway id="split"/><intermediateCatchEvent id="told"><messageEventDefinition messageRef="answer"/>'
    '</intermediateCatchEvent><intermediateCatchEvent id="late"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
    "</timerEventDefinition></intermediateCatchEvent>"
    + chain("begin", "split", "told", "a")
    + chain("split", "late", "b")
)
TWO_TOKENS = (
    '<parallelGateway id="fork"/><userTask id="x"/><userTask id="y"/>'
    + chain("begin", "fork", "x", "split")
    + chain("fork", "y", "split")
)
LOOP = (
    '<exclusiveGateway id="meet"/><exclusiveGateway id="again" default="again_to_split"/>'
    f'<sequenceFlow id="back" sourceRef="again" targetRef="meet">{YES}</sequenceFlow>'
    '<sequenceFlow id="again_to_split" sourceRef="again" targetRef="split"/>' + chain("begin", "meet", "again")
)


def finds(content: str) -> bool:
    found = {problem.code for problem in prepare({"p.bpmn": diagram(content)}, catalogue=CATALOGUE).problems}
    return "deadlock" in found


@pytest.mark.parametrize(
    "content",
    [
        split("exclusiveGateway") + chain("begin", "split"),
        split("exclusiveGateway", default=False) + chain("begin", "split"),
        split("inclusiveGateway") + chain("begin", "split"),
        split("complexGateway") + chain("begin", "split"),
        split("userTask") + chain("begin", "split"),
        split("exclusiveGateway") + LOOP,
        INTERRUPTED.format(""),
        WAITING,
    ],
    ids=[
        "choice",
        "choice of two conditions",
        "inclusive default",
        "complex default",
        "task default",
        "loop",
        "edge",
        "events",
    ],
)
def test_a_join_of_what_is_never_taken_together_is_refused(content: str) -> None:
    assert finds(ENDS + content + BRANCHES)


@pytest.mark.parametrize(
    "content",
    [
        split("inclusiveGateway", default=False) + chain("begin", "split"),
        '<parallelGateway id="split"/>' + chain("begin", "split", "a") + chain("split", "b"),
        split("exclusiveGateway") + TWO_TOKENS,
        split("exclusiveGateway") + '<startEvent id="too"/>' + chain("begin", "split") + chain("too", "split"),
        INTERRUPTED.format(' cancelActivity="false"'),
    ],
    ids=["two conditions", "parallel", "two tokens", "two starts", "edge that does not interrupt"],
)
def test_a_join_that_may_be_passed_is_not_refused(content: str) -> None:
    assert not finds(ENDS + content + BRANCHES)


def test_a_choice_that_is_brought_together_before_the_join_is_not_refused() -> None:
    meeting = (
        '<exclusiveGateway id="meet"/><parallelGateway id="fork"/><userTask id="c"/>'
        + chain("begin", "fork", "split")
        + chain("a", "meet", "join", "done")
        + chain("b", "meet")
        + chain("fork", "c", "join")
    )
    assert not finds(ENDS + split("exclusiveGateway") + meeting)
