"""The file store: files under their own check sum, written so that a crash leaves a whole file or none."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from engine.failpoints import hit
from workflows.registry.errors import FileDamagedError, FileMissingError

_CHUNK = 1 << 16
_INCOMING = "incoming"
_HEX = frozenset("0123456789abcdef")
_SHA256_LENGTH = 64


class FileStore:
    """Files by the SHA-256 of their content, in one directory; the same content is kept once."""

    def __init__(self, directory: Path | str) -> None:
        self._directory = Path(directory)

    def put(self, content: bytes) -> str:
        """Keep the bytes; returns their SHA-256."""
        with self.receive() as incoming:
            incoming.write(content)
            return incoming.keep()

    def receive(self) -> "IncomingFile":
        """A file that is being received; it is kept when it has come whole and `keep` is called."""
        incoming = self._directory / _INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        return IncomingFile(self, incoming)

    def read(self, sha256: str) -> bytes:
        """The file's bytes, checked. Raises FileMissingError, FileDamagedError."""
        try:
            content = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise FileMissingError(f"The file store has no file {sha256}") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise FileDamagedError(f"The stored file {sha256} has changed")
        return content

    def has(self, sha256: str) -> bool:
        """Whether the file is here."""
        return self.path(sha256).is_file()

    def path(self, sha256: str) -> Path:
        """Where the file is, or would be. Raises FileMissingError for what is no check sum."""
        if len(sha256) != _SHA256_LENGTH or not _HEX.issuperset(sha256):
            raise FileMissingError(f"{sha256!r} is not a check sum")
        return self._directory / sha256[:2] / sha256

    def kept(self) -> Iterator[str]:
        """The check sums of all files, in order."""
        for path in sorted(self._directory.glob("[0-9a-f][0-9a-f]/*")):
            yield path.name

    def kept_at(self, sha256: str) -> datetime:
        """When the file came, by the disk's clock. Raises FileMissingError."""
        try:
            return datetime.fromtimestamp(self.path(sha256).stat().st_mtime, UTC)
        except FileNotFoundError as error:
            raise FileMissingError(f"The file store has no file {sha256}") from error

    def is_whole(self, sha256: str) -> bool:
        """Whether the file is here with the content that its name says."""
        digest = hashlib.sha256()
        try:
            with self.path(sha256).open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
        except FileNotFoundError:
            return False
        return digest.hexdigest() == sha256

    def remove(self, sha256: str) -> None:
        """Take a file away that nothing refers to."""
        self.path(sha256).unlink(missing_ok=True)


class IncomingFile:
    """A file on its way into the store, under a name that says nothing."""

    def __init__(self, store: FileStore, directory: Path) -> None:
        self._store = store
        handle, name = tempfile.mkstemp(dir=directory)
        self._file: IO[bytes] = os.fdopen(handle, "w+b")
        self._path = Path(name)
        self._digest = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The check sum of what has come so far."""
        return self._digest.hexdigest()

    @property
    def path(self) -> Path:
        """Where the bytes are while they are being looked at."""
        self._file.flush()
        return self._path

    def write(self, chunk: bytes) -> None:
        """Take in more bytes."""
        self._file.write(chunk)
        self._digest.update(chunk)
        self.size += len(chunk)

    def keep(self) -> str:
        """Make the file part of the store, durably; returns its SHA-256."""
        target = self._store.path(self.sha256)
        self._file.flush()
        os.fsync(self._file.fileno())
        if not self._store.is_whole(self.sha256):
            target.parent.mkdir(parents=True, exist_ok=True)
            self._path.chmod(0o440)
            hit("before-rename")
            self._path.replace(target)
            hit("after-rename")
            _sync_directory(target.parent)
        return self.sha256

    def __enter__(self) -> "IncomingFile":
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)


def _sync_directory(directory: Path) -> None:
    """Make the new name durable too."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
