"""The letter of intent of 2020 through the pages: five people, each in a session of one's own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.people import Person, choice, fill
from tests.browser.site import Site, running
from workflows.demo import facts
from workflows.demo.moments import local
from workflows.demo.stage import Stage

pytestmark = pytest.mark.browser

NUMBER = "RUN/495/2020"
SUBJECT = str(facts.letter().registered["subject"])


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with running(tmp_path, at=local("2020-08-17 09:30")) as site:
        Stage(site.product).build()
        yield site


def test_a_letter_of_intent_from_the_request_until_the_case_is_closed(site: Site, browser: Browser) -> None:
    letter = facts.letter()
    registrar, head, officer, director, secretary = people = [
        Person(site, browser, account)
        for account in ("registrator.1", "omradeschef.1", "handlaggare.3", "direktor.1", "namndsekreterare.1")
    ]

    registrar.page.goto("/delegationsbeslut")
    registrar.page.get_by_role("link", name="Ny förfrågan").click()
    fill(registrar.page, letter.registered)
    registrar.page.get_by_role("button", name="Ta emot förfrågan").click()
    registrar.answer({})
    head.do("Tilldela handläggare", {"officer": "handlaggare.3", "due_on": "2020-08-28"}, NUMBER)
    officer.do("Bered ärendet", letter.prepared, NUMBER)
    officer.do("Ange om jäv finns", {"conflict": "no"}, NUMBER)
    officer.do("Skriv beslut och bilaga", letter.draft, NUMBER)
    head.do("Granska utkastet", {"review": "ok"}, NUMBER)
    site.move(local("2020-08-31 08:40"))
    director.do("Ange om jäv finns", {"conflict": "no"}, NUMBER)
    director.open_task("Besluta och skriv under", NUMBER)
    _headings_are_in_order(director.page.get_by_role("article", name="Beslut, förhandsvisning"))
    director.answer({"decision": "approve", "signed": True})

    _open_decision(officer)
    paper = officer.page.locator("article.u-paper")
    _headings_are_in_order(paper)
    head_of_paper = paper.inner_text().split(letter.headings[0])[0]
    assert "2020-08-31" in head_of_paper
    assert NUMBER in head_of_paper
    _mail_has_gone_out(officer, "post@thamsklyngen.example")

    site.move(local("2020-09-24 09:00"))
    secretary.open_task("Anmäl till nämnden", NUMBER)
    secretary.answer(
        {
            "board_meeting_id": choice(secretary.page, "board_meeting_id", "22 september 2020"),
            "paragraph": "§ 217",
            "notice_posted_on": "2020-09-24",
        }
    )
    site.move(local("2020-12-31 12:00"))

    officer.page.goto("/delegationsbeslut")
    officer.page.get_by_role("link", name="Thamsklyngen").first.click()
    expect(officer.page.locator("main")).to_contain_text("Avslutat")
    assert site.product.engine.verify() == []
    for person in people:
        person.close()


def _headings_are_in_order(paper: Locator) -> None:
    # Reading all texts does not wait for the paper's frame; its last heading does.
    paper.get_by_role("heading", name=facts.letter().headings[-1], exact=True).first.wait_for()
    headings = [each.strip() for each in paper.locator("h1, h2, h3").all_inner_texts()]
    wanted = list(facts.letter().headings)
    assert [each for each in headings if each in wanted] == wanted


def _open_decision(officer: Person) -> None:
    officer.page.goto("/arenden")
    officer.page.get_by_role("link", name=re.compile("Thamsklyngen")).first.click()
    officer.page.get_by_role("link", name=re.compile("^Dokument")).first.click()
    officer.page.get_by_role("row").filter(has_text="Ut").get_by_role("link", name=SUBJECT, exact=True).click()


def _mail_has_gone_out(officer: Person, recipient: str) -> None:
    officer.page.goto("/demo/brevlada")
    expect(officer.page.get_by_role("row").filter(has_text=recipient).first).to_be_visible()
