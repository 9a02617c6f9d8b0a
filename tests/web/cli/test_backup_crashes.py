"""A backup that is stopped leaves no archive, or the one of before: never half a one."""

import multiprocessing
import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.failpoints import EXIT_STATUS, FAILPOINTS, FailpointError
from web.cli.archive import write_archive

AT = datetime(2021, 11, 1, tzinfo=UTC)
_FORKS = multiprocessing.get_context("forkserver")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with one row."""
    path = tmp_path / "utlysa.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
        connection.execute("INSERT INTO notes VALUES ('first')")
        connection.commit()
    (tmp_path / "files").mkdir()
    return path


def back_up(folder: Path, failpoint: str = "") -> None:
    """Write the archive, in a process that may have a failpoint."""
    FAILPOINTS.read(failpoint)
    write_archive(folder / "archive", database=folder / "utlysa.db", files=folder / "files", at=AT)


def _restored(folder: Path, to: Path) -> list[str]:
    with tarfile.open(folder / "archive") as archive:
        archive.extractall(to, filter="data")
    with closing(sqlite3.connect(to / "utlysa.db")) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM notes ORDER BY rowid")]


def _fail(folder: Path) -> None:
    def fail() -> None:
        raise FailpointError

    FAILPOINTS.set("in-backup", fail)
    try:
        with pytest.raises(FailpointError):
            back_up(folder)
    finally:
        FAILPOINTS.clear()
    assert not list(folder.glob(".utlysa-backup-*"))


def _end(folder: Path) -> None:
    process = _FORKS.Process(target=back_up, args=(folder, "in-backup:exit"))
    process.start()
    process.join()
    assert process.exitcode == EXIT_STATUS


@pytest.mark.parametrize("stop", [_fail, _end])
@pytest.mark.usefixtures("database")
def test_a_first_backup_that_is_stopped_leaves_none_and_can_be_made_again(tmp_path: Path, stop: object) -> None:
    assert callable(stop)
    stop(tmp_path)
    assert not (tmp_path / "archive").exists()
    back_up(tmp_path)
    assert _restored(tmp_path, tmp_path / "other") == ["first"]


@pytest.mark.parametrize("stop", [_fail, _end])
def test_a_later_backup_that_is_stopped_leaves_the_one_of_before(tmp_path: Path, database: Path, stop: object) -> None:
    assert callable(stop)
    back_up(tmp_path)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO notes VALUES ('second')")
        connection.commit()
    stop(tmp_path)
    assert _restored(tmp_path, tmp_path / "other") == ["first"]
