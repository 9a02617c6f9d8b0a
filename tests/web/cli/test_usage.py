"""What is wrong with a command is said in one line, with the status of wrong usage."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.web.cli.conftest import Run
from web.cli.main import _AREAS

COMMANDS = sorted(_AREAS)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nosuch"],
        ["lint"],
        ["lint", "--nosuch", "bpmn"],
        ["deploy"],
        ["verify", "more"],
        ["serve", "--port", "many"],
        ["user"],
        ["user", "add", "officer.9"],
        ["user", "add", "officer.9", "--role", "king"],
        ["export"],
        ["backup"],
        ["restore"],
        ["play", "--speed", "fast"],
        ["bench", "--only", "nothing"],
    ],
    ids=" ".join,
)
def test_wrong_arguments_are_told_in_one_line(run: Run, arguments: list[str]) -> None:
    outcome = run(*arguments)
    assert outcome.status == 2
    assert outcome.out == ""
    assert re.fullmatch(r"utlysa[^\n]*: [^\n]+; see `utlysa[^\n]* --help`\n", outcome.err)


def test_help_names_every_command(run: Run) -> None:
    outcome = run("--help")
    assert outcome.status == 0
    assert all(re.search(rf"^ +{command}\s", outcome.out, re.MULTILINE) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    outcome = run(command, "--help")
    assert outcome.status == 0
    assert outcome.out.startswith(f"usage: utlysa {command}")


def test_the_installed_program_is_this_one() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"utlysa": "web.cli:main"}


def test_a_missing_secret_key_is_told_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UTLYSA_DEMO")
    monkeypatch.delenv("UTLYSA_SECRET_KEY", raising=False)
    outcome = run("verify")
    assert outcome.status == 2
    assert outcome.err.count("\n") == 1
    assert "UTLYSA_SECRET_KEY" in outcome.err
