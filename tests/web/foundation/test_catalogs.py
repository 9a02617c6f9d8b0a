"""Every sentence of every page has its English, and the compiled catalogs say the same as the readable ones."""

from pathlib import Path

import pytest
from flask import Flask

from tests.web.foundation.site import OFFICER, enter, token
from tests.web.pages import check_page
from web.i18n import catalogs
from web.i18n.catalogs import WEB


@pytest.mark.parametrize("area", catalogs.areas(), ids=lambda area: area.name)
def test_each_sentence_of_an_area_has_english(area: Path) -> None:
    assert catalogs.missing(area) == []
    assert catalogs.is_compiled(area)


def test_the_sentences_of_templates_and_code_are_found() -> None:
    found = catalogs.sentences(WEB)

    assert {"Hoppa till innehållet", "Logga in", "Sidan finns inte", "Mina uppgifter"} <= found
    assert ("En sak att rätta", "%(num)s saker att rätta") in found


def test_a_visitor_chooses_english_and_comes_back_to_the_page(app: Flask) -> None:
    client = app.test_client()
    form = {"csrf_token": token(client), "language": "en", "next": "/om/hjalp"}

    response = client.post("/utseende", data=form)
    page = check_page(client.get(response.location))

    assert response.location == "/om/hjalp"
    assert page.root.get("lang") == "en"
    assert "Skip to the content" in page.text()
    assert "Hoppa" not in page.text()


def test_a_page_for_somebody_who_is_logged_in_is_english_too(app: Flask) -> None:
    client = app.test_client()
    enter(client, OFFICER)
    client.set_cookie("utlysa_sprak", "en")

    page = check_page(client.get("/om/tillganglighet"))

    assert "Log out" in page.text()
    assert "Logga ut" not in page.text()
