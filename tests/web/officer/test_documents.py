"""Documents and the diary."""

import pytest

from tests.web.installation import Site
from tests.web.officer.reading import words
from tests.web.pages import check_page
from web.officer.paper import paper_body
from workflows.registry import Document, documents_of

pytestmark = pytest.mark.xdist_group("officer")


def _document(site: Site, kind: str) -> Document:
    with site.engine.reading() as session:
        return documents_of(session, kinds=[kind])[0]


def test_a_letter_is_shown_as_it_was_sent(site: Site) -> None:
    found, visitor = _document(site, "D17"), site.visitor("handlaggare.1")
    page = check_page(visitor.get(f"/dokument/{found.id}"))
    assert found.number in page.text()
    assert "Delegationsbestämmelse" in page.text()


def test_its_bytes_are_shut_in(site: Site) -> None:
    answer = site.visitor("handlaggare.1").get(f"/dokument/{_document(site, 'D17').id}/innehall")
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert answer.get_data(as_text=True).startswith("<!DOCTYPE html>")


def test_it_can_be_had_as_pdf(site: Site) -> None:
    answer = site.visitor("handlaggare.1").get(f"/dokument/{_document(site, 'D6').id}/pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.get_data()[:5] == b"%PDF-"


def test_unknown_documents_and_strangers(site: Site) -> None:
    found = _document(site, "D17")
    assert site.visitor("handlaggare.1").get("/dokument/finns-inte").status_code == 404
    assert site.visitor("sokande.1").get(f"/dokument/{found.id}").status_code == 403
    assert site.visitor("bedomare.1").get(f"/dokument/{_document(site, 'DL').id}").status_code == 404


def test_a_letter_brings_neither_script_nor_heading_of_first_rank() -> None:
    letter = "<main><h1>T</h1><script>x()</script><p onclick='x()' style='a'>Text</p></main>"
    body = paper_body(f"<html><body>{letter}</body></html>")
    assert body == "<div><h2>T</h2><p>Text</p></div>"


def test_the_diary_and_its_filters(site: Site) -> None:
    visitor = site.visitor("registrator.1")
    page = check_page(visitor.get("/intern/diarium"))
    assert "Mottagningsbekräftelse" in page.text()
    assert "Mottagningsbekräftelse" not in words(visitor.get("/intern/diarium?riktning=in"))
    assert "RUN/495/2020-1" in words(visitor.get("/intern/diarium?ar=2020"))
    assert "Inga handlingar stämmer" in words(visitor.get("/intern/diarium?q=zzzz"))
    for query in ("fran=2021-11-30&till=2021-11-30", "fran=nonsens", "ar=²", "riktning=bort", "sida=40"):
        check_page(visitor.get(f"/intern/diarium?{query}"))
    assert visitor.get("/intern/diarium/lista.csv?ar=2020").get_data().decode("utf-8-sig").startswith("Nummer;")
    assert visitor.get("/intern/diarium/lista.xlsx").get_data()[:2] == b"PK"
