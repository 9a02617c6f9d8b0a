"""The administrator's view of what runs: overview, timers, jobs, mails and the audit log."""

from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from engine import Actor
from tests.engine.runtime.diagrams import diagram, end, start, user
from tests.web.installation import Site, Visitor
from tests.web.pages import check_page
from workflows.notifications import send

PATHS = [
    "",
    "/fel",
    "/fel?visa=klara",
    "/tider",
    "/jobb",
    "/jobb?lage=done",
    "/brev",
    "/brev?lage=waiting",
    "/logg",
    "/konton",
]


@pytest.fixture
def admin(site: Site) -> Visitor:
    """An administrator."""
    return site.visitor("admin.1")


REMINDED = diagram(
    "prov",
    start(),
    user("ask", role="officer", due="5 working days", reminders="-2 working days, -1 working day at 09:00"),
    end(),
    paths=["start ask end"],
)


def commission(site: Site) -> str:
    """A case with a task that has two reminders; returns its id."""
    site.engine.deploy({"prov.bpmn": REMINDED}, actor=Actor.system())
    return site.engine.start("prov", actor=site.actor("handlaggare.1")).id


def mail(site: Site, recipient: str = "handlaggare.1@region.example") -> None:
    """A mail that is sent."""
    with site.engine.work(actor=Actor.system()) as work:
        send(work, to=recipient, subject="Prov", body="Ett brev.", key=f"prov:{recipient}")
    site.engine.run_due()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_are_whole(site: Site, path: str, language: str) -> None:
    commission(site)
    mail(site)
    page = check_page(site.visitor("admin.1", language=language).get(f"/drift{path}"))
    assert page.root.get("lang") == language


def test_english_pages_have_no_swedish_of_ours(site: Site) -> None:
    mail(site)
    visitor = site.visitor("admin.1", language="en")
    for path in ("", "/fel", "/tider", "/jobb", "/brev", "/logg"):
        said = check_page(visitor.get(f"/drift{path}")).text()
        assert not [word for word in said.split() if {"å", "ä", "ö"} & set(word.lower())], path


@pytest.mark.parametrize("path", ["", "/tider", "/jobb", "/brev", "/logg", "/konton", "/konton/admin.1"])
def test_only_administrators_may_look(site: Site, path: str) -> None:
    assert site.visitor("processagare.1").get(f"/drift{path}").status_code == 403
    assert site.visitor().get(f"/drift{path}").status_code == 302


def test_the_overview_counts_what_there_is(site: Site, admin: Visitor) -> None:
    commission(site)
    said = check_page(admin.get("/drift")).text()
    assert "Pågående ärenden1" in said
    assert "Nycklar till API:et som gäller0" in said
    assert "Öppna uppgifter1" in said
    assert "Inga öppna driftfel" in said
    assert "Ingen schemaläggare har gett sig till känna" in said


def test_the_overview_says_when_the_clockwork_stands_still(site: Site, admin: Visitor) -> None:
    site.engine.note_tick("nod.1")
    assert "Igång" in check_page(admin.get("/drift")).text()
    commission(site)
    due = site.engine.next_due()
    assert due is not None
    site.clock.set(due + timedelta(minutes=6))
    said = check_page(admin.get("/drift")).text()
    assert "Något borde redan ha hänt." in said
    assert "Tyst sedan" in said


def test_timers_stand_in_due_order(site: Site, admin: Visitor) -> None:
    commission(site)
    found = site.engine.timers()
    rows = check_page(admin.get("/drift/tider")).elements("tr")[1:]
    assert len(rows) == len(found) == 2


def test_jobs_and_mails_are_listed_by_state(site: Site, admin: Visitor) -> None:
    mail(site)
    mail(site, recipient="")
    assert "Brev" in check_page(admin.get("/drift/jobb?lage=done")).text()
    assert "Inga jobb här" in check_page(admin.get("/drift/jobb?lage=failed")).text()
    page = check_page(admin.get("/drift/brev?lage=delivered"))
    assert "handlaggare.1@region.example" in page.text()
    assert len(page.elements("tr")) == 2
    link = next(each.get("href") for each in page.elements("a") if "/drift/brev/" in (each.get("href") or ""))
    assert "Ett brev." in check_page(admin.get(str(link))).text()


@pytest.mark.parametrize("path", ["/jobb?lage=x", "/brev?lage=x", "/brev/finns-inte", "/fel/finns-inte"])
def test_what_is_not_there_is_not_found(admin: Visitor, path: str) -> None:
    assert admin.get(f"/drift{path}").status_code == 404


def test_the_log_is_shown_from_its_end_and_by_kind(site: Site, admin: Visitor) -> None:
    for number in range(120):
        site.engine.log("access_refused", {"path": f"/prov/{number}"}, actor=Actor.system())
    page = check_page(admin.get("/drift/logg?slag=access_refused"))
    assert "/prov/119" in page.text()
    assert "/prov/19" not in page.text().replace("/prov/119", "")
    older = next(each.get("href") for each in page.elements("a") if each.get("rel") == "next")
    said = check_page(admin.get(str(older))).text()
    assert "/prov/19" in said
    assert "/prov/20" not in said


def test_a_cases_history_is_a_log_too(site: Site, admin: Visitor) -> None:
    case_id = commission(site)
    assert "ask" in check_page(admin.get(f"/drift/logg?arende={case_id}")).text()


def test_a_whole_log_is_verified_and_the_check_noted(admin: Visitor) -> None:
    said = check_page(admin.submit("/drift/logg/granska")).text()
    assert "Loggen är hel" in said
    assert "Granskade loggen" in said


def test_a_changed_line_is_found(site: Site, admin: Visitor) -> None:
    case_id = commission(site)
    with site.engine._database.writing() as connection:
        connection.execute(
            sql("update engine_events set actor = 'ingen' where stream = :stream and seq = 1"), {"stream": case_id}
        )
        connection.commit()
    said = check_page(admin.submit("/drift/logg/granska")).text()
    assert "1 fel i loggen" in said
    assert f"I6 {case_id}: line 1 was changed" in said
