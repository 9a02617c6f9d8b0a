"""The demo's story, played once, and stopped at three moments; each test gets a copy of one."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from engine import VirtualClock
from tests.web.installation import Site, open_site, settings_in
from workflows.bootstrap import build, install
from workflows.demo.moments import local
from workflows.demo.play import BEGINS, Play

MOMENTS: Mapping[str, datetime] = {
    "assessing": local("2021-12-02 10:40"),  # Applications wait for assessors, applicants and the director.
    "ranked": local("2021-12-07 13:00"),  # The ranking is confirmed and being reviewed.
    "meeting": local("2021-12-15 10:30"),  # The board has decided; its minutes wait to be approved.
}
OpenSite = Callable[[str], Site]


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the installation at each moment."""
    folder = tmp_path_factory.mktemp("played")
    working = folder / "working"
    (working / "files").mkdir(parents=True)
    clock = VirtualClock(BEGINS)
    product = build(settings_in(working), clock=clock)
    install(product)
    play = Play.on(product, clock)
    play.play_letter(until=local("2020-08-31 08:55"))
    play.begin_call()
    for name, moment in MOMENTS.items():
        play.go_on(until=moment)
        shutil.copytree(working, folder / name)
    product.engine.close()
    return folder


@pytest.fixture
def open_at(played: Path, tmp_path: Path) -> Iterator[OpenSite]:
    """Opens a copy of the installation at a moment."""
    opened: list[Site] = []

    def at(name: str) -> Site:
        site = open_site(played / name, tmp_path / f"{name}{len(opened)}")
        site.clock.set(MOMENTS[name])
        opened.append(site)
        return site

    yield at
    for site in opened:
        site.engine.close()


@pytest.fixture
def site(open_at: OpenSite) -> Site:
    """The installation in the middle of the assessment."""
    return open_at("assessing")
