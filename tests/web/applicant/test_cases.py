"""A submitted application for its applicant: steps, completion, withdrawal, export, and nobody else's."""

import json
from datetime import date
from io import BytesIO

import pytest

from tests.web.calling import STRANGER, applicant, application, ask_for_completion, at, call_id
from tests.web.filling import error_texts, fields_of
from tests.web.installation import Site
from tests.web.pages import check_page
from tests.workflows.registry.sample_files import PDF
from workflows.application.queries import content_of, own_application
from workflows.registry import documents_of

PAGES = ("", "/ansokan", "/dokument", "/kvitto", "/aterkalla")


def _status(site: Site, application_id: str) -> str:
    with site.engine.reading() as session:
        return own_application(session, application_id, actor=site.actor("sokande.4")).status


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_of_the_case_is_whole(site: Site, language: str) -> None:
    application_id = application(site)
    for more in PAGES:
        page = check_page(applicant(site, language).get(f"/ansokningar/{application_id}{more}"))
        assert "RUN/599/2021" in page.text()


@pytest.mark.parametrize(("who", "status"), [(STRANGER, 404), ("handlaggare.1", 403), ("admin.1", 403)])
def test_the_applicants_pages_are_the_applicants_own(site: Site, who: str, status: int) -> None:
    application_id = application(site)
    visitor = site.visitor(who)
    for more in (*PAGES, "/uppgifter.json"):
        assert visitor.get(f"/ansokningar/{application_id}{more}").status_code == status, more
    for more in ("/aterkalla", "/komplettering", "/ny-version"):
        assert visitor.post(f"/ansokningar/{application_id}{more}", {"confirmed": "true"}).status_code == status, more
    assert _status(site, application_id) == "received"


def test_the_steps_say_where_the_case_is_and_what_comes(site: Site) -> None:
    page = check_page(applicant(site).get(f"/ansokningar/{application(site)}"))
    steps = next(each for each in page.elements("ol") if each.get("class") == "u-steps")
    text = " ".join("".join(steps.itertext()).split()).replace("\N{NO-BREAK SPACE}", " ")
    assert "Inskickad Här är nimåndag 1 november 2021 kl. 10.00.00" in text
    assert "Senast fredag 31 december 2021, planerat." in text
    assert len(list(steps)) == 6


def test_what_is_asked_for_stands_under_its_point_and_nothing_else_can_be_changed(site: Site) -> None:
    application_id = application(site)
    ask_for_completion(site, application_id, 5, 8)
    page = check_page(applicant(site).get(f"/ansokningar/{application_id}"))
    assert "Punkt 5 saknas." in page.text()
    assert "Övriga delar är låsta." in page.text()
    fields = fields_of(page, "komplettering")
    assert {name.partition("-")[0] for name in fields} == {"costs", "financing", "text", "note"}
    assert "Hör av er om något är oklart." in page.text()


def test_a_completion_is_sent_once_and_only_what_changed_is_changed(site: Site) -> None:
    application_id = application(site)
    ask_for_completion(site, application_id, 5, 8)
    visitor = applicant(site)
    path = f"/ansokningar/{application_id}"
    fields = fields_of(check_page(visitor.get(path)), "komplettering")
    answer = {**fields, "text-5": "Budgeten stämmer.", "_file-cover_letter": (BytesIO(PDF), "missiv.pdf")}
    assert visitor.post(f"{path}/komplettering", {**fields, "title": "Smugglat"}).status_code == 422
    sent = visitor.post(f"{path}/komplettering", answer)
    assert sent.status_code == 303, error_texts(check_page(sent))
    page = check_page(visitor.get(path))
    assert "Komplettera er ansökan" not in page.text()
    site.engine.run_due()
    with site.engine.reading() as session:
        data = content_of(session, application_id)
        titles = [each.title for each in documents_of(session, case_id=application_id)]
    assert (data["cover_letter"]["name"], data["title"]) == ("missiv.pdf", "Koppla ihop länet")
    assert "Bilaga: missiv.pdf" in titles
    assert "Svar på begäran om komplettering" in titles
    assert visitor.post(f"{path}/komplettering", fields).headers["Location"].endswith(application_id)


def test_a_completion_with_errors_or_with_nothing_is_refused_and_kept(site: Site) -> None:
    application_id = application(site)
    ask_for_completion(site, application_id, 5)
    visitor = applicant(site)
    path = f"/ansokningar/{application_id}"
    fields = fields_of(check_page(visitor.get(path)), "komplettering")
    empty = visitor.post(f"{path}/komplettering", fields)
    assert empty.status_code == 422
    assert "Ni kan bara skicka en gång." in error_texts(check_page(empty))[0]
    wrong = {**fields, "costs-0-amount_sek": "2 500 000", "note": "Så här blev det."}
    refused = visitor.post(f"{path}/komplettering", wrong)
    assert refused.status_code == 422
    page = check_page(refused)
    assert error_texts(page)[0].startswith("Finansiering: Kostnaderna är")
    assert fields_of(page, "komplettering")["note"] == "Så här blev det."
    assert fields_of(page, "komplettering")["costs-0-amount_sek"] == "2 500 000"
    letters = visitor.post(f"{path}/komplettering", {**fields, "costs-0-amount_sek": "många"})
    assert error_texts(check_page(letters))[0].startswith("Kostnader, Personal: ")
    row = check_page(visitor.post(f"{path}/komplettering", {**fields, "_row": "add costs"}))
    assert "costs-5-type" in fields_of(row, "komplettering")
    assert _status(site, application_id) == "completion_requested"


def test_after_its_day_a_request_can_no_longer_be_answered(site: Site) -> None:
    application_id = application(site)
    ask_for_completion(site, application_id, 8)
    at(site, "2021-12-06T12:00:00+01:00")
    page = check_page(applicant(site).get(f"/ansokningar/{application_id}"))
    assert "Skicka kompletteringen" not in page.text()
    assert applicant(site).post(f"/ansokningar/{application_id}/komplettering", {"note": "Sent"}).status_code == 303


def test_an_application_is_withdrawn_in_a_step_of_its_own(site: Site) -> None:
    application_id = application(site)
    visitor = applicant(site)
    path = f"/ansokningar/{application_id}/aterkalla"
    unconfirmed = visitor.post(path, {"reason": "Vi orkar inte."})
    assert unconfirmed.status_code == 422
    page = check_page(unconfirmed)
    assert error_texts(page)
    assert "".join(page.by_id("fld-reason").itertext()).strip() == "Vi orkar inte."
    page = check_page(visitor.submit(path, {"reason": "Vi orkar inte.", "confirmed": "true"}))
    site.engine.run_due()
    page = check_page(visitor.get(f"/ansokningar/{application_id}"))
    assert "Ni har återkallat ansökan." in page.text()
    assert "Återkalla …" not in page.text()
    assert _status(site, application_id) == "withdrawn"
    assert "Återkallad" in check_page(visitor.get("/mina-ansokningar")).text()


def test_the_applicant_gets_the_data_as_json(site: Site) -> None:
    application_id = application(site)
    answer = applicant(site).get(f"/ansokningar/{application_id}/uppgifter.json")
    data = json.loads(answer.data)
    assert answer.headers["Content-Disposition"] == "attachment; filename=RUN-599-2021.json"
    assert (data["registry_number"], data["content"]["title"]) == ("RUN/599/2021", "Koppla ihop länet")
    assert [each["cause"] for each in data["versions"]] == ["submitted"]
    assert len(data["documents"]) == 2


def test_a_call_that_is_closed_takes_no_new_drafts(site: Site) -> None:
    at(site, "2021-11-30T00:00:00+01:00")
    answer = applicant(site).post(f"/utlysningar/{call_id(site)}/ansok")
    assert answer.status_code == 409
    check_page(answer)
    assert site.clock.now().date() == date(2021, 11, 29)
