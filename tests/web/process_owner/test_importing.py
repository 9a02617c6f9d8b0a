"""A process owner opens another tool's drawing, answers what it leaves open, publishes it, and runs a case of it."""

import io
import re
from pathlib import Path

import pytest
from lxml import etree
from werkzeug.test import TestResponse

from engine import Actor, DeploymentRejectedError, read_answers
from tests.engine.definitions import exports
from tests.web.installation import Site, Visitor
from tests.web.pages import check_page

OWNER = "processagare.1"
MODELS = Path("/work/shared/data/bpmn-miwg-reference")
# A drawing as people bring them: a lane, a question without conditions, a wait without a time, several of something.
DRAWN = (
    exports._LANES.replace("Handläggare", "Beredningshandläggare")
    .replace("<flowNodeRef>gone</flowNodeRef>", "<flowNodeRef>g</flowNodeRef><flowNodeRef>w</flowNodeRef>")
    .replace("Nämnden", "Namnden")
    + '<startEvent id="s"/><task id="a" name="Granska ansökan"/><exclusiveGateway id="g" name="Komplett?"/>'
    '<intermediateCatchEvent id="w" name="Betänketid"><timerEventDefinition/></intermediateCatchEvent>'
    '<task id="many" name="Yttra sig"><multiInstanceLoopCharacteristics/></task><endEvent id="e"/>'
    '<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="g"/>'
    '<sequenceFlow id="yes" sourceRef="g" targetRef="w"/><sequenceFlow id="no" sourceRef="g" targetRef="e"/>'
    '<sequenceFlow id="f3" sourceRef="w" targetRef="many"/><sequenceFlow id="f4" sourceRef="many" targetRef="e"/>'
)
DRAWING = exports._process(DRAWN, 'name="Stöd till föreningar"').encode()


@pytest.fixture
def owner(site: Site) -> Visitor:
    """A process owner."""
    return site.visitor(OWNER)


def open_file(owner: Visitor, content: bytes, name: str = "Ritning (3).bpmn", becomes: str = "") -> TestResponse:
    """What the page for a new process posts."""
    form = {"drawing": (io.BytesIO(content), name), "becomes": becomes}
    return owner.post("/processer/ny/ritning", form)


def opened(owner: Visitor, content: bytes = DRAWING, becomes: str = "") -> str:
    """The address of the draft that a drawing became."""
    answer = open_file(owner, content, becomes=becomes)
    assert answer.status_code == 303, check_page(answer).text()
    return str(answer.headers["Location"])


def test_a_drawing_is_opened_answered_tried_published_and_run(site: Site, owner: Visitor) -> None:
    draft = opened(owner)
    page = check_page(owner.get(draft)).text()
    assert "”Betänketid” säger inte när" in page
    assert "Det finns inget att köra än" not in page

    answer = owner.post(f"{draft}/steg/role", {"q1-role": "officer", "q2-role": "area_head", "q3-role": "director"})
    assert answer.headers["Location"].endswith("/steg/choice")
    labels = {"q1-by": "person", "q1-label1": "Ja, allt finns", "q1-label2": "Nej, avsluta"}
    assert owner.post(f"{draft}/steg/choice", labels).headers["Location"].endswith("/steg/time")
    time = {"q1-how": "after", "q1-number": "3", "q1-unit": "days"}
    assert owner.post(f"{draft}/steg/time", time).headers["Location"].endswith("/steg/count")
    assert owner.post(f"{draft}/steg/count", {"q1-how": "count", "q1-count": "2"}).headers["Location"].endswith("/task")
    assert owner.post(f"{draft}/steg/task", {"q1-decision": "true"}).headers["Location"].endswith("#publicera")
    assert "säger inte när" not in check_page(owner.get(draft)).text()
    assert "Granska ansökan" in check_page(owner.get(f"{draft}/prova")).text()

    answer = owner.post(f"{draft}/publicera", {"key": "foreningar", "comment": "Från ritningen"})
    assert answer.headers["Location"].endswith("/processer/foreningar")
    text = check_page(owner.get("/processer/foreningar")).text()
    assert "Processen är publicerad" in text
    assert "Från ritningen" in text
    assert owner.get(draft).status_code == 404

    files = site.engine.definition_files("foreningar")
    assert files["foreningar/Ritning -3-.bpmn"] == DRAWING
    case = site.engine.start("foreningar", actor=site.actor("handlaggare.1"))
    (task,) = site.engine.tasks(case.id)
    assert (task.name, task.role, task.is_decision) == ("Granska ansökan", "officer", True)


def test_roles_are_found_by_the_names_of_lanes(owner: Visitor, site: Site) -> None:
    draft = opened(owner)
    answers = read_answers(site.engine.draft(draft.rpartition("/")[2]).content["import.json"])
    assert answers["l1"] == {"role": "officer"}
    page = owner.get(f"{draft}/steg/role").get_data(as_text=True)
    assert re.search(r'<option value="officer" selected>Beredningshandläggare', page)


def test_a_draft_and_its_answers_survive(owner: Visitor, site: Site) -> None:
    draft = opened(owner)
    owner.post(f"{draft}/steg/time", {"q1-how": "text", "q1-text": "P1M"})
    later = site.visitor(OWNER)
    assert "Ritning (3).bpmn" in check_page(later.get("/processer/ny")).text()
    assert 'value="1"' in later.get(f"{draft}/steg/time").get_data(as_text=True)
    assert later.get(f"{draft}/original").data == DRAWING


@pytest.mark.parametrize(
    ("kind", "form", "told"),
    [
        ("time", {"q1-how": "after", "q1-number": ""}, "Ange en tid"),
        ("time", {"q1-how": "text", "q1-text": "nästa vecka"}, "Ange en tid"),
        ("time", {"q1-how": "text", "q1-text": "P1X"}, "har ett svar som inte går att använda"),
        ("count", {"q1-how": "list", "q1-list": ""}, "Ange ett antal eller en lista"),
        ("choice", {"q1-by": "rule", "q1-rule1": "belopp >"}, "är inget villkor i FEEL"),
        ("choice", {"q1-by": "rule", "q1-default": "no"}, "Skriv när"),
    ],
)
def test_answers_that_cannot_be_used_are_told_at_the_question(
    owner: Visitor, kind: str, form: dict[str, str], told: str
) -> None:
    draft = opened(owner)
    answer = owner.post(f"{draft}/steg/{kind}", form)
    assert answer.status_code == 422
    assert told in check_page(answer).text()
    assert "Klar" not in check_page(owner.get(draft)).text()


def test_values_may_choose_the_way(owner: Visitor, site: Site) -> None:
    draft = opened(owner)
    rule = {"q1-by": "rule", "q1-rule1": "belopp > 500000", "q1-default": "no"}
    assert owner.post(f"{draft}/steg/choice", rule).status_code == 303
    executable = owner.get(f"{draft}/korbar.bpmn").get_data(as_text=True)
    assert "belopp &gt; 500000" in executable
    assert 'id="fill_in_g"' in executable


def test_a_drawing_becomes_the_next_version_of_a_process(owner: Visitor, site: Site) -> None:
    draft = opened(owner, becomes="handling")
    answer = owner.post(f"{draft}/publicera", {"comment": "Ny ritning"})
    assert answer.headers["Location"].endswith("/processer/handling")
    assert site.engine.definitions("handling")[0].version == 2


def test_a_newer_version_is_not_overwritten(owner: Visitor, site: Site) -> None:
    draft = opened(owner, becomes="handling")
    files = site.engine.definition_files("handling")
    name = "handling/handling.bpmn"
    changed = files[name].replace(b"Kontrollera fullst", b"Granska fullst")
    site.engine.deploy({**files, name: changed}, Actor.system())
    answer = owner.post(f"{draft}/publicera", {"comment": "Ny ritning"})
    assert answer.status_code == 422
    assert "nyare version" in check_page(answer).text()


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"key": "handling", "comment": "x"}, "Det finns redan en process med nyckeln handling"),
        ({"key": "Å!", "comment": "x"}, "Nyckeln börjar med en bokstav"),
        ({"key": "ny", "comment": ""}, "Skriv vad ni har ändrat"),
    ],
)
def test_a_version_needs_a_free_key_and_a_word(owner: Visitor, form: dict[str, str], told: str) -> None:
    answer = owner.post(f"{opened(owner)}/publicera", form)
    assert answer.status_code == 422
    assert told in check_page(answer).text()


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"PK\x03\x04", "packat arkiv"), (b"<!DOCTYPE x><definitions/>", "DOCTYPE"), (b"<definitions", "välformad")],
)
def test_what_is_no_drawing_is_told_with_what_to_do(owner: Visitor, content: bytes, told: str) -> None:
    answer = open_file(owner, content)
    assert answer.status_code == 422
    assert told in check_page(answer).text()
    assert open_file(owner, b"", name="").status_code == 422


@pytest.mark.parametrize("name", exports.SHOWN_ONLY)
def test_what_cannot_run_is_shown_with_the_reason(owner: Visitor, name: str) -> None:
    draft = opened(owner, exports.SHOWN_ONLY[name].encode())
    text = check_page(owner.get(draft)).text()
    assert "Ritningen har inga steg som kan köras" in text
    assert "Det finns inget att köra än" in text
    assert owner.get(f"{draft}/visad.bpmn").status_code == 200
    assert owner.get(f"{draft}/prova").status_code == 404


@pytest.mark.parametrize("path", sorted(MODELS.glob("*.bpmn")), ids=lambda path: path.name)
def test_every_reference_model_is_shown_with_each_step_of_its_walk(owner: Visitor, path: Path) -> None:
    draft = opened(owner, path.read_bytes())
    page = check_page(owner.get(draft))
    assert etree.fromstring(owner.get(f"{draft}/visad.bpmn").data) is not None
    links = {str(link.get("href")) for link in page.elements("a")}
    steps = {link for link in links if "/steg/" in link}
    assert steps
    for step in steps:
        check_page(owner.get(step))
    check_page(owner.get(f"{draft}/prova"))


def test_a_draft_can_be_thrown_away(owner: Visitor) -> None:
    draft = opened(owner)
    assert owner.post(f"{draft}/slang", {}).status_code == 303
    assert owner.get(draft).status_code == 404


def test_a_process_is_begun_from_nothing_and_from_another(owner: Visitor, site: Site) -> None:
    answer = owner.post("/processer/ny/tom", {"blank_name": "Bidrag till kultur & idrott"})
    assert answer.headers["Location"].endswith("/processer/bidrag_till_kultur_idrott/redigera")
    check_page(owner.get(answer.headers["Location"]))
    case = site.engine.start("bidrag_till_kultur_idrott", actor=site.actor("handlaggare.1"))
    assert [task.name for task in site.engine.tasks(case.id)] == ["Första steget"]

    answer = owner.post("/processer/ny/kopia", {"source": "handling", "copy_name": "Egen handläggning"})
    assert answer.headers["Location"].endswith("/processer/egen_handlaggning/redigera"), check_page(answer).text()
    copied, source = site.engine.outline("egen_handlaggning"), site.engine.outline("handling")
    assert copied.name.sv == "Egen handläggning"
    assert copied.elements.keys() == source.elements.keys()
    names = {name.partition("/")[2] for name in site.engine.definition_files("egen_handlaggning")}
    assert {"time.dmn", "completeness.form"} <= names


@pytest.mark.parametrize(
    ("path", "form", "told"),
    [
        ("tom", {}, "Skriv vad processen heter"),
        ("tom", {"blank_name": "Handling"}, "Det finns redan en process"),
        ("kopia", {"copy_name": "Ny"}, "Välj vilken process"),
    ],
)
def test_what_is_missing_for_a_new_process_is_said(owner: Visitor, path: str, form: dict[str, str], told: str) -> None:
    answer = owner.post(f"/processer/ny/{path}", form)
    assert answer.status_code == 422
    assert told in check_page(answer).text()


def test_only_process_owners_begin_processes(site: Site) -> None:
    for who, status in ((None, 302), ("handlaggare.1", 403), ("admin.1", 403)):
        assert site.visitor(who).get("/processer/ny").status_code == status


def test_an_imported_version_is_edited_as_it_runs(owner: Visitor, site: Site) -> None:
    draft = opened(owner)
    owner.post(f"{draft}/publicera", {"key": "foreningar", "comment": "Ny"})
    running = owner.get("/processer/foreningar/1.bpmn").data
    assert b"set_time_w" in running
    edited = running.decode().replace("Granska ansökan", "Läs ansökan")
    form = {"xml": edited, "comment": "Nytt namn", "base_version": "1"}
    assert owner.post("/processer/foreningar/spara", form).status_code == 200
    with pytest.raises(DeploymentRejectedError):
        site.engine.deploy({"x.bpmn": DRAWING}, Actor.system())
