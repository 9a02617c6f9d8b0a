"""Drawings of other tools become runnable, with every assumption told, and the original left alone."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from engine.definitions import Prepared, prepare
from engine.definitions.repair.answers_file import ANSWERS_FILE, write_answers
from engine.definitions.repair.juel import as_feel
from engine.definitions.repair.positions import boxes
from engine.forms import Form
from engine.reader import MultiInstance, Node
from tests.engine.definitions.drawing import CATALOGUE, chain, diagram
from tests.engine.definitions.robot import engine_of_robot, run_to_the_end

MODELS = Path("/work/shared/data/bpmn-miwg-reference")
WITHOUT_TIME = (
    '<startEvent id="begin"/><intermediateCatchEvent id="wait"><timerEventDefinition/></intermediateCatchEvent>'
    + chain("begin", "wait")
)


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


def test_a_time_that_nobody_wrote_is_asked_when_the_case_gets_there() -> None:
    prepared = imported(WITHOUT_TIME)
    assert prepared.is_deployable
    asked, wait = node(prepared, "set_time_wait"), node(prepared, "wait")
    form = Form.parse(prepared.bundle.files[f"{asked.task.form}.form"])
    assert list(form.fields) == ["time_wait"]
    assert wait.events[0].timer is not None
    assert wait.events[0].timer.text == "=time_wait"
    assert "assumed_time_asked" in codes(prepared, "assumed")


def test_lines_are_those_of_the_file_as_it_came() -> None:
    drawing = diagram(
        '<startEvent id="begin"/>\n<task\n  id="check"\n  name="Kontrollera"/>\n<intermediateCatchEvent '
        'id="wait">'
        "<timerEventDefinition/></intermediateCatchEvent>" + chain("begin", "check", "wait")
    )
    lines = {problem.code: problem.line for problem in imported(drawing).problems}
    assert lines["assumed_time_asked"] == 6


def test_what_the_owner_answers_is_not_assumed() -> None:
    answers = {"wait": {"time": "P3D"}}
    prepared = imported(WITHOUT_TIME, **{ANSWERS_FILE: write_answers(answers)})
    assert prepared.is_deployable
    timer = node(prepared, "wait").events[0].timer
    assert timer is not None
    assert (timer.kind, timer.text) == ("duration", "P3D")
    assert "assumed_time_asked" not in codes(prepared, "assumed")
    assert prepared.repaired is not None
    assert [question.kind for question in prepared.repaired.questions if question.element_id == "wait"] == ["time"]


def test_a_choice_is_answered_by_conditions_or_by_other_words_on_the_buttons() -> None:
    ways = (
        '<startEvent id="begin"/><exclusiveGateway id="choose" name="Stort?"/><task id="a"/><task id="b"/>'
        + chain("begin", "choose", "a")
        + chain("choose", "b")
    )
    rule = {"by": "rule", "conditions": {"choose_to_a": "amount > 500000"}, "default": "choose_to_b"}
    decided = imported(ways, **{ANSWERS_FILE: write_answers({"choose": rule})})
    assert decided.document is not None
    flows = decided.document.processes[0].flows
    assert flows["choose_to_a"].condition is not None
    assert flows["choose_to_a"].condition.text == "amount > 500000"
    assert node(decided, "choose").default == "choose_to_b"
    assert "assumed_values" in codes(decided, "assumed")
    words = imported(ways, **{ANSWERS_FILE: write_answers({"choose": {"labels": {"choose_to_a": "Ja, stort"}}})})
    (form,) = words.bundle.named(".form").values()
    assert "Ja, stort" in form.decode()


def test_lanes_are_roles_by_code_or_name_or_answer() -> None:
    lanes = (
        '<laneSet id="l"><lane id="one" name="Handläggare"><flowNodeRef>a</flowNodeRef></lane>'
        '<lane id="two" name="Director"><flowNodeRef>b</flowNodeRef></lane>'
        '<lane id="three" name="Någon"><flowNodeRef>c</flowNodeRef></lane></laneSet>'
        '<startEvent id="begin"/><task id="a"/><task id="b"/><task id="c"/>' + chain("begin", "a", "b", "c")
    )
    named = replace(CATALOGUE, role_names={"handläggare": "officer"})
    files = {"p.bpmn": diagram(lanes), ANSWERS_FILE: write_answers({"three": {"role": "director"}})}
    prepared = prepare(files, catalogue=named, repair=True)
    assert [node(prepared, name).task.role for name in "abc"] == ["officer", "director", "director"]
    unanswered = prepare({"p.bpmn": diagram(lanes)}, catalogue=named, repair=True)
    assert node(unanswered, "c").task.role is None
    assert "assumed_anyone" in codes(unanswered, "assumed")
    assert prepared.repaired is not None
    asked = {one.element_id: one.written for one in prepared.repaired.questions if one.kind == "role"}
    assert asked == {"one": "officer", "two": "director", "three": ""}


def test_a_step_is_answered_by_a_form_an_operation_or_a_decision() -> None:
    steps = '<startEvent id="begin"/><task id="a"/><task id="b"/><task id="c"/>' + chain("begin", "a", "b", "c")
    answers = {"a": {"form": "check"}, "b": {"operation": "record"}, "c": {"decision": True}}
    prepared = imported(steps, **{"check.form": b'{"components": []}', ANSWERS_FILE: write_answers(answers)})
    assert prepared.is_deployable, prepared.problems
    assert node(prepared, "a").task.form == "check"
    assert (node(prepared, "b").kind, node(prepared, "b").operation) == ("serviceTask", "record")
    assert node(prepared, "c").task.is_decision


@pytest.mark.parametrize("answer", [{"count": "3"}, {"list": "applications"}])
def test_one_per_is_answered_by_a_number_or_a_list(answer: dict[str, str]) -> None:
    each = '<startEvent id="begin"/><task id="a"><multiInstanceLoopCharacteristics/></task>' + chain("begin", "a")
    loop = node(imported(each, **{ANSWERS_FILE: write_answers({"a": answer})}), "a").loop
    assert isinstance(loop, MultiInstance)
    found = loop.cardinality or loop.collection
    assert found is not None
    assert found.text in answer.values()


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"answers": 1}', b'{"answers": {"wait": 1, "begin": {"time": 2}}}']
)
def test_answers_of_another_shape_say_nothing(content: bytes) -> None:
    prepared = imported(WITHOUT_TIME, **{"answers/" + ANSWERS_FILE: content})
    assert "assumed_time_asked" in codes(prepared, "assumed")


def test_steps_that_were_put_in_are_drawn_beside_what_they_are_for() -> None:
    prepared = imported(MODELS.joinpath("C.1.0.bpmn").read_bytes())
    assert prepared.executable is not None
    assert prepared.repaired is not None
    drawn = boxes(etree.fromstring(prepared.executable))
    before = boxes(etree.fromstring(prepared.repaired.shown))
    assert set(prepared.repaired.added) <= set(drawn)
    assert not set(prepared.repaired.added) & set(before)


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


@pytest.mark.parametrize("path", sorted(MODELS.glob("*.bpmn")), ids=lambda path: path.name)
def test_the_reference_models_are_deployed_and_run_to_an_end(path: Path) -> None:
    engine = engine_of_robot()
    deployment = engine.deploy({path.name: path.read_bytes()}, repair=True)
    assert deployment.definitions
    for definition in deployment.definitions:
        case = run_to_the_end(engine, definition.key)
        assert (case.status, case.incidents) == ("completed", ()), definition.key
        assert engine.definition_files(definition.key)[path.name] == path.read_bytes()


@pytest.mark.parametrize("path", sorted(MODELS.glob("*.bpmn")), ids=lambda path: path.name)
def test_the_copy_of_a_reference_model_is_deployed_like_any_other_diagram(path: Path) -> None:
    prepared = imported(path.read_bytes())
    assert prepared.executable is not None
    assert prepared.repaired is not None
    copy = prepare({"copy.bpmn": prepared.executable, **prepared.repaired.files}, catalogue=CATALOGUE)
    assert [problem for problem in copy.problems if problem.severity == "error"] == []
