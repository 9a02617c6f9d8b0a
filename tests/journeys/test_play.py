"""The seeds' own cases from start to end: the letter of intent of 2020 and the call of 2021."""

import pytest

from engine import VirtualClock
from workflows.bootstrap import Product
from workflows.demo import facts
from workflows.demo.outcome import differences, results
from workflows.demo.play import ENDS, LETTER_ENDS, Play
from workflows.notifications import mail_list
from workflows.registry import document_html, documents_of, registry_breaches

pytestmark = pytest.mark.slow


def test_the_call_of_2021_ends_with_the_expected_outcome_of_each_applicant(
    product: Product, clock: VirtualClock
) -> None:
    play = Play.on(product, clock)

    play.begin_call()
    play.go_on(until=ENDS)

    assert [text for text in differences(play) if "RUN/495/2020" not in text] == []
    granted = [result.applicant.id for result in results(play) if result.application.outcome == "granted"]
    assert granted == ["A01", "A02", "A03", "A04"]
    assert product.engine.verify() == []
    assert product.engine.verify_audit() == []
    with product.engine.reading() as session:
        assert registry_breaches(session, product.files) == []


def test_reminders_of_the_deadline_come_on_working_days_and_are_merged(product: Product, clock: VirtualClock) -> None:
    play = Play.on(product, clock)

    play.begin_call()
    play.go_on(until=facts.applicants()[8].submitted_at)

    fired = [event for event in product.engine.history(play.call_id) if event.type == "timer_fired"]
    days = [event.at.date().isoformat() for event in fired if str(event.element_id).startswith("remind_")]
    assert days == ["2021-11-15", "2021-11-22", "2021-11-25", "2021-11-26", "2021-11-26"]
    with product.engine.reading() as session:
        reminders = [mail for mail in mail_list(session, limit=1000) if "sista ansökningsdag" in mail.subject.lower()]
    # The reminders of three days and of one day before fall on the same Friday: each draft's owner gets one.
    friday = [mail.recipient for mail in reminders if mail.created_at.date().isoformat() == "2021-11-26"]
    assert friday
    assert len(friday) == len(set(friday))


def test_the_delegated_decision_has_the_seeds_headings_in_its_order(product: Product, clock: VirtualClock) -> None:
    play = Play.on(product, clock)

    play.play_letter(until=LETTER_ENDS)

    letter = facts.letter()
    with product.engine.reading() as session:
        (paper,) = documents_of(session, registry_number="RUN/495/2020", kinds=("D17",))
        page = document_html(session, paper.id)
    places = [page.index(f">{heading}<") for heading in letter.headings]
    assert places == sorted(places)
    head = page[: places[0]]
    assert "2020-08-31" in head
    assert "RUN/495/2020" in head
    (case,) = product.engine.cases(process_key="delegated_decision")
    assert case.status == "completed"
