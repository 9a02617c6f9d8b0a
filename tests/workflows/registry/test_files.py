"""The file store."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.failpoints import FAILPOINTS
from workflows.registry import FileDamagedError, FileMissingError, FileStore

CONTENT = b"content"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class PowerCutError(Exception):
    """The test's own failure."""


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    """An empty store."""
    return FileStore(tmp_path / "files")


@pytest.fixture
def failing() -> Iterator[None]:
    """Failpoints that are forgotten after the test."""
    yield
    FAILPOINTS.clear()


def cut_power() -> None:
    """Stop in the middle."""
    raise PowerCutError


def test_a_file_is_known_by_its_content(store: FileStore) -> None:
    assert store.put(CONTENT) == SHA256
    assert store.put(CONTENT) == SHA256
    assert store.read(SHA256) == CONTENT
    assert list(store.kept()) == [SHA256]
    assert store.is_whole(SHA256)


def test_a_missing_file_is_named(store: FileStore) -> None:
    with pytest.raises(FileMissingError, match=SHA256):
        store.read(SHA256)
    assert not store.has(SHA256)
    assert not store.is_whole(SHA256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "x" * 64, "ab", SHA256.upper()])
def test_what_is_no_check_sum_is_no_path(store: FileStore, name: str) -> None:
    with pytest.raises(FileMissingError):
        store.path(name)


def test_a_changed_file_is_noticed_and_replaced(store: FileStore) -> None:
    store.put(CONTENT)
    store.path(SHA256).chmod(0o640)
    store.path(SHA256).write_bytes(b"changed")
    with pytest.raises(FileDamagedError):
        store.read(SHA256)
    assert store.put(CONTENT) == SHA256
    assert store.read(SHA256) == CONTENT


def test_a_crash_before_the_rename_leaves_nothing(store: FileStore, failing: None) -> None:
    FAILPOINTS.set("before-rename", cut_power)
    with pytest.raises(PowerCutError):
        store.put(CONTENT)
    assert list(store.kept()) == []


def test_a_crash_after_the_rename_leaves_the_whole_file(store: FileStore, failing: None) -> None:
    FAILPOINTS.set("after-rename", cut_power)
    with pytest.raises(PowerCutError):
        store.put(CONTENT)
    assert store.read(SHA256) == CONTENT


def test_a_file_that_is_not_kept_goes_away(store: FileStore, tmp_path: Path) -> None:
    with store.receive() as incoming:
        incoming.write(CONTENT)
    assert not any((tmp_path / "files" / "incoming").iterdir())


def test_a_file_can_be_removed(store: FileStore) -> None:
    store.put(CONTENT)
    store.remove(SHA256)
    assert not store.has(SHA256)
