"""Cases: the list, the search, why a case is where it is, and who finds it."""

import pytest

from engine import Actor, Case
from tests.web.installation import Site
from tests.web.officer.conftest import OpenSite
from tests.web.officer.reading import words
from tests.web.pages import check_page
from workflows.registry import documents_of

pytestmark = pytest.mark.xdist_group("officer")
TABS = ("", "/ansokan", "/dokument", "/meddelanden", "/personer", "/logg")


def _case(site: Site, title: str) -> Case:
    return next(case for case in site.engine.cases(search=title) if case.definition.key == "application")


@pytest.mark.parametrize("moment", ["assessing", "meeting"])
def test_every_case_and_tab_is_a_whole_page(open_at: OpenSite, moment: str) -> None:
    site = open_at(moment)
    visitor = site.visitor("handlaggare.1")
    shown = {(case.definition.key, case.status): case for case in site.engine.cases()}.values()
    for case in (*shown, *site.engine.cases(process_key="application")[:4]):
        for tab in TABS:
            check_page(visitor.get(f"/arenden/{case.id}{tab}"))


def test_a_case_says_why_it_is_where_it_is(site: Site) -> None:
    text = words(site.visitor("handlaggare.1").get(f"/arenden/{_case(site, 'Koppla ihop').id}"))
    assert "Ärendet står vid Vänta på komplettering sedan ons 1 dec kl. 10.12." in text
    assert "Vem ska agera Sökanden" in text
    assert "Senast måndag 6 december 2021 kl. 12.00, om 2 arbetsdagar" in text
    assert "Svarstiden är ute. Beredningshandläggare får uppgiften Föreslå avvisning" in text
    assert "Komplett? Nej." in text


def test_the_drawing_opens_on_the_innermost_process(site: Site) -> None:
    case = _case(site, "Energiväxeln")
    visitor = site.visitor("handlaggare.1")
    html = visitor.get(f"/arenden/{case.id}").get_data(as_text=True)
    assert f"/arenden/{case.id}/ritning/assessment.bpmn" in html
    other = visitor.get(f"/arenden/{case.id}?process=handling").get_data(as_text=True)
    assert f"/arenden/{case.id}/ritning/handling.bpmn" in other
    drawing = visitor.get(f"/arenden/{case.id}/ritning/handling.bpmn")
    assert drawing.mimetype == "application/xml"
    assert b"<definitions" in drawing.get_data() or b"definitions" in drawing.get_data()[:400]
    assert visitor.get(f"/arenden/{case.id}/ritning/finns_inte.bpmn").status_code == 404


def test_the_list_and_its_filters(site: Site) -> None:
    visitor = site.visitor("handlaggare.1")
    everything = check_page(visitor.get("/arenden"))
    assert "RUN/598/2021" in everything.text()
    assert "RUN/598/2021" not in words(visitor.get("/arenden?process=application"))
    assert "Inga ärenden stämmer" in words(visitor.get("/arenden?lage=completed&process=application"))
    assert "Energiväxeln" in words(visitor.get("/arenden?q=fjällvind"))
    check_page(visitor.get("/arenden?lage=alla&sida=7"))


def test_search_by_number_applicant_and_title(site: Site) -> None:
    visitor = site.visitor("handlaggare.1")
    case = _case(site, "Energiväxeln")
    assert visitor.get(f"/sok?q={case.business_key}").headers["Location"] == f"/arenden/{case.id}"
    for query in ("energivä", "Fjällvind", str(case.business_key)[:7]):
        assert "Energiväxeln" in words(visitor.get("/sok", query_string={"q": query}))
    assert "Inga ärenden stämmer" in words(visitor.get("/sok?q=zzzz"))
    check_page(visitor.get("/sok"))


def test_a_conflicted_officer_finds_the_case_nowhere(site: Site) -> None:
    case = _case(site, "Energiväxeln")
    document = next(iter(_documents(site, case)))
    site.engine.exclude(case.id, "handlaggare.1", reason="test", actor=Actor.system())
    visitor = site.visitor("handlaggare.1")
    for path in (*(f"/arenden/{case.id}{tab}" for tab in TABS), f"/arenden/{case.id}/ritning/handling.bpmn"):
        assert visitor.get(path).status_code == 404, path
    for path in (f"/dokument/{document}", f"/dokument/{document}/innehall", f"/dokument/{document}/pdf"):
        assert visitor.get(path).status_code == 404, path
    call = case.group
    for path in (
        *("/arenden", "/arenden?q=Energiväxeln", "/sok?q=Energiväxeln", "/intern/diarium"),
        *(f"/intern/utlysningar/{call}/ansokningar", f"/intern/utlysningar/{call}/ansokningar.csv"),
    ):
        assert "Fjällvind" not in visitor.get(path).get_data(as_text=True), path
    assert visitor.get(f"/sok?q={case.business_key}").status_code == 200


def _documents(site: Site, case: Case) -> list[str]:
    with site.engine.reading() as session:
        return [each.id for each in documents_of(session, case_id=case.id)]


def test_an_assessor_finds_only_what_it_assesses(site: Site) -> None:
    own, other = _case(site, "Energiväxeln"), _case(site, "Appidé")
    visitor = site.visitor("bedomare.1")
    assert visitor.get(f"/arenden/{own.id}").status_code == 200
    assert visitor.get(f"/arenden/{other.id}").status_code == 404
    assert "Appidé" not in visitor.get("/arenden").get_data(as_text=True)
    assert "Energiväxeln" in visitor.get("/arenden").get_data(as_text=True)
    assert visitor.get("/intern/utlysningar").status_code == 403


def test_applicants_have_pages_of_their_own(site: Site) -> None:
    assert site.visitor("sokande.1").get("/arenden").status_code == 403
    assert site.visitor().get(f"/arenden/{_case(site, 'Appidé').id}").status_code == 302
