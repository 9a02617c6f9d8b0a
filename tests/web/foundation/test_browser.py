"""The scripts of the foundation in a real browser, under the content security policy."""

import threading
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from werkzeug.serving import make_server

from tests.web.foundation.script_pages import DIAGRAM, Server, area_of
from tests.web.foundation.site import OFFICER, build

pytestmark = pytest.mark.browser

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATHS = ["/logga-in", "/demo/roller", "/om/hjalp", "/finns-inte", "/prov", "/lista", "/redigera"]
REFUSALS = [(409, "Någon annan har sparat"), (401, "Du är utloggad"), (503, "Ingen kontakt")]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The site on a free port."""
    running = Server()
    app = build([area_of(running)], is_demo=True)
    http = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    running.address = f"http://127.0.0.1:{http.server_port}"
    yield running
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A visitor; what the browser complains of fails the test."""
    server.save_status, server.saved = 200, []
    context = browser.new_context(base_url=server.address, locale="sv-SE", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "the server responded with a status of" not in message.text:
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing(page: Page, path: str, width: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    page.wait_for_load_state("networkidle")

    found = page.evaluate(f"{AXE}; axe.run(document, {{runOnly: {{type: 'tag', values: {RULES}}}}})")

    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_answer_brings_its_question_and_keeps_the_focus(page: Page) -> None:
    page.goto("/prov")

    page.get_by_text("Ja", exact=True).click()

    expect(page.get_by_label("Vilket?")).to_be_visible()
    assert page.evaluate("document.activeElement.value") == "yes"


def test_a_row_is_added_with_the_focus_in_it_and_the_sum_follows(page: Page) -> None:
    page.goto("/prov")
    page.get_by_label("Kronor, rad 1").fill("1 200")

    page.get_by_role("button", name="Lägg till rad i Kostnader").click()
    expect(page.get_by_label("Vad, rad 2")).to_be_focused()
    page.get_by_label("Kronor, rad 2").fill("300,50")

    expect(page.locator("output")).to_have_text("1 500,5", use_inner_text=True)
    expect(page.get_by_label("Kronor, rad 1")).to_have_value("1 200")


def test_a_draft_saves_itself_and_says_when(page: Page, server: Server) -> None:
    page.goto("/prov")

    page.get_by_label("Vad, rad 1").fill("Resor")

    expect(page.locator("[data-saved]")).to_have_text("Sparat kl. 10.41.07")
    assert server.saved[-1]["costs-0-what"] == "Resor"
    assert page.locator("input[name=revision]").input_value() == "2"


@pytest.mark.parametrize(("status", "words"), REFUSALS)
def test_what_cannot_be_saved_is_kept_over_a_reload(page: Page, server: Server, status: int, words: str) -> None:
    page.goto("/prov")
    server.save_status = status

    page.get_by_label("Vad, rad 1").fill("Hyra av lokal")
    expect(page.locator("form .u-note")).to_contain_text(words)
    page.reload()
    server.save_status = 200
    page.get_by_role("button", name="Hämta tillbaka den").click()

    expect(page.get_by_label("Vad, rad 1")).to_have_value("Hyra av lokal")
    expect(page.locator("[data-saved]")).to_contain_text("Sparat")
    assert server.saved[-1]["costs-0-what"] == "Hyra av lokal"


def test_the_countdown_is_in_step_with_the_servers_clock(page: Page) -> None:
    page.goto("/prov")

    expect(page.locator("[data-countdown]")).to_have_text("4 dagar 1 timme kvar", use_inner_text=True)


def test_dark_is_chosen_without_a_reload_and_remembered(page: Page) -> None:
    page.goto("/demo/roller")
    page.get_by_role("button", name=f"Gå in som {OFFICER.user_name}").click()
    page.locator("summary.u-me").click()

    with page.expect_response("**/utseende"):
        page.get_by_role("button", name="Mörkt").click()

    assert page.locator("html").get_attribute("data-color-scheme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-color-scheme") == "dark"


def test_rows_are_walked_and_marked_by_keys_until_they_are_turned_off(page: Page) -> None:
    page.goto("/lista")

    for key in ("j", "j", "x"):
        page.keyboard.press(key)
    expect(page.get_by_label("Rad 2", exact=True)).to_be_checked()
    expect(page.locator("[data-bulk]")).to_contain_text("1 markerad")

    page.keyboard.press("?")
    page.get_by_label("Använd tangenterna").uncheck()
    page.get_by_role("button", name="Stäng").click()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_label("Rad 3", exact=True)).not_to_be_checked()


def test_the_drawing_shows_where_the_case_is_and_can_be_a_list(page: Page) -> None:
    page.goto("/lista")

    expect(page.locator(".djs-shape.is-now")).to_have_attribute("data-element-id", "register_application")
    expect(page.locator(".u-flag")).to_have_text("Här")
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    page.get_by_role("button", name="Lista").click()

    expect(page.get_by_text("Ansökan inskickad klart")).to_be_visible()
    expect(page.locator(".u-diagram")).to_be_hidden()


def test_a_step_is_renamed_added_and_saved_and_nothing_else_is_lost(page: Page, server: Server) -> None:
    page.goto("/redigera")
    outline = page.get_by_role("navigation", name="Disposition")
    outline.get_by_role("link", name="Tidsstämpla, diarieför och kvittera").click()
    page.get_by_label("Namn", exact=True).fill("Diarieför")
    page.get_by_label("Namn på engelska").fill("Register")
    page.get_by_role("button", name="Lägg ett steg efter").click()
    expect(outline.get_by_role("link", name="Ny uppgift")).to_have_attribute("aria-current", "true")
    page.get_by_label("Klar inom").fill("3")
    page.get_by_label("Kommentar").fill("Ett steg till")
    page.get_by_role("button", name="Spara").click()

    expect(page.locator("[data-editor-state]")).to_have_text("Version 8 är sparad")
    drawing = server.drawing
    assert 'name="Diarieför"' in drawing
    assert ">Register</utlysa:text>" in drawing
    assert 'utlysa:due="3 working days"' in drawing
    assert drawing.count("utlysa:operation=") == DIAGRAM.decode().count("utlysa:operation=")
    assert drawing.count("<utlysa:text") == DIAGRAM.decode().count("<utlysa:text")


def test_a_problem_leads_to_its_step(page: Page) -> None:
    page.goto("/redigera")

    page.get_by_role("region", name="Att rätta till").get_by_role("button").first.click()

    expect(page.get_by_label("Namn", exact=True)).to_have_value("Tidsstämpla, diarieför och kvittera")
