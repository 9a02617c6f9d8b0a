"""Accounts are created, changed, closed and given passwords by administrators."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.web.installation import Site, Visitor
from tests.web.pages import check_page
from workflows import parties
from workflows.parties import Account

NEW = {"id": "handlaggare.9", "email": "handlaggare.9@region.example", "language": "sv", "roles": ["officer"]}


@pytest.fixture
def admin(site: Site) -> Visitor:
    """An administrator."""
    return site.visitor("admin.1")


def stored(site: Site, account_id: str) -> Account | None:
    """The account as it is kept."""
    with site.engine.reading() as session:
        return parties.account(session, account_id)


def password_on(answer: TestResponse) -> str:
    """The password that the page shows."""
    found = re.search(r"<code>([^<]+)</code>", answer.get_data(as_text=True))
    assert found is not None
    return found[1]


def may_log_in(site: Site, account_id: str, password: str) -> bool:
    """Whether the log-in page lets it in."""
    form = {"user_name": account_id, "password": password}
    return site.visitor().post("/logga-in", form).status_code == 303


@pytest.mark.parametrize("path", ["/konton", "/konton?roll=officer", "/konton/nytt", "/konton/direktor.1"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_are_whole(site: Site, path: str, language: str) -> None:
    check_page(site.visitor("admin.1", language=language).get(f"/drift{path}"))


def test_a_new_account_logs_in_with_the_password_shown_once(site: Site, admin: Visitor) -> None:
    answer = admin.post("/drift/konton/nytt", NEW)
    check_page(answer)
    assert may_log_in(site, "handlaggare.9", password_on(answer))
    assert "<code>" not in admin.get("/drift/konton/handlaggare.9").get_data(as_text=True)
    lines = site.engine.latest_log(types=["account_saved"])
    assert [(line.actor, line.data["account"]) for line in lines] == [("admin.1", "handlaggare.9")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"id": "Två Ord"}, "Skriv små bokstäver"),
        ({"id": "direktor.1"}, "Det finns redan ett konto"),
        ({"email": "ingen adress"}, "Skriv en e-postadress"),
        ({"roles": []}, "Välj minst en roll."),
        ({"roles": ["kejsare"]}, "Välj minst en roll."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(site: Site, admin: Visitor, change: dict[str, Any], expected: str) -> None:
    answer = admin.post("/drift/konton/nytt", {**NEW, **change})
    assert answer.status_code == 422
    page = check_page(answer)
    assert page.text().count(expected) == 2
    assert page.by_id("fld-email").get("value") == {**NEW, **change}["email"]
    assert stored(site, "handlaggare.9") is None


def test_roles_are_changed_and_the_organisations_kept(site: Site, admin: Visitor) -> None:
    before = stored(site, "sokande.1")
    assert before is not None
    form = {"name": before.name, "email": before.email, "language": "en", "roles": ["applicant", "signatory"]}
    assert "Kontot sokande.1 är sparat." in check_page(admin.submit("/drift/konton/sokande.1", form)).text()
    after = stored(site, "sokande.1")
    assert after is not None
    assert after.roles == {"applicant", "signatory"}
    assert (after.language, after.organisations) == ("en", before.organisations)


def test_a_closed_account_is_out_at_once_and_may_be_opened(site: Site, admin: Visitor) -> None:
    visitor = site.visitor("handlaggare.1")
    assert "Kontot är stängt." in check_page(admin.submit("/drift/konton/handlaggare.1/stang")).text()
    assert visitor.get("/mina-uppgifter").status_code == 302
    assert "Kontot är öppet igen." in check_page(admin.submit("/drift/konton/handlaggare.1/stang")).text()
    account = stored(site, "handlaggare.1")
    assert account is not None
    assert not account.is_disabled


def test_a_reset_password_replaces_the_old_one(site: Site, admin: Visitor) -> None:
    old = password_on(admin.post("/drift/konton/handlaggare.1/losenord"))
    new = password_on(admin.post("/drift/konton/handlaggare.1/losenord"))
    assert not may_log_in(site, "handlaggare.1", old)
    assert may_log_in(site, "handlaggare.1", new)


def test_administrators_cannot_lock_themselves_out(site: Site, admin: Visitor) -> None:
    assert "Du kan inte stänga ditt eget konto." in check_page(admin.submit("/drift/konton/admin.1/stang")).text()
    answer = admin.post("/drift/konton/admin.1", {"email": "", "language": "sv", "roles": ["officer"]})
    assert answer.status_code == 422
    own = stored(site, "admin.1")
    assert own is not None
    assert own.roles == {"admin"}
    assert not own.is_disabled


def test_an_unknown_account_is_not_found(admin: Visitor) -> None:
    assert admin.get("/drift/konton/finns.inte").status_code == 404
    assert admin.post("/drift/konton/finns.inte/losenord").status_code == 404


def test_others_cannot_change_accounts(site: Site) -> None:
    visitor = site.visitor("processagare.1")
    for path in ("nytt", "direktor.1", "direktor.1/stang", "direktor.1/losenord"):
        assert visitor.post(f"/drift/konton/{path}", NEW).status_code == 403
