"""Every hostile diagram and form of the shared collection ends in its safe outcome when it is deployed."""

import csv
import time
from pathlib import Path

import pytest

from engine.definitions import Prepared, prepare
from engine.model import Problem
from tests.engine.definitions.drawing import CATALOGUE, diagram

FOLDER = Path("/work/shared/data/attack-files")
MANIFEST = FOLDER / "manifest.csv"
# What may be deployed, because it does no harm: the manifest allows it, and says what else must hold.
ACCEPTED = {
    "x07_xinclude_file.bpmn": "never processed",
    "x17_xslt_pi.bpmn": "instructions are not read",
    "x22_schemalocation.bpmn": "never fetched",
    "x26_windows1252_ok.bpmn": "the name is read rightly",
    "s07_no_end_dead_end.bpmn": "start_without_end",
    "s26_dunder_ids.bpmn": "ids are only ids",
    "s33_no_diagram.bpmn": "runs without a drawing",
    "e05d_condition_bigpow.bpmn": "condition_constant",
    "e05e_condition_missing_var.bpmn": "variable_from_start",
    "e23_prescript_code.bpmn": "foreign_ignored",
    "e26_ssti_documentation.bpmn": "text is text",
    "t06_date_past.bpmn": "fires once, at once",
    "t12_unquoted.bpmn": "an hour, as other tools write it",
    "t13_naive_date.bpmn": "local time",
    "f01_xss_label.form": "text is text",
    "f02_html_component.form": "made harmless",
    "f15_file_any.form": "the server has its own list of kinds",
}


def files() -> list[str]:
    """The names in the manifest that are judged at deployment."""
    if not MANIFEST.exists():
        return []
    with MANIFEST.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [row["file"] for row in rows if row["group"] in ("xml", "structure", "code", "timer", "form")]


def deployed(name: str) -> Prepared:
    """What comes of the file."""
    content = (FOLDER / name).read_bytes()
    bundle = {name: content} if name.endswith(".bpmn") else {"p.bpmn": diagram('<userTask id="s"/>'), name: content}
    return prepare(bundle, catalogue=CATALOGUE)


@pytest.mark.skipif(not MANIFEST.exists(), reason="The shared attack files are not on this machine")
def test_the_manifest_is_read() -> None:
    assert len(files()) > 80
    assert set(ACCEPTED) <= set(files())


@pytest.mark.parametrize("name", files())
def test_a_hostile_file_ends_safely(name: str) -> None:
    begun = time.monotonic()
    prepared = deployed(name)
    assert time.monotonic() - begun < 2
    assert prepared.is_deployable == (name in ACCEPTED), [problem.code for problem in prepared.problems]
    errors = [problem for problem in prepared.problems if problem.severity == "error"]
    assert all(_is_readable(problem, name) for problem in errors)
    secret = Path("/etc/hostname")
    if secret.exists() and secret.read_text().strip():
        assert secret.read_text().strip() not in str(prepared.document)


def _is_readable(problem: Problem, name: str) -> bool:
    """In two languages, naming the file, and the line where there is one."""
    has_place = problem.line is not None or name.endswith(".form") or problem.code == "not_executable"
    return bool(problem.message and problem.message_en and problem.file == name and has_place)


@pytest.mark.skipif(not MANIFEST.exists(), reason="The shared attack files are not on this machine")
@pytest.mark.parametrize("name", [name for name, code in ACCEPTED.items() if code.isidentifier()])
def test_what_is_accepted_with_a_reservation_says_so(name: str) -> None:
    assert ACCEPTED[name] in {problem.code for problem in deployed(name).problems}


@pytest.mark.skipif(not MANIFEST.exists(), reason="The shared attack files are not on this machine")
def test_an_unusual_but_legal_encoding_is_read_without_damage() -> None:
    document = deployed("x26_windows1252_ok.bpmn").document
    assert document is not None
    assert "Handlägg" in {node.name for process in document.processes for node in process.nodes.values()}
