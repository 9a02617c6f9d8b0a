"""A grant from its confirmation to its extension, on real databases with the shipped diagrams."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape

import pytest

from engine import Actor, Engine, VirtualClock
from tests.workflows.decision.stage import PROPOSAL, Stage, record_of
from workflows.application.queries import application
from workflows.decision.records import decision_of, decisions_of_call
from workflows.evaluation.queries import evaluations_of
from workflows.extension.queries import extensions_of
from workflows.follow_up.errors import RecoveryOrderError
from workflows.follow_up.queries import FollowUp, follow_up_of, follow_ups_of_call
from workflows.follow_up.records import periods_of
from workflows.registry import document_html, documents_of

CONFIRMED = {"accepted": True, "signed": True}
REVIEW = {
    "meeting_date": "2022-05-10",
    "participants": [
        {"name": "Kommunen", "sector": "public"},
        {"name": "Bolaget", "sector": "business"},
        {"name": "Universitetet", "sector": "academia"},
    ],
    "vision": "Ett hållbart län",
    "goals": [{"goal": "Tio samarbeten"}],
    "needs": "Kompetens",
    "challenges": "Avstånd",
    "opportunities": "Intresse",
    "interventions": [{"text": "Testmiljö", "owner": "Bolaget", "start": "2022-05-11", "status": "ongoing"}],
    "change_log": "Första versionen",
}
REPORT = {
    "activities": "Möten",
    "indicators": [{"name": "Företag", "target": "10", "value": "4"}],
    "costs_sek": 1_000_000,
    "results": "Två samarbeten",
    "attachments": None,
}
EVALUATION = {
    "questions": "Har målen nåtts?",
    "method": "Enkät",
    "results": "Ja",
    "goal_attainment": 90,
    "lessons": "Möten hjälper",
    "evaluation_grade": "A",
    "irregularity": False,
    "recommendation": "Förläng",
}


class Grants:
    """The stage after the decisions, with short words for what the beneficiary of A01 does."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.application_id = stage.ids["A01"]
        self.case_id = self.begin("A01")

    def begin(self, name: str) -> str:
        """Begin the follow-up of a granted application, as its own case does; returns the follow-up's id."""
        engine = self.stage.engine
        with engine.reading() as session:
            about = application(session, self.stage.ids[name])
        payload = {
            "application_id": about.id,
            "call_id": about.call_id,
            "registry_number": about.registry_number,
            "org_identity": about.org_identity,
            "title": about.title,
            "total_costs_sek": about.total_costs_sek,
            "support_end": date(2022, 12, 31),
        }
        return engine.send_message("grant_decided", payload, actor=Actor.system()).id

    @property
    def applicant(self) -> Actor:
        """Somebody who acts for the organisation of A01."""
        with self.stage.engine.reading() as session:
            identity = application(session, self.application_id).org_identity
        return Actor("sokande.1", frozenset({"applicant"}), frozenset({identity}))

    def answer(self, element_id: str, data: dict[str, object]) -> None:
        """Complete the beneficiary's task."""
        task = self.stage.engine.tasks(self.case_id, element_id=element_id)[0]
        self.stage.engine.complete(task.id, data, actor=self.applicant)

    def do(self, element_id: str, who: str, data: dict[str, object]) -> None:
        """Complete a task of the staff."""
        self.stage.do(element_id, who, data, self.case_id)

    def start_work(self) -> None:
        """Confirm the commitment and hold the first meeting."""
        self.answer("confirm_commitment", dict(CONFIRMED))
        meeting = {"held_on": "2021-12-20", "participants": "Projektet", "notes": "Genomgång"}
        self.do("hold_startup_meeting", "handlaggare.1", meeting)

    def open_tasks(self) -> set[str]:
        """The elements with an open task."""
        return {task.element_id for task in self.stage.engine.tasks(self.case_id)}

    def view(self, today: date) -> FollowUp:
        """The follow-up as its page shows it."""
        with self.stage.engine.reading() as session:
            return follow_up_of(session, self.application_id, today=today)


@pytest.fixture
def grants(engine_factory: Callable[..., Engine], clock: VirtualClock) -> Grants:
    """The call of 2021 decided and sent on 17 December 2021, and the follow-up of A01 begun."""
    stage = Stage.build(engine_factory, clock)
    stage.start_call()
    stage.decide()
    return Grants(stage)


def test_the_plan_has_four_duties_two_reviews_and_four_reports(grants: Grants) -> None:
    variables = grants.stage.engine.case(grants.case_id).variables
    view = grants.view(date(2021, 12, 20))

    assert variables["confirm_by"] == datetime(2022, 1, 14, 22, 59, 59, tzinfo=UTC)
    assert [review["due_on"] for review in variables["reviews"]] == [date(2022, 5, 31), date(2022, 11, 30)]
    assert variables["reports"][0]["due_on"] == date(2022, 5, 2)
    assert (len(view.commitments), {line.state for line in view.commitments}) == (4, {"unconfirmed"})
    assert view.grant.percent == Decimal("50.00")


def test_a_confirmed_grant_is_on_track_until_a_review_is_missed(grants: Grants) -> None:
    grants.start_work()

    on_track, late, missed = (grants.view(day) for day in (date(2022, 5, 2), date(2022, 5, 31), date(2022, 6, 1)))
    assert {line.state for line in on_track.commitments} == {"on_track"}
    assert [line.state for line in late.commitments] == ["behind", "behind", "on_track", "behind"]
    assert [line.note for line in missed.commitments if line.number == 3] == ["1 översyn saknas."]
    assert (on_track.is_red, missed.is_red) == (False, True)


def test_a_review_is_registered_as_a_version_of_the_areas_plan(grants: Grants) -> None:
    grants.start_work()
    grants.stage.go_to(datetime(2022, 4, 2, 9, 0, tzinfo=UTC))

    grants.answer("hold_review", dict(REVIEW))

    view = grants.view(date(2022, 6, 1))
    assert [(plan.area, plan.version, plan.sectors) for plan in view.plans] == [
        ("HE", 1, ["public", "business", "academia"])
    ]
    assert view.reviews[0].held_on == date(2022, 5, 10)
    assert view.reviews_missed == 0
    with grants.stage.engine.reading() as session:
        plan = documents_of(session, case_id=grants.application_id, kinds=["D24"])[0]
        assert "Ett hållbart län" in unescape(document_html(session, plan.id))


def test_an_approved_report_pays_its_share_and_notes_whether_it_was_in_time(grants: Grants) -> None:
    grants.start_work()
    grants.stage.go_to(datetime(2022, 4, 2, 9, 0, tzinfo=UTC))

    grants.answer("submit_report", dict(REPORT))
    grants.do("review_report", "granskare.1", {"verdict": "approved", "approved_costs_sek": 900_001})

    first = grants.view(date(2022, 5, 1)).reports[0]
    assert (first.costs_sek, first.approved_costs_sek, first.paid_sek) == (1_000_000, 900_001, 450_000)
    assert (first.submitted_on, first.is_on_time) == (date(2022, 4, 2), True)


def test_an_incomplete_report_comes_back_and_nothing_is_paid(grants: Grants) -> None:
    grants.start_work()
    grants.stage.go_to(datetime(2022, 4, 2, 9, 0, tzinfo=UTC))

    grants.answer("submit_report", dict(REPORT))
    grants.do("review_report", "granskare.1", {"verdict": "incomplete", "remark": "Underlag saknas."})

    assert "submit_report" in grants.open_tasks()
    assert grants.view(date(2022, 5, 1)).paid_sek == 0


def test_nothing_is_paid_to_an_organisation_with_a_recovery_order(grants: Grants) -> None:
    grants.start_work()
    grants.stage.go_to(datetime(2022, 4, 2, 9, 0, tzinfo=UTC))
    grants.answer("submit_report", {**REPORT, "recovery_order": True})

    with pytest.raises(RecoveryOrderError):
        grants.do("review_report", "granskare.1", {"verdict": "approved", "approved_costs_sek": 1_000_000})

    assert grants.view(date(2022, 5, 1)).paid_sek == 0


def test_a_grant_that_is_not_confirmed_lapses_and_the_first_reserve_that_fits_is_granted(grants: Grants) -> None:
    grants.stage.go_to(datetime(2022, 1, 15, 9, 0, tzinfo=UTC))
    grants.do("handle_no_confirmation", "handlaggare.1", {"action": "lapse", "reason": "Inget svar efter påminnelse."})

    ids = grants.stage.ids
    with grants.stage.engine.reading() as session:
        decided = {one.application_id: one for one in decisions_of_call(session, grants.stage.call_id)}
        letter = documents_of(session, case_id=ids["A06"], kinds=["D13"])
        lapsed = application(session, ids["A01"])
    assert (decided[ids["A01"]].outcome, decided[ids["A01"]].version) == ("lapsed", 2)
    assert (decided[ids["A06"]].outcome, decided[ids["A06"]].granted_sek) == ("granted", 1_800_000)
    assert decided[ids["A05"]].outcome == "reserve"
    assert sum(one.granted_sek for one in decided.values()) <= 10_000_000
    assert len(letter) == 1
    assert lapsed.outcome == "lapsed"
    assert grants.stage.engine.case(grants.case_id).status == "completed"


def test_nobody_is_promoted_when_the_reserve_list_no_longer_applies(grants: Grants) -> None:
    grants.stage.go_to(datetime(2022, 3, 16, 9, 0, tzinfo=UTC))
    grants.do("handle_no_confirmation", "handlaggare.1", {"action": "lapse", "reason": "Inget svar."})

    with grants.stage.engine.reading() as session:
        assert decision_of(session, grants.stage.ids["A06"]).outcome == "reserve"


def test_a_promoted_reserve_has_a_follow_up_of_its_own(grants: Grants) -> None:
    grants.stage.go_to(datetime(2022, 1, 15, 9, 0, tzinfo=UTC))
    grants.do("handle_no_confirmation", "handlaggare.1", {"action": "lapse", "reason": "Inget svar."})

    grants.begin("A06")

    with grants.stage.engine.reading() as session:
        views = follow_ups_of_call(session, grants.stage.call_id, today=date(2022, 1, 20))
    assert [(view.grant.title, view.grant.state) for view in views] == [
        ("Energiväxeln", "lapsed"),
        ("Sensorer i skog och å", "awaiting"),
    ]


def test_more_time_to_confirm_leaves_the_decision_as_it_is(grants: Grants) -> None:
    grants.stage.go_to(datetime(2022, 1, 15, 9, 0, tzinfo=UTC))
    more = {"action": "extend", "new_confirm_by": "2022-01-31", "reason": "Styrelsen möts den 25."}
    grants.do("handle_no_confirmation", "handlaggare.1", more)

    assert grants.open_tasks() == {"confirm_commitment"}
    with grants.stage.engine.reading() as session:
        assert decision_of(session, grants.application_id).outcome == "granted"


def _evaluate(grants: Grants) -> None:
    grants.start_work()
    grants.stage.go_to(datetime(2022, 4, 2, 9, 0, tzinfo=UTC))
    grants.answer("hold_review", dict(REVIEW))
    grants.answer("submit_report", {**REPORT, "costs_sek": 1_250_000})
    grants.do("review_report", "granskare.1", {"verdict": "approved", "approved_costs_sek": 1_250_000})
    grants.stage.go_to(datetime(2022, 7, 2, 9, 0, tzinfo=UTC))
    grants.answer("submit_report", {**REPORT, "costs_sek": 1_250_000})
    grants.do("review_report", "granskare.1", {"verdict": "approved", "approved_costs_sek": 1_250_000})
    grants.stage.go_to(datetime(2022, 9, 1, 12, 0, tzinfo=UTC))
    grants.do("write_evaluation", "utvarderare.1", dict(EVALUATION))


def test_the_evaluation_weighs_reviews_reports_and_money(grants: Grants) -> None:
    _evaluate(grants)

    with grants.stage.engine.reading() as session:
        found = evaluations_of(session, grants.application_id)[0]
    assert found.goal_data == {"reviews_done": 1, "reviews_required": 1, "reports_on_time": True, "budget_use": 101}
    assert (found.grade, found.goal_attainment) == ("A", 90)


def _ask_for_more(grants: Grants, amount_sek: int) -> None:
    wish = {"wants_extension": True, "new_end": "2023-12-31", "requested_sek": amount_sek, "plan": "Fortsätta."}
    grants.answer("request_extension", wish)
    proposal = {
        "proposed_outcome": "extend",
        "proposal_reason": "Utvärderingen visar goda resultat i alla delar.",
        "amount_sek": amount_sek,
        "new_end": "2023-12-31",
    }
    grants.do("prepare_extension", "handlaggare.1", proposal)


def test_a_small_extension_is_the_directors_and_opens_the_next_period(grants: Grants) -> None:
    _evaluate(grants)
    _ask_for_more(grants, 499_000)
    grants.do("decide_extension", "direktor.1", {"decision": "approve", "signed": True})

    with grants.stage.engine.reading() as session:
        periods = periods_of(session, grants.application_id)
        found = extensions_of(session, grants.application_id)[0]
    assert (found.outcome, found.decided_by, found.amount_sek) == ("extend", "director", 499_000)
    assert found.advice["outcome"] == "extend"
    assert [(one.period, one.state, one.granted_sek) for one in periods] == [
        (1, "confirmed", 2_500_000),
        (2, "planned", 499_000),
    ]
    assert periods[1].support_start == date(2023, 1, 1)


def test_a_large_extension_is_the_boards(grants: Grants) -> None:
    _evaluate(grants)
    _ask_for_more(grants, 2_500_000)
    stage = grants.stage
    with stage.engine.work(actor=stage.actor("namndsekreterare.1")) as work:
        from_now = datetime(2022, 10, 18, 7, 0, tzinfo=UTC)
        stage.plan_meeting(work, from_now, "oct")
    grants.do("write_proposal", "handlaggare.1", dict(PROPOSAL))
    grants.do("review_proposal", "omradeschef.1", {"review": "ok"})
    grants.do("approve_proposal", "direktor.1", {"approved": "yes"})
    grants.do("put_on_agenda", "namndsekreterare.1", {"board_meeting_id": "oct", "agenda_no": 3})
    stage.go_to(datetime(2022, 10, 11, 7, 0, tzinfo=UTC))
    stage.go_to(from_now)
    grants.do("record_meeting", "namndsekreterare.1", record_of("rejected", decision_reason="Medlen räcker inte."))
    grants.do("adjust_minutes_chair", "ordforande.1", {"adjusted": True})
    grants.do("adjust_minutes_adjuster", "justerare.1", {"adjusted": True})
    grants.do("post_notice", "namndsekreterare.1", {"notice_posted_on": "2022-10-19"})

    with stage.engine.reading() as session:
        found = extensions_of(session, grants.application_id)[0]
        letter = documents_of(session, case_id=grants.application_id, kinds=["D14"])[0]
        text = unescape(document_html(session, letter.id))
    assert (found.outcome, found.decided_by) == ("do_not_extend", "board")
    assert "Medlen räcker inte." in text
    assert "§ 214" in text


def test_nobody_extends_without_a_request(grants: Grants) -> None:
    _evaluate(grants)
    grants.answer("request_extension", {"wants_extension": False})

    variables = grants.stage.engine.case(grants.case_id).variables
    assert variables["extension_outcome"] == "not_requested"
