"""`simulate`: a dated list of what would happen, without any database."""

import json
import shutil
from pathlib import Path

import pytest

from tests.web.cli.conftest import Run

_SHIPPED = Path(__file__).parents[3] / "bpmn"


@pytest.fixture
def evaluation(tmp_path: Path) -> Path:
    """A copy of a shipped process that an owner may edit."""
    return Path(shutil.copytree(_SHIPPED / "evaluation", tmp_path / "evaluation"))


def test_a_process_is_rehearsed_day_by_day(run: Run) -> None:
    told = run("simulate", _SHIPPED / "evaluation")
    assert told.status == 0
    assert "\nmån 2022-08-01\n  09.00  Ärendet startar: Utvärdering" in told.out
    assert "Uppgift kommer: Skriv utvärderingen (Utvärderare) senast " in told.out
    assert "evaluation: completed" in told.out
    assert "Samla underlag" not in told.out, "what runs by itself is listed with --all only"


def test_the_list_is_in_the_language_that_is_asked_for_and_may_hold_all(run: Run) -> None:
    told = run("simulate", _SHIPPED / "evaluation", "--language", "en", "--all")
    assert "Mon 2022-08-01" in told.out
    assert "Task opens: Write the evaluation (Evaluator) by " in told.out
    assert "Runs by itself: " in told.out


def test_a_holiday_is_named(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "scenario.json"
    file.write_text(
        '{"begins_at": "2021-12-24T09:00", "tasks": {"write_evaluation": {"after": "P1D"}}}', encoding="utf-8"
    )
    told = run("simulate", _SHIPPED / "evaluation", "--scenario", file, "--at", "2021-12-24T10:00")
    assert "\nfre 2021-12-24 (Julafton)\n  10.00" in told.out


def test_an_example_case_is_found_by_its_name(run: Run) -> None:
    told = run("simulate", _SHIPPED / "extension" / "extension.bpmn", "--scenario", "ingen_begaran")
    assert told.status == 0
    assert "Ingen begäran" in told.out


def test_every_example_is_rerun_and_one_with_another_outcome_is_told(run: Run, evaluation: Path) -> None:
    case = evaluation / "cases" / "utvardering.json"
    document = json.loads(case.read_text(encoding="utf-8"))
    document["expected"]["status"] = "failed"
    case.write_text(json.dumps(document), encoding="utf-8")
    told = run("simulate", evaluation, "--examples")
    assert told.status == 1
    assert "NOT as expected" in told.out
    assert "differs: status: completed instead of failed" in told.out


def test_an_edit_that_is_not_deployed_is_rehearsed_as_it_is(run: Run, evaluation: Path) -> None:
    diagram = evaluation / "evaluation.bpmn"
    edited = diagram.read_text(encoding="utf-8").replace('utlysa:due="20 working days"', 'utlysa:due="1 working day"')
    diagram.write_text(edited, encoding="utf-8")
    told = json.loads(run("simulate", evaluation, "--json").out)["evaluation"]
    (opened,) = [line for line in told["lines"] if line["kind"] == "task_opened"]
    assert opened["due_at"].startswith("2022-09-02")
    assert told["is_as_expected"] is True


def test_a_diagram_that_would_not_deploy_is_refused_with_its_problems(run: Run, evaluation: Path) -> None:
    diagram = evaluation / "evaluation.bpmn"
    diagram.write_text(
        diagram.read_text(encoding="utf-8").replace('"evaluation.collect"', '"evaluation.nothing"'), encoding="utf-8"
    )
    told = run("simulate", evaluation)
    assert (told.status, told.out) == (1, "")
    assert "evaluation.bpmn:" in told.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "There is no nowhere"),
        ([_SHIPPED], "--process"),
        ([_SHIPPED / "evaluation", "--process", "call"], "no process call"),
        ([_SHIPPED / "evaluation", "--scenario", "missing.json"], "example cases are utvardering"),
        ([_SHIPPED / "evaluation", "--at", "soon"], "--at soon"),
    ],
)
def test_wrong_usage_says_what_to_do(run: Run, arguments: list[object], words: str) -> None:
    told = run("simulate", *arguments)
    assert (told.status, told.out) == (2, "")
    assert words in told.err


def test_a_scenario_that_cannot_be_read_is_wrong_not_a_crash(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "scenario.json"
    file.write_text('{"taks": {}}', encoding="utf-8")
    told = run("simulate", _SHIPPED / "evaluation", "--scenario", file)
    assert (told.status, told.err.count("\n")) == (1, 1)
    assert "taks is unknown" in told.err
