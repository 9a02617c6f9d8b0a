"""A call from its draft to its closing, on both databases."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from engine import Actor, Engine, VirtualClock
from tests.workflows.call.example import content_of_2021
from tests.workflows.product import Product
from workflows.call.asking import ask_question, request_amendment
from workflows.call.commands import sign_up
from workflows.call.errors import AmendmentRefusedError, MeetingFullError, NoMeetingError, UnknownCallError
from workflows.call.queries import (
    answers_of,
    call_lists,
    call_page,
    funding_call,
    reminders_of,
    sign_ups_of,
)
from workflows.notifications import mail_list
from workflows.registry import document_html, documents_of


@pytest.fixture
def product(engine_factory: Callable[..., Engine], clock: VirtualClock, files: Path) -> Product:
    return Product(engine_factory, clock, files)


def test_a_call_gets_its_number_and_is_shown_when_it_is_published(product: Product) -> None:
    # given
    call_id = product.open_call()
    # when
    with product.engine.reading() as session:
        found = funding_call(session, call_id)
        lists = call_lists(session, now=product.engine.clock.now())
        kinds = [document.kind for document in documents_of(session, case_id=call_id)]
    # then
    assert found.registry_number == "RUN/598/2021"
    assert found.cutoff == datetime(2021, 11, 29, 23, 0, tzinfo=UTC)
    assert [call.id for call in lists.open] == [call_id]
    assert kinds == ["D1", "D3"]
    variables = product.engine.case(call_id).variables
    assert [warning["code"] for warning in variables["schedule_warnings"]] == ["short_lead", "holidays"]


def test_a_call_that_is_returned_keeps_its_number(product: Product) -> None:
    # given
    case = product.engine.start("call", actor=product.actor("utlysning.1"))
    product.do("draft_call", "utlysning.1", content_of_2021())
    # when
    product.do("approve_call", "omradeschef.1", {"approval": "return", "comment": "Ändra rubriken"})
    product.do("draft_call", "utlysning.1", content_of_2021(title="Ny rubrik"))
    # then
    with product.engine.reading() as session:
        found = funding_call(session, case.id)
        assert (found.registry_number, found.title, found.status) == ("RUN/598/2021", "Ny rubrik", "draft")
        with pytest.raises(UnknownCallError):
            call_page(session, case.id, now=product.engine.clock.now())


def test_signing_up_gives_the_same_answer_twice_and_ends_when_the_meeting_is_full(product: Product) -> None:
    # given
    call_id = product.open_call()

    def join(email: str) -> None:
        with product.engine.work(actor=Actor("public")) as work:
            sign_up(work, call_id, email=email, name="kontaktperson.1")

    # when
    join("a@foretag.example")
    join("A@foretag.example ")
    join("b@foretag.example")
    # then
    with pytest.raises(MeetingFullError):
        join("c@foretag.example")
    join("b@foretag.example")
    with product.engine.reading() as session:
        page = call_page(session, call_id, now=product.engine.clock.now())
        assert [person.email for person in sign_ups_of(session, call_id)] == ["a@foretag.example", "b@foretag.example"]
        assert (page.places_left, page.can_sign_up) == (0, False)
        mails = [mail for mail in mail_list(session) if mail.recipient == "a@foretag.example"]
    assert len(mails) == 1
    event = Calendar.from_ical(mails[0].attachments[0].content).walk("VEVENT")[0]
    assert event["DTSTART"].dt == datetime(2021, 11, 16, 7, 0, tzinfo=UTC)


def test_nobody_signs_up_for_a_meeting_that_has_begun(product: Product) -> None:
    call_id = product.open_call()
    product.at("2021-11-16T08:00+01:00")
    with pytest.raises(NoMeetingError), product.engine.work(actor=Actor("public")) as work:
        sign_up(work, call_id, email="a@foretag.example", name="kontaktperson.1")


def test_participants_are_reminded_and_the_meetings_questions_are_published(product: Product) -> None:
    # given
    call_id = product.open_call()
    with product.engine.work(actor=Actor("public")) as work:
        sign_up(work, call_id, email="a@foretag.example", name="kontaktperson.1")
    # when
    product.at("2021-11-15T09:00+01:00")
    with product.engine.reading() as session:
        reminded = [mail.subject for mail in mail_list(session) if mail.subject.startswith("Påminnelse: information")]
    product.at("2021-11-16T09:00+01:00")
    product.do("hold_meeting", "kommunikator.1", {"participants_count": 12}, call_id)
    rows = [{"question": f"Fråga {number}", "answer": f"Svar {number}"} for number in (1, 2)]
    product.do("publish_answers", "handlaggare.1", {"qa": rows}, call_id)
    # then
    assert len(reminded) == 1
    with product.engine.reading() as session:
        found = call_page(session, call_id, now=product.clock.now()).answers
    assert [(answer.question, answer.source) for answer in found] == [("Fråga 1", "meeting"), ("Fråga 2", "meeting")]


def test_a_call_without_a_meeting_goes_on_without_it(product: Product) -> None:
    call_id = product.open_call(meeting_start=None, meeting_end=None, meeting_place=None, meeting_capacity=None)
    with product.engine.reading() as session:
        page = call_page(session, call_id, now=product.clock.now())
        assert [document.kind for document in documents_of(session, case_id=call_id)] == ["D1"]
    assert (page.call.meeting, page.can_sign_up, page.places_left) == (None, False, None)


def test_a_published_call_is_coming_until_it_opens_and_closed_after_the_cutoff(product: Product) -> None:
    call_id = product.open_call(opens_on=date(2021, 11, 8))

    def listed() -> str:
        with product.engine.reading() as session:
            lists = call_lists(session, now=product.clock.now())
        return next(name for name in lists.__slots__ if [call.id for call in getattr(lists, name)] == [call_id])

    assert listed() == "coming"
    product.at("2021-11-08T00:00+01:00")
    assert listed() == "open"
    product.at("2021-11-30T00:00+01:00")
    assert listed() == "closed"


def test_questions_are_answered_to_all_or_to_one_with_the_reason_kept(product: Product) -> None:
    # given
    call_id = product.open_call()
    # when
    for question, data in (
        ("Kan flera områden sökas?", {"answer": "Ja.", "publish": "yes"}),
        ("Kan ni läsa vårt utkast?", {"answer": "Nej.", "publish": "no", "individual_reason": "Gäller bara er."}),
    ):
        ask_question(product.engine, call_id, question=question, email="A@foretag.example", actor=Actor("public"))
        product.do("answer_question", "handlaggare.1", data, call_id)
    # then
    with product.engine.reading() as session:
        assert [answer.question for answer in answers_of(session, call_id, published_only=True)] == [
            "Kan flera områden sökas?"
        ]
        assert len(answers_of(session, call_id, published_only=False)) == 2
        sent = [mail for mail in mail_list(session) if mail.recipient == "a@foretag.example"]
    assert len(sent) == 2


def test_reminders_of_one_day_are_merged_and_the_skipped_one_says_why(product: Product) -> None:
    # given
    call_id = product.open_call()
    product.draft(call_id)
    # when
    product.at("2021-11-28T12:00+01:00")
    # then
    with product.engine.reading() as session:
        found = reminders_of(session, call_id)
        mails = [mail for mail in mail_list(session) if mail.subject.startswith("Påminnelse: sista")]
    assert sorted((reminder.day, reminder.sent_to, bool(reminder.skipped_because)) for reminder in found) == [
        (date(2021, 11, 15), 1, False),
        (date(2021, 11, 22), 1, False),
        (date(2021, 11, 25), 1, False),
        (date(2021, 11, 26), 0, True),
        (date(2021, 11, 26), 1, False),
    ]
    assert len(mails) == 4


def test_an_amended_call_keeps_its_old_dates_and_tells_those_with_a_draft(product: Product) -> None:
    # given
    call_id = product.open_call()
    product.draft(call_id)
    # when
    request_amendment(
        product.engine,
        call_id,
        change="Mer tid.",
        reason="Driftstörning.",
        new_deadline_date=date(2021, 12, 6),
        new_decision_date=None,
        actor=product.actor("utlysning.1"),
    )
    product.at("2021-11-30T09:00+01:00")
    # then
    with product.engine.reading() as session:
        page = call_page(session, call_id, now=product.engine.clock.now())
        told = [mail.recipient for mail in mail_list(session) if mail.subject.startswith("Utlysningen har ändrats")]
    assert page.call.is_open(product.engine.clock.now())
    assert page.call.deadline_date == date(2021, 12, 6)
    assert page.amendments[0].old_deadline_date == date(2021, 11, 29)
    assert told == ["sokande.1@559999-9041.example"]
    assert product.engine.case(call_id).variables["cutoff"] == datetime(2021, 12, 6, 23, 0, tzinfo=UTC)


def test_an_amendment_that_may_not_be_is_refused_before_anything_happens(product: Product) -> None:
    call_id = product.open_call()
    with pytest.raises(AmendmentRefusedError) as refused:
        request_amendment(
            product.engine,
            call_id,
            change="Mindre tid.",
            reason="Brådska.",
            new_deadline_date=date(2021, 11, 20),
            new_decision_date=None,
            actor=product.actor("utlysning.1"),
        )
    assert "framåt" in refused.value.reasons[0].sv
    with product.engine.reading() as session:
        assert funding_call(session, call_id).version == 1


def test_the_call_text_has_the_ten_headings_in_the_order_of_2021(product: Product) -> None:
    # given
    call_id = product.open_call()
    # when
    with product.engine.reading() as session:
        document = documents_of(session, case_id=call_id, kinds=["D1"])[0]
        page = document_html(session, document.id)
    # then
    headings = re.findall(r"<h2>(.*?)</h2>", page)
    assert headings[:2] == ["Syfte", "Innovationskluster ska göra följande"]
    assert headings[2:] == [
        "Vem kan söka?",
        "För vad kan vi söka?",
        "Hur mycket kan vi få i stöd?",
        "Tidsperiod",
        "När kan vi söka?",
        "Vad är viktigt att veta?",
        "Hur ansöker vi?",
        "Vad ska framgå i ansökan?",
        "Hur handläggs och beslutas vår ansökan?",
        "Kontakt",
    ]
    assert page.count("<li>") == 4


def test_the_opening_list_is_drawn_up_when_the_call_closes(product: Product) -> None:
    # given
    call_id = product.open_call()
    product.at("2021-11-29T23:58:40+01:00")
    product.submit(product.draft(call_id))
    # when
    product.at("2021-11-30T08:00+01:00")
    # then
    with product.engine.reading() as session:
        assert funding_call(session, call_id).status == "closed"
        kinds = [document.kind for document in documents_of(session, case_id=call_id)]
    assert kinds[-1] == "DL"
    assert product.engine.case(call_id).variables["applications_received"] == 1
    product.do("check_opening_list", "registrator.1", {"list_checked": True}, call_id)
    product.do("confirm_opening_list", "handlaggare.1", {"list_confirmed": True}, call_id)
    assert product.engine.case(call_id).variables["applications_open"] == 1
