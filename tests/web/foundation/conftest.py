"""Fixtures of the foundation's tests."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.foundation.site import build


@pytest.fixture
def app() -> Flask:
    """A demo site."""
    return build(is_demo=True)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    """A visitor."""
    with app.test_client() as client:
        yield client
