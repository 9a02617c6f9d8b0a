"""A real browser on a whole installation."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.web.installation import Site

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def served(site: Site) -> Iterator[str]:
    """The site on a free port; its address."""
    http = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    thread.join()
    http.server_close()


@contextmanager
def visiting(browser: Browser, address: str, account_id: str, **context: Any) -> Iterator[Page]:
    """A page of somebody who has logged in."""
    opened = browser.new_context(base_url=address, locale="sv-SE", viewport={"width": 1440, "height": 1000}, **context)
    page = opened.new_page()
    page.goto("/demo/roller")
    page.locator(f"button[value='{account_id}']").first.click()
    page.wait_for_load_state()
    yield page
    opened.close()


def axe_violations(page: Page) -> list[str]:
    """What axe finds on the page as it is."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]
