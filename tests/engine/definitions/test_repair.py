"""Drawings of other tools become runnable, with every assumption told, and the original left alone."""

from pathlib import Path

import pytest

from engine.definitions import Prepared, prepare
from engine.definitions.repair.juel import as_feel
from engine.forms import Form
from engine.reader import Node
from tests.engine.definitions.drawing import CATALOGUE, chain, diagram

MODELS = Path("/work/shared/data/bpmn-miwg-reference")
# What a drawing does not say and nobody may guess: it stops the case from running until the owner has said it.
MUST_BE_ASKED = {"timer_missing", "condition_missing"}


def imported(content: str | bytes, **files: bytes) -> Prepared:
    xml = content if isinstance(content, bytes) else diagram(content)
    return prepare({"p.bpmn": xml, **files}, catalogue=CATALOGUE, repair=True)


def node(prepared: Prepared, node_id: str) -> Node:
    assert prepared.document is not None
    return prepared.document.processes[0].nodes[node_id]


def codes(prepared: Prepared, severity: str) -> list[str]:
    return [problem.code for problem in prepared.problems if problem.severity == severity]


def test_what_runs_already_is_left_as_it_is() -> None:
    prepared = imported(
        '<startEvent id="begin"/><userTask id="check"/><endEvent id="done"/>' + chain("begin", "check", "done")
    )
    assert prepared.is_deployable
    assert prepared.executable is None
    assert not codes(prepared, "assumed")


def test_a_choice_without_conditions_is_a_persons() -> None:
    drawing = (
        '<startEvent id="begin"/><exclusiveGateway id="choose" name="Komplett?"/>'
        '<userTask id="check"/><userTask id="ask" name="Begär in"/>'
        '<sequenceFlow id="yes" name="ja" sourceRef="choose" targetRef="check"/>'
        '<sequenceFlow id="no" sourceRef="choose" targetRef="ask"/>' + chain("begin", "choose")
    )
    prepared = imported(drawing)
    assert prepared.is_deployable
    task = node(prepared, "choose_choose")
    form = Form.parse(prepared.bundle.files[f"{task.task.form}.form"])
    assert form.validate({"choice_choose": "yes"}).data == {"choice_choose": "yes"}
    assert prepared.document is not None
    flows = prepared.document.processes[0].flows
    assert flows["no"].condition is not None
    assert flows["no"].condition.text == 'choice_choose = "no"'
    told = next(problem for problem in prepared.problems if problem.code == "assumed_choice")
    assert told.element_id == "choose"
    assert "ja, Begär in" in told.message


def test_an_inclusive_choice_may_be_of_several_ways() -> None:
    drawing = (
        '<startEvent id="begin"/><inclusiveGateway id="choose"/><userTask id="a"/><userTask id="b"/>'
        + chain("begin", "choose", "a")
        + chain("choose", "b")
    )
    prepared = imported(drawing)
    assert prepared.is_deployable
    assert prepared.document is not None
    condition = prepared.document.processes[0].flows["choose_to_b"].condition
    assert condition is not None
    assert condition.expression.text == 'list contains(choice_choose, "choose_to_b")'


def test_tasks_without_an_implementation_are_done_by_hand() -> None:
    lane = '<laneSet id="l"><lane id="officers" name="Handläggare"><flowNodeRef>record</flowNodeRef></lane></laneSet>'
    kinds = (
        '<serviceTask id="record" camunda:class="a.B"/>'
        '<scriptTask id="count" scriptFormat="groovy"><script>x=1</script></scriptTask>'
        '<businessRuleTask id="rank"/><callActivity id="call" calledElement="elsewhere"/>'
    )
    prepared = imported(lane + '<startEvent id="begin"/>' + kinds + chain("begin", "record", "count", "rank", "call"))
    assert prepared.is_deployable
    assert {node(prepared, name).kind for name in ("record", "count", "rank", "call")} == {"manualTask"}
    assert any("Handläggare" in problem.message for problem in prepared.problems if problem.code == "assumed_manual")


def test_what_means_the_same_in_another_engine_is_translated() -> None:
    form = b'{"components": []}'
    kinds = (
        '<userTask id="seven" camunda:formKey="check" camunda:assignee="${officer}"'
        ' camunda:candidateGroups="officer,other" camunda:dueDate="${limit}"/>'
        '<userTask id="eight"><extensionElements><zeebe:formDefinition formId="check"/>'
        '<zeebe:assignmentDefinition assignee="=officer" candidateGroups="director"/>'
        "</extensionElements></userTask>"
        '<serviceTask id="topic" camunda:type="external" camunda:topic="record"/>'
        '<scriptTask id="script"><extensionElements>'
        '<zeebe:script expression="=1 + 1" resultVariable="two"/></extensionElements></scriptTask>'
        '<userTask id="each">'
        '<multiInstanceLoopCharacteristics camunda:collection="${items}" camunda:elementVariable="one"/>'
        "</userTask>"
    )
    prepared = imported(
        '<startEvent id="begin"/>' + kinds + chain("begin", "seven", "eight", "topic", "script", "each"),
        **{"check.form": form},
    )
    assert prepared.is_deployable, prepared.problems
    seven, eight = node(prepared, "seven").task, node(prepared, "eight").task
    assert (seven.form, seven.role, seven.due) == ("check", "officer", "=limit")
    assert seven.assignee is not None
    assert seven.assignee.text == "officer"
    assert (eight.form, eight.role) == ("check", "director")
    assert node(prepared, "topic").operation == "record"
    script = node(prepared, "script").script
    assert script is not None
    assert (script.text, node(prepared, "script").result_variable) == ("1 + 1", "two")
    assert codes(prepared, "assumed").count("assumed_translated") >= 9


def test_what_nobody_can_guess_blocks() -> None:
    prepared = imported(
        '<startEvent id="begin"/><intermediateCatchEvent id="wait"><timerEventDefinition/></intermediateCatchEvent>'
        + chain("begin", "wait")
    )
    assert not prepared.is_deployable
    assert codes(prepared, "error") == ["timer_missing"]


def test_lines_are_those_of_the_file_as_it_came() -> None:
    drawing = diagram(
        '<startEvent id="begin"/>\n<task\n  id="check"\n  name="Kontrollera"/>\n<intermediateCatchEvent '
        'id="wait">'
        "<timerEventDefinition/></intermediateCatchEvent>" + chain("begin", "check", "wait")
    )
    lines = {problem.code: problem.line for problem in imported(drawing).problems}
    assert lines["timer_missing"] == 6


def test_foreign_extensions_stay_in_the_executable_copy() -> None:
    prepared = imported(
        '<task id="check"><extensionElements><zeebe:taskHeaders><zeebe:header key="a" value="b"/>'
        "</zeebe:taskHeaders></extensionElements></task>"
    )
    assert prepared.executable is not None
    assert b'<zeebe:header key="a" value="b"/>' in prepared.executable


def test_a_decision_still_needs_a_person() -> None:
    prepared = imported(
        '<startEvent id="begin"/><serviceTask id="grant" camunda:topic="grant"/>' + chain("begin", "grant")
    )
    assert codes(prepared, "error") == ["decision_without_person"]


@pytest.mark.parametrize(
    ("text", "feel"),
    [
        ("${amount == 5}", "amount = 5"),
        ("${a && !b || c != 'x'}", 'a and not(b) or c != "x"'),
        ("#{amount gt 5}", "amount > 5"),
        ("=amount > 5", "amount > 5"),
        ("amount > 5", "amount > 5"),
        ("${bean.call(x)}", None),
        ("${a} and ${b}", None),
        ("a == 5", None),
        ("", None),
    ],
)
def test_simple_expressions_of_other_engines_are_read(text: str, feel: str | None) -> None:
    assert as_feel(text) == feel


@pytest.mark.skipif(not MODELS.exists(), reason="The shared reference models are not on this machine")
@pytest.mark.parametrize("path", sorted(MODELS.glob("*.bpmn")), ids=lambda path: path.name)
def test_the_reference_models_open_and_run_but_for_what_must_be_asked(path: Path) -> None:
    prepared = imported(path.read_bytes())
    assert prepared.document is not None
    assert set(codes(prepared, "error")) <= MUST_BE_ASKED
    assert prepared.executable is not None
