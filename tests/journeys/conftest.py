"""A whole installation on a virtual clock, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine import VirtualClock
from workflows.bootstrap import Product, build, install
from workflows.demo.play import BEGINS
from workflows.settings import Settings


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(BEGINS)


@pytest.fixture
def product(database_url: str, tmp_path: Path, clock: VirtualClock) -> Iterator[Product]:
    settings = Settings(demo=True, database_url=database_url, files_dir=tmp_path / "files")
    made = build(settings, clock=clock)
    install(made)
    yield made
    made.engine.close()


@pytest.fixture
def restart(product: Product, clock: VirtualClock) -> Callable[[], Product]:
    """A second installation over the same database and files, as after the server was started again."""

    def again() -> Product:
        made = build(product.settings, clock=clock)
        install(made)
        return made

    return again
