"""Steps that failed are tried again, or skipped with a reason."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from engine import Actor, Call, OperationFailedError
from tests.engine.runtime.diagrams import diagram, end, service, start, user
from tests.web.installation import Site, Visitor, open_site
from tests.web.pages import check_page
from workflows import bootstrap

DIAGRAM = diagram(
    "prov",
    start(),
    user("ask", role="officer"),
    service("fetch", "prov.fetch"),
    user("read", role="officer"),
    end(),
    paths=["start ask fetch read end"],
)


class Remote:
    """An operation that fails while it is told to."""

    fails = True

    def fetch(self, call: Call) -> Mapping[str, Any]:
        """Fail, or answer."""
        if self.fails:
            raise ConnectionError("inget svar från bidragsregistret")
        return {}


@pytest.fixture
def remote() -> Remote:
    """The operation."""
    return Remote()


@pytest.fixture
def site(installed: Path, tmp_path: Path, remote: Remote, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """An installation with one case that has failed."""
    monkeypatch.setattr(bootstrap, "OPERATIONS", {**bootstrap.OPERATIONS, "prov.fetch": remote.fetch})
    opened = open_site(installed, tmp_path / "site")
    opened.engine.deploy({"prov.bpmn": DIAGRAM}, actor=Actor.system())
    officer = opened.actor("handlaggare.1")
    case = opened.engine.start("prov", actor=officer)
    with pytest.raises(OperationFailedError):
        opened.engine.complete(opened.engine.tasks(case.id)[0].id, {}, actor=officer)
    yield opened
    opened.engine.close()


@pytest.fixture
def admin(site: Site) -> Visitor:
    """An administrator."""
    return site.visitor("admin.1")


@pytest.fixture
def address(site: Site) -> str:
    """The page of the one incident."""
    return f"/drift/fel/{site.engine.incidents()[0].id}"


def elements(site: Site) -> list[str]:
    """The open tasks."""
    return [task.element_id for task in site.engine.tasks(process_key="prov")]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_failure_is_seen_with_its_reason(site: Site, address: str, language: str) -> None:
    visitor = site.visitor("admin.1", language=language)
    for path in ("/drift", "/drift/fel", address):
        assert "inget svar från bidragsregistret" in check_page(visitor.get(path)).text()


def test_trying_again_goes_on_once_it_works(site: Site, admin: Visitor, address: str, remote: Remote) -> None:
    said = check_page(admin.submit(f"{address}/igen")).text()
    assert "Det gick inte den här gången heller" in said
    assert elements(site) == ["ask"]
    remote.fails = False
    assert "Steget är gjort" in check_page(admin.submit(f"{address}/igen")).text()
    assert elements(site) == ["read"]
    assert site.engine.incidents() == []
    assert admin.post(f"{address}/igen").status_code == 404
    assert "Avklarat" in check_page(admin.get(address)).text()
    assert "fetch" in check_page(admin.get("/drift/fel?visa=klara")).text()


def test_skipping_needs_a_reason_which_stands_in_the_history(site: Site, admin: Visitor, address: str) -> None:
    refused = admin.post(f"{address}/hoppa-over", {"reason": "  "})
    assert refused.status_code == 422
    assert check_page(refused).text().count("Skriv varför steget hoppas över.") == 2
    assert elements(site) == ["ask"]
    assert (
        "Steget är överhoppat" in check_page(admin.submit(f"{address}/hoppa-over", {"reason": "Görs för hand"})).text()
    )
    assert elements(site) == ["read"]
    history = site.engine.history(site.engine.tasks(process_key="prov")[0].case_id)
    resolved = [event for event in history if event.type == "incident_resolved"]
    assert (resolved[-1].actor, resolved[-1].data["resolution"]) == ("admin.1", "skipped: Görs för hand")


def test_others_can_do_nothing_about_it(site: Site, address: str) -> None:
    visitor = site.visitor("handlaggare.1")
    for path in ("igen", "hoppa-over"):
        assert visitor.post(f"{address}/{path}", {"reason": "x"}).status_code == 403
    assert len(site.engine.incidents()) == 1
