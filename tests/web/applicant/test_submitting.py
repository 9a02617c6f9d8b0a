"""Submitting: in time or late, once, again before the deadline; the receipt and its PDF."""

from typing import Any

from tests.web.calling import COLLEAGUE, STRANGER, applicant, application, at, draft, revision, saved
from tests.web.filling import error_texts, fields_of
from tests.web.installation import Site, Visitor
from tests.web.pages import Page, check_page
from workflows.application.queries import my_applications, versions_of
from workflows.notifications import mail_list

LAST = "/section_signature"


def _draft_path(draft_id: str) -> str:
    return f"/ansokningar/utkast/{draft_id}"


def _sign(visitor: Visitor, draft_id: str) -> Any:
    page = check_page(visitor.get(_draft_path(draft_id) + LAST))
    return visitor.post(_draft_path(draft_id) + "/skicka-in", fields_of(page, "skicka-in"))


def _receipt(visitor: Visitor, answer: Any) -> Page:
    assert answer.status_code == 303
    return check_page(visitor.get(answer.headers["Location"]))


def test_a_submission_gives_a_receipt_with_number_times_and_check_sum(site: Site) -> None:
    at(site, "2021-11-29T23:58:40+01:00")
    visitor = applicant(site)
    page = _receipt(visitor, _sign(visitor, draft(site)))
    site.engine.run_due()
    text = page.text().replace("\N{NO-BREAK SPACE}", " ")
    assert "måndag 29 november 2021 kl. 23.58.40, svensk tid (22.58.40 UTC)" in text
    assert "Ja, 1 minut 20 sekunder före gränsen" in text
    assert "RUN/599/2021" in text
    with site.engine.reading() as session:
        found = my_applications(session, actor=site.actor("sokande.4"))[0]
        mails = [mail for mail in mail_list(session) if mail.case_id == found.id]
    assert found.sha256 in text.replace(" ", "")
    assert "kontakt@hubb.example" in {mail.recipient for mail in mails}


def test_a_double_click_is_one_submission(site: Site) -> None:
    visitor, draft_id = applicant(site), draft(site)
    page = check_page(visitor.get(_draft_path(draft_id) + LAST))
    fields = fields_of(page, "skicka-in")
    first, second = (visitor.post(_draft_path(draft_id) + "/skicka-in", fields) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    with site.engine.reading() as session:
        assert len(my_applications(session, actor=site.actor("sokande.4"))) == 1
    assert visitor.get(_draft_path(draft_id)).headers["Location"].startswith("/ansokningar/")
    assert visitor.get(_draft_path(draft_id) + LAST).status_code == 302
    assert visitor.post(_draft_path(draft_id) + f"{LAST}/spara", fields).status_code == 409


def test_what_is_not_filled_in_is_said_on_top_and_by_section(site: Site) -> None:
    visitor, draft_id = applicant(site), draft(site, title="", financing=[])
    answer = _sign(visitor, draft_id)
    assert answer.status_code == 422
    page = check_page(answer)
    assert error_texts(page) == ["Del 2, Projektet, är inte klar", "Del 6, Budget och finansiering, är inte klar"]
    assert "Fyll i ”Projektets namn”." in page.text()
    assert "Missiv eller signeringsunderlag saknas." in page.text()
    with site.engine.reading() as session:
        assert my_applications(session, actor=site.actor("sokande.4")) == []


def test_an_application_is_not_submitted_unsigned(site: Site) -> None:
    visitor, draft_id = applicant(site), draft(site)
    answer = visitor.post(_draft_path(draft_id) + "/skicka-in", {"revision": str(revision(site, draft_id))})
    assert answer.status_code == 422
    page = check_page(answer)
    assert "Underskrift" in " ".join(error_texts(page))
    assert page.by_id("fld-signed").get("aria-invalid") == "true"


def test_a_submission_over_somebody_elses_changes_is_a_conflict(site: Site) -> None:
    visitor, draft_id = applicant(site), draft(site)
    fields = fields_of(check_page(visitor.get(_draft_path(draft_id) + LAST)), "skicka-in")
    project = _draft_path(draft_id) + "/section_project"
    colleague = site.visitor(COLLEAGUE)
    colleague.submit(project, {**fields_of(check_page(colleague.get(project)), "section_project"), "title": "Annat"})
    assert visitor.post(_draft_path(draft_id) + "/skicka-in", fields).status_code == 409
    assert saved(site, draft_id)["title"] == "Annat"


def test_a_late_submission_is_taken_in_and_said_to_be_late(site: Site) -> None:
    draft_id = draft(site)
    at(site, "2021-11-30T00:07:12+01:00")
    visitor = applicant(site)
    page = _receipt(visitor, _sign(visitor, draft_id))
    assert "Den kom in efter sista ansökningsdag." in page.text()
    assert "Nej, 7 minuter 12 sekunder efter gränsen" in page.text()


def test_a_new_version_replaces_the_old_one_before_the_deadline(site: Site) -> None:
    application_id = application(site)
    visitor = applicant(site)
    again = visitor.post(f"/ansokningar/{application_id}/ny-version")
    assert again.status_code == 303
    path = again.headers["Location"]
    project = f"{path}/section_project"
    fields = fields_of(check_page(visitor.get(project)), "section_project")
    page = check_page(visitor.submit(project, {**fields, "title": "Koppla ihop hela länet", "check": "1"}))
    assert "Ny version: Koppla ihop hela länet" in page.text()
    page = _receipt(visitor, _sign(visitor, path.rsplit("/", 1)[-1]))
    site.engine.run_due()
    assert "Koppla ihop hela länet" in page.text()
    with site.engine.reading() as session:
        assert [each.cause for each in versions_of(session, application_id)] == ["submitted", "resubmitted"]
    assert "Version 2" in check_page(visitor.get(f"/ansokningar/{application_id}/ansokan")).text()


def test_no_new_version_after_the_deadline(site: Site) -> None:
    application_id = application(site)
    visitor = applicant(site)
    begun = visitor.post(f"/ansokningar/{application_id}/ny-version").headers["Location"]
    at(site, "2021-11-30T00:00:00+01:00")
    assert "Ändra och skicka in på nytt" not in check_page(visitor.get(f"/ansokningar/{application_id}")).text()
    assert visitor.post(f"/ansokningar/{application_id}/ny-version").status_code == 409
    assert "kan inte längre skickas in" in check_page(visitor.get(begun + LAST)).text()
    answer = _sign(visitor, begun.rsplit("/", 1)[-1])
    assert answer.status_code == 409
    check_page(answer)


def test_the_receipt_is_a_pdf_too_and_nobody_elses(site: Site) -> None:
    application_id = application(site)
    visitor = applicant(site)
    page = check_page(visitor.get(f"/ansokningar/{application_id}/kvitto"))
    links = [each.get("href") or "" for each in page.elements("a") if "Hämta PDF" in "".join(each.itertext())]
    answer = visitor.get(links[0])
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    for path in (links[0], f"/ansokningar/{application_id}/kvitto"):
        assert site.visitor(STRANGER).get(path).status_code == 404
    assert visitor.get(f"/ansokningar/{application_id}/dokument/nothing").status_code == 404
