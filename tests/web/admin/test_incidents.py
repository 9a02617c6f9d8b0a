"""Steps that failed are tried again, with variables corrected or not, or skipped with a reason."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine import Actor, Call, Incident, OperationFailedError
from tests.engine.runtime.diagrams import diagram, end, service, start, timer, user
from tests.web.installation import Site, Visitor, open_site
from tests.web.pages import check_page
from web.admin import failures
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


VARIABLES: Mapping[str, Any] = {
    "amount": Decimal("5000.50"),
    "closes_on": date(2021, 11, 30),
    "is_open": True,
    "meets_at": time(9, 0),
    "names": ["a"],
    "note": "fel",
    "opened_at": datetime(2021, 11, 1, 12, tzinfo=UTC),
}


class Remote:
    """An operation that fails while it is told to."""

    fails = True

    def fetch(self, call: Call) -> Mapping[str, Any]:
        """Fail, or answer."""
        if self.fails and call.variables.get("amount") != 500:
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
    case = opened.engine.start("prov", VARIABLES, actor=officer)
    with pytest.raises(OperationFailedError):
        opened.engine.complete(opened.engine.tasks(case.id)[0].id, {"stated": "ja"}, actor=officer)
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
    said = {
        "sv": "Ett automatiskt steg svarade med ett fel. Inget av steget är gjort.",
        "en": "An automatic step answered with an error. Nothing of the step was done.",
    }
    for path in ("/drift", "/drift/fel", address):
        assert said[language] in check_page(visitor.get(path)).text()
    assert "inget svar från bidragsregistret" in visitor.get(address).get_data(as_text=True)


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


def correct(visitor: Visitor, address: str, **fields: str) -> str:
    """What the page says after the form was sent."""
    return check_page(visitor.submit(f"{address}/ratta", fields)).text()


@pytest.mark.parametrize("account", ["admin.1", "processagare.1"])
def test_variables_are_corrected_and_the_step_is_tried_again(site: Site, address: str, account: str) -> None:
    visitor = site.visitor(account)
    said = correct(visitor, address, **{"var-amount": "500", "var-note": "", "reason": "Fel belopp"})
    assert "Steget är gjort" in said
    assert elements(site) == ["read"]
    (resolved,) = site.engine.incidents(is_open=False)
    variables = site.engine.case(resolved.case_id).variables
    assert (variables["amount"], variables["note"], variables["stated"]) == (500, None, "ja")
    assert variables["closes_on"] == date(2021, 11, 30)
    (line,) = [event for event in site.engine.history(resolved.case_id) if event.type == "variables_corrected"]
    assert (line.actor, line.data["reason"]) == (account, "Fel belopp")
    assert [change["name"] for change in line.data["changes"]] == ["amount", "note"]
    page = check_page(visitor.get(address)).text()
    assert "Uppgifter rättades och steget gjordes igen. Skäl: Fel belopp" in page
    assert f"Av {account}" in page


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("amount", "1 234,5", Decimal("1234.5")),
        ("closes_on", "2021-12-01", date(2021, 12, 1)),
        ("is_open", "false", False),
        ("meets_at", "10:30", time(10, 30)),
        ("note", "rätt", "rätt"),
    ],
)
def test_each_kind_of_value_is_corrected_as_what_it_is(
    site: Site, admin: Visitor, address: str, remote: Remote, name: str, text: str, value: object
) -> None:
    remote.fails = False
    correct(admin, address, **{f"var-{name}": text, "reason": "Rättat"})
    case_id = site.engine.tasks(process_key="prov")[0].case_id
    assert site.engine.case(case_id).variables == {**VARIABLES, "stated": "ja", name: value}


def test_an_instant_is_written_in_local_time(site: Site, admin: Visitor, address: str, remote: Remote) -> None:
    assert 'value="2021-11-01T13:00"' in admin.get(address).get_data(as_text=True)
    remote.fails = False
    correct(admin, address, **{"var-opened_at": "2021-11-01T14:00", "reason": "Rättat"})
    case_id = site.engine.tasks(process_key="prov")[0].case_id
    moved = site.engine.case(case_id).variables["opened_at"]
    assert moved - VARIABLES["opened_at"] == timedelta(hours=1)


def test_a_variable_that_is_missing_is_added(site: Site, admin: Visitor, address: str, remote: Remote) -> None:
    remote.fails = False
    added = {"new-name": "account_number", "new-kind": "number", "new-value": "42", "reason": "Saknades"}
    assert "Steget är gjort" in correct(admin, address, **added)
    case_id = site.engine.tasks(process_key="prov")[0].case_id
    assert site.engine.case(case_id).variables["account_number"] == 42


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"var-amount": "många", "reason": "x"}, "amount: Det här är inte tal."),
        ({"var-closes_on": "snart", "reason": "x"}, "closes_on: Det här är inte datum."),
        ({"var-is_open": "kanske", "reason": "x"}, "is_open: Det här är inte ja eller nej."),
        ({"var-amount": "1"}, "Skriv varför uppgifterna rättas."),
        ({"reason": "x"}, "Inget är ändrat."),
        ({"new-value": "1", "reason": "x"}, "Skriv vad uppgiften heter."),
        ({"new-name": "ett namn", "new-value": "1", "reason": "x"}, "Namnet får bara ha bokstäver"),
        ({"new-name": "n", "new-kind": "number", "new-value": "x", "reason": "x"}, "Det här är inte tal."),
        ({"new-name": "n", "new-kind": "nothing", "new-value": "x", "reason": "x"}, "Det här är inte nothing."),
        ({"new-name": "stated", "new-kind": "text", "new-value": "nej", "reason": "x"}, "kommer från den som gjorde"),
        ({"new-name": "note", "new-kind": "number", "new-value": "1", "reason": "x"}, "Värdet ska vara: text."),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field(
    site: Site, admin: Visitor, address: str, fields: dict[str, str], said: str
) -> None:
    refused = admin.post(f"{address}/ratta", fields)
    assert refused.status_code == 422
    assert said in check_page(refused).text()
    assert elements(site) == ["ask"]
    assert len(site.engine.incidents()) == 1


def test_a_correction_that_does_not_help_says_so(site: Site, admin: Visitor, address: str) -> None:
    assert "Det gick inte den här gången heller." in correct(admin, address, **{"var-amount": "7", "reason": "x"})
    assert site.engine.case(site.engine.incidents()[0].case_id).variables["amount"] == VARIABLES["amount"]


def test_a_process_owner_sees_the_failures_and_no_other_tab(site: Site, address: str) -> None:
    owner = site.visitor("processagare.1")
    assert "Utskick och jobb" not in check_page(owner.get(address)).text()
    assert owner.get("/drift/jobb").status_code == 403


DEAD = diagram(
    "dead",
    start(inside=timer("R/P1D", "timeCycle")),
    service("fetch", "prov.fetch"),
    end(),
    paths=["start fetch end"],
)


def test_a_failure_before_a_case_began_has_its_page(site: Site, admin: Visitor) -> None:
    site.engine.deploy({"dead.bpmn": DEAD}, actor=Actor.system())
    timer_id = next(timer.id for timer in site.engine.timers() if timer.id.startswith("start:dead"))
    with suppress(OperationFailedError):
        site.engine.fire_timer(timer_id)
    site.clock.advance(timedelta(days=1, minutes=1))
    site.engine.run_due()
    (failed,) = [one for one in site.engine.incidents() if not one.case_id]
    for path in ("/drift/fel", f"/drift/fel/{failed.id}"):
        assert "Ärendet började aldrig" in check_page(admin.get(path)).text()
    assert admin.post(f"/drift/fel/{failed.id}/ratta", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("budget", sorted(failures.BUDGETS))
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_budget_is_named_with_its_size(site: Site, budget: str, language: str) -> None:
    details = {"budget": budget, "limit": Decimal(500)}
    with site.app.test_request_context(headers={"Cookie": f"utlysa_sprak={language}"}):
        said = failures.what_happened(Incident("x", "y", None, "limit", "", datetime.now(UTC), details=details))
    assert "500" in said
    assert said.startswith("Ärendet skulle" if language == "sv" else "The case would")


def test_others_can_do_nothing_about_it(site: Site, address: str) -> None:
    visitor = site.visitor("handlaggare.1")
    for path in ("igen", "hoppa-over", "ratta"):
        assert visitor.post(f"{address}/{path}", {"reason": "x"}).status_code == 403
    assert len(site.engine.incidents()) == 1
