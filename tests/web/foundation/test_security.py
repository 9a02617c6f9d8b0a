"""The same protections on every answer."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.foundation.site import OFFICER, build, enter, token
from web.assets import FOLDER

WEB = FOLDER.parent
TEMPLATES = sorted(WEB.glob("**/templates/**/*.html"))
PATHS = ["/logga-in", "/finns-inte", "/static/dist/app.css", "/inloggad"]


@pytest.mark.parametrize("path", PATHS)
def test_each_answer_has_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path, buffered=True).headers

    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_templates_are_looked_at() -> None:
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_inline_style_or_script(template: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.DOTALL)

    assert not re.search(r"\sstyle\s*=", source)
    assert not re.search(r"<style\b", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"<[a-z][^>{]*\son[a-z]+\s*=", source)
    assert "|safe" not in source.replace(" ", "")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_loads_from_another_host(template: Path) -> None:
    assert not re.search(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", template.read_text())


def test_a_post_without_a_token_is_refused_with_what_was_written(client: FlaskClient) -> None:
    response = client.post("/logga-in", data={"user_name": "handlaggare.1", "password": "hemligt", "note": "Lång text"})

    html = response.get_data(as_text=True)
    assert response.status_code == 400
    assert "Lång text" in html
    assert "hemligt" not in html


def test_another_visitors_token_does_not_count(app: Flask) -> None:
    stolen = token(app.test_client())

    response = app.test_client().post("/logga-in", data={"user_name": "x", "password": "y", "csrf_token": stolen})

    assert response.status_code == 400


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = client.get("/logga-in").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_over_tls_the_cookie_is_bound_to_the_host() -> None:
    client = build(base_url="https://utlysa.example").test_client()

    response = client.get("/logga-in", base_url="https://utlysa.example")

    assert response.headers["Set-Cookie"].startswith("__Host-utlysa=")
    assert "Secure" in response.headers["Set-Cookie"]
    assert "max-age" in response.headers["Strict-Transport-Security"]


def test_logging_in_starts_a_new_session(client: FlaskClient) -> None:
    before = client.get("/logga-in").headers["Set-Cookie"]
    enter(client, OFFICER)

    with client.session_transaction() as session:
        assert set(session) <= {"account", "csrf_token", "_permanent"}
        assert str(session.get("csrf_token")) not in before


def test_pages_for_somebody_are_not_kept_by_the_browser(client: FlaskClient) -> None:
    enter(client, OFFICER)

    assert client.get("/om/hjalp").headers["Cache-Control"] == "no-store"


def test_a_request_that_is_too_large_is_refused_as_a_page() -> None:
    client = build(max_request_bytes=10_000).test_client()

    response = client.post("/logga-in", data={"csrf_token": token(client), "user_name": "x" * 20_000})

    assert response.status_code == 413
    assert "25 MB" in response.get_data(as_text=True)


def test_files_are_compressed_and_kept_for_a_year_under_an_address_of_their_content(client: FlaskClient) -> None:
    html = client.get("/logga-in").get_data(as_text=True)
    address = re.search(r'href="(/static/dist/app\.css\?v=[0-9a-f]+)"', html)
    assert address is not None

    response = client.get(address[1], headers={"Accept-Encoding": "gzip"})

    assert response.headers["Content-Encoding"] == "gzip"
    assert "max-age=31536000" in response.headers["Cache-Control"]
    assert len(response.data) < 40_000


def test_a_first_page_weighs_less_than_200_kilobytes(client: FlaskClient) -> None:
    html = client.get("/logga-in").get_data(as_text=True)
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', html)

    sizes = [len(client.get(each, headers={"Accept-Encoding": "gzip"}, buffered=True).data) for each in addresses]

    assert len(addresses) >= 4
    assert sum(sizes) + len(html) < 200_000
