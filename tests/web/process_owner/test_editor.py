"""The editor in a real browser: changing a step, saving it, and what cannot be saved."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import axe_violations, served, visiting
from tests.web.installation import Site

pytestmark = pytest.mark.browser
STEP = "check_completeness"


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A process owner with the editor open at a step."""
    with served(site) as address, visiting(browser, address, "processagare.1", bypass_csp=True) as page:
        page.goto("/processer/handling/redigera")
        page.wait_for_selector("[data-editor][data-ready]")
        page.locator(f"[data-step='{STEP}']").click()
        yield page


def write(page: Page, field: str, value: str) -> None:
    """Fill in a field of the panel."""
    control = page.locator(f"[data-field='{field}-{STEP}']")
    control.fill(value)
    control.press("Tab")


def save(page: Page, comment: str = "Registrator tar över") -> None:
    """Say what was changed, and save."""
    page.get_by_label("Vad har ni ändrat?").fill(comment)
    page.get_by_role("button", name="Spara ny version").click()


def test_a_step_is_renamed_given_another_role_and_other_times(page: Page, site: Site) -> None:
    write(page, "name", "Gå igenom allt")
    page.locator(f"[data-field='role-{STEP}']").select_option("registrar")
    write(page, "due", "5")
    write(page, "reminders", "-2 working days")
    expect(page.locator("[data-editor-problems]")).to_contain_text("Inget stoppar publicering")
    assert axe_violations(page) == []
    save(page)
    expect(page.get_by_role("heading", name="Versioner")).to_be_visible()
    expect(page.get_by_text("Registrator tar över")).to_be_visible()
    element = site.engine.outline("handling").elements[STEP]
    assert (element.name.sv, element.role, element.due) == ("Gå igenom allt", "registrar", "5 working days")
    assert element.reminders == ("-2 working days",)
    old = site.engine.outline("handling", 1).elements.keys()
    assert site.engine.outline("handling").elements.keys() == old
    page.goto("/processer/handling/1/2")
    expect(page.get_by_text("Klar inom: 3 arbetsdagar blir 5 arbetsdagar").first).to_be_visible()
    expect(page.locator(f"[data-element-id='{STEP}'].is-changed")).to_have_count(1)


def test_a_change_is_undone(page: Page) -> None:
    write(page, "name", "Något annat")
    expect(page.locator(f"[data-step='{STEP}']")).to_contain_text("Något annat")
    page.get_by_role("button", name="Ångra").click()
    expect(page.locator(f"[data-step='{STEP}']")).to_contain_text("Kontrollera fullständighet")


def test_what_stops_is_told_with_its_line_and_nothing_is_lost(page: Page, site: Site) -> None:
    write(page, "reminders", "-2 elefanter")
    problems = page.locator("[data-editor-problems]")
    expect(problems).to_contain_text("-2 elefanter")
    expect(problems).to_contain_text("rad ")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Ritningen är inte sparad")
    assert page.locator(f"[data-field='reminders-{STEP}']").input_value() == "-2 elefanter"
    assert site.engine.definitions("handling")[0].version == 1
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("button", name="Hämta tillbaka den").click()
    page.locator(f"[data-step='{STEP}']").click()
    assert page.locator(f"[data-field='reminders-{STEP}']").input_value() == "-2 elefanter"


def test_a_newer_version_is_not_overwritten(page: Page, site: Site) -> None:
    files = site.engine.definition_files("handling")
    drawing = files["handling/handling.bpmn"].replace("Kontrollera fullständighet".encode(), b"Se efter")
    site.engine.deploy({**files, "handling/handling.bpmn": drawing})
    write(page, "name", "Gå igenom allt")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Någon har sparat en nyare version")
    assert site.engine.outline("handling").elements[STEP].name.sv == "Se efter"


@pytest.fixture
def broken(browser: Browser, site: Site) -> Iterator[Page]:
    """The editor with a drawing in which a choice has lost its default flow."""
    with served(site) as address, visiting(browser, address, "processagare.1", bypass_csp=True) as page:
        content = site.engine.definition_files("handling")["handling/handling.bpmn"]
        faulty = content.replace(b' default="is_complete_to_request_completion"', b"")
        assert faulty != content
        page.route("**/*.bpmn", lambda route: route.fulfill(body=faulty, content_type="application/xml"))
        page.goto("/processer/handling/redigera")
        page.wait_for_selector("[data-editor][data-ready]")
        yield page


def test_a_certain_mend_is_shown_before_it_is_done_and_can_be_undone(broken: Page) -> None:
    problems = broken.locator("[data-editor-problems]")
    expect(problems).to_contain_text("saknar villkor")
    expect(broken.locator("[data-element-id='is_complete'].is-problem")).to_have_count(1)
    problems.get_by_role("button", name="Rätta").first.press("Enter")
    expect(problems).to_contain_text("blir den som gäller annars")
    expect(broken.locator("[data-element-id='is_complete'].selected")).to_have_count(1)
    assert axe_violations(broken) == []
    broken.keyboard.press("Enter")
    expect(problems).to_contain_text("Inget stoppar publicering")
    expect(broken.locator(".is-problem")).to_have_count(0)
    assert broken.evaluate("document.querySelector('[data-editor-problems]').contains(document.activeElement)")
    broken.get_by_role("button", name="Ångra").click()
    expect(problems).to_contain_text("saknar villkor")


def test_a_mend_that_is_not_wanted_changes_nothing(broken: Page) -> None:
    problems = broken.locator("[data-editor-problems]")
    problems.get_by_role("button", name="Rätta").first.click()
    problems.get_by_role("button", name="Avbryt").click()
    expect(problems.get_by_role("button", name="Rätta").first).to_be_focused()
    expect(problems).to_contain_text("saknar villkor")
    expect(broken.get_by_role("button", name="Ångra")).to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_of_problems_can_be_read_in_every_width_and_light(broken: Page, width: int, scheme: str) -> None:
    broken.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    broken.set_viewport_size({"width": width, "height": 900})
    problems = broken.locator("[data-editor-problems]")
    problems.get_by_role("button", name="Rätta").first.click()
    problems.scroll_into_view_if_needed()
    assert axe_violations(broken) == []
    is_wide = broken.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not is_wide
    assert problems.get_by_role("button", name="Gör så").bounding_box()["height"] >= 24  # type: ignore[index]
    if folder := os.environ.get("UTLYSA_SCREENSHOTS"):
        broken.screenshot(path=f"{folder}/problems-{width}-{scheme}.png", full_page=True)
