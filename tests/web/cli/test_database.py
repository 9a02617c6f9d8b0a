"""`migrate` and `verify`."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.web.cli.conftest import Run


def test_verify_finds_nothing_in_a_sound_installation(run: Run, folder: Path) -> None:
    outcome = run("verify")
    assert (outcome.status, outcome.err) == (0, "")
    assert run("verify", "--json").out == '{"breaches": []}\n'


def test_verify_names_what_was_changed_behind_the_programs_back(run: Run, folder: Path) -> None:
    assert run("user", "list").status == 0
    with closing(sqlite3.connect(folder / "utlysa.db")) as connection:
        changed = connection.execute("UPDATE engine_events SET actor = 'nobody' WHERE stream = 'log'").rowcount
        connection.commit()
    assert changed > 0
    outcome = run("verify")
    assert outcome.status == 1
    assert "I6" in outcome.out
    assert json.loads(run("verify", "--json").out)["breaches"] == outcome.out.splitlines()


def test_verify_of_an_empty_database_says_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    outcome = run("verify")
    assert outcome.status == 1
    assert outcome.err == "utlysa: The database is not of this release: run `utlysa migrate` first\n"


def test_migrate_leaves_an_installation_of_this_release_as_it_is(run: Run, folder: Path) -> None:
    outcome = run("migrate")
    assert outcome.status == 0
    assert "call 1" in outcome.out
    assert run("migrate").out == outcome.out
