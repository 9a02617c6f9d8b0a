"""Stopped anywhere, a file that is taken in is there whole with its rows, or there are no rows at all."""

import multiprocessing
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine import Engine
from engine.failpoints import EXIT_STATUS, FAILPOINTS, FailpointError, Name
from tests.workflows.registry.taking_in import live, take_in
from workflows.migrations import VERSIONS
from workflows.registry import FileStore, documents_of, registry_breaches, sweep_files

PLACES: tuple[Name, ...] = (
    "before-rename",
    "after-rename",
    "before-tx",
    "before-flush",
    "in-audit",
    "after-flush",
    "after-commit",
)
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.workflows.registry.taking_in", "tests.engine.runtime.mortal_node"])


@pytest.fixture
def url(new_database: Callable[..., str]) -> str:
    """A database with the domain's tables."""
    return new_database(VERSIONS)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """A node that looks at what is left, and goes on."""
    opened = Engine(url, migrations=[VERSIONS])
    yield opened
    FAILPOINTS.clear()
    opened.close()


def _documents(engine: Engine) -> int:
    with engine.reading() as session:
        return len(documents_of(session, case_id="c1"))


def _breaches(engine: Engine, store: FileStore) -> list[str]:
    with engine.reading() as session:
        return [*engine.verify(), *registry_breaches(session, store)]


def _check(engine: Engine, folder: Path, place: Name) -> None:
    """Before the commit there are no rows, after it all of them; what is left of a file is swept away."""
    store = FileStore(folder)
    is_kept = place == "after-commit"
    assert _documents(engine) == is_kept
    left = _breaches(engine, store)
    assert all(breach.startswith("I8 a file belongs to no document") for breach in left), left
    assert bool(left) == (place not in {"before-rename", "after-commit"})
    with engine.reading() as session:
        for sha256 in store.kept():
            assert store.is_whole(sha256)
            sweep_files(session, store, now=store.kept_at(sha256) + timedelta(days=2))
    assert _breaches(engine, store) == []
    if not is_kept:
        assert take_in(engine, folder) == "RUN/1/2021"
        assert _documents(engine) == 1
        assert _breaches(engine, store) == []


@pytest.mark.parametrize("place", PLACES)
def test_an_error_leaves_a_whole_document_or_none(engine: Engine, files: Path, place: Name) -> None:
    def fail() -> None:
        raise FailpointError

    FAILPOINTS.set(place, fail)
    with pytest.raises(FailpointError):
        take_in(engine, files)
    FAILPOINTS.clear()
    # An error has time to tidy up; the file that was on its way is gone.
    assert list((files / "incoming").iterdir()) == []
    _check(engine, files, place)


@pytest.mark.parametrize("place", PLACES)
def test_a_process_that_ends_leaves_a_whole_document_or_none(
    engine: Engine, url: str, files: Path, place: Name
) -> None:
    process = _FORKS.Process(target=live, args=(url, files, f"{place}:exit"))
    process.start()
    process.join()
    assert process.exitcode == EXIT_STATUS
    _check(engine, files, place)
