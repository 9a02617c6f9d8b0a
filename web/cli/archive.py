"""An installation on SQLite in one archive: its database as it was at one moment, and its files."""

import hashlib
import io
import json
import os
import re
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from engine.failpoints import hit
from web.cli.failures import CommandError

_DATABASE: Final = "utlysa.db"
_MANIFEST: Final = "manifest.json"
_FILE: Final = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")
_CHUNK: Final = 1 << 20
_FORMAT: Final = 1


class ArchiveDamagedError(CommandError):
    """The archive is not whole, or is none that `utlysa backup` made."""


def write_archive(target: Path, *, database: Path, files: Path, at: datetime) -> int:
    """Write the archive while others go on working; returns how many files it holds.

    The database is copied before the files are listed, so that every file that its documents name is there: a file is
    kept before the document that names it. A crash leaves no archive, or the one of before.
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".utlysa-backup-") as folder:
        copy, whole = Path(folder) / _DATABASE, Path(folder) / "archive"
        _copy_database(database, copy)
        hit("in-backup")
        found = sorted(path for path in files.glob("[0-9a-f][0-9a-f]/*") if path.is_file())
        manifest = {"format": _FORMAT, "at": at.isoformat(), "database_sha256": _sha256(copy), "files": len(found)}
        with whole.open("wb") as stream:
            with tarfile.open(fileobj=stream, mode="w") as archive:
                _add_text(archive, _MANIFEST, json.dumps(manifest))
                archive.add(copy, _DATABASE)
                for path in found:
                    archive.add(path, f"files/{path.parent.name}/{path.name}")
            stream.flush()
            os.fsync(stream.fileno())
        whole.chmod(0o600)
        whole.replace(target)
    return len(found)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came out of an archive: how many files, and from which instant everything is."""

    files: int
    at: datetime


def read_archive(source: Path, *, database: Path, files: Path, prepare: Callable[[Path], None]) -> Restored:
    """Lay the archive's database and files where there are none yet.

    Everything is checked, and `prepare` is called with the database's file, before anything is put in its place.
    Raises ArchiveDamagedError.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    files.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=database.parent, prefix=".utlysa-restore-") as for_database,
        tempfile.TemporaryDirectory(dir=files.parent, prefix=".utlysa-restore-") as for_files,
        _opened(source) as archive,
    ):
        copy, folder = Path(for_database) / _DATABASE, Path(for_files) / "files"
        restored = _unpack(archive, copy, folder)
        prepare(copy)
        if files.is_dir():
            files.rmdir()
        folder.replace(files)
        copy.replace(database)
    return restored


def _unpack(archive: tarfile.TarFile, database: Path, files: Path) -> Restored:
    files.mkdir()
    manifest, count = _manifest(archive.next(), archive), 0
    while (member := archive.next()) is not None:
        named = _FILE.fullmatch(member.name)
        if member.name == _DATABASE:
            expected, place = str(manifest["database_sha256"]), database
        elif named:
            expected, place, count = named[2], files / named[1] / named[2], count + 1
        else:
            raise ArchiveDamagedError(f"The archive holds {member.name!r}, which no backup has")
        place.parent.mkdir(exist_ok=True)
        _unpack_one(archive.extractfile(member), place)
        if _sha256(place) != expected:
            raise ArchiveDamagedError(f"{member.name} in the archive is damaged: take another backup")
    if not database.is_file() or count != manifest["files"]:
        raise ArchiveDamagedError("The archive is not whole: take another backup")
    return Restored(count, datetime.fromisoformat(str(manifest["at"])))


def _unpack_one(content: IO[bytes] | None, place: Path) -> None:
    if content is None:
        raise ArchiveDamagedError("The archive holds something that is no file: take another backup")
    with content, place.open("wb") as target:
        while chunk := content.read(_CHUNK):
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())


def _manifest(member: tarfile.TarInfo | None, archive: tarfile.TarFile) -> dict[str, object]:
    content = archive.extractfile(member) if member is not None and member.name == _MANIFEST else None
    if content is None:
        raise ArchiveDamagedError("This is no archive that `utlysa backup` made")
    manifest: dict[str, object] = json.loads(content.read())
    if manifest.get("format") != _FORMAT:
        raise ArchiveDamagedError("The archive is of another release: restore it with that one")
    return manifest


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:") as archive:
            yield archive
    except tarfile.TarError as error:
        raise ArchiveDamagedError("This is no archive that `utlysa backup` made, or it is cut off") from error


def _copy_database(source: Path, target: Path) -> None:
    """SQLite's own online copy: one moment of the database, while others write."""
    address = f"{source.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as opened, closing(sqlite3.connect(target)) as copy:
        opened.backup(copy)


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
