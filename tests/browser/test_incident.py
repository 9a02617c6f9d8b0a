"""An incident's page in a browser: without scripts the form works, and axe finds nothing in any of its states."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from engine import Actor, Call, OperationFailedError
from tests.browser.axe import faults_of
from tests.browser.people import Person
from tests.browser.site import Site, running
from tests.engine.runtime.diagrams import diagram, end, service, start, user
from workflows import bootstrap
from workflows.demo import cast

pytestmark = pytest.mark.browser

DIAGRAM = diagram(
    "prov",
    start(),
    user("ask", role="officer"),
    service("fetch", "prov.fetch"),
    user("read", role="officer"),
    end(),
    paths=["start ask fetch read end"],
    caseTitle='"Ansökan från Klustret"',
)
VARIABLES: Mapping[str, Any] = {
    "amount": Decimal(5000),
    "closes_on": date(2021, 11, 30),
    "is_open": True,
    "note": "En längre anteckning om ärendet som inte får plats på en rad i ett vanligt fält på sidan. " * 2,
}


def _fetch(call: Call) -> None:
    if call.variables["amount"] > 1000:
        raise ConnectionError("inget svar från bidragsregistret")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """An installation with one case that has failed."""
    monkeypatch.setattr(bootstrap, "OPERATIONS", {**bootstrap.OPERATIONS, "prov.fetch": _fetch})
    with running(tmp_path, at=datetime(2021, 11, 1, 8, tzinfo=UTC)) as opened:
        engine = opened.product.engine
        with engine.work(actor=Actor.system()) as work:
            cast.save_cast(work.session, at=work.now)
        engine.deploy({"prov.bpmn": DIAGRAM}, actor=Actor.system())
        officer = opened.actor("handlaggare.1")
        case = engine.start("prov", VARIABLES, actor=officer)
        with pytest.raises(OperationFailedError):
            engine.complete(engine.tasks(case.id)[0].id, {"stated": "ja"}, actor=officer)
        yield opened


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """An administrator's browser that runs no scripts of the site."""
    context = browser.new_context(base_url=site.address, locale="sv-SE", bypass_csp=True, java_script_enabled=False)
    opened = context.new_page()
    opened.goto("/demo/roller")
    opened.get_by_role("button", name="Gå in som admin.1", exact=True).click()
    yield opened
    context.close()


def _incident(site: Site) -> str:
    return f"/drift/fel/{site.product.engine.incidents()[0].id}"


def test_variables_are_corrected_without_scripts(site: Site, page: Page) -> None:
    page.goto(_incident(site))
    page.get_by_text("Rätta uppgifter i ärendet och försök igen").click()
    page.get_by_label("amount (tal)").fill("många")
    page.get_by_label("Varför uppgifterna rättas").fill("Fel belopp")
    page.get_by_role("button", name="Rätta och försök igen").click()
    expect(page.get_by_role("alert")).to_contain_text("amount: Det här är inte tal.")
    page.get_by_label("amount (tal)").fill("1 000,00")
    page.get_by_role("button", name="Rätta och försök igen").click()
    expect(page.get_by_text("Steget är gjort. Ärendet går vidare.")).to_be_visible()
    assert [task.element_id for task in site.product.engine.tasks(process_key="prov")] == ["read"]


def test_axe_finds_nothing_whatever_the_page_shows(site: Site, browser: Browser) -> None:
    person = Person(site, browser, "admin.1")
    page, address = person.page, _incident(site)
    page.goto(address)
    assert faults_of(page) == []
    page.get_by_text("Rätta uppgifter i ärendet och försök igen").click()
    page.get_by_text("Teknisk beskrivning, att skicka till support").click()
    assert faults_of(page) == []
    page.get_by_label("amount (tal)").fill("många")
    page.get_by_role("button", name="Rätta och försök igen").click()
    assert faults_of(page) == []
    page.get_by_label("amount (tal)").fill("7")
    page.get_by_label("Varför uppgifterna rättas").fill("Fel belopp")
    page.get_by_role("button", name="Rätta och försök igen").click()
    page.goto(address)
    assert faults_of(page) == []
    # A form that is refused is an error to the browser, so its console is not looked at here.
    person.context.close()
