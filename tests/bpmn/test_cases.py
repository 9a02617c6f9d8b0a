"""Every stored example case of the shipped processes, and each process without one, runs as it is expected to."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import Actor, Engine, read_scenario
from workflows.bootstrap import CHECKS, OPERATIONS, ROLES, shipped_files

_FOLDER = Path(__file__).parents[2] / "bpmn"
_CASES = sorted(_FOLDER.glob("*/cases/*.json"))
_PROCESSES = sorted(path.parent.name for path in _FOLDER.glob("*/rehearsal.json"))


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine("sqlite://", operations=OPERATIONS, roles=ROLES, checks=CHECKS)
    made.migrate()
    made.deploy(shipped_files(), actor=Actor.system())
    yield made
    made.close()


@pytest.mark.parametrize("path", _CASES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_an_example_case_runs_as_it_is_expected_to(engine: Engine, path: Path) -> None:
    scenario = engine.example_cases(path.parent.parent.name)[path.stem]

    told = engine.rehearse(scenario)

    assert scenario.expected is not None, "an example without an expectation shows nothing"
    assert (list(told.stuck), list(told.differences)) == ([], [])
    assert scenario.name.sv
    assert scenario.name.en


@pytest.mark.parametrize("key", _PROCESSES)
def test_a_process_can_be_rehearsed_without_any_scenario(engine: Engine, key: str) -> None:
    told = engine.rehearse(read_scenario("{}", process=key))

    assert list(told.stuck) == []
    assert told.lines[0].kind == "case_started"


def test_every_process_has_a_script_and_every_name_in_it_is_one_of_its_steps(engine: Engine) -> None:
    assert sorted(path.parent.name for path in _FOLDER.glob("*/*.bpmn")) == _PROCESSES
    for key in _PROCESSES:
        document = json.loads((_FOLDER / key / "rehearsal.json").read_text(encoding="utf-8"))
        elements = engine.outline(key).elements
        assert set(document.get("tasks", {})) <= set(elements), key
        operations = {element.operation for element in elements.values()}
        assert set(document.get("operations", {})) <= operations, key
