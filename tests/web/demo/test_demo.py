"""The demo's clock and mailbox: time moves forward, what falls due happens, and the mails can be read."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import Actor
from tests.engine.runtime.diagrams import diagram, end, start, user
from tests.web.installation import NOW, Site, open_site
from tests.web.pages import check_page
from workflows.notifications import Attachment, mail_list, send

REMINDED = diagram(
    "prov",
    start(),
    user("ask", role="officer", due="5 working days", reminders="-2 working days, -1 working day at 09:00"),
    end(),
    paths=["start ask end"],
)
CALENDAR = Attachment("mote.ics", "text/calendar", content=b"BEGIN:VCALENDAR")


def begin(site: Site) -> str:
    """A case with a task and two reminders; returns its id."""
    site.engine.deploy({"prov.bpmn": REMINDED}, actor=Actor.system())
    return site.engine.start("prov", actor=site.actor("handlaggare.1")).id


def mail(site: Site) -> str:
    """A mail with a calendar file and a registered document's name; returns its id."""
    with site.engine.work(actor=Actor.system()) as work:
        ids = send(
            work, to="sokande.1@sokande.example", subject="Välkommen", body="Hej.\nVi ses.", key="prov",
            attachments=[CALENDAR],
        )  # fmt: skip
    site.engine.run_due()
    return ids[0]


def reminders(site: Site) -> int:
    """How many reminders were mailed."""
    with site.engine.reading() as session:
        return len(mail_list(session))


@pytest.mark.parametrize("path", ["/", "/om/hjalp", "/demo/brevlada", "/logga-in"])
@pytest.mark.parametrize(("language", "word"), [("sv", "Till nästa händelse"), ("en", "To the next event")])
def test_the_clock_stands_on_every_page(site: Site, path: str, language: str, word: str) -> None:
    answer = site.visitor(language=language).client.get(path, follow_redirects=True)
    assert word in check_page(answer).text()


def test_a_day_and_a_week_are_steps(site: Site) -> None:
    visitor = site.visitor()
    assert visitor.post("/demo/klocka", {"step": "day"}).status_code == 303
    assert site.clock.now() == NOW + timedelta(days=1)
    visitor.post("/demo/klocka", {"step": "week"})
    assert site.clock.now() == NOW + timedelta(days=8)


def test_the_next_event_fires_and_its_mails_lie_in_the_mailbox(site: Site) -> None:
    begin(site)
    due = site.engine.next_due()
    visitor = site.visitor("handlaggare.1")
    said = check_page(visitor.submit("/demo/klocka", {"step": "next", "back": "/om/hjalp"})).text()
    assert "Klockan är flyttad: 1 tid har gått ut, 0 nya uppgifter, " in said
    assert due is not None
    assert due <= site.clock.now() < due + timedelta(minutes=1)
    assert reminders(site) > 0
    assert "handlaggare.1@region.example" in check_page(visitor.get("/demo/brevlada")).text()


def test_everything_on_the_way_to_a_day_happens_in_its_time(site: Site) -> None:
    case_id = begin(site)
    dues = [timer.due_at for timer in site.engine.timers(case_id)]
    said = check_page(site.visitor().submit("/demo/klocka", {"step": "to", "day": "2021-11-20"})).text()
    assert "2 tider har gått ut" in said
    assert site.clock.now() == datetime(2021, 11, 20, 7, 0, tzinfo=UTC)
    sent = [event.at for event in site.engine.history(case_id) if event.type == "reminder_sent"]
    assert sent == dues


@pytest.mark.parametrize("day", ["2021-10-01", "2021-11-01", "", "i morgon"])
def test_time_runs_forward_only(site: Site, day: str) -> None:
    said = check_page(site.visitor().submit("/demo/klocka", {"step": "to", "day": day})).text()
    assert "Tiden går bara framåt." in said
    assert site.clock.now() == NOW


def test_where_nothing_waits_there_is_no_next_event(site: Site) -> None:
    assert "Inget väntar" in check_page(site.visitor().submit("/demo/klocka", {"step": "next"})).text()
    assert site.clock.now() == NOW


def test_a_jump_has_an_end(site: Site) -> None:
    site.visitor().post("/demo/klocka", {"step": "to", "day": "9999-12-31"})
    assert site.clock.now() == NOW + timedelta(days=5 * 366)


@pytest.mark.parametrize("back", ["https://annan.example/", "//annan.example", "javascript:alert(1)", ""])
def test_the_way_back_stays_on_the_site(site: Site, back: str) -> None:
    answer = site.visitor().post("/demo/klocka", {"step": "day", "back": back})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_mail_is_read_with_its_attachment(site: Site, language: str) -> None:
    mail_id = mail(site)
    visitor = site.visitor(language=language)
    assert "Välkommen" in check_page(visitor.get("/demo/brevlada")).text()
    assert "Vi ses." in check_page(visitor.get(f"/demo/brevlada/{mail_id}")).text()
    answer = visitor.get(f"/demo/brevlada/{mail_id}/bilaga/0")
    assert (answer.data, answer.mimetype) == (CALENDAR.content, "text/calendar")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert visitor.get(f"/demo/brevlada/{mail_id}/bilaga/1").status_code == 404
    assert visitor.get("/demo/brevlada/finns-inte").status_code == 404


def test_an_installation_in_use_has_neither_clock_nor_mailbox(installed: Path, tmp_path: Path) -> None:
    site = open_site(installed, tmp_path / "site", is_demo=False)
    visitor = site.visitor()
    page = visitor.get("/om/hjalp").get_data(as_text=True)
    assert "u-demo" not in page
    assert visitor.get("/demo/brevlada").status_code == 404
    assert visitor.post("/demo/klocka", {"step": "day"}).status_code == 404
    assert site.clock.now() == NOW
    site.engine.close()
