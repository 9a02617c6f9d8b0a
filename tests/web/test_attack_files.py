"""Every hostile file of the shared collection that is not judged at deployment ends in its safe outcome."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from engine import Actor, DeploymentRejectedError
from tests.web.installation import Site
from tests.web.pages import check_page
from web.officer.export import Sheet, as_response
from web.sessions import is_safe_target, safe_target
from workflows.registry import FileStore, UploadRefusedError, accept_upload
from workflows.registry.file_names import safe_file_name

FOLDER = Path("/work/shared/data/attack-files")
MANIFEST = FOLDER / "manifest.csv"
pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="The shared attack files are not on this machine")

DEPLOYED = {"xml", "structure", "code", "timer", "form"}  # tests/engine/definitions/test_attack_files.py
TABLES = {
    "d01_xxe.dmn": "table_invalid",
    "d02_output_code.dmn": "table_invalid",
    "d05_circular.dmn": "table_invalid",
    "d08_no_decision.dmn": "table_invalid",
    "d09_unknown_hit_policy.dmn": "table_invalid",
}
UPLOADS = {
    "uploads/u01_script.svg": "not_allowed",
    "uploads/u02_html_as.pdf": "damaged",
    "uploads/u03_zip_slip.zip": "not_allowed",
    "uploads/u05_xxe.xlsx": "damaged",
    "uploads/u06_formulas.csv": "not_allowed",
    "uploads/u08_polyglot.gif": "not_allowed",
    "uploads/u09_pixel_bomb.png": "unpacks_too_large",
    "uploads/u10_empty.pdf": "empty",
}
NAMED = (
    "w01_xss_names.bpmn",
    "w02_javascript_url_doc.bpmn",
    "w09_formula_name.bpmn",
    "w10_pdf_injection_name.bpmn",
    "w12_vars_proto.bpmn",
)
# No rule of DMN asks for ids of single cells, and nothing depends on them: such tables are run.
HARMLESS_TABLES = ("d07_no_match.dmn", "d10_missing_ids.dmn")
PAYLOADS = ("filenames", "csv_formula", "redirect", "mass_assignment", "json_edge", "xss")
_DANGEROUS = re.compile(r"<(script|img|svg|iframe|math)[^>]*(onerror|onload|srcdoc|__xss)|href=[\"']?\s*j\W*a", re.I)


def payload(name: str) -> Any:
    """What a payload file holds."""
    return json.loads((FOLDER / "payloads" / f"{name}.json").read_bytes())


def drawing(name: str) -> bytes:
    """A diagram of the collection; a lane is the officers', since one of no known role is refused."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return re.sub(r'(<bpmn:lane id="l" name=)"[^"]*"', r'\1"officer"', text).encode()


def test_every_entry_of_the_manifest_has_its_test() -> None:
    with MANIFEST.open(encoding="utf-8", newline="") as lines:
        rows = {row["file"] for row in csv.DictReader(lines) if row["group"] not in DEPLOYED}
    here = {*TABLES, *HARMLESS_TABLES, *UPLOADS, *NAMED, *(f"payloads/{name}.json" for name in PAYLOADS)}
    assert rows == here


@pytest.mark.parametrize("name", TABLES)
def test_a_hostile_table_is_refused_with_its_line(site: Site, name: str) -> None:
    files = {"p/p.bpmn": drawing("w02_javascript_url_doc.bpmn"), f"p/{name}": (FOLDER / name).read_bytes()}
    with pytest.raises(DeploymentRejectedError) as caught:
        site.engine.deploy(files, actor=Actor.system())
    assert {problem.code for problem in caught.value.problems if problem.severity == "error"} == {TABLES[name]}
    assert site.engine.definitions("P1") == []


@pytest.mark.parametrize("name", HARMLESS_TABLES)
def test_an_odd_table_that_harms_nothing_is_kept(site: Site, name: str) -> None:
    files = {"p/p.bpmn": drawing("w02_javascript_url_doc.bpmn"), f"p/{name}": (FOLDER / name).read_bytes()}
    assert site.engine.deploy(files, actor=Actor.system()).definitions


@pytest.mark.parametrize("name", UPLOADS)
def test_a_hostile_upload_is_refused_and_nothing_is_kept(tmp_path: Path, name: str) -> None:
    with pytest.raises(UploadRefusedError) as caught:
        accept_upload(FileStore(tmp_path / "files"), io.BytesIO((FOLDER / name).read_bytes()), file_name=name)
    assert caught.value.reason == UPLOADS[name]
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", NAMED)
def test_hostile_names_are_text_on_every_page(site: Site, name: str) -> None:
    site.engine.deploy({"p1/p1.bpmn": drawing(name)}, actor=Actor.system())
    case = site.engine.start("P1", actor=site.actor("handlaggare.1"))
    owner = site.visitor("processagare.1")
    for path in ("/processer", "/processer/P1", "/processer/P1/redigera", "/processer/P1/lamna-in"):
        answer = owner.get(path)
        html = answer.get_data(as_text=True)
        assert answer.status_code == 200, path
        assert not _DANGEROUS.search(html), path
        check_page(answer)
    assert site.engine.case(case.id).variables.get("admin") is None


def test_a_drawing_with_hostile_names_is_refused_in_words(site: Site) -> None:
    owner = site.visitor("processagare.1")
    given = {"comment": "x", "base_version": "1", "csrf_token": owner.token()}
    file = (io.BytesIO((FOLDER / "w01_xss_names.bpmn").read_bytes()), "handling.bpmn")
    answer = owner.client.post("/processer/handling/lamna-in", data={**given, "files": file})
    assert answer.status_code == 422
    assert not _DANGEROUS.search(answer.get_data(as_text=True))


def test_hostile_file_names_become_safe() -> None:
    for name in payload("filenames"):
        safe = safe_file_name(name, ".pdf")
        assert safe.endswith(".pdf")
        assert len(safe) <= 120
        assert not set(safe) & set('/\\<>:"|?*\r\n\0\u202e'), safe
        assert safe.split(".")[0].upper() not in ("CON", "NUL")
        assert not safe.startswith((".", "-", " ", "="))


def test_no_cell_of_an_export_is_a_formula() -> None:
    values = payload("csv_formula")
    sheet = Sheet("Lista", ["Text", "Tal"], [[value, -5000] for value in values])
    text = as_response(sheet, "csv", "lista").get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]
    assert len(rows) == len(values)
    for written, _ in rows:
        assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")), written
    page = load_workbook(io.BytesIO(as_response(sheet, "xlsx", "lista").get_data())).active
    for row in page.iter_rows(min_row=2):
        assert row[0].data_type == "s"
        assert (row[1].data_type, row[1].value) == ("n", -5000)


def test_no_redirect_leaves_the_site() -> None:
    for target in payload("redirect"):
        landed = safe_target(target, otherwise="/")
        assert landed.startswith("/")
        assert not landed.startswith(("//", "/\\"))
        assert landed == "/" or is_safe_target(target)


def test_values_that_a_form_does_not_ask_for_are_refused(site: Site) -> None:
    files = {
        "p1/p1.bpmn": drawing("w02_javascript_url_doc.bpmn").replace(b'id="t"', b'id="t" u:form="f"'),
        "p1/f.form": b'{"components": [{"type": "textfield", "key": "title", "label": "Rubrik"}]}',
    }
    files["p1/p1.bpmn"] = files["p1/p1.bpmn"].replace(
        b"<bpmn:definitions ", b'<bpmn:definitions xmlns:u="urn:utlysa:bpmn:1" '
    )
    site.engine.deploy(files, actor=Actor.system())
    officer = site.visitor("handlaggare.1")
    for attack in payload("mass_assignment"):
        case = site.engine.start("P1", actor=site.actor("handlaggare.1"))
        (task,) = site.engine.tasks(case.id)
        site.engine.claim(task.id, actor=site.actor("handlaggare.1"))
        answer = officer.client.post(
            f"/api/v1/tasks/{task.id}/complete", json={"data": attack["data"]}, headers={"X-CSRFToken": officer.token()}
        )
        assert answer.status_code == 422
        left = site.engine.case(case.id)
        assert (left.status, dict(left.variables)) == ("active", {})


def test_odd_json_is_refused_and_never_an_error_of_ours(site: Site) -> None:
    site.engine.deploy({"p1/p1.bpmn": drawing("w02_javascript_url_doc.bpmn")}, actor=Actor.system())
    officer = site.visitor("handlaggare.1")
    headers = {"X-CSRFToken": officer.token(), "Content-Type": "application/json"}
    text = (FOLDER / "payloads" / "json_edge.json").read_text(encoding="utf-8")
    for body in (text, *(f'{{"process": "P1", "variables": {part}}}' for part in re.findall(r"\{[^{}]*\}", text))):
        answer = officer.client.post("/api/v1/cases", data=body.encode(), headers=headers)
        assert answer.status_code < 500, body
        assert answer.status_code < 400 or answer.content_type == "application/problem+json"


@pytest.mark.parametrize("text", payload("xss") if MANIFEST.exists() else [])
def test_hostile_texts_are_text_on_the_pages_of_a_case(site: Site, text: str) -> None:
    files = {
        "p1/p1.bpmn": drawing("w02_javascript_url_doc.bpmn").replace(
            b'id="P1"', b'id="P1" xmlns:u="urn:utlysa:bpmn:1" u:caseTitle="title"'
        )
    }
    site.engine.deploy(files, actor=Actor.system())
    case = site.engine.start("P1", variables={"title": text}, actor=site.actor("handlaggare.1"))
    for who, path in (
        ("admin.1", f"/arenden/{case.id}"),
        ("handlaggare.1", f"/arenden/{case.id}"),
        ("handlaggare.1", "/"),
    ):
        answer = site.visitor(who).get(path)
        assert answer.status_code in (200, 404), path
        assert not _DANGEROUS.search(answer.get_data(as_text=True).replace("&lt;", "")), path
