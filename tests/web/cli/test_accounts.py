"""`user add`, `user list` and `user disable`."""

import io
from pathlib import Path

import pytest

from tests.web.cli.conftest import Run
from tests.web.installation import settings_in
from workflows.bootstrap import build
from workflows.parties import account


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed when a password is asked for."""
    monkeypatch.setattr("sys.stdin", io.StringIO("nyckelbarn-i-skogen\n"))


def test_an_added_account_is_listed_with_its_roles(run: Run, folder: Path, password: None) -> None:
    added = run("user", "add", "Handlaggare.77", "--role", "officer", "--role", "registrar")
    assert (added.status, added.out) == (0, "Added handlaggare.77\n")
    assert "handlaggare.77\tofficer, registrar\n" in run("user", "list").out


def test_a_disabled_account_stays_and_is_marked(run: Run, folder: Path) -> None:
    assert run("user", "disable", "handlaggare.1").status == 0
    assert "(disabled)" in next(
        line for line in run("user", "list").out.splitlines() if line.startswith("handlaggare.1\t")
    )
    product = build(settings_in(folder))
    with product.engine.reading() as session:
        found = account(session, "handlaggare.1")
    assert found is not None
    assert found.is_disabled
    product.engine.close()


def test_disabling_no_account_says_so_in_one_line(run: Run, folder: Path) -> None:
    outcome = run("user", "disable", "nobody")
    assert outcome.status == 1
    assert outcome.err == "utlysa: There is no account nobody\n"


def test_a_token_is_created_listed_and_revoked(run: Run, folder: Path) -> None:
    created = run("token", "create", "--user", "handlaggare.1", "--name", "rapport", "--days", "10")
    assert created.status == 0
    assert created.out.startswith("utlysa_")
    assert created.out.count("\n") == 1, "the secret alone, for a program"
    token_id = created.err.split()[1]
    listed = run("token", "list").out
    assert f"{token_id}\thandlaggare.1\tuntil " in listed
    assert "rapport" in listed
    assert created.out.strip() not in listed
    assert run("token", "revoke", token_id).status == 0
    assert "(revoked)" in run("token", "list", "--user", "handlaggare.1").out


def test_a_token_for_nobody_or_of_no_days_is_refused(run: Run, folder: Path) -> None:
    for arguments in (
        ["create", "--user", "nobody.1"],
        ["create", "--user", "handlaggare.1", "--days", "0"],
        ["revoke", "x"],
    ):
        refused = run("token", *arguments)
        assert (refused.status, refused.out) == (1, "")
        assert refused.err.count("\n") == 1
