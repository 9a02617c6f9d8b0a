"""A process owner brings another tool's drawing: it is shown as drawn, made runnable and published, at every width."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults_of
from tests.browser.people import Person
from tests.browser.site import Site, running
from workflows.demo.moments import local
from workflows.demo.stage import Stage

pytestmark = pytest.mark.browser

MODELS = Path("/work/shared/data/bpmn-miwg-reference")
MODEL = MODELS / "C.1.0.bpmn"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with running(tmp_path, at=local("2020-08-17 09:30")) as site:
        Stage(site.product).build()
        yield site


def test_a_drawing_is_made_runnable_in_the_browser(site: Site, browser: Browser) -> None:
    person = Person(site, browser, "processagare.1")
    page = person.page
    page.goto("/processer")
    page.get_by_role("link", name="Ny process").click()
    faults = faults_of(page)
    page.get_by_label("Ritningen", exact=True).set_input_files(MODEL)
    page.get_by_role("button", name="Öppna ritningen").click()

    expect(page.get_by_role("heading", level=1, name=MODEL.name)).to_be_visible()
    _is_drawn(page)
    expect(page.locator(".djs-element.is-changed").first).to_be_attached()
    faults += faults_of(page)
    page.get_by_role("link", name="Gör körbar").first.click()
    while "/steg/" in page.url:
        _is_drawn(page)
        faults += faults_of(page)
        page.get_by_role("button", name="Spara och fortsätt").click()

    page.get_by_role("link", name="Prova ett ärende först").click()
    _is_drawn(page)
    faults += faults_of(page)
    page.get_by_role("link", name="Till översikten").click()
    page.get_by_label("Nyckel").fill("fakturor")
    page.get_by_label("Vad är nytt?").fill("Vår ritning")
    page.get_by_role("button", name="Publicera processen").click()
    expect(page.get_by_text("Processen är publicerad")).to_be_visible()
    _is_drawn(page)
    page.get_by_role("link", name="Ändra processen").click()
    expect(page.locator(".djs-shape").first).to_be_visible()
    person.close()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", sorted(MODELS.glob("*.bpmn")), ids=lambda path: path.name)
def test_every_reference_model_is_drawn(site: Site, browser: Browser, path: Path) -> None:
    person = Person(site, browser, "processagare.1")
    person.page.goto("/processer/ny")
    person.page.get_by_label("Ritningen", exact=True).set_input_files(path)
    person.page.get_by_role("button", name="Öppna ritningen").click()
    _is_drawn(person.page)
    person.close()


def _is_drawn(page: Page) -> None:
    """The drawing is there; nothing says that it could not be shown."""
    expect(page.locator(".djs-shape").first).to_be_visible()
    expect(page.get_by_text("Ritningen kunde inte visas")).to_have_count(0)
