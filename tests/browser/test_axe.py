"""Every page of every role, as its people find them: from the menu, and on along the links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults_of, width_faults_of
from tests.browser.people import Person
from tests.browser.site import Site, demo_settings, running
from workflows.call.queries import all_calls
from workflows.demo.clock import DemoClock
from workflows.demo.loading import load

pytestmark = pytest.mark.browser

# One account of each role; the first is a visitor who has not chosen any.
ACCOUNTS = [
    "",
    "sokande.1",
    "sokande.2",
    "sokande.4",
    "utlysningsansvarig.1",
    "handlaggare.1",
    "registrator.1",
    "bedomare.1",
    "jurist.1",
    "ekonom.1",
    "kommunikator.1",
    "omradeschef.1",
    "direktor.1",
    "namndsekreterare.1",
    "ordforande.1",
    "justerare.1",
    "granskare.1",
    "utvarderare.1",
    "arkivarie.1",
    "dataskyddsombud.1",
    "processagare.1",
    "admin.1",
]
# Pages that no link of those leads to; {call} is the call that is open for applications.
MORE = {
    "": (
        *("/demo/roller", "/demo/brevlada", "/logga-in", "/om/tillganglighet", "/om/personuppgifter", "/diarium"),
        *("/utlysningar/{call}/informationsmote/anmald", "/utlysningar/{call}/fragor/skickad"),
        "/utlysningar/{call}/utfall",
    ),
    "sokande.2": ("/utlysningar/{call}/ansok",),
    "registrator.1": ("/delegationsbeslut/ny", "/sok?q=RUN"),
    "processagare.1": ("/processer/call/formular/call_draft.form",),
}
# Addresses that answer with a file or data, or send on; and pages that only a deed leads to, with a test of their own.
_FILES = re.compile(
    r"\.(csv|json|xlsx|ics|bpmn|pdf|zip|<kind>)$|/pdf$|/innehall$|/bilaga/|/filer/|/ansokningar/[^/]+/dokument/."
    r"|^/static/|^/api/|^/metrics|^/healthz|^/readyz"
)
# These need what the demo does not have: a grant, a failure, two versions of a process.
DEEDS = {
    *("applicant.task", "admin.incident", "process_owner.compare", "process_owner.choose_versions"),
    # A drawing that was handed in: looked at in test_importing.
    *("process_owner.draft", "process_owner.draft_step", "process_owner.try_draft", "process_owner.draft_original"),
}
_KINDS_BY = ("tab", "vy", "kind")


@dataclass
class Seen:
    """What has been looked at: kinds of pages, and the endpoints they belong to."""

    kinds: set[tuple[str, ...]] = field(default_factory=set)
    endpoints: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("demo")
    load(demo_settings(folder), DemoClock(folder / "clock"))
    with running(folder) as site:
        yield site


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen()


@pytest.mark.parametrize("account", ACCOUNTS)
def test_axe_finds_nothing_on_the_pages_of(account: str, site: Site, browser: Browser, seen: Seen) -> None:
    person = Person(site, browser, account)
    faults: list[str] = []
    if not account:
        person.page.goto("/")

    for place, path in enumerate([*_menu(person.page), *_more(site, account)]):
        faults += _look(person, path, _kind(site, path) if place else (account,), seen)
        ahead = _links(person.page)
        while ahead:
            link = ahead.pop(0)
            kind = _kind(site, link)
            if kind and kind not in seen.kinds:
                faults += _look(person, link, kind, seen)
                ahead += _links(person.page)

    person.close()
    assert not faults, "\n".join(faults)


def test_axe_finds_nothing_in_the_application_form(site: Site, browser: Browser, seen: Seen) -> None:
    person = Person(site, browser, "sokande.2")
    page = person.page
    page.goto(f"/utlysningar/{_open_call(site)}")
    page.get_by_role("button", name="Börja ansökan").click()
    sections = page.locator("main nav a[href*='/section_']")
    expect(sections.first).to_be_attached()
    paths = sections.evaluate_all("all => all.map(each => each.getAttribute('href'))")

    faults = [fault for path in paths for fault in _look(person, path, (path,), seen)]
    # With every error told: each field is then marked, and a summary stands on top.
    faults += _look(person, f"{paths[1]}?kontrollera=1", ("errors",), seen)
    page.goto("/mina-ansokningar")
    drop = page.get_by_role("link", name=re.compile("^Kasta")).first.get_attribute("href")
    faults += _look(person, str(drop), ("drop",), seen)
    seen.endpoints.add("applicant.draft")

    person.close()
    assert not faults, "\n".join(faults)


def _open_call(site: Site) -> str:
    with site.product.engine.reading() as session:
        return next(call.id for call in all_calls(session) if call.is_open(site.clock.now()))


def _more(site: Site, account: str) -> list[str]:
    return [path.format(call=_open_call(site)) for path in MORE.get(account, ())]


def _menu(page: Page) -> list[str]:
    """The page where the reader begins, and those of its menu."""
    found = page.locator("header a[href^='/']").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    return list(dict.fromkeys([urlsplit(page.url).path, *found]))


def _links(page: Page) -> list[str]:
    found = page.locator("main a[href^='/']").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    return list(dict.fromkeys(found))


def _kind(site: Site, link: str) -> tuple[str, ...] | None:
    """What sort of page a link leads to; None for what is no page."""
    path = urlsplit(link).path
    if _FILES.search(path):
        return None
    endpoint, arguments = site.app.url_map.bind("localhost").match(path)
    sort = [str(arguments[name]) for name in _KINDS_BY if name in arguments]
    if endpoint.endswith(".task"):
        task = site.product.engine.task(arguments["task_id"])
        sort += [task.process_key, task.element_id]
    elif "case_id" in arguments:
        sort.append(site.product.engine.case(arguments["case_id"]).definition.key)
    return (endpoint, *sort)


def _look(person: Person, path: str, kind: tuple[str, ...] | None, seen: Seen) -> list[str]:
    """Open a page; what is of a kind that has been looked at closely is looked at for its width alone."""
    person.page.goto(path)
    person.page.wait_for_load_state("load")
    landed = _kind(person.site, urlsplit(person.page.url).path)
    is_new = kind not in seen.kinds or landed not in seen.kinds
    seen.kinds |= {each for each in (kind, landed) if each}
    seen.endpoints |= {each[0] for each in (landed,) if each}
    return [f"{path}: {each}" for each in (faults_of(person.page) if is_new else width_faults_of(person.page))]


def test_every_kind_of_page_has_been_looked_at(site: Site, seen: Seen) -> None:
    if len(seen.kinds) < len(ACCOUNTS):
        pytest.skip("This looks back on the visits of all roles; they were not made.")

    pages = {
        rule.endpoint
        for rule in site.app.url_map.iter_rules()
        if rule.methods and "GET" in rule.methods and not _FILES.search(str(rule))
    }

    missed = sorted(pages - seen.endpoints - DEEDS)
    assert not missed, "\n".join(missed)
