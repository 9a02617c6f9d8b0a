"""Moving running cases on the web: which can, which cannot and why, in bulk, and back."""

from engine import Actor
from tests.web.installation import Site
from tests.web.pages import check_page

OWNER = "processagare.1"
PAGE = "/processer/board_decision/flytta"
_SYSTEM = Actor.system()


def running(site: Site) -> str:
    """A case at its first task."""
    return site.engine.start("board_decision", {"matter_title": "Ett ärende"}, actor=_SYSTEM).id


def changed(site: Site, old: str, new: str, *, key: str = "board_decision") -> None:
    files = site.engine.definition_files(key)
    name = f"{key}/{key}.bpmn"
    assert old.encode() in files[name]
    site.engine.deploy({**files, name: files[name].replace(old.encode(), new.encode())}, actor=_SYSTEM)


def test_the_page_is_whole_in_both_languages_also_when_nothing_is_to_be_moved(site: Site) -> None:
    assert "Inget ärende följer en äldre version" in check_page(site.visitor(OWNER).get(PAGE)).text()
    running(site)
    changed(site, "Skriv tjänsteskrivelse", "Skriv förslag")
    for language in ("sv", "en"):
        check_page(site.visitor(OWNER, language=language).get(PAGE))


def test_cases_move_in_bulk_and_a_move_is_undone(site: Site) -> None:
    # given: two running cases and a new version
    ids = [running(site), running(site)]
    changed(site, "Skriv tjänsteskrivelse", "Skriv förslag")
    visitor = site.visitor(OWNER)
    assert "2 ärenden kan flyttas" in check_page(visitor.get(PAGE)).text()
    # when
    answer = visitor.post(PAGE, {"case_id": ids, "version": "2"})
    # then
    assert answer.status_code == 303
    assert "2 ärenden är flyttade." in check_page(visitor.get(PAGE)).text()
    assert {site.engine.case(each).definition.version for each in ids} == {2}
    assert site.engine.tasks(ids[0])[0].name == "Skriv förslag"
    # when
    visitor.post(f"{PAGE}/angra", {"case_id": ids[0]})
    # then
    assert [site.engine.case(each).definition.version for each in ids] == [1, 2]
    assert site.engine.verify() == []


def test_why_a_case_keeps_its_version_is_said(site: Site) -> None:
    running(site)
    changed(site, "write_proposal", "write_other")
    text = check_page(site.visitor(OWNER).get(PAGE)).text()
    assert "Skriv tjänsteskrivelse finns inte i den nya versionen." in text
    assert "0 ärenden kan flyttas" in text


def test_nothing_chosen_is_said_and_others_may_only_look(site: Site) -> None:
    visitor = site.visitor(OWNER)
    visitor.post(PAGE, {})
    assert "Välj minst ett ärende" in check_page(visitor.get(PAGE)).text()
    reader = site.visitor("admin.1")
    assert reader.get(PAGE).status_code == 200
    assert reader.post(PAGE, {"case_id": "x"}).status_code == 403
    assert reader.post(f"{PAGE}/angra", {"case_id": "x"}).status_code == 403
    assert site.visitor("handlaggare.1").get(PAGE).status_code == 403


def test_what_cannot_be_undone_is_said(site: Site) -> None:
    visitor = site.visitor(OWNER)
    visitor.post(f"{PAGE}/angra", {"case_id": running(site)})
    assert "Ärendet är kvar på den nya versionen" in check_page(visitor.get(PAGE)).text()
