"""A call's decisions from the ranking to the letters, on real databases with the shipped diagram of the board."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape

import pytest

from engine import AccessDeniedError, Engine, InvalidDataError, VirtualClock
from tests.workflows.decision.stage import MEETING_AT, MEMBERS, PROPOSAL, Stage, record_of
from workflows.application.queries import application
from workflows.decision.commands import cancel_meeting, create_meeting
from workflows.decision.errors import AlreadyDecidedError, BudgetExceededError, MeetingNotOpenError, SummonsSentError
from workflows.decision.queries import meeting_page, notice_board, open_grants, outcome_list
from workflows.decision.ranking_view import ranking_view
from workflows.decision.records import decisions_of_call, dispatches_of, record_decision
from workflows.registry import document_html, documents_of


@pytest.fixture
def stage(engine_factory: Callable[..., Engine], clock: VirtualClock) -> Stage:
    """The call of 2021 with a proposed ranking, on 7 December 2021."""
    built = Stage.build(engine_factory, clock)
    built.start_call()
    return built


def _kinds(stage: Stage, case_id: str) -> list[str]:
    with stage.engine.reading() as session:
        return [found.kind for found in documents_of(session, case_id=case_id)]


def _html(stage: Stage, case_id: str, kind: str) -> str:
    with stage.engine.reading() as session:
        return unescape(document_html(session, documents_of(session, case_id=case_id, kinds=[kind])[-1].id))


def test_the_call_is_decided_as_proposed_and_everyone_is_told(stage: Stage) -> None:
    stage.decide()

    with stage.engine.reading() as session:
        decided = {one.application_id: one for one in decisions_of_call(session, stage.call_id)}
        outcomes = {name: decided[case_id].outcome for name, case_id in stage.ids.items()}
        logged = {name: dispatches_of(session, case_id) for name, case_id in stage.ids.items()}
        first = application(session, stage.ids["A01"])
    assert stage.engine.case(stage.call_id).status == "completed"
    granted = dict.fromkeys(("A01", "A02", "A03", "A04"), "granted")
    assert outcomes == granted | {"A05": "reserve", "A06": "reserve", "A07": "rejected", "A12": "rejected"}
    assert sum(one.granted_sek for one in decided.values()) == 9_800_000
    assert (first.status, first.outcome, first.granted_sek) == ("decided", "granted", 2_500_000)
    assert all(len(lines) == 1 for lines in logged.values())
    assert _kinds(stage, stage.call_id) == ["D9", "D10", "D11", "D12", "D20"]


def test_the_grant_letter_has_the_amount_the_duties_and_the_appeal_text(stage: Stage) -> None:
    stage.decide()

    text = _html(stage, stage.ids["A01"], "D13")
    for part in (
        "2\N{NO-BREAK SPACE}500\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr",
        "50,00\N{NO-BREAK SPACE}%",
        "Hålla i styrningen av programmet",
        "Se över planerna två gånger per år",
        "Redovisa samverkan i första lägesrapporten.",
        "91,0 poäng av 100 och plats 1",
        "Beslutet får inte överklagas enligt 37 § förordningen (2022:1468).",
        "§ 214",
        "Föredragande: direktor.1",
    ):
        assert part in text


def test_the_letters_of_those_refused_give_scores_rules_and_place_on_the_reserve_list(stage: Stage) -> None:
    stage.decide()

    low, reserve, rejected = (_html(stage, stage.ids[name], "D14") for name in ("A07", "A06", "A12"))
    assert "51,0 poäng är under tröskeln 60,0" in low
    assert "Relevans: 3 av 5" in low
    assert "reserv nummer 1 till och med 15\N{NO-BREAK SPACE}mars 2022" in reserve
    assert "Taket är 50 procent." in rejected
    assert "Förordning (2022:1468) 12 §" in rejected


def test_the_public_sees_outcomes_grants_and_the_notice(stage: Stage) -> None:
    stage.decide()

    with stage.engine.reading() as session:
        lines = outcome_list(session, stage.call_id)
        rows = open_grants(session, stage.call_id)
        posted = notice_board(session, today=date(2022, 1, 7))
        gone = notice_board(session, today=date(2022, 1, 8))
    assert [line.outcome for line in lines] == ["granted"] * 4 + ["reserve"] * 2 + ["rejected"] * 2
    assert sum(row["amountAwarded"] for row in rows) == 9_800_000
    assert rows[0]["plannedDates"] == [{"startDate": "2022-01-01", "endDate": "2022-12-31"}]
    assert [(line.paragraph, line.appeal_until) for line in posted] == [("214", date(2022, 1, 7))]
    assert gone == []


def test_nothing_is_public_before_it_is_dispatched(stage: Stage) -> None:
    stage.rank()
    stage.propose()
    stage.meet()

    with stage.engine.reading() as session:
        assert outcome_list(session, stage.call_id) == []
        assert open_grants(session, stage.call_id) == []


def test_the_ranking_page_shows_cut_tie_areas_and_bar(stage: Stage) -> None:
    with stage.engine.reading() as session:
        view = ranking_view(session, stage.call_id)
    assert view is not None
    cut = [line.row.place for line in view.lines if line.is_last_granted]
    tie = next(line for line in view.lines if line.decides)
    assert (cut, view.left_sek, view.is_rest_too_small, view.is_confirmed) == ([4], 200_000, True, False)
    assert tie.row.candidate.title == "Sensorer i skog och å"
    assert [(one.code, one.granted_sek) for one in view.areas] == [
        ("HE", 2_500_000),
        ("JSV", 2_600_000),
        ("UPP", 2_400_000),
        ("DIG", 2_300_000),
    ]
    assert [one.kind for one in view.segments] == ["granted"] * 4 + ["left", "next"]
    assert view.unranked == {"rejection_to_board": 1}


def test_the_confirmed_ranking_is_shown_as_it_was_confirmed(stage: Stage) -> None:
    stage.rank(scenario="pure_score")

    with stage.engine.reading() as session:
        view = ranking_view(session, stage.call_id)
        other = ranking_view(session, stage.call_id, scenario="area_first")
    assert view is not None
    assert other is not None
    assert (view.scenario, view.is_confirmed) == ("pure_score", True)
    assert (other.scenario, other.is_confirmed) == ("area_first", False)


def test_a_deviation_beyond_the_budget_is_refused_and_nothing_is_kept(stage: Stage) -> None:
    more = [{"registry_number": "RUN/605/2021", "new_outcome": "granted", "amount_sek": 1_500_000}]

    with pytest.raises(BudgetExceededError, match="ramen är"):
        stage.rank(deviation=True, deviations=more, deviation_reason="Ett område till behöver få stöd i länet i år.")

    with stage.engine.reading() as session:
        view = ranking_view(session, stage.call_id)
    assert view is not None
    assert not view.is_confirmed
    assert [task.element_id for task in stage.engine.tasks(stage.call_id)] == ["confirm_ranking"]
    assert stage.engine.incidents() == []


def test_the_board_may_change_an_amount_with_its_reason(stage: Stage) -> None:
    change = {
        "registry_number": "RUN/604/2021",
        "new_outcome": "granted",
        "amount_sek": 2_000_000,
        "reason": "Resekostnaderna är för höga.",
    }
    stage.decide(outcome="changed", changes=[change], decision_reason="Nämnden sänker ett belopp.")

    with stage.engine.reading() as session:
        decided = {one.application_id: one for one in decisions_of_call(session, stage.call_id)}
    assert decided[stage.ids["A04"]].granted_sek == 2_000_000
    letter = _html(stage, stage.ids["A04"], "D13")
    assert "Resekostnaderna är för höga." in letter
    assert "43,48\N{NO-BREAK SPACE}%" in letter
    assert "RUN/604/2021: Bevilja" in _html(stage, stage.call_id, "D12")


def test_without_quorum_the_matter_goes_to_another_agenda(stage: Stage) -> None:
    stage.rank()
    stage.propose()
    few = [{"member": "ordforande.1", "attendance": "present"}, {"member": "ledamot.1", "attendance": "remote"}]

    stage.meet(present=few)

    assert [task.element_id for task in stage.engine.tasks(stage.call_id)] == ["put_on_agenda"]


def test_a_conflict_that_leaves_too_few_stops_the_decision(stage: Stage) -> None:
    stage.rank()
    stage.propose()
    conflicts = [
        {"member": name, "registry_number": "RUN/603/2021"} for name in ("ledamot.1", "ledamot.2", "ledamot.3")
    ]

    stage.meet(conflicts=conflicts)

    assert [task.element_id for task in stage.engine.tasks(stage.call_id)] == ["put_on_agenda"]


def test_votes_that_do_not_carry_the_decision_are_refused(stage: Stage) -> None:
    stage.rank()
    stage.propose()

    with pytest.raises(InvalidDataError):
        stage.meet(votes_yes=2, votes_no=3)

    assert [task.element_id for task in stage.engine.tasks(stage.call_id)] == ["record_meeting"]


def test_an_adjourned_matter_is_decided_at_the_next_meeting(stage: Stage) -> None:
    stage.rank()
    stage.propose()
    stage.meet(outcome="adjourned")
    later = datetime(2022, 2, 15, 8, 0, tzinfo=UTC)
    stage.do("put_on_agenda", "namndsekreterare.1", {"board_meeting_id": "m62", "agenda_no": 1})
    stage.go_to(datetime(2022, 2, 8, 9, 0, tzinfo=UTC))
    stage.go_to(later)
    stage.do("record_meeting", "namndsekreterare.1", record_of(paragraph="12"))

    with stage.engine.reading() as session:
        page = meeting_page(session, "m62")
    assert [line.matter.paragraph for line in page.lines] == ["12"]
    assert page.granted_sek == 9_800_000


def test_a_matter_that_is_referred_back_is_proposed_anew(stage: Stage) -> None:
    stage.rank()
    stage.propose()
    stage.meet(outcome="referred_back", instruction="Pröva stöd till reserv 1.")

    assert [task.element_id for task in stage.engine.tasks(stage.call_id)] == ["write_proposal"]
    stage.do("write_proposal", "handlaggare.1", PROPOSAL)
    stage.do("review_proposal", "omradeschef.1", {"review": "ok"})
    stage.do("approve_proposal", "direktor.1", {"approved": "yes"})
    assert _kinds(stage, stage.call_id).count("D10") == 2


def test_a_late_matter_needs_a_reason(stage: Stage) -> None:
    stage.rank()
    stage.do("write_proposal", "handlaggare.1", PROPOSAL)
    stage.do("review_proposal", "omradeschef.1", {"review": "ok"})
    stage.do("approve_proposal", "direktor.1", {"approved": "yes"})
    stage.go_to(datetime(2021, 12, 9, 12, 0, tzinfo=UTC))
    item = {"board_meeting_id": "m0", "agenda_no": 9}

    with pytest.raises(SummonsSentError, match="varför ärendet läggs till sent"):
        stage.do("put_on_agenda", "namndsekreterare.1", item)
    assert stage.engine.incidents() == []
    stage.do("put_on_agenda", "namndsekreterare.1", {**item, "late_reason": "Bedömningen blev klar efter kallelsen."})
    stage.engine.run_due()

    assert "tillagt efter kallelsen" in _html(stage, stage.call_id, "D11")


def test_the_notice_cannot_be_posted_before_the_minutes_are_adjusted(stage: Stage) -> None:
    stage.rank()
    stage.propose()
    stage.meet()
    stage.do("adjust_minutes_chair", "ordforande.1", {"adjusted": True})
    stage.do("adjust_minutes_adjuster", "justerare.1", {"adjusted": True})

    with pytest.raises(InvalidDataError):
        stage.do("post_notice", "namndsekreterare.1", {"notice_posted_on": "2021-12-14"})


def test_late_minutes_and_a_late_notice_are_in_the_log(stage: Stage) -> None:
    stage.rank()
    stage.propose()
    stage.meet()
    stage.go_to(datetime(2021, 12, 30, 12, 0, tzinfo=UTC))
    stage.do("adjust_minutes_chair", "ordforande.1", {"adjusted": True})
    stage.do("adjust_minutes_adjuster", "justerare.1", {"adjusted": True})
    stage.do("post_notice", "namndsekreterare.1", {"notice_posted_on": "2022-01-03"})

    logged = {event.type for event in stage.engine.history(stage.call_id)}
    assert {"minutes_adjusted_late", "notice_posted_late"} <= logged


def test_an_application_has_one_decision(stage: Stage) -> None:
    stage.decide()

    with stage.engine.reading() as session:
        first = decisions_of_call(session, stage.call_id)[0]
    with pytest.raises(AlreadyDecidedError), stage.engine.work(actor=stage.actor("handlaggare.1")) as work:
        record_decision(work.session, first)


def test_only_the_secretary_plans_meetings_ahead_and_cancels_empty_ones(stage: Stage) -> None:
    engine, secretary = stage.engine, stage.actor("namndsekreterare.1")
    with pytest.raises(AccessDeniedError), engine.work(actor=stage.actor("handlaggare.1")) as work:
        create_meeting(work, starts_at=MEETING_AT, place="Sal", members=MEMBERS)
    with pytest.raises(MeetingNotOpenError), engine.work(actor=secretary) as work:
        create_meeting(work, starts_at=datetime(2021, 12, 1, tzinfo=UTC), place="Sal", members=MEMBERS)
    stage.rank()
    stage.propose()
    with pytest.raises(MeetingNotOpenError), engine.work(actor=secretary) as work:
        cancel_meeting(work, "m0", reason="Sjukdom")
    with engine.work(actor=secretary) as work:
        cancel_meeting(work, "m62", reason="Sjukdom")
