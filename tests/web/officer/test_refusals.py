"""What a rule refuses when a task is done stands above its form, in the rule's own words, and nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest

from tests.web.installation import Site
from tests.web.officer.conftest import OpenSite
from tests.web.officer.reading import words
from tests.workflows.decision.stage import PROPOSAL
from workflows.decision.meetings import meetings

pytestmark = pytest.mark.xdist_group("officer")
PREPARED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("review_state_aid", "jurist.1", {"state_aid_ok": True}),
    ("review_budget", "ekonom.1", {"budget_ok": True}),
    ("write_proposal", "handlaggare.1", PROPOSAL),
    ("review_proposal", "omradeschef.1", {"review": "ok"}),
    ("approve_proposal", "direktor.1", {"approved": "yes"}),
)


def _after_the_summons(site: Site) -> dict[str, Any]:
    """Prepare the call's matter until it is to be put on an agenda whose summons has been sent; its entries."""
    (ranked,) = site.engine.tasks(element_id="review_budget")
    for element, account, data in PREPARED:
        (task,) = site.engine.tasks(ranked.case_id, element_id=element)
        site.engine.complete(task.id, data, actor=site.actor(account))
    with site.engine.reading() as session:
        meeting = meetings(session, after=site.clock.now())[0]
    site.clock.set(meeting.starts_at - timedelta(days=2))
    return {"board_meeting_id": meeting.id, "agenda_no": "17"}


def test_a_refusal_comes_back_with_its_sentence_and_what_was_entered(open_at: OpenSite) -> None:
    site = open_at("ranked")
    entered = _after_the_summons(site)
    task = site.engine.tasks(element_id="put_on_agenda")[0]

    for language, sentence in (
        ("sv", "Kallelsen är redan skickad. Skriv varför ärendet läggs till sent"),
        ("en", "The summons has already been sent. Say why the matter is added late"),
    ):
        answer = site.visitor("namndsekreterare.1", language=language).post(f"/uppgifter/{task.id}", entered)
        assert answer.status_code == 409
        assert sentence in words(answer)
        assert 'value="17"' in answer.get_data(as_text=True)
    assert site.engine.task(task.id).state == "open"
    assert site.engine.incidents() == []

    reason = {"late_reason": "Granskningen av statsstödet blev klar efter kallelsen."}
    done = site.visitor("namndsekreterare.1").post(f"/uppgifter/{task.id}", {**entered, **reason})
    assert done.status_code == 303
    assert site.engine.task(task.id).state == "completed"
