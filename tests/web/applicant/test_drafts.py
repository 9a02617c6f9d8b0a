"""Writing an application: nobody else reads it, nothing is lost, nothing is overwritten."""

from io import BytesIO

import pytest

from tests.web.calling import (
    APPLICANT,
    COLLEAGUE,
    HUBB,
    STRANGER,
    applicant,
    at,
    call_id,
    draft,
    revision,
    saved,
)
from tests.web.filling import error_texts, fields_of
from tests.web.installation import Site
from tests.web.pages import check_fragment, check_page
from tests.workflows.registry.sample_files import PDF

SECTIONS = (
    *("applicant", "project", "goals", "activities", "actors"),
    *("budget", "state_aid", "attachments", "signature"),
)


def _path(draft_id: str, section: str = "", more: str = "") -> str:
    return f"/ansokningar/utkast/{draft_id}" + (f"/section_{section}" if section else "") + more


def test_an_application_is_begun_from_the_call_once(site: Site) -> None:
    visitor = applicant(site)
    begin = f"/utlysningar/{call_id(site)}/ansok"
    first = visitor.post(begin)
    assert first.status_code == 303
    assert visitor.post(begin).headers["Location"] == first.headers["Location"]
    page = check_page(visitor.get(first.headers["Location"], follow_redirects=True))
    assert "Ny ansökan" in page.text()
    assert fields_of(page, "section_applicant")["org_nr"] == HUBB


def test_an_organisation_that_is_not_ones_own_is_not_begun_for(site: Site) -> None:
    answer = applicant(site).post(f"/utlysningar/{call_id(site)}/ansok", {"org_nr": "559999-9090"})
    assert answer.headers["Location"].endswith("/ansok")
    page = check_page(applicant(site).get(f"/utlysningar/{call_id(site)}/ansok"))
    assert "Glesbygdens Digitala Hubb AB" in page.text()


def test_every_section_is_a_page_in_both_languages(site: Site) -> None:
    draft_id = draft(site, title="")
    for language in ("sv", "en"):
        visitor = applicant(site, language)
        for section in SECTIONS:
            for more in ("", "?kontrollera=1"):
                page = check_page(visitor.get(_path(draft_id, section, more)))
                assert page.root.get("lang") == language
    assert applicant(site).get(_path(draft_id, "nothing")).status_code == 404


@pytest.mark.parametrize("who", [STRANGER, "handlaggare.1", "admin.1", "direktor.1", "dataskyddsombud.1"])
def test_nobody_else_reads_writes_or_submits_a_draft(site: Site, who: str) -> None:
    draft_id = draft(site)
    visitor = site.visitor(who)
    section = _path(draft_id, "project")
    for path in (_path(draft_id), section, _path(draft_id, more="/kasta")):
        assert visitor.get(path).status_code == 404, path
    for path in (section, f"{section}/spara", _path(draft_id, more="/skicka-in"), _path(draft_id, more="/kasta")):
        assert visitor.post(path, {"title": "Stulen", "revision": "2"}).status_code == 404, path
    assert saved(site, draft_id)["title"] == "Koppla ihop länet"


def test_a_visitor_who_has_not_logged_in_is_sent_to_log_in(site: Site) -> None:
    answer = site.visitor().get(_path(draft(site), "project"))
    assert answer.status_code == 302
    assert "/logga-in" in answer.headers["Location"]


def test_a_colleague_goes_on_with_the_same_draft(site: Site) -> None:
    draft_id = draft(site)
    page = check_page(site.visitor(COLLEAGUE).get(_path(draft_id, "project")))
    assert fields_of(page, "section_project")["title"] == "Koppla ihop länet"


def test_a_section_is_saved_and_the_next_one_follows(site: Site) -> None:
    draft_id = draft(site)
    visitor = applicant(site)
    fields = fields_of(check_page(visitor.get(_path(draft_id, "project"))), "section_project")
    answer = visitor.post(_path(draft_id, "project"), {**fields, "title": "Nytt namn", "next": "1"})
    assert answer.headers["Location"].endswith("section_goals")
    assert (saved(site, draft_id)["title"], saved(site, draft_id)["applicant_name"][:4]) == ("Nytt namn", "Gles")


def test_what_is_wrong_is_said_on_top_and_at_the_field_and_the_text_is_kept(site: Site) -> None:
    draft_id = draft(site)
    visitor = applicant(site)
    fields = fields_of(check_page(visitor.get(_path(draft_id, "applicant"))), "section_applicant")
    wrong = {**fields, "org_nr": "559999-9042", "postal_code": "hundra", "check": "1"}
    page = check_page(visitor.submit(_path(draft_id, "applicant"), wrong))
    assert len(error_texts(page)) == 2
    assert page.by_id("fld-org_nr").get("aria-invalid") == "true"
    assert page.by_id("fld-postal_code").get("value") == "hundra"
    assert (page.elements("title")[0].text or "").startswith("Fel: ")
    assert "2 fel" in page.text()


def test_a_row_is_added_and_taken_away_without_a_script_and_without_saving(site: Site) -> None:
    draft_id = draft(site)
    visitor = applicant(site)
    before = revision(site, draft_id)
    fields = fields_of(check_page(visitor.get(_path(draft_id, "budget"))), "section_budget")
    more = check_page(visitor.post(_path(draft_id, "budget"), {**fields, "_row": "add costs"}))
    added = fields_of(more, "section_budget")
    assert added["costs-5-type"] == ""
    assert "costs-6-type" not in added
    fewer = check_page(visitor.post(_path(draft_id, "budget"), {**added, "_row": "remove costs 0"}))
    assert fields_of(fewer, "section_budget")["costs-0-type"] == "services"
    assert revision(site, draft_id) == before


def test_a_row_is_named_by_what_it_is_about(site: Site) -> None:
    page = check_page(applicant(site).get(_path(draft(site), "budget")))
    heads = ["".join(each.itertext()) for each in page.elements("th") if each.get("data-kind") == "name"]
    assert heads[:2] == ["Personal", "Externa tjänster"]
    names = [each.get("aria-label") for each in page.elements("input") if each.get("aria-label")]
    assert "Kronor, Personal" in names


def test_an_error_in_a_table_names_its_row(site: Site) -> None:
    costs = [{"type": "services", "year": "2022", "amount_sek": "en miljon"}]
    page = check_page(applicant(site).get(_path(draft(site, costs=costs), "budget", "?kontrollera=1")))
    assert error_texts(page)[0].startswith("Kostnader, Externa tjänster: ")
    assert any(text.startswith("Finansiering: Kostnaderna är") for text in error_texts(page))


def test_offered_rows_that_are_left_blank_are_no_errors(site: Site) -> None:
    visitor = applicant(site)
    begun = visitor.post(f"/utlysningar/{call_id(site)}/ansok").headers["Location"]
    path = f"{begun}/section_budget"
    fields = fields_of(check_page(visitor.get(path)), "section_budget")
    amounts = {
        "costs-0-amount_sek": "2 000 000",
        "financing-0-amount_sek": "1 000 000",
        "financing-1-amount_sek": "1000000",
    }
    page = check_page(visitor.submit(path, {**fields, **amounts, "check": "1"}))
    assert error_texts(page) == []
    assert "Kostnader och finansiering är lika, 2 000 000 kr." in page.text().replace("\N{NO-BREAK SPACE}", " ")


def test_what_is_written_is_saved_by_itself_with_what_it_changes_on_the_page(site: Site) -> None:
    draft_id = draft(site)
    visitor = applicant(site)
    fields = fields_of(check_page(visitor.get(_path(draft_id, "budget"))), "section_budget")
    answer = visitor.post(_path(draft_id, "budget", "/spara"), {**fields, "costs-0-amount_sek": "2 260 000"})
    told = answer.get_json()
    assert (answer.status_code, told["revision"]) == (200, revision(site, draft_id))
    assert told["now"].endswith("+00:00")
    assert set(told["parts"]) == {"delar", "regler"}
    rules = check_fragment(told["parts"]["regler"]).text().replace("\N{NO-BREAK SPACE}", " ")
    assert "Kostnaderna är 4 460 000 kr och finansieringen 4 600 000 kr." in rules
    assert "1 fel" in check_fragment(told["parts"]["delar"]).text()


def test_two_who_write_at_once_overwrite_nothing(site: Site) -> None:
    draft_id = draft(site)
    mine, theirs = applicant(site), site.visitor(COLLEAGUE)
    fields = fields_of(check_page(mine.get(_path(draft_id, "project"))), "section_project")
    assert theirs.post(_path(draft_id, "project", "/spara"), {**fields, "title": "Kollegans"}).status_code == 200
    late = mine.post(_path(draft_id, "project", "/spara"), {**fields, "title": "Mitt"})
    assert (late.status_code, late.get_json()["saved_by"]) == (409, COLLEAGUE)
    answer = mine.post(_path(draft_id, "project"), {**fields, "title": "Mitt"})
    assert answer.status_code == 409
    page = check_page(answer)
    assert f"{COLLEAGUE} har sparat ansökan medan ni skrev." in page.text()
    assert saved(site, draft_id)["title"] == "Kollegans"
    kept = fields_of(page, "section_project")
    assert kept["title"] == "Mitt"
    assert mine.post(_path(draft_id, "project"), kept).status_code == 303
    assert saved(site, draft_id)["title"] == "Mitt"


def test_a_file_is_kept_and_one_that_may_not_be_is_refused_at_its_field(site: Site) -> None:
    draft_id = draft(site)
    visitor = applicant(site)
    path = _path(draft_id, "attachments")
    fields = fields_of(check_page(visitor.get(path)), "section_attachments")
    visitor.submit(path, {**fields, "_file-cover_letter": (BytesIO(PDF), "missiv.pdf"), "check": "1"})
    assert saved(site, draft_id)["cover_letter"]["name"] == "missiv.pdf"
    fields = fields_of(check_page(visitor.get(path)), "section_attachments")
    refused = visitor.post(path, {**fields, "_file-statutes": (BytesIO(b"MZ\x90"), "x.exe")})
    assert refused.status_code == 422
    page = check_page(refused)
    assert len(error_texts(page)) == 1
    assert page.by_id("fld-statutes").get("aria-invalid") == "true"
    assert saved(site, draft_id)["cover_letter"]["name"] == "missiv.pdf"


def test_a_draft_is_thrown_away_only_after_a_step(site: Site) -> None:
    draft_id = draft(site)
    visitor = applicant(site)
    page = check_page(visitor.get(_path(draft_id, more="/kasta")))
    assert "går inte att få tillbaka" in page.text()
    check_page(visitor.submit(_path(draft_id, more="/kasta")))
    assert visitor.get(_path(draft_id, "project")).status_code == 404


def test_a_late_draft_says_so(site: Site) -> None:
    draft_id = draft(site)
    at(site, "2021-11-30T00:00:00+01:00")
    page = check_page(applicant(site).get(_path(draft_id, "signature")))
    assert "Sista ansökningsdag har gått ut." in page.text()
    assert "räknas den som för sent inkommen" in page.text()


def test_my_applications_list_what_is_being_written(site: Site) -> None:
    draft(site)
    page = check_page(applicant(site).get("/mina-ansokningar"))
    assert "Koppla ihop länet" in page.text()
    assert "Koppla ihop länet" not in check_page(site.visitor(STRANGER).get("/mina-ansokningar")).text()
    assert site.visitor("handlaggare.1").get("/mina-ansokningar").status_code == 403


def test_who_has_written_is_named(site: Site) -> None:
    draft_id = draft(site)
    assert APPLICANT in check_page(site.visitor(COLLEAGUE).get(_path(draft_id, more="/kasta"))).text()
