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
