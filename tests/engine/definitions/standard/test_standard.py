"""Each static rule of the standard: a file that follows it deploys, and the same file with one change is refused."""

import re

import pytest

from engine.definitions import Prepared, prepare, prepare_all
from tests.engine.definitions.drawing import CATALOGUE, chain
from tests.engine.definitions.standard import activities, around, core, data, events
from tests.engine.definitions.standard.cases import Case, whole

CASES = (*core.CASES, *activities.CASES, *data.CASES, *events.CASES, *around.CASES)


def judged(case: Case, text: str) -> Prepared:
    """What comes of a case's file with this text."""
    if not case.beside:
        return prepare({"p.bpmn": text.encode()}, catalogue=CATALOGUE)
    files = {"p.bpmn": text.encode(), **case.beside}
    return next(found for found in prepare_all(files, catalogue=CATALOGUE) if "p.bpmn" in found.bundle.files)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_follows_the_rule_deploys(case: Case) -> None:
    prepared = judged(case, case.file)
    assert prepared.is_deployable, [(p.code, p.line, p.message_en) for p in prepared.problems]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_breaks_the_rule_is_refused_with_its_place_and_what_to_do(case: Case) -> None:
    assert case.broken != case.file, "The change changes nothing"
    prepared = judged(case, case.broken)
    assert not prepared.is_deployable
    found = [problem for problem in prepared.problems if problem.code == case.code and problem.severity == "error"]
    assert found, [(p.code, p.line, p.message_en) for p in prepared.problems]
    for problem in found:
        assert problem.line, problem
        assert problem.message != problem.message_en
        assert not re.search(r"\{\w+\}", problem.message + problem.message_en), problem


def test_an_imported_file_may_hold_nothing_that_runs() -> None:
    imported = next(case for case in CASES if case.name == "import location")
    files = {"p.bpmn": imported.file.encode(), **imported.beside}
    assert all(found.is_deployable for found in prepare_all(files, catalogue=CATALOGUE))
    alone = prepare_all(dict(imported.beside), catalogue=CATALOGUE)
    assert [problem.code for found in alone for problem in found.problems] == ["process_missing"]


def test_a_process_that_stands_beside_need_not_say_how_it_would_run() -> None:
    beside = (
        '<process id="theirs" isExecutable="false"><startEvent id="t_begin"/><serviceTask id="t_serve"/>'
        '<sendTask id="t_send"/>'
        '<exclusiveGateway id="t_choose"/><endEvent id="t_end"/>'
        '<endEvent id="t_fails"><errorEventDefinition/></endEvent>'
        '<scriptTask id="t_count"/>'
        + chain("t_begin", "t_serve", "t_send", "t_count", "t_choose", "t_end")
        + chain("t_choose", "t_fails")
        + "</process>"
    )
    assert prepare({"p.bpmn": whole(after=beside).encode()}, catalogue=CATALOGUE).is_deployable
    runs = whole(after=beside.replace('"false"', '"true"'))
    found = {problem.code for problem in prepare({"p.bpmn": runs.encode()}, catalogue=CATALOGUE).problems}
    assert {
        "operation_missing",
        "message_missing",
        "script_missing",
        "code_missing",
        "gateway_condition_missing",
    } <= found
    broken = whole(after=beside.replace('targetRef="t_serve"', 'targetRef="nobody"'))
    assert not prepare({"p.bpmn": broken.encode()}, catalogue=CATALOGUE).is_deployable


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]
    assert sorted(set(names)) == sorted(names)
