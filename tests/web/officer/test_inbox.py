"""The list of tasks: what it shows to whom, taking and handing over, and the list as a file."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from engine import Actor, UserTask
from tests.web.installation import Site
from tests.web.officer.reading import words
from tests.web.pages import check_page
from web.officer.export import Sheet, as_response
from web.officer.inbox import Wanted

pytestmark = pytest.mark.xdist_group("officer")


def _own(site: Site) -> list[UserTask]:
    found = site.engine.tasks(assignee="bedomare.1")
    assert len(found) > 1
    return found


def test_lists_own_tasks_under_their_days(site: Site) -> None:
    text = words(site.visitor("bedomare.1").get("/mina-uppgifter"))
    assert all(str(task.business_key) in text for task in _own(site))
    assert "Tisdag 7 december 2021" in text
    assert "om 3 arbetsdagar" in text


def test_late_tasks_come_first_and_are_counted(site: Site) -> None:
    site.clock.set(site.clock.now() + timedelta(days=7))
    text = words(site.visitor("bedomare.1").get("/mina-uppgifter"))
    assert f"Försenade {len(_own(site))} uppgifter" in text


def test_an_assessor_sees_no_list_of_what_others_assess(site: Site) -> None:
    for view in ("grupp", "vantar"):
        assert "Bedöm ansökan" not in site.visitor("bedomare.1").get(f"/mina-uppgifter?vy={view}").get_data(
            as_text=True
        )


@pytest.mark.parametrize("view", ["mina", "grupp", "vantar", "klara"])
@pytest.mark.parametrize("who", ["handlaggare.1", "registrator.1", "direktor.1", "namndsekreterare.1", "jurist.1"])
def test_every_view_is_a_whole_page(site: Site, who: str, view: str) -> None:
    check_page(site.visitor(who).get(f"/mina-uppgifter?vy={view}"))


def test_an_unknown_view_is_not_found(site: Site) -> None:
    assert site.visitor("handlaggare.1").get("/mina-uppgifter?vy=andra").status_code == 404


def test_filters_stand_in_the_address(site: Site) -> None:
    visitor = site.visitor("bedomare.1")
    assert "RUN/" in visitor.get("/mina-uppgifter?forfaller=2021-12-07").get_data(as_text=True)
    empty = check_page(visitor.get("/mina-uppgifter?forfaller=sen"))
    assert "Inga uppgifter stämmer med filtret" in empty.text()
    assert words(visitor.get("/mina-uppgifter?q=energiväxeln")).count("Energiväxeln") == 1
    for query in ("hos=mig", "hos=grupp", "sortera=-task", "sortera=case", "sortera=call", "sida=9", "uppgift=nej"):
        check_page(visitor.get(f"/mina-uppgifter?{query}"))


def test_the_address_reads_back_as_it_was_written() -> None:
    wanted = Wanted(view="grupp", text="a", call="c", element="e", due="sen", holder="mig", sort="task", page=3)
    assert Wanted.read(wanted.arguments(page=3)) == wanted
    assert Wanted.read({"sortera": "-annat", "sida": "²"}) == Wanted(is_descending=True)
    assert Wanted().arguments() == {}


def test_taking_a_task_makes_it_ones_own(site: Site) -> None:
    task = site.engine.tasks(element_id="propose_rejection")[0]
    page = site.visitor("handlaggare.1").submit("/mina-uppgifter", {"ta": task.id})
    assert "Uppgiften är nu din." in page.get_data(as_text=True)
    assert site.engine.task(task.id).assignee == "handlaggare.1"


def test_marked_tasks_are_taken_and_given_back_together(site: Site) -> None:
    visitor = site.visitor("namndsekreterare.1")
    ids = [task.id for task in site.engine.tasks(role="board_secretary")]
    assert len(ids) >= 1
    visitor.submit("/mina-uppgifter", {"task_id": ids, "atgard": "ta"})
    assert {site.engine.task(each).assignee for each in ids} == {"namndsekreterare.1"}
    visitor.submit("/mina-uppgifter", {"task_id": ids, "atgard": "lamna"})
    assert {site.engine.task(each).assignee for each in ids} == {None}


def test_a_task_can_be_handed_over(site: Site) -> None:
    task = site.engine.tasks(element_id="propose_rejection")[0]
    form = {"task_id": task.id, "atgard": "lamna_over", "till": "handlaggare.2"}
    assert "nu hos handlaggare.2" in site.visitor("handlaggare.1").submit("/mina-uppgifter", form).get_data(
        as_text=True
    )
    assert site.engine.task(task.id).assignee == "handlaggare.2"


def test_what_cannot_be_taken_is_told(site: Site) -> None:
    task = site.engine.tasks(element_id="propose_rejection")[0]
    site.engine.claim(task.id, actor=site.actor("handlaggare.2"))
    page = site.visitor("handlaggare.1").submit("/mina-uppgifter", {"ta": task.id})
    assert "Någon annan har tagit uppgiften" in page.get_data(as_text=True)
    assert site.engine.task(task.id).assignee == "handlaggare.2"


def test_nothing_marked_and_nonsense_are_refused(site: Site) -> None:
    visitor = site.visitor("handlaggare.1")
    assert "Markera först" in visitor.submit("/mina-uppgifter", {"atgard": "ta"}).get_data(as_text=True)
    assert visitor.post("/mina-uppgifter", {"atgard": "kasta"}).status_code == 400
    assert visitor.post("/mina-uppgifter", {"atgard": "lamna_over"}).status_code == 400


def test_the_list_as_csv_and_excel(site: Site) -> None:
    visitor = site.visitor("bedomare.1")
    answer = visitor.get("/mina-uppgifter/lista.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Förfaller", "Läge", "Uppgift", "Diarienummer"]
    assert len(rows) == len(_own(site)) + 1
    assert rows[1][0] == "2021-12-07"
    book = load_workbook(io.BytesIO(visitor.get("/mina-uppgifter/lista.xlsx").get_data()))
    assert book.active.max_row == len(_own(site)) + 1
    assert visitor.get("/mina-uppgifter/lista.pdf").status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@a"])
def test_no_cell_is_a_formula(site: Site, text: str) -> None:
    with site.app.test_request_context():
        written = as_response(Sheet("t", ["a"], [[text]]), "csv", "t").get_data().decode("utf-8-sig")
        book = load_workbook(io.BytesIO(as_response(Sheet("t", ["a"], [[text]]), "xlsx", "t").get_data()))
    assert written.splitlines()[1] == f"'{text}"
    assert book.active["A2"].value == f"'{text}"


def test_visitors_log_in_and_applicants_stay_out(site: Site) -> None:
    assert "/logga-in" in site.visitor().get("/mina-uppgifter").headers["Location"]
    for path in ("/mina-uppgifter", "/arenden", "/intern/utlysningar", "/sammantraden", "/intern/diarium", "/sok?q=a"):
        assert site.visitor("sokande.1").get(path).status_code == 403, path


def test_a_conflict_of_interest_takes_the_case_off_the_list(site: Site) -> None:
    task = site.engine.tasks(element_id="propose_rejection")[0]
    site.engine.exclude(task.case_id, "handlaggare.1", reason="test", actor=Actor.system())
    visitor = site.visitor("handlaggare.1")
    for view in ("mina", "grupp", "vantar", "klara"):
        assert str(task.business_key) not in visitor.get(f"/mina-uppgifter?vy={view}").get_data(as_text=True)
