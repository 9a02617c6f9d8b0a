"""A letter of intent from the request to the final decision, and an application that the director rejects."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape

import pytest

from engine import Actor, Engine, InvalidDataError, VirtualClock
from tests.workflows.decision.applications import insert_application
from tests.workflows.decision.stage import PROPOSAL, Stage, record_of
from workflows.application.queries import application
from workflows.decision.errors import DecisionMissingError
from workflows.decision.records import decision_of, dispatches_of
from workflows.delegated_decision.model import DelegatedDecision
from workflows.delegated_decision.queries import (
    decision_paper,
    delegated_list,
    report_list,
    unreported,
    who_decides,
)
from workflows.delegated_decision.records import all_decisions, decision_of_case
from workflows.letters import shipped
from workflows.notifications import mail_list
from workflows.registry import document_html, documents_of, set_series

REQUEST = {
    "received_on": "2021-12-07",
    "sender": "Thamsklyngen",
    "country": "NO",
    "subject": "Letter of Intent – Thamsklyngen",
    "requester_email": "post@klyngen.example",
    "external_deadline": "2022-01-15",
}
PREPARED = {
    "requester": "Thamsklyngen",
    "requested_commitment": "En avsiktsförklaring om fortsatt samarbete.",
    "economic_commitment": False,
    "principal": False,
    "strategy_links": ["S3"],
}
DRAFT = {
    "arendebeskrivning": "Förfrågan har kommit från Thamsklyngen.\n\nSamarbetet är etablerat.",
    "beslutsunderlag": [{"text": "Förslag: Avsiktsförklaring Thamsklyngen"}],
    "delegationsbestammelse": "Delegationsbestämmelser för regionala utvecklingsnämnden i Region Jämtland Härjedalen",
    "delegationspunkt": "1.2",
    "beslut": "Letter of intent (avsiktsförklaring) skickas till Thamsklyngen, enligt upprättat förslag.",
    "recipients": [{"name": "Thamsklyngen", "address": "post@klyngen.example"}],
    "letter_of_intent": {
        "parties": "Regionen och Thamsklyngen",
        "background": "Etablerat samarbete",
        "purpose": "Fortsätta",
        "actions": "Möten",
        "validity": "Till och med 2023",
    },
}
HEADINGS = ["Ärendebeskrivning", "Beslutsunderlag", "Delegationsbestämmelse och delegation", "Beslut", "Anmälan"]
# What a task of this process is answered with, and by whom.
STEPS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("register_request", "registrator.1", dict(REQUEST)),
    ("assign_officer", "omradeschef.1", {"officer": "handlaggare.1"}),
    ("prepare_matter", "handlaggare.1", dict(PREPARED)),
    ("declare_officer_conflict", "handlaggare.1", {"conflict": "no"}),
    ("draft_decision", "handlaggare.1", dict(DRAFT)),
    ("review_draft", "omradeschef.1", {"review": "ok"}),
    ("declare_delegate_conflict", "direktor.1", {"conflict": "no"}),
    ("decide", "direktor.1", {"decision": "approve", "signed": True}),
)


class Letter:
    """A request for a letter of intent on the stage; `case_id` is its case."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        request = {**REQUEST, "received_on": date(2021, 12, 7), "external_deadline": date(2022, 1, 15)}
        self.case_id = stage.engine.send_message("loi_request_received", request, actor=Actor.system()).id

    def play(self, until: str = "", **changed: dict[str, object]) -> None:
        """Answer the tasks in order, up to (not including) `until`; `changed` gives other answers by task."""
        for element_id, who, data in STEPS:
            if element_id == until:
                return
            self.stage.do(element_id, who, {**data, **changed.get(element_id, {})}, self.case_id)

    def decision(self) -> DelegatedDecision:
        """The delegated decision as it is kept."""
        with self.stage.engine.reading() as session:
            return all_decisions(session)[0]

    def paper(self, kind: str) -> str:
        """A registered paper's text."""
        with self.stage.engine.reading() as session:
            found = documents_of(session, case_id=self.case_id, kinds=[kind])[0]
            return unescape(document_html(session, found.id))


@pytest.fixture
def stage(engine_factory: Callable[..., Engine], clock: VirtualClock) -> Stage:
    """The staff and two meetings, on 7 December 2021."""
    return Stage.build(engine_factory, clock)


@pytest.fixture
def letter(stage: Stage) -> Letter:
    """A request that has just arrived."""
    return Letter(stage)


def test_the_decision_has_the_headings_of_2020_in_their_order_and_the_signature_before_the_last(letter: Letter) -> None:
    letter.play()

    text = letter.paper("D17")
    assert re.findall(r"<h2>(.*?)</h2>", text) == HEADINGS
    assert text.index("direktor.1") < text.index("<h2>Anmälan</h2>")
    assert "<p>2021-12-07</p>" in text
    assert "<p>RUN/598/2021</p>" in text
    assert "Beslutet anmäls till regionala utvecklingsnämnden" in text


def test_the_letter_of_intent_says_that_it_does_not_bind(letter: Letter) -> None:
    letter.play()

    headings = re.findall(r"<h2>(.*?)</h2>", letter.paper("D18"))
    assert headings[-3:] == ["Ej juridiskt eller ekonomiskt bindande", "Giltighet", "Underskrift"]


def test_decision_and_annex_are_sent_in_the_requesters_language_and_logged(letter: Letter) -> None:
    letter.play()
    letter.stage.engine.run_due()

    with letter.stage.engine.reading() as session:
        log = dispatches_of(session, letter.case_id)
        mails = {one.subject: one for one in mail_list(session)}
    assert [(line.address, line.channel) for line in log] == [("post@klyngen.example", "email")] * 2
    subject = "Decision RUN/598/2021: Letter of Intent – Thamsklyngen"
    assert mails[subject].language == "en"
    assert "Your request is registered: RUN/598/2021" in mails


def test_the_decision_is_listed_for_the_first_meeting_a_week_later_and_is_late_after_it(letter: Letter) -> None:
    letter.play()

    with letter.stage.engine.reading() as session:
        line = delegated_list(session, now=datetime(2021, 12, 8, tzinfo=UTC))[0]
        late = unreported(session, now=datetime(2021, 12, 16, tzinfo=UTC))
        listed = report_list(session, "m0")
    assert (line.group, line.is_late) == ("to_report", False)
    assert line.report_on == datetime(2021, 12, 15, 8, tzinfo=UTC)
    assert [one.registry_number for one in late] == ["RUN/598/2021"]
    assert [one.title for one in listed] == ["Letter of Intent – Thamsklyngen"]
    assert "1.2" in letter.paper("D19")


def test_a_reported_decision_is_final_when_the_notice_has_stood_three_weeks(letter: Letter) -> None:
    letter.play()
    letter.stage.go_to(datetime(2021, 12, 17, 12, 0, tzinfo=UTC))
    report = {"board_meeting_id": "m0", "paragraph": "217", "notice_posted_on": "2021-12-17"}
    letter.stage.do("report_to_board", "namndsekreterare.1", report, letter.case_id)

    assert letter.decision().final_on == date(2022, 1, 8)
    assert letter.stage.engine.case(letter.case_id).status == "active"
    letter.stage.go_to(datetime(2022, 1, 8, 9, 0, tzinfo=UTC))
    assert letter.stage.engine.case(letter.case_id).status == "completed"
    assert letter.decision().state == "final"


def test_the_paper_is_shown_before_it_is_signed_with_its_checks(letter: Letter) -> None:
    letter.play(until="decide")

    with letter.stage.engine.reading() as session:
        paper = decision_paper(
            session,
            letter.stage.engine.process_file,
            letter.case_id,
            officer="handlaggare.1",
            now=letter.stage.clock.now(),
        )
    assert re.findall(r"<h2>(.*?)</h2>", paper.html) == HEADINGS
    assert "Underskrift läggs till när beslutet fattas" in paper.html
    assert (paper.is_ready, len(paper.checks)) == (True, 3)
    assert paper.report_at == datetime(2021, 12, 15, 8, tzinfo=UTC)


def test_the_table_says_who_may_decide_and_by_which_row() -> None:
    found = who_decides(shipped, {"matter": {"kind": "letter_of_intent", "amount_sek": None}, "principal": False})

    assert (found.is_delegated, found.point, found.row, found.valid_from) == (True, "1.2", 7, "2019-01-01")
    assert found.reason == "Avsiktsförklaring utan ekonomiskt åtagande."


def test_a_commitment_with_money_goes_to_the_board_without_a_draft(letter: Letter) -> None:
    money = {"economic_commitment": True, "amount_sek": 100_000}
    letter.play(until="draft_decision", prepare_matter=money)

    assert {task.element_id for task in letter.stage.engine.tasks(letter.case_id)} == {"write_proposal"}


def test_a_matter_handed_over_is_decided_by_the_board_and_registered_as_its_decision(letter: Letter) -> None:
    letter.play(until="decide")
    stage = letter.stage
    handed = {"decision": "to_board", "decision_comment": "Ärendet är större än det verkade."}
    stage.do("decide", "direktor.1", handed, letter.case_id)
    stage.do("write_proposal", "handlaggare.1", dict(PROPOSAL), letter.case_id)
    stage.do("review_proposal", "omradeschef.1", {"review": "ok"}, letter.case_id)
    stage.do("approve_proposal", "direktor.1", {"approved": "yes"}, letter.case_id)
    stage.do("put_on_agenda", "namndsekreterare.1", {"board_meeting_id": "m0", "agenda_no": 4}, letter.case_id)
    stage.go_to(datetime(2021, 12, 8, 8, 0, tzinfo=UTC))
    stage.go_to(datetime(2021, 12, 15, 8, 0, tzinfo=UTC))
    stage.do("record_meeting", "namndsekreterare.1", record_of(), letter.case_id)
    stage.do("adjust_minutes_chair", "ordforande.1", {"adjusted": True}, letter.case_id)
    stage.do("adjust_minutes_adjuster", "justerare.1", {"adjusted": True}, letter.case_id)
    stage.do("post_notice", "namndsekreterare.1", {"notice_posted_on": "2021-12-15"}, letter.case_id)

    found = letter.decision()
    assert (found.decided_by, found.outcome, found.delegate) == ("board", "granted", None)
    assert found.decided_at == datetime(2021, 12, 15, 8, 0, tzinfo=UTC)
    with stage.engine.reading() as session:
        assert documents_of(session, case_id=letter.case_id, kinds=["D19"]) == []


def test_the_director_signs_or_nothing_is_decided(letter: Letter) -> None:
    letter.play(until="decide")

    with pytest.raises(InvalidDataError):
        letter.stage.do("decide", "direktor.1", {"decision": "approve", "signed": False}, letter.case_id)

    assert letter.decision().decided_at is None


def test_a_returned_draft_is_written_again_in_the_same_row(letter: Letter) -> None:
    letter.play(until="decide")
    returned = {"decision": "return", "decision_comment": "Skriv ut parterna."}
    letter.stage.do("decide", "direktor.1", returned, letter.case_id)
    letter.stage.do("draft_decision", "handlaggare.1", {**DRAFT, "beslut": "Nytt beslut."}, letter.case_id)

    with letter.stage.engine.reading() as session:
        assert [one.draft["beslut"] for one in all_decisions(session)] == ["Nytt beslut."]


@pytest.mark.parametrize(
    ("kind", "outcome", "paper", "words"),
    [
        ("rejection", "rejected", "D14", "avslår ansökan"),
        ("dismissal", "dismissed", "D15", "avvisar ansökan"),
        ("closure", "closed", "D16", "avskriver ärendet"),
    ],
)
def test_rejection_dismissal_and_closure_have_letters_of_their_own(
    stage: Stage, kind: str, outcome: str, paper: str, words: str
) -> None:
    stage.start_call()
    case_id = _hand_over(stage, kind)
    draft = {name: value for name, value in DRAFT.items() if name != "letter_of_intent"}
    for element_id, who, data in STEPS[3:]:
        stage.do(element_id, who, draft if element_id == "draft_decision" else data, case_id)

    with stage.engine.reading() as session:
        about = application(session, case_id)
        decided = decision_of(session, case_id)
        text = unescape(document_html(session, documents_of(session, case_id=case_id, kinds=[paper])[0].id))
        log = dispatches_of(session, case_id)
    assert (about.status, about.outcome, decided.outcome) == ("decided", outcome, outcome)
    assert decided.decided_by == "director"
    assert words in text
    assert "Skälen står i förslaget." in text
    assert [line.document_number for line in log] == [decided.document_number]


def test_what_nobody_has_decided_cannot_be_found(stage: Stage) -> None:
    with pytest.raises(DecisionMissingError), stage.engine.reading() as session:
        decision_of_case(session, "none")


def _hand_over(stage: Stage, kind: str) -> str:
    """An application's matter that the director may decide, as its own case hands it over; returns the case's id."""
    engine = stage.engine
    matter = {"kind": kind, "title": "Appidé", "amount_sek": 350_000, "text": "Skälen står i förslaget."}
    variables = {"matter": matter, "registry_number": "RUN/613/2021", "recipient_name": "Ravinens Konsult AB"}
    case_id = engine.start("delegated_decision", variables, actor=stage.actor("handlaggare.1")).id
    one = {"id": "A13", "title": "Appidé", "applicant": "Ravinens Konsult AB", "areas": ["DIG"], "sought_sek": 350_000}
    with engine.work(actor=Actor.system()) as work:
        set_series(work.session, "RUN", 2021, 613)
        insert_application(work, stage.call_id, one, number=13, status="to_delegate", case_id=case_id)
    return case_id
