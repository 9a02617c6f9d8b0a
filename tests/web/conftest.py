"""A whole installation for each test of an area's pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.installation import Site, make_template, open_site


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a fresh installation, to be copied."""
    folder = tmp_path_factory.mktemp("installed") / "template"
    make_template(folder)
    return folder


@pytest.fixture
def site(installed: Path, tmp_path: Path) -> Iterator[Site]:
    """An installation of the test's own, as a demo."""
    opened = open_site(installed, tmp_path / "site")
    yield opened
    opened.engine.close()
