"""Fixtures of the browser's tests: a browser, and sites on a free port."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

_SYSTEM = Path("/usr/bin/chromium")
# Two cores that several people use may be slow; a page that never comes is still told apart.
_PATIENCE_MS = 20_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium where there is one, else Playwright's own."""
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        path = str(_SYSTEM) if _SYSTEM.exists() else None
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()
