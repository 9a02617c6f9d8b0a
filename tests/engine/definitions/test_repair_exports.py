"""Files as other tools write them open: they are read, shown and deployed, and a robot runs them to an end."""

from collections.abc import Mapping

import pytest
from lxml import etree

from engine import DeploymentRejectedError
from engine.definitions import Catalogue, Prepared, prepare
from engine.reader import xml
from tests.engine.definitions import exports, quirks
from tests.engine.definitions.robot import engine_of_robot, run_to_the_end

_TEXTS = {**exports.DRAWN, **exports.ENGINES, **quirks.QUIRKS}
RUNNABLE: Mapping[str, bytes] = {
    **exports.WRITTEN,
    **exports.NAMED,
    **{name: text.encode() for name, text in _TEXTS.items()},
}
# Drawn as circles without a way out: they go on for as long as somebody does their steps.
ENDLESS = {"cycle_without_start", "loop_of_scripts", "start_inside_after_flow", "flow_to_itself"}
SHOWN: Mapping[str, bytes] = {**RUNNABLE, **{name: text.encode() for name, text in exports.SHOWN_ONLY.items()}}


def imported(content: bytes) -> Prepared:
    return prepare({"export.bpmn": content}, catalogue=Catalogue(), repair=True)


@pytest.mark.parametrize("name", RUNNABLE)
def test_each_export_is_deployed_and_run_to_an_end(name: str) -> None:
    engine = engine_of_robot()
    deployment = engine.deploy({"export.bpmn": RUNNABLE[name]}, repair=True)
    assert deployment.definitions
    for definition in deployment.definitions:
        case = run_to_the_end(engine, definition.key)
        assert not case.incidents, (definition.key, case.incidents)
        assert case.status == ("active" if name in ENDLESS else "completed"), engine.tasks(case.id)
        assert engine.definition_files(definition.key)["export.bpmn"] == RUNNABLE[name]


# What the schema says against these is not about anything that runs.
NOT_STRICT = {"ids_missing_on_steps", "web_services", *quirks.BEYOND_THE_SCHEMA}


@pytest.mark.parametrize("name", sorted(RUNNABLE.keys() - NOT_STRICT))
def test_the_executable_copy_is_deployed_like_any_other_diagram(name: str) -> None:
    prepared = imported(RUNNABLE[name])
    assert prepared.repaired is not None
    copy = prepare(
        {"copy.bpmn": prepared.executable or RUNNABLE[name], **prepared.repaired.files}, catalogue=Catalogue()
    )
    assert [problem for problem in copy.problems if problem.severity == "error"] == []


@pytest.mark.parametrize("name", SHOWN)
def test_each_export_is_shown_with_a_shape_for_every_step(name: str) -> None:
    repaired = imported(SHOWN[name]).repaired
    assert repaired is not None
    root = etree.fromstring(repaired.shown)
    shapes = [shape.get("bpmnElement") for shape in root.iter(f"{{{xml.BPMNDI}}}BPMNShape")]
    steps = {part.get("id") for part in root.iter() if xml.tag(part) in ("task", "startEvent", "participant")}
    drawn_before = b"BPMNShape" in SHOWN[name]
    in_process = {step for step in steps if step} - {"a", "b", "s", "t"} if name == "choreography" else steps
    assert drawn_before or in_process <= set(shapes)


@pytest.mark.parametrize("name", exports.SHOWN_ONLY)
def test_what_has_nothing_to_run_is_opened_with_the_reason(name: str) -> None:
    engine = engine_of_robot()
    deployment = engine.deploy({"export.bpmn": SHOWN[name]}, repair=True)
    assert deployment.definitions == []
    assert "nothing_to_run" in {problem.code for problem in deployment.problems}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04....", "zip"),
        (b"\x89PNG....", "PNG"),
        (b"%PDF-1.7", "PDF"),
        (b'{"a": 1}', "JSON"),
        (b'<mxfile host="x"/>', "draw.io"),
        (b'<xpdl:Package xmlns:xpdl="http://www.wfmc.org/2009/XPDL2.2"/>', "XPDL"),
        (b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', "DMN"),
        (b'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"/>', "XMI"),
        (b"<html/>", "webbsida"),
        (b"<order/>", "order"),
    ],
)
def test_what_is_no_bpmn_is_named_with_a_way_on(content: bytes, reason: str) -> None:
    prepared = imported(content)
    assert not prepared.is_deployable
    (problem,) = [one for one in prepared.problems if one.severity == "error"]
    assert problem.code == "file_unreadable"
    assert reason in problem.message
    assert "Exportera" in problem.message


def test_a_doctype_is_refused_with_its_mend() -> None:
    with pytest.raises(DeploymentRejectedError) as refusal:
        engine_of_robot().deploy({"a.bpmn": b"<!DOCTYPE x>\n<definitions/>"}, repair=True)
    (problem,) = refusal.value.problems
    assert problem.code == "doctype_forbidden"
    assert "Ta bort den" in problem.message


def test_half_a_file_is_refused_rather_than_guessed() -> None:
    whole = RUNNABLE["pools"]
    prepared = imported(whole[: len(whole) // 2])
    assert [problem.code for problem in prepared.problems] == ["file_unreadable"]


@pytest.mark.parametrize(
    "name", ["Ritning (1).bpmn", "A & B+C.bpmn", "flöde.bpmn20.xml", "p.BPMN", "p.xml", "export", "x/../y.bpmn2"]
)
def test_files_may_be_called_as_tools_call_them(name: str) -> None:
    deployment = engine_of_robot().deploy({name: RUNNABLE["crlf"]}, repair=True)
    assert [definition.key for definition in deployment.definitions] == ["p"]
