"""Commands in this process, on an installation of the test's own."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from web.cli import main


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit status and what it printed."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that gives a command, in a folder without any installation."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UTLYSA_DEMO", "1")
    use(monkeypatch, tmp_path / "site")

    def give(*arguments: object) -> Outcome:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as left:
            status = int(left.code or 0)
        printed = capsys.readouterr()
        return Outcome(status, printed.out, printed.err)

    return give


@pytest.fixture
def folder(installed: Path, run: Run, tmp_path: Path) -> Path:
    """The folder of an installation that the commands work on."""
    shutil.copytree(installed, tmp_path / "site")
    return tmp_path / "site"


def use(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the commands work on the installation in a folder, also on one that is not there yet."""
    monkeypatch.setenv("UTLYSA_DATABASE_URL", f"sqlite:///{folder / 'utlysa.db'}")
    monkeypatch.setenv("UTLYSA_FILES_DIR", str(folder / "files"))
