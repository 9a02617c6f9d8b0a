"""`lint` and `deploy`."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.web.cli.conftest import Run
from workflows.bootstrap import OPERATIONS

SHIPPED = Path(__file__).parents[3] / "bpmn"
OPERATION = sorted(OPERATIONS)[0]
SOUND = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:utlysa="urn:utlysa:bpmn:1" id="d"
             targetNamespace="urn:test">
  <process id="small" name="Liten" isExecutable="true">
    <startEvent id="start"/>
    <serviceTask id="work" name="Arbeta" utlysa:operation="{OPERATION}"/>
    <endEvent id="end"/>
    <sequenceFlow id="start_work" sourceRef="start" targetRef="work"/>
    <sequenceFlow id="work_end" sourceRef="work" targetRef="end"/>
  </process>
</definitions>
"""
BROKEN = SOUND.replace(f'utlysa:operation="{OPERATION}"', 'utlysa:operation="no_such_operation"')


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The folder of a process of three nodes."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "small.bpmn").write_text(SOUND, encoding="utf-8")
    return folder


def test_lint_names_file_line_code_and_message_of_a_broken_diagram(run: Run, small: Path) -> None:
    (small / "small.bpmn").write_text(BROKEN, encoding="utf-8")
    outcome = run("lint", small)
    assert outcome.status == 1
    assert re.search(r"^small/small\.bpmn:6: [a-z_]+ .*no_such_operation", outcome.out, re.MULTILINE)


def test_lint_tells_a_program_the_same(run: Run, small: Path) -> None:
    (small / "small.bpmn").write_text(BROKEN, encoding="utf-8")
    outcome = run("lint", small, "--json")
    assert outcome.status == 1
    errors = [problem for problem in json.loads(outcome.out) if problem["severity"] == "error"]
    assert [(problem["file"], problem["line"]) for problem in errors] == [("small/small.bpmn", 6)]


def test_lint_is_content_with_a_sound_diagram(run: Run, small: Path) -> None:
    outcome = run("lint", small / "small.bpmn")
    assert outcome.status == 0, outcome.out
    assert " error " not in outcome.out


def test_lint_of_what_is_not_there_says_so(run: Run, tmp_path: Path) -> None:
    outcome = run("lint", tmp_path / "nosuch.bpmn")
    assert outcome.status == 1
    assert outcome.err == f"utlysa: No such file or directory: {tmp_path / 'nosuch.bpmn'}\n"


def test_deploy_gives_a_changed_diagram_its_version(run: Run, folder: Path, small: Path) -> None:
    assert run("deploy", small).out.splitlines()[-1] == "small version 1"
    (small / "small.bpmn").write_text(SOUND.replace("Arbeta", "Arbeta mer"), encoding="utf-8")
    assert run("deploy", small).out.splitlines()[-1] == "small version 2"


def test_deploy_refuses_a_broken_diagram(run: Run, folder: Path, small: Path) -> None:
    (small / "small.bpmn").write_text(BROKEN, encoding="utf-8")
    outcome = run("deploy", small)
    assert outcome.status == 1
    assert outcome.out == ""
    assert "small/small.bpmn:6: operation_unknown " in outcome.err


def test_a_shipped_process_is_sound_by_itself(run: Run, tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "evaluation", tmp_path / "evaluation")
    assert run("lint", tmp_path / "evaluation").status == 0
