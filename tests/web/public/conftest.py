"""An installation with an open call, for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.calling import make_open_call, opened
from tests.web.installation import Site


@pytest.fixture(scope="session")
def with_open_call(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an installation whose call is open, to be copied."""
    folder = tmp_path_factory.mktemp("with-open-call") / "template"
    make_open_call(installed, folder)
    return folder


@pytest.fixture
def site(with_open_call: Path, tmp_path: Path) -> Iterator[Site]:
    """The test's own copy."""
    found = opened(with_open_call, tmp_path / "site")
    yield found
    found.engine.close()
