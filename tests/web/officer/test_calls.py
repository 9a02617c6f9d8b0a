"""Calls: list, tabs, ranking, a new call, amending, and the applications as a file."""

import pytest

from engine import Actor
from tests.web.installation import Site
from tests.web.officer.conftest import OpenSite
from tests.web.officer.reading import words
from tests.web.pages import check_page

pytestmark = pytest.mark.xdist_group("officer")
TABS = ("", "/ansokningar", "/rangordning", "/sammantraden", "/fragor", "/statistik", "/andra")


def _call(site: Site) -> str:
    return next(case.id for case in site.engine.cases(process_key="call") if case.business_key == "RUN/598/2021")


@pytest.mark.parametrize("moment", ["assessing", "ranked", "meeting"])
def test_every_tab_is_a_whole_page(open_at: OpenSite, moment: str) -> None:
    site = open_at(moment)
    for who in ("utlysningsansvarig.1", "handlaggare.1"):
        for tab in TABS:
            check_page(site.visitor(who).get(f"/intern/utlysningar/{_call(site)}{tab}"))


def test_the_overview_has_the_line_of_time_and_what_is_waited_for(site: Site) -> None:
    text = words(site.visitor("handlaggare.1").get(f"/intern/utlysningar/{_call(site)}"))
    assert "12 arbetsdagar från sista ansökningsdag till nämnd. Normen är 35." in text
    assert "Sista ansökningsdag mån 29 nov" in text
    assert "Nämnd ons 15 dec" in text
    assert "Komplettering Sökande 3" in text


def test_applications_can_be_filtered_by_status(site: Site) -> None:
    visitor, path = site.visitor("handlaggare.1"), f"/intern/utlysningar/{_call(site)}/ansokningar"
    assert "12 ansökningar" in words(visitor.get(path))
    waiting = words(visitor.get(f"{path}?lage=completion_requested"))
    assert "3 ansökningar" in waiting
    assert "Energiväxeln" not in waiting
    assert "Ingen ansökan har det läget" in words(visitor.get(f"{path}?lage=ready_for_ranking"))


def test_the_ranking_shows_the_cut_the_tie_and_the_reasons(open_at: OpenSite) -> None:
    site = open_at("ranked")
    path = f"/intern/utlysningar/{_call(site)}/rangordning"
    text = words(site.visitor("utlysningsansvarig.1").get(path))
    for expected in (
        *("Budgeten räcker till 4 ansökningar", "Här går gränsen: 9 800 000 kr av 10 000 000 kr", "4 av 4 täckta"),
        *("Lika poäng, 76,0.", "högre poäng på Relevans (5 mot 4)", "Under tröskeln 60 poäng", "Reserv 1"),
        *("mindre än lägsta stöd 500 000 kr", "Statsstöd granskas av"),
    ):
        assert expected in text, expected
    for scenario in ("poang", "omraden", "delbevilja", "annat"):
        check_page(site.visitor("utlysningsansvarig.1").get(f"{path}?scenario={scenario}"))


def test_a_conflicted_reader_sees_a_locked_line(open_at: OpenSite) -> None:
    site = open_at("ranked")
    case = next(case for case in site.engine.cases(search="Energiväxeln") if case.definition.key == "application")
    site.engine.exclude(case.id, "handlaggare.1", reason="test", actor=Actor.system())
    html = site.visitor("handlaggare.1").get(f"/intern/utlysningar/{_call(site)}/rangordning").get_data(as_text=True)
    assert "Fjällvind" not in html
    assert "Energiväxeln" not in html
    assert "Du är jävig" in html


def test_before_any_assessment_the_ranking_says_what_will_come(site: Site) -> None:
    page = check_page(site.visitor("handlaggare.1").get(f"/intern/utlysningar/{_call(site)}/rangordning"))
    assert "Inget är bedömt ännu" in page.text()


def test_the_call_manager_begins_a_call(site: Site) -> None:
    visitor = site.visitor("utlysningsansvarig.1")
    assert "Utforma utlysningen" in words(visitor.submit("/intern/utlysningar"))
    task = site.engine.tasks(element_id="draft_call", assignee="utlysningsansvarig.1")[0]
    assert "Utkast" in words(visitor.get("/intern/utlysningar"))
    assert site.visitor("handlaggare.1").post("/intern/utlysningar").status_code == 403
    check_page(visitor.get(f"/arenden/{task.case_id}"))


def test_amending_tells_what_is_wrong(site: Site) -> None:
    visitor, path = site.visitor("utlysningsansvarig.1"), f"/intern/utlysningar/{_call(site)}/andra"
    empty = visitor.post(path, {})
    assert empty.status_code == 422
    check_page(empty)
    written = {"change": "Sista dagen flyttas till den 31 januari.", "reason": "E-tjänsten låg nere hela dagen."}
    late = visitor.post(path, {**written, "new_deadline_date": "2022-01-31"})
    assert late.status_code == 422
    assert "Sista dagen flyttas" in late.get_data(as_text=True)
    assert site.visitor("handlaggare.1").post(path, {}).status_code == 403


def test_the_applications_as_a_file(site: Site) -> None:
    visitor, path = site.visitor("handlaggare.1"), f"/intern/utlysningar/{_call(site)}/ansokningar"
    assert visitor.get(f"{path}.csv").get_data().decode("utf-8-sig").count("\n") == 13
    assert visitor.get(f"{path}.xlsx").get_data()[:2] == b"PK"


def test_unknown_calls_and_tabs_are_not_found(site: Site) -> None:
    visitor = site.visitor("handlaggare.1")
    assert visitor.get("/intern/utlysningar/finns-inte").status_code == 404
    assert visitor.get(f"/intern/utlysningar/{_call(site)}/finns-inte").status_code == 404
    assert site.visitor("sokande.1").get(f"/intern/utlysningar/{_call(site)}").status_code == 404
