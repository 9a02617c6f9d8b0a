"""What a beneficiary is asked to do in the follow-up: confirm the commitment, and nothing of anybody else's."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine import Actor
from tests.web.calling import HUBB, STRANGER, applicant, application, call_id
from tests.web.filling import error_texts
from tests.web.installation import Site
from tests.web.pages import check_page
from workflows.application.commands import note_decision
from workflows.decision.model import Decision
from workflows.decision.records import record_decision


@pytest.fixture
def application_id(site: Site) -> str:
    """A granted application whose commitment is to be confirmed."""
    found = application(site)
    decided_at = datetime(2021, 12, 16, 10, tzinfo=UTC)
    site.clock.set(decided_at)
    with site.engine.work(actor=Actor.system()) as work:
        note_decision(work, found, outcome="granted", granted_sek=2_300_000, decided_at=decided_at)
        record_decision(work.session, _decision(site, found, decided_at))
    grant = {
        "application_id": found,
        "call_id": call_id(site),
        "registry_number": "RUN/599/2021",
        "org_identity": f"org:{HUBB}",
        "applicant_name": "Glesbygdens Digitala Hubb AB",
        "contact_email": "kontakt@hubb.example",
        "title": "Koppla ihop länet",
        "areas": ["DIG"],
        "granted_sek": Decimal(2_300_000),
        "sought_sek": Decimal(2_300_000),
        "total_costs_sek": Decimal(4_600_000),
        "support_start": date(2022, 1, 1),
        "support_end": date(2022, 12, 31),
        "decided_at": decided_at,
    }
    site.engine.send_message("grant_decided", grant, actor=Actor.system())
    return found


def _decision(site: Site, application_id: str, decided_at: datetime) -> Decision:
    return Decision(
        id="beslut-1",
        application_id=application_id,
        version=1,
        call_id=call_id(site),
        matter_id=None,
        registry_number="RUN/599/2021",
        applicant_name="Glesbygdens Digitala Hubb AB",
        title="Koppla ihop länet",
        areas=["DIG"],
        outcome="granted",
        granted_sek=2_300_000,
        sought_sek=2_300_000,
        reason="",
        reserve_no=None,
        reserve_until=None,
        decided_by="board",
        decided_at=decided_at,
        basis="SFS2022_1468_12",
        paragraph="§ 214",
    )


def _task(site: Site) -> str:
    found = site.engine.tasks(role="applicant", element_id="confirm_commitment")
    assert len(found) == 1
    return f"/ansokningar/uppgift/{found[0].id}"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_task_is_on_the_list_in_the_case_and_on_a_page_of_its_own(
    site: Site, application_id: str, language: str
) -> None:
    path = _task(site)
    for page in ("/mina-ansokningar", f"/ansokningar/{application_id}"):
        links = {each.get("href") for each in check_page(applicant(site, language).get(page)).elements("a")}
        assert path in links
    page = check_page(applicant(site, language).get(path))
    assert "RUN/599/2021" in page.text()
    assert ("När ni skickar" if language == "sv" else "When you send") in page.text()


def test_a_commitment_is_confirmed(site: Site, application_id: str) -> None:
    visitor, path = applicant(site), _task(site)
    missing = visitor.post(path, {"accepted": "true"})
    assert missing.status_code == 422
    page = check_page(missing)
    assert len(error_texts(page)) == 1
    assert page.by_id("fld-signed").get("aria-invalid") == "true"
    page = check_page(visitor.submit(path, {"accepted": "true", "signed": "true"}))
    assert "Ansökan är beviljad." in page.text()
    assert site.engine.tasks(role="applicant") == []
    again = visitor.post(path, {"accepted": "true", "signed": "true"})
    assert again.status_code == 409
    check_page(again)


def test_the_task_is_nobody_elses(site: Site, application_id: str) -> None:
    path = _task(site)
    for who in (STRANGER, "handlaggare.1", "admin.1"):
        visitor = site.visitor(who)
        assert visitor.get(path).status_code in (403, 404), who
        assert visitor.post(path, {"accepted": "true", "signed": "true"}).status_code in (403, 404), who
    assert len(site.engine.tasks(role="applicant")) == 1
