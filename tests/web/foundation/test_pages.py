"""The foundation's own pages."""

import pytest
from flask.testing import FlaskClient

from tests.web.foundation.site import OFFICER, enter
from tests.web.pages import check_page

PATHS = ["/logga-in", "/demo/roller", "/om/hjalp", "/om/tillganglighet", "/om/personuppgifter"]


@pytest.mark.parametrize("path", PATHS)
def test_each_page_is_well_formed(client: FlaskClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    check_page(response)


@pytest.mark.parametrize("path", PATHS[1:])
def test_each_page_is_well_formed_for_somebody_who_is_logged_in(client: FlaskClient, path: str) -> None:
    enter(client, OFFICER)

    page = check_page(client.get(path))

    assert OFFICER.user_name in page.text()
