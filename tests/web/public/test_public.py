"""What anyone may read and ask without logging in."""

import json

import pytest

from tests.web.calling import application, at, call_id
from tests.web.filling import error_texts
from tests.web.installation import Site
from tests.web.pages import check_page
from workflows.call.queries import sign_ups_of
from workflows.notifications import mail_list

QUESTION = {"question": "Kan en förening söka?", "asked_by": "A@forening.example"}
SIGN_UP = {"email": "a@forening.example", "name": "Föreningen"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_public_page_is_whole(site: Site, language: str) -> None:
    application(site)
    call = f"/utlysningar/{call_id(site)}"
    pages = ("/", "/beslut", "/diarium", "/diarium?q=Koppla", "/diarium?fran=-3", call, f"{call}/utfall")
    for path in (*pages, f"{call}/informationsmote/anmald", f"{call}/fragor/skickad"):
        page = check_page(site.visitor(language=language).get(path))
        assert page.root.get("lang") == language


def test_the_call_has_its_ten_headings_in_order_and_its_deadline(site: Site) -> None:
    page = check_page(site.visitor().get(f"/utlysningar/{call_id(site)}"))
    heads = [" ".join("".join(each.itertext()).split()) for each in page.elements("h2")]
    ten = heads[heads.index("Vem kan söka?") :][:10]
    assert (ten[0], ten[4], ten[9]) == ("Vem kan söka?", "När kan vi söka?", "Kontakt")
    text = page.text().replace("\N{NO-BREAK SPACE}", " ")
    assert text.count("måndag 29 november 2021 kl. 23.59.59, svensk tid") == 2
    assert "högst 50 % av kostnaderna" in text
    assert "1 januari–31 december 2022" in text
    assert "kl. 08.00–08.45" in text


def test_what_is_not_published_is_not_there(site: Site) -> None:
    unpublished = site.engine.start("call", actor=site.actor("utlysningsansvarig.1")).id
    for path in (unpublished, "nothing", f"{unpublished}/utfall", f"{unpublished}/informationsmote.ics"):
        assert site.visitor().get(f"/utlysningar/{path}").status_code == 404
    assert site.visitor().post(f"/utlysningar/{unpublished}/fragor", QUESTION).status_code == 404


def test_somebody_signs_up_for_the_meeting_until_it_is_full(site: Site) -> None:
    path = f"/utlysningar/{call_id(site)}/informationsmote"
    page = check_page(site.visitor().submit(path, SIGN_UP))
    text = page.text().replace("\N{NO-BREAK SPACE}", " ")
    assert "tisdag 16 november 2021 kl. 08.00–08.45" in text
    site.visitor().submit(path, {**SIGN_UP, "email": "b@forening.example"})
    full = site.visitor().post(path, {**SIGN_UP, "email": "c@forening.example"})
    assert full.status_code == 409
    check_page(full)
    with site.engine.reading() as session:
        assert len(sign_ups_of(session, call_id(site))) == 2
        assert "a@forening.example" in {mail.recipient for mail in mail_list(session)}


def test_a_wrong_address_is_said_at_the_field_and_on_top(site: Site) -> None:
    call = f"/utlysningar/{call_id(site)}"
    answer = site.visitor().post(f"{call}/informationsmote", {"email": "ingen", "name": "Föreningen"})
    assert answer.status_code == 422
    page = check_page(answer)
    assert len(error_texts(page)) == 1
    assert page.by_id("fld-email").get("aria-invalid") == "true"
    assert page.by_id("fld-name").get("value") == "Föreningen"
    assert page.by_id("fld-email").get("value") == "ingen"
    answer = site.visitor().post(f"{call}/fragor", {"question": "Kan vi?", "asked_by": "ingen"})
    assert answer.status_code == 422
    assert "Kan vi?" in check_page(answer).text()


def test_no_sign_up_after_the_meeting(site: Site) -> None:
    at(site, "2021-11-16T12:00:00+01:00")
    path = f"/utlysningar/{call_id(site)}/informationsmote"
    for form in (SIGN_UP, {}):
        assert site.visitor().post(path, form).status_code == 409


def test_the_meeting_goes_into_a_calendar(site: Site) -> None:
    answer = site.visitor().get(f"/utlysningar/{call_id(site)}/informationsmote.ics")
    assert answer.mimetype == "text/calendar"
    assert b"DTSTART:20211116T070000Z" in answer.data


def test_a_question_reaches_the_officers(site: Site) -> None:
    page = check_page(site.visitor().submit(f"/utlysningar/{call_id(site)}/fragor", QUESTION))
    assert "Frågan är skickad" in page.text()
    assert len(site.engine.tasks(element_id="answer_question")) == 1


def test_the_diary_shows_what_is_registered(site: Site) -> None:
    application(site)
    found = check_page(site.visitor().get("/diarium?q=RUN/599/2021")).text()
    assert "Ansökan: Koppla ihop länet" in found
    assert "Inget hittades" in check_page(site.visitor().get("/diarium?q=nothing")).text()


def test_grants_are_open_data_even_when_there_are_none(site: Site) -> None:
    assert json.loads(site.visitor().get("/api/v1/open-data/grants.json").data) == {"grants": []}
    table = site.visitor().get("/api/v1/open-data/grants.csv")
    assert table.get_data(as_text=True).startswith("id,title,currency")
