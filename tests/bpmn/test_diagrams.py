"""Every shipped diagram is complete: drawn, named in two languages, with a role, form or operation for each step."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from engine import Actor, Engine
from workflows.bootstrap import CHECKS, OPERATIONS, ROLES, shipped_files

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_UTLYSA = "{urn:utlysa:bpmn:1}"
_FOLDER = Path(__file__).parents[2] / "bpmn"
_DIAGRAMS = sorted(_FOLDER.glob("*/*.bpmn"))
_NAMED = ("Task", "callActivity", "Event", "subProcess", "exclusiveGateway", "eventBasedGateway", "lane", "process")
_UNNAMED = ("boundaryEvent",)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine("sqlite://", operations=OPERATIONS, roles=ROLES, checks=CHECKS)
    made.migrate()
    yield made
    made.close()


@pytest.fixture(params=_DIAGRAMS, ids=lambda path: path.stem)
def diagram(request: pytest.FixtureRequest) -> etree._Element:
    return etree.parse(request.param).getroot()


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname


def _steps(diagram: etree._Element) -> list[etree._Element]:
    process = diagram.find(f"{_BPMN}process")
    assert process is not None
    return [step for step in process.iter() if isinstance(step.tag, str) and step.get("id")]


def _english(element: etree._Element) -> str:
    found = element.find(f"{_BPMN}extensionElements/{_UTLYSA}text[@lang='en']")
    return (found.text or "") if found is not None else ""


def test_the_whole_of_bpmn_deploys_without_an_error_or_a_warning(engine: Engine) -> None:
    problems = engine.lint(shipped_files())

    assert [problem for problem in problems if problem.severity in ("error", "warning")] == []
    assert len(engine.deploy(shipped_files(), actor=Actor.system()).definitions) == len(_DIAGRAMS)


def test_a_folder_is_named_after_its_process(diagram: etree._Element) -> None:
    process = diagram.find(f"{_BPMN}process")
    assert process is not None
    assert (_FOLDER / process.get("id", "") / f"{process.get('id')}.bpmn").is_file()


def test_every_user_task_has_a_role_and_a_form(diagram: etree._Element) -> None:
    lanes = {
        (reference.text or "").strip(): lane.get(f"{_UTLYSA}role")
        for lane in diagram.iter(f"{_BPMN}lane")
        for reference in lane.iter(f"{_BPMN}flowNodeRef")
    }
    for task in diagram.iter(f"{_BPMN}userTask"):
        folder = _FOLDER / str(diagram.find(f"{_BPMN}process").get("id"))  # type: ignore[union-attr]
        assert (task.get(f"{_UTLYSA}role") or lanes.get(str(task.get("id")))) in ROLES, task.get("id")
        assert (folder / f"{task.get(f'{_UTLYSA}form')}.form").is_file(), task.get("id")


def test_every_service_task_names_a_registered_operation(diagram: etree._Element) -> None:
    for task in diagram.iter(f"{_BPMN}serviceTask"):
        assert task.get(f"{_UTLYSA}operation") in OPERATIONS, task.get("id")


def test_every_element_is_drawn(diagram: etree._Element) -> None:
    drawn = {shape.get("bpmnElement") for shape in diagram.iter(f"{_DI}BPMNShape", f"{_DI}BPMNEdge")}
    parts = [step for step in _steps(diagram) if _tag(step).endswith(("Task", "Event", "Gateway", "Process", "Flow"))]

    missing = [step.get("id") for step in parts if step.get("id") not in drawn and _tag(step) != "process"]

    assert missing == []


def test_what_people_read_is_named_in_swedish_and_in_english(diagram: etree._Element) -> None:
    for step in _steps(diagram):
        is_named = _tag(step).endswith(_NAMED) and not (_tag(step) == "startEvent" and _is_inside(step))
        if not is_named or not step.get("name"):
            # A gateway that only joins, and the start inside a sub-process, need no words.
            assert _tag(step) not in ("userTask", "serviceTask", "callActivity", "lane"), step.get("id")
            continue
        assert _english(step), f"{step.get('id')} has no English text"
        assert _english(step) != step.get("name"), step.get("id")


def _is_inside(step: etree._Element) -> bool:
    parent = step.getparent()
    return parent is not None and _tag(parent) == "subProcess"


def test_ids_are_words_in_lower_case(diagram: etree._Element) -> None:
    for step in _steps(diagram):
        assert str(step.get("id")).replace("_", "").isalnum(), step.get("id")
        assert str(step.get("id")) == str(step.get("id")).lower(), step.get("id")
