"""Saving what was drawn: a new version for new cases, nothing for what is broken, too old or without a word."""

import io
from collections.abc import Mapping
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.web.installation import Site, Visitor
from tests.web.pages import check_page

OWNER = "processagare.1"
NAME = 'name="Utforma utlysningen"'


@pytest.fixture
def owner(site: Site) -> Visitor:
    """A process owner."""
    return site.visitor(OWNER)


def drawing(site: Site, old: str = NAME, new: str = 'name="Skriv utlysningen"') -> str:
    """The drawing of calls with some text replaced."""
    xml = site.engine.definition_files("call")["call/call.bpmn"].decode()
    assert old in xml
    return xml.replace(old, new)


def save(owner: Visitor, xml: str, **more: Any) -> TestResponse:
    """What the editor posts."""
    return owner.post("/processer/call/spara", {"xml": xml, "comment": "Kortare namn", "base_version": "1", **more})


def lint(owner: Visitor, xml: str) -> list[Mapping[str, Any]]:
    """What the editor's live check answers."""
    headers = {"X-CSRFToken": owner.token(), "Content-Type": "application/xml"}
    answer = owner.client.post("/processer/call/granska", data=xml.encode(), headers=headers)
    assert answer.status_code == 200
    found: list[Mapping[str, Any]] = answer.get_json()["problems"]
    return found


def hand_in(owner: Visitor, *files: tuple[str, bytes], comment: str = "Nytt namn") -> TestResponse:
    """What the page for files posts."""
    form = {
        "files": [(io.BytesIO(content), name) for name, content in files],
        "comment": comment,
        "base_version": "1",
    }
    return owner.post("/processer/call/lamna-in", form)


def test_new_cases_follow_the_saved_version_and_running_ones_keep_theirs(site: Site, owner: Visitor) -> None:
    manager = site.actor("utlysningsansvarig.1")
    before = site.engine.start("call", actor=manager)
    answer = save(owner, drawing(site))
    assert answer.status_code == 200
    assert answer.get_json() == {"version": 2, "url": "/processer/call"}
    after = site.engine.start("call", actor=manager)
    assert [task.name for task in site.engine.tasks(before.id)] == ["Utforma utlysningen"]
    assert [task.name for task in site.engine.tasks(after.id)] == ["Skriv utlysningen"]
    text = check_page(owner.get("/processer/call")).text()
    assert "Kortare namn" in text
    assert "processagare.1" in text
    assert "2 pågående ärenden" in text


def test_what_is_not_changed_stays_as_it_was(site: Site, owner: Visitor) -> None:
    files = site.engine.definition_files("call")
    save(owner, drawing(site))
    now = site.engine.definition_files("call")
    assert {name for name in now if now[name] != files[name]} == {"call/call.bpmn"}
    assert now.keys() == files.keys()


def test_an_older_base_is_a_conflict_and_saves_nothing(site: Site, owner: Visitor) -> None:
    assert save(owner, drawing(site)).status_code == 200
    answer = save(owner, drawing(site, 'name="Skriv utlysningen"', 'name="Något annat"'))
    assert (answer.status_code, answer.get_json()) == (409, {"code": "version_conflict"})
    assert site.engine.definitions("call")[0].version == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('utlysa:form="call_draft"', 'utlysa:form="finns_inte"'),
        ("</bpmn:definitions>", ""),
        ('xmlns:bpmn="', '<!DOCTYPE x [<!ENTITY a "b">]> xmlns:bpmn="'),
    ],
)
def test_a_broken_drawing_is_refused_with_line_and_reason(site: Site, owner: Visitor, old: str, new: str) -> None:
    xml = drawing(site, old, new)
    answer = save(owner, xml)
    assert answer.status_code == 422
    stops = [one for one in answer.get_json()["problems"] if one["severity"] == "error"]
    assert stops
    assert all(one["message"] and one["code"] for one in stops)
    assert any(one["line"] for one in stops)
    assert [one for one in lint(owner, xml) if one["severity"] == "error"] == stops
    assert site.engine.definitions("call")[0].version == 1


def test_the_live_check_names_the_element_and_stores_nothing(site: Site, owner: Visitor) -> None:
    assert [one for one in lint(owner, drawing(site)) if one["severity"] == "error"] == []
    found = lint(owner, drawing(site, 'utlysa:form="call_draft"', 'utlysa:form="finns_inte"'))
    assert "draft_call" in [one["element_id"] for one in found if one["severity"] == "error"]
    assert site.engine.definitions("call")[0].version == 1


@pytest.mark.parametrize("missing", ["comment", "base_version"])
def test_a_version_needs_a_comment_and_its_base(site: Site, owner: Visitor, missing: str) -> None:
    answer = save(owner, drawing(site), **{missing: ""})
    assert answer.status_code == 422
    assert answer.get_json()["detail"]
    assert site.engine.definitions("call")[0].version == 1


def test_files_of_other_tools_become_a_version(site: Site, owner: Visitor) -> None:
    answer = hand_in(owner, ("min ritning.bpmn", drawing(site).encode()))
    assert answer.status_code == 303
    text = check_page(owner.get(answer.headers["Location"])).text()
    assert "Version 2 är sparad" in text
    assert "call/call.bpmn" in site.engine.definition_files("call")


def test_refused_files_are_told_with_file_and_line(site: Site, owner: Visitor) -> None:
    xml = drawing(site, 'utlysa:form="call_draft"', 'utlysa:form="finns_inte"')
    answer = hand_in(owner, ("call.bpmn", xml.encode()))
    assert answer.status_code == 422
    page = check_page(answer)
    line = 1 + xml[: xml.index("finns_inte")].count("\n")
    assert f"call/call.bpmn:{line}" in page.text()
    assert page.elements("title")[0].text.startswith("Fel: ")  # type: ignore[union-attr]
    assert site.engine.definitions("call")[0].version == 1


@pytest.mark.parametrize(
    ("files", "comment", "expected"),
    [
        ([], "Ändrat", "Välj minst en fil."),
        ([("virus.exe", b"x")], "Ändrat", "virus.exe är inte en ritning"),
        ([("call.bpmn", b"x")], " ", "Skriv vad ni har ändrat."),
    ],
)
def test_what_is_missing_is_said_at_the_field(
    owner: Visitor, files: list[tuple[str, bytes]], comment: str, expected: str
) -> None:
    answer = hand_in(owner, *files, comment=comment)
    assert answer.status_code == 422
    assert check_page(answer).text().count(expected) == 2
