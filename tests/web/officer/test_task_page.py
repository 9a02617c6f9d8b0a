"""The page of a task: what it shows, and what its post does."""

import re
from datetime import timedelta

import pytest

from engine import Actor, UserTask
from tests.web.installation import Site, Visitor
from tests.web.officer.conftest import OpenSite
from tests.web.officer.reading import words
from tests.web.pages import check_page

pytestmark = pytest.mark.xdist_group("officer")
ACCOUNTS = {
    "officer": "handlaggare.1",
    "registrar": "registrator.1",
    "director": "direktor.1",
    "board_secretary": "namndsekreterare.1",
    "legal": "jurist.1",
    "controller": "ekonom.1",
    "chair": "ordforande.1",
    "adjuster": "justerare.1",
}


def _performer(task: UserTask) -> str:
    return task.assignee or ACCOUNTS[str(task.role)]


def _rejection(site: Site) -> UserTask:
    return site.engine.tasks(element_id="propose_rejection")[0]


def _key(visitor: Visitor, task: UserTask) -> str:
    found = re.search(r'name="nyckel" value="(\w+)"', visitor.get(f"/uppgifter/{task.id}").get_data(as_text=True))
    assert found
    return found[1]


@pytest.mark.parametrize("moment", ["assessing", "ranked", "meeting"])
def test_every_open_task_has_a_whole_page(open_at: OpenSite, moment: str) -> None:
    site = open_at(moment)
    tasks = [task for task in site.engine.tasks() if not str(task.assignee).startswith("org:")]
    assert tasks
    for task in tasks:
        page = check_page(site.visitor(_performer(task)).get(f"/uppgifter/{task.id}"))
        assert task.name in page.text()


def test_shows_the_application_beside_and_what_follows(site: Site) -> None:
    text = words(site.visitor("handlaggare.1").get(f"/uppgifter/{_rejection(site).id}"))
    assert "Ravinens Konsult" in text
    assert "När du gör klart" in text
    assert "Beredningshandläggare får uppgiften" in text


def test_errors_stand_at_the_fields_and_nothing_is_lost(site: Site) -> None:
    task, visitor = _rejection(site), site.visitor("handlaggare.1")
    answer = visitor.post(f"/uppgifter/{task.id}", {"rejection_reason": "Kort."})
    assert answer.status_code == 422
    page = check_page(answer)
    assert "Kort." in answer.get_data(as_text=True)
    assert page.by_id("felen") is not None
    assert (page.elements("title")[0].text or "").startswith("Fel: ")
    assert site.engine.task(task.id).state == "open"


def test_a_decision_is_taken_on_the_paper_as_it_will_be_sent(site: Site) -> None:
    task, visitor = site.engine.tasks(element_id="decide", role="director")[-1], site.visitor("direktor.1")
    page = check_page(visitor.get(f"/uppgifter/{task.id}"))
    for expected in ("Vem får besluta?", "Ärendebeskrivning", "Inget fält är tomt", "Punkt 1."):
        assert expected in page.text()
    form = {"decision": "approve", "signed": "true", "nyckel": _key(visitor, task)}
    after = visitor.submit(f"/uppgifter/{task.id}", form)
    assert "Klart: Besluta och skriv under" in after.get_data(as_text=True)
    done = site.engine.task(task.id)
    assert (done.state, done.completed_by) == ("completed", "direktor.1")


def test_a_double_click_is_one_decision(site: Site) -> None:
    task, visitor = site.engine.tasks(element_id="decide", role="director")[-1], site.visitor("direktor.1")
    form = {"decision": "approve", "signed": "true", "nyckel": _key(visitor, task)}
    first, second = visitor.post(f"/uppgifter/{task.id}", form), visitor.post(f"/uppgifter/{task.id}", form)
    assert (first.status_code, second.status_code) == (303, 303)
    completed = [each for each in site.engine.history(task.case_id) if each.data.get("task_id") == task.id]
    assert [each.type for each in completed].count("task_completed") == 1


def test_a_task_that_was_done_before_keeps_what_was_written(site: Site) -> None:
    task, visitor = site.engine.tasks(element_id="decide", role="director")[-1], site.visitor("direktor.1")
    form = {"decision": "approve", "signed": "true", "nyckel": _key(visitor, task)}
    visitor.post(f"/uppgifter/{task.id}", form)
    site.clock.set(site.clock.now() + timedelta(minutes=1))
    late = visitor.post(f"/uppgifter/{task.id}", {**form, "decision_comment": "Min text", "nyckel": "annan"})
    assert late.status_code == 409
    assert "Min text" in late.get_data(as_text=True)
    check_page(visitor.get(f"/uppgifter/{task.id}"))


def test_a_claimed_task_cannot_be_done_by_another(site: Site) -> None:
    task = _rejection(site)
    site.engine.claim(task.id, actor=site.actor("handlaggare.2"))
    page = check_page(site.visitor("handlaggare.1").get(f"/uppgifter/{task.id}"))
    assert "handlaggare.2 har uppgiften" in page.text()


def test_taking_giving_back_and_handing_over(site: Site) -> None:
    task, visitor = _rejection(site), site.visitor("handlaggare.1")
    for action, expected in (("ta", "handlaggare.1"), ("lamna", None)):
        visitor.submit(f"/uppgifter/{task.id}/hos", {"atgard": action})
        assert site.engine.task(task.id).assignee == expected
    visitor.submit(f"/uppgifter/{task.id}/hos", {"atgard": "lamna_over", "till": "handlaggare.3"})
    assert site.engine.task(task.id).assignee == "handlaggare.3"


def test_the_tasks_of_others_are_not_found(site: Site) -> None:
    task = _rejection(site)
    for who in ("bedomare.1", "direktor.1", "admin.1"):
        assert site.visitor(who).get(f"/uppgifter/{task.id}").status_code == 404, who
        assert site.visitor(who).post(f"/uppgifter/{task.id}", {}).status_code == 403, who
    assert site.engine.task(task.id).state == "open"
    assert site.visitor("sokande.1").get(f"/uppgifter/{task.id}").status_code == 403
    assert site.visitor("handlaggare.1").get("/uppgifter/finns-inte").status_code == 404


def test_the_other_assessors_task_is_not_found(site: Site) -> None:
    other = site.engine.tasks(element_id="score_application", assignee="bedomare.2")[0]
    assert site.visitor("bedomare.1").get(f"/uppgifter/{other.id}").status_code == 404


def test_an_excluded_officer_finds_nothing(site: Site) -> None:
    task = _rejection(site)
    site.engine.exclude(task.case_id, "handlaggare.1", reason="test", actor=Actor.system())
    assert site.visitor("handlaggare.1").get(f"/uppgifter/{task.id}").status_code == 404
