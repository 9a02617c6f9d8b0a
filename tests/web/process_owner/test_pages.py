"""The library of processes, a process, its files and forms, and what differs between versions."""

import pytest

from engine import Actor
from tests.web.installation import Site
from tests.web.pages import check_page

OWNER = "processagare.1"
PATHS = [
    "/processer",
    "/processer/handling",
    "/processer/handling/redigera",
    "/processer/handling/lamna-in",
    "/processer/handling/1/1",
    "/processer/handling/formular/completeness",
]


def save_again(site: Site, old: str, new: str, *, key: str = "handling") -> None:
    """A new version in which some text of the drawing is another."""
    files = site.engine.definition_files(key)
    name = f"{key}/{key}.bpmn"
    assert old.encode() in files[name]
    site.engine.deploy({**files, name: files[name].replace(old.encode(), new.encode())}, actor=Actor.system())


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_are_whole(site: Site, path: str, language: str) -> None:
    page = check_page(site.visitor(OWNER, language=language).get(path))
    assert page.root.get("lang") == language


def test_english_pages_have_no_swedish_of_ours(site: Site) -> None:
    save_again(site, 'name="Kontrollera fullständighet"', 'name="Check it"')
    visitor = site.visitor(OWNER, language="en")
    for path in (*PATHS[:4], "/processer/handling/1/2"):
        text = check_page(visitor.get(path)).text().replace("Kontrollera fullständighet", "")
        assert not {"å", "ä", "ö"} & set(text.lower()), [word for word in text.split() if not word.isascii()]


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("handlaggare.1", 403), ("sokande.1", 403)])
def test_who_may_read(site: Site, who: str | None, status: int) -> None:
    assert site.visitor(who).get("/processer/handling").status_code == status


def test_administrators_read_but_do_not_change(site: Site) -> None:
    visitor = site.visitor("admin.1")
    page = visitor.get("/processer/handling").get_data(as_text=True)
    assert "Ändra processen" not in page
    assert visitor.get("/processer/handling/redigera").status_code == 403
    assert visitor.post("/processer/handling/spara", {"xml": "x"}).status_code == 403


@pytest.mark.parametrize(
    "path",
    ["finns-inte", "handling/9.bpmn", "handling/0.bpmn", "handling/1/9", "handling/formular/x", "handling/1/filer/x"],
)
def test_what_is_not_there_is_not_found(site: Site, path: str) -> None:
    assert site.visitor(OWNER).get(f"/processer/{path}").status_code == 404


def test_the_library_counts_running_cases_and_failures(site: Site) -> None:
    site.engine.start("call", actor=site.actor("utlysningsansvarig.1"))
    page = check_page(site.visitor(OWNER).get("/processer"))
    row = next(each for each in page.elements("tr") if "Utlysning" in "".join(each.itertext()))
    assert [cell.text for cell in row.iter("td")][:2] == ["1", "1"]


def test_files_are_given_byte_for_byte(site: Site) -> None:
    visitor = site.visitor(OWNER)
    files = site.engine.definition_files("handling")
    answer = visitor.get("/processer/handling/1.bpmn")
    assert answer.data == files["handling/handling.bpmn"]
    assert "attachment" in answer.headers["Content-Disposition"]
    assert visitor.get("/processer/handling/1/filer/handling/time.dmn").data == files["handling/time.dmn"]


def test_differences_are_told_in_words(site: Site) -> None:
    save_again(site, 'utlysa:due="3 working days"', 'utlysa:due="5 working days"')
    save_again(site, 'name="Kontrollera fullständighet"', 'name="Gå igenom fullständigheten" utlysa:role="registrar"')
    text = check_page(site.visitor(OWNER).get("/processer/handling/1/3")).text()
    assert "Namn: Kontrollera fullständighet blir Gå igenom fullständigheten" in text
    assert "Klar inom: 3 arbetsdagar blir 5 arbetsdagar" in text
    assert "Roll: Beredningshandläggare blir Registrator" in text
    assert "Påminnelser" not in text


def test_versions_that_do_not_differ_say_so(site: Site) -> None:
    assert "Inget som styr ärendena skiljer" in check_page(site.visitor(OWNER).get("/processer/call/1/1")).text()


def test_two_versions_are_chosen_in_either_order(site: Site) -> None:
    save_again(site, 'name="Kontrollera fullständighet"', 'name="Gå igenom"')
    save_again(site, 'name="Gå igenom"', 'name="Se efter"')
    visitor = site.visitor(OWNER)
    assert "Jämför version" in check_page(visitor.get("/processer/handling")).text()
    answer = visitor.get("/processer/handling/jamfor?fran=3&till=1")
    assert answer.headers["Location"].endswith("/processer/handling/1/3")
