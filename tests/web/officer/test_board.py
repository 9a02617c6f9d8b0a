"""The board's meetings and the delegated decisions."""

import pytest

from tests.web.installation import Site
from tests.web.officer.conftest import OpenSite
from tests.web.officer.reading import words
from tests.web.pages import check_page
from workflows.decision.meetings import meetings

pytestmark = pytest.mark.xdist_group("officer")
MEETING = {"day": "2022-03-15", "clock": "09:00", "place": "Regionens hus", "members": ["ordforande.1", "ledamot.2"]}
REQUEST = {
    "received_on": "2021-12-02", "sender": "Grannklustret AS", "country": "NO", "subject": "Avsiktsförklaring",
    "requester_email": "post@grannklustret.example", "external_deadline": "2021-12-20",
}  # fmt: skip


def _decided_meeting(site: Site) -> str:
    with site.engine.reading() as session:
        return next(each.id for each in meetings(session) if each.starts_at.date().isoformat() == "2021-12-15")


def test_the_list_of_meetings(site: Site) -> None:
    text = words(site.visitor("ledamot.2").get("/sammantraden"))
    assert "onsdag 15 december 2021" in text
    assert "Nytt sammanträde" not in text
    assert "Nytt sammanträde" in words(site.visitor("namndsekreterare.1").get("/sammantraden"))


def test_the_secretary_plans_a_meeting(site: Site) -> None:
    visitor = site.visitor("namndsekreterare.1")
    check_page(visitor.get("/sammantraden/nytt"))
    page = check_page(visitor.submit("/sammantraden", MEETING))
    assert "Tisdag 15 mars 2022 kl. 09.00" in page.text()
    assert "Dagordningen är tom ännu" in page.text()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"day": "2020-01-01"}, "bakåt i tiden"),
        ({"day": "i morgon"}, "Ange dag och klockslag"),
        ({"clock": "09:00+05:00"}, "Ange dag och klockslag"),
        ({"place": " "}, "Skriv var sammanträdet hålls"),
        ({"members": []}, "Välj minst en ledamot"),
        ({"members": ["handlaggare.1"]}, "Välj minst en ledamot"),
    ],
)
def test_a_meeting_with_errors_is_told(site: Site, change: dict[str, object], told: str) -> None:
    answer = site.visitor("namndsekreterare.1").post("/sammantraden", {**MEETING, **change})
    assert answer.status_code == 422
    assert told in words(answer)


def test_only_the_secretary_plans_meetings(site: Site) -> None:
    assert site.visitor("handlaggare.1").get("/sammantraden/nytt").status_code == 403
    assert site.visitor("handlaggare.1").post("/sammantraden", MEETING).status_code == 403


def test_a_meeting_with_its_agenda_proposals_and_attendance(open_at: OpenSite) -> None:
    site = open_at("meeting")
    visitor, path = site.visitor("namndsekreterare.1"), f"/sammantraden/{_decided_meeting(site)}"
    text = words(visitor.get(path))
    for expected in ("Energiväxeln", "Summa beviljat 9 800 000", "Beslutsför", "Enligt förslaget", "Reserv 2"):
        assert expected in text, expected
    assert "ordforande.1" in words(visitor.get(f"{path}/narvaro"))
    assert "Avvisning: Ledmiljö" in words(visitor.get(f"{path}/anmalda"))
    assert visitor.get(f"{path}/annat").status_code == 404
    assert visitor.get("/sammantraden/finns-inte").status_code == 404


def test_the_chair_gets_to_its_task_from_the_meeting(open_at: OpenSite) -> None:
    site = open_at("meeting")
    html = site.visitor("ordforande.1").get(f"/sammantraden/{_decided_meeting(site)}").get_data(as_text=True)
    task = site.engine.tasks(element_id="adjust_minutes_chair")[0]
    assert f"/uppgifter/{task.id}" in html


def test_delegated_decisions_in_their_groups(site: Site) -> None:
    text = words(site.visitor("direktor.1").get("/delegationsbeslut"))
    for expected in ("Att besluta", "Att anmäla till nämnden", "Avskrivning", "Avvisning: Ledmiljö"):
        assert expected in text
    assert "Ny förfrågan" not in text


def test_a_request_is_received_and_goes_to_the_registrar(site: Site) -> None:
    visitor = site.visitor("registrator.1")
    check_page(visitor.get("/delegationsbeslut/ny"))
    page = check_page(visitor.submit("/delegationsbeslut/ny", REQUEST))
    assert "Registrera" in page.text()
    assert len(site.engine.tasks(element_id="register_request")) == 1


def test_a_request_with_errors_keeps_what_was_written(site: Site) -> None:
    answer = site.visitor("registrator.1").post("/delegationsbeslut/ny", {**REQUEST, "requester_email": "nej"})
    assert answer.status_code == 422
    check_page(answer)
    assert "Grannklustret AS" in answer.get_data(as_text=True)
    assert site.visitor("jurist.1").get("/delegationsbeslut/ny").status_code == 403
