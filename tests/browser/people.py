"""People at the pages: each has a session of its own, finds its work in its list, and fills in forms field by field."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from tests.browser.site import Site

ZONE = ZoneInfo("Europe/Stockholm")
_MARK = "document.querySelectorAll('main [data-form]').forEach(each => { each.dataset.old = '1'; })"
_IS_DRAWN = "() => !document.querySelector('main [data-form][data-old]')"


class Complaints:
    """What a browser should never have to say: errors in its console, and requests to another host."""

    def __init__(self, page: Page, address: str) -> None:
        self.found: list[str] = []
        self._address = address
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.found.append(str(error)))
        page.on("request", self._look)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.found.append(f"{message.text} ({message.location.get('url')})")

    def _look(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:", "blob:")):
            self.found.append(f"asked another host: {request.url}")


class Person:
    """A role account, or without one a visitor, in a browser of its own. `page` is the open page."""

    def __init__(self, site: Site, browser: Browser, account: str) -> None:
        self.site, self.account = site, account
        self.context: BrowserContext = browser.new_context(
            base_url=site.address,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            viewport={"width": 1280, "height": 900},
        )
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.complaints = Complaints(self.page, site.address)
        if account:
            self.enter()

    def enter(self) -> None:
        """Choose the role account."""
        self.page.goto("/demo/roller")
        self.page.get_by_role("button", name=f"Gå in som {self.account}", exact=True).click()

    def open_task(self, name: str, case: str = "") -> None:
        """Open a task from the list of one's own, by its name and its case's number or title."""
        self.site.settle()
        self.page.goto("/mina-uppgifter")
        row = self.page.locator("tr[data-rad]").filter(has=self.page.get_by_role("link", name=name, exact=True))
        row.filter(has_text=case).get_by_role("link", name=name, exact=True).first.click()
        expect(self.page.get_by_role("heading", level=1, name=name)).to_be_visible()

    def do(self, name: str, answers: Mapping[str, Any], case: str = "") -> None:
        """Do a task: open it, answer, and press the button that finishes it."""
        self.open_task(name, case)
        self.answer(answers)

    def answer(self, answers: Mapping[str, Any]) -> None:
        """Answer the open task and finish it."""
        fill(self.page, answers)
        self.finish()

    def finish(self) -> None:
        """Press the task's button; the page then says that it is done."""
        self.page.locator("button[form=uppgift], form#uppgift > .u-row > button.ds-button").last.click()
        expect(self.page.get_by_text(re.compile("^Klart: ")).first).to_be_visible()
        self.site.settle()

    def close(self) -> None:
        """Leave; nothing may have been complained of."""
        self.context.close()
        assert self.complaints.found == [], (self.account, self.complaints.found)


def fill(page: Page, answers: Mapping[str, Any], *, only_present: bool = False) -> None:
    """Answer the questions of the form on the page, adding rows by their button.

    A row's list is answered row by row. With `only_present`, questions that are on another page are passed over.
    """
    for name, value in _flat(page, answers, only_present=only_present):
        controls = page.locator(f'main [name="{name}"]')
        if only_present and not controls.count():
            continue
        _answer(page, controls, name, value)


def _flat(page: Page, answers: Mapping[str, Any], *, only_present: bool, start: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in answers.items():
        name = f"{start}{key}"
        if isinstance(value, Mapping):
            yield from _flat(page, value, only_present=only_present, start=f"{name}-")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for place, row in enumerate(value):
                number = _row_of(page, name, row, place)
                if _add_row(page, name, number):
                    yield from _flat(page, row, only_present=only_present, start=f"{name}-{number}-")
        elif value is not None and value != []:
            yield name, value


def _row_of(page: Page, name: str, row: Mapping[str, Any], place: int) -> int:
    """The row that is already named by the first answer; else the next one that is not named by another answer."""
    first = next(iter(row))
    held = page.locator(f'main input[type=hidden][name^="{name}-"][name$="-{first}"]')
    named = held.evaluate_all("all => all.map(each => each.value)")
    return named.index(str(row[first])) if str(row[first]) in named else max(place, len(named))


def _add_row(page: Page, name: str, number: int) -> bool:
    if page.locator(f'main [name^="{name}-{number}-"]').count():
        return True
    button = page.locator(f'main button[name="_row"][value="add {name}"]')
    if not button.count():
        return False
    with _drawn_anew(page):
        button.click()
    page.locator(f'main [name^="{name}-{number}-"]').first.wait_for(state="attached")
    return True


@contextmanager
def _drawn_anew(page: Page, *, only_conditional: bool = False) -> Iterator[None]:
    """Wait, as a person does, until the server has drawn the form with what the answer brings."""
    is_drawn = not only_conditional or page.locator("main [data-form][data-conditional]").count() > 0
    if is_drawn:
        page.evaluate(_MARK)
    yield
    if is_drawn:
        page.wait_for_function(_IS_DRAWN)


def _answer(page: Page, controls: Locator, name: str, value: Any) -> None:
    kind = controls.first.evaluate("each => each.type || each.tagName")
    if kind == "hidden":
        assert controls.first.input_value() == str(value), name
    elif kind in {"radio", "checkbox"}:
        for each in value if isinstance(value, list) else [value]:
            _choose(page, name, each)
    elif kind.startswith("select"):
        with _drawn_anew(page, only_conditional=True):
            controls.first.select_option(str(value))
    elif kind in {"date", "datetime-local"}:
        with _drawn_anew(page, only_conditional=True):
            controls.first.fill(_moment(kind, value))
    else:
        controls.first.fill(str(value))


def _moment(kind: str, value: Any) -> str:
    if kind == "date":
        return str(value)
    return datetime.fromisoformat(value).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def _choose(page: Page, name: str, value: Any) -> None:
    controls = page.locator(f'main [name="{name}"]')
    values = controls.evaluate_all("all => all.map(each => each.value)")
    wanted = next((each for each in values if each.casefold() == str(value).casefold()), None)
    if wanted is None and value is False:
        return
    control = f'[name="{name}"][value="{wanted or value}"]'
    if page.locator(f"main {control}").is_checked():
        return
    with _drawn_anew(page, only_conditional=True):
        page.locator(f"main label:has({control})").click()
    expect(page.locator(f"main {control}")).to_be_checked()


def choice(page: Page, name: str, text: str) -> str:
    """The code of the option whose text says something."""
    return page.locator(f"main [name={name}] option").filter(has_text=text).first.get_attribute("value") or ""
