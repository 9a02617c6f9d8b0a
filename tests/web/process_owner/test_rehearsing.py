"""Rehearsal on the web: what would happen when, also for a drawing that is not saved."""

import pytest

from tests.web.installation import Site
from tests.web.pages import check_page

OWNER = "processagare.1"
PAGE = "/processer/evaluation/provkor"
APPLICATION = "/processer/application/provkor"


@pytest.mark.parametrize("path", [PAGE, f"{APPLICATION}?exempel=aterkallad", f"{PAGE}?allt=true&takt=at+once"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_are_whole(site: Site, path: str, language: str) -> None:
    assert check_page(site.visitor(OWNER, language=language).get(path)).root.get("lang") == language


def test_the_days_are_told_with_tasks_roles_and_last_days(site: Site) -> None:
    text = check_page(site.visitor(OWNER).get(PAGE)).text()
    assert "torsdag 1 september 2022" in text
    assert "Uppgift kommer" in text
    assert "Skriv utvärderingen" in text
    assert "Utvärderare" in text
    assert "Samla underlag" not in text.partition("Dag för dag")[2], "what runs by itself is left out"
    assert "Samla underlag" in check_page(site.visitor(OWNER).get(f"{PAGE}?allt=true")).text().partition("Dag för")[2]


def test_an_example_moves_with_the_instant_that_is_given_and_holidays_are_named(site: Site) -> None:
    text = check_page(site.visitor(OWNER).get(f"{PAGE}?exempel=utvardering&borjar=2022-12-24T09:00")).text()
    assert "Julafton" in text
    assert "Utvärdering fyra månader före slutet" in text


def test_what_is_no_instant_is_said_so(site: Site) -> None:
    answer = site.visitor(OWNER).get(f"{PAGE}?borjar=snart")
    assert answer.status_code == 422
    assert "2021-11-25T09:00" in answer.get_data(as_text=True)


def edited(site: Site, old: str, new: str, *, key: str = "evaluation") -> str:
    xml = site.engine.definition_files(key)[f"{key}/{key}.bpmn"].decode()
    assert old in xml
    return xml.replace(old, new)


def test_a_drawing_that_is_not_saved_is_rehearsed_and_compared_with_the_examples(site: Site) -> None:
    # given: who has not asked within 22 days may do so for 40
    page = "/processer/extension/provkor"
    # when
    answer = site.visitor(OWNER).post(page, {"xml": edited(site, ">P22D<", ">P40D<", key="extension")})
    # then
    text = check_page(answer).text()
    assert "Ritningen är inte sparad" in text
    assert "Tar en annan väg" in text
    assert len(site.engine.definitions("extension", all_versions=True)) == 1, "nothing is saved"


def test_a_drawing_that_cannot_run_says_what_stops_it(site: Site) -> None:
    xml = edited(site, '"evaluation.collect"', '"evaluation.nothing"')
    answer = site.visitor(OWNER).post(PAGE, {"xml": xml})
    assert answer.status_code == 422
    assert "evaluation.nothing" in answer.get_data(as_text=True)


def test_who_may_rehearse(site: Site) -> None:
    assert site.visitor("admin.1").get(PAGE).status_code == 200
    assert site.visitor("admin.1").post(PAGE, {"xml": "x"}).status_code == 403
    assert site.visitor("handlaggare.1").get(PAGE).status_code == 403


def test_the_process_and_its_editor_lead_there(site: Site) -> None:
    visitor = site.visitor(OWNER)
    assert f'href="{PAGE}"' in visitor.get("/processer/evaluation").get_data(as_text=True)
    assert "data-editor-hand-over" in visitor.get("/processer/evaluation/redigera").get_data(as_text=True)
