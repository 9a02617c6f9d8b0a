"""`backup` and `restore`."""

import io
import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from engine import Actor
from tests.web.cli.conftest import Run, use
from tests.web.installation import settings_in
from workflows.bootstrap import Product, build
from workflows.notifications import mail_list, send
from workflows.registry import FileStore


@pytest.fixture
def archive(run: Run, folder: Path, tmp_path: Path) -> Path:
    """A backup of an installation with one stored file."""
    FileStore(folder / "files").put(b"a document")
    outcome = run("backup", tmp_path / "utlysa.backup")
    assert (outcome.status, outcome.err) == (0, "")
    assert "1 files" in outcome.out
    return tmp_path / "utlysa.backup"


def test_what_was_backed_up_is_there_after_a_restore(
    run: Run, folder: Path, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run("user", "list").out
    use(monkeypatch, tmp_path / "other")
    assert run("restore", archive).status == 0
    assert run("user", "list").out == before
    store = FileStore(tmp_path / "other" / "files")
    assert [store.read(name) for name in store.kept()] == [b"a document"]
    assert archive.stat().st_mode & 0o077 == 0


def test_a_restore_sends_nothing_that_was_sent_after_the_backup(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build(settings_in(folder))
    with before.engine.work(actor=Actor.system()) as work:
        send(work, to=["a@region.example", "b@region.example"], subject="Beslut", body="Bifall", key="decision:1")
    assert run("backup", tmp_path / "utlysa.backup").status == 0
    assert before.engine.run_due().jobs >= 2
    assert mail_states(before) == {"a@region.example": "delivered", "b@region.example": "delivered"}
    before.engine.close()

    use(monkeypatch, tmp_path / "other")
    restored = run("restore", tmp_path / "utlysa.backup")
    assert (restored.status, restored.err) == (0, "")
    assert "2 messages and other jobs may have gone out since and are held" in restored.out
    product = build(settings_in(tmp_path / "other"))
    product.engine.run_due()
    assert mail_states(product) == {"a@region.example": "waiting", "b@region.example": "waiting"}

    (first, second) = json.loads(run("outbox", "list", "--json").out)["held"]
    assert (first["about"], second["about"]) == ("a@region.example: Beslut", "b@region.example: Beslut")
    assert run("outbox", "drop", first["id"]).out == "Dropped 1\n"
    assert run("outbox", "release", "--all").out == "Released 1\n"
    product.engine.run_due()
    assert mail_states(product) == {"a@region.example": "waiting", "b@region.example": "delivered"}
    assert "0 held" in run("outbox", "list").out
    assert run("verify").status == 0
    product.engine.close()


def mail_states(product: Product) -> dict[str, str]:
    """Each recipient with the state of the mail."""
    with product.engine.reading() as session:
        return {each.recipient: each.state for each in mail_list(session)}


def test_what_is_not_held_is_neither_released_nor_dropped(run: Run, folder: Path) -> None:
    for action in ("release", "drop"):
        assert run("outbox", action, "nothing").status == 1
        assert run("outbox", action).status == 2
        assert run("outbox", action, "nothing", "--all").status == 2
    assert "Nothing waited" in run("outbox", "hold").out


def test_a_backup_is_one_moment_while_another_writes(run: Run, folder: Path, archive: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(folder / "utlysa.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM engine_definitions")
        assert run("backup", archive).status == 0
        writer.execute("ROLLBACK")
    with tarfile.open(archive) as opened:
        opened.extract("utlysa.db", tmp_path / "looked", filter="data")
    with closing(sqlite3.connect(tmp_path / "looked" / "utlysa.db")) as copy:
        assert copy.execute("SELECT count(*) FROM engine_definitions").fetchone()[0] > 0


def test_restore_lays_nothing_over_an_installation(run: Run, folder: Path, archive: Path) -> None:
    outcome = run("restore", archive)
    assert outcome.status == 1
    assert outcome.err == f"utlysa: There is a database already: move {folder / 'utlysa.db'} away first\n"


def test_restore_lays_nothing_over_files(
    run: Run, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, tmp_path / "other")
    FileStore(tmp_path / "other" / "files").put(b"another document")
    outcome = run("restore", archive)
    assert outcome.status == 1
    assert "There are files already" in outcome.err


def cut_off(content: bytes) -> bytes:
    """Half of the archive."""
    return content[: len(content) // 2]


def changed(content: bytes) -> bytes:
    """The archive with one letter of a document changed."""
    assert content.count(b"a document") == 1
    return content.replace(b"a document", b"A document")


def nothing(_content: bytes) -> bytes:
    """No archive at all."""
    return b"no archive"


def foreign(content: bytes) -> bytes:
    """The archive with one more member, which leads out of its folder."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(content)) as given, tarfile.open(fileobj=stream, mode="w") as made:
        for member in given:
            made.addfile(member, given.extractfile(member))
        made.addfile(tarfile.TarInfo("../outside"), io.BytesIO(b""))
    return stream.getvalue()


@pytest.mark.parametrize("damage", [cut_off, changed, nothing, foreign])
def test_restore_of_a_damaged_archive_leaves_nothing_behind(
    run: Run, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: object
) -> None:
    archive.write_bytes(damage(archive.read_bytes()))
    use(monkeypatch, tmp_path / "other")
    outcome = run("restore", archive)
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1
    assert [path for path in (tmp_path / "other").rglob("*") if path.is_file()] == []
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize(("command", "program"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_for_postgresql_it_is_said_what_to_run(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, program: str
) -> None:
    monkeypatch.setenv("UTLYSA_DATABASE_URL", "postgresql+psycopg://user:hidden@localhost/utlysa")
    outcome = run(command, tmp_path / "utlysa.backup")
    assert outcome.status == 2
    assert outcome.err.count("\n") == 1
    assert program in outcome.err
    assert "postgresql://user@localhost/utlysa" in outcome.err
    assert "hidden" not in outcome.err
    assert ("utlysa outbox hold" in outcome.err) == (command == "restore")


def test_a_backup_of_nothing_says_what_to_do(run: Run, tmp_path: Path) -> None:
    outcome = run("backup", tmp_path / "utlysa.backup")
    assert outcome.status == 1
    assert "There is no database" in outcome.err
    assert not (tmp_path / "utlysa.backup").exists()
