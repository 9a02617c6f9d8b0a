"""Quorum, votes, the calendar of minutes and appeals, and the board's verdicts."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from workflows.decision.errors import BudgetExceededError, UnknownApplicationError
from workflows.decision.model import Verdict
from workflows.decision.rules import (
    adjust_by,
    deciding_members,
    is_carried,
    is_quorate,
    last_appeal_day,
    notice_by,
    notice_removed_on,
    summons_at,
)
from workflows.decision.verdicts import board_verdicts, deviated


@pytest.mark.parametrize(
    ("deciding", "seats", "expected"), [(8, 15, True), (7, 15, False), (5, 10, False), (6, 10, True)]
)
def test_the_board_may_decide_when_more_than_half_take_part(deciding: int, seats: int, expected: bool) -> None:
    assert is_quorate(deciding, seats=seats) is expected


def test_the_conflicted_the_absent_and_idle_substitutes_take_no_part() -> None:
    present = [
        {"member": "ordforande.1", "attendance": "present"},
        {"member": "ledamot.2", "attendance": "remote"},
        {"member": "ledamot.4", "attendance": "present"},
        {"member": "ledamot.5", "attendance": "absent"},
        {"member": "ersattare.1", "attendance": "observing"},
        {"member": "ersattare.2", "attendance": "serving"},
    ]

    assert deciding_members(present, conflicted=["ledamot.4"]) == {"ordforande.1", "ledamot.2", "ersattare.2"}


@pytest.mark.parametrize(
    ("yes", "no", "chair", "expected"),
    [(9, 3, "none", True), (3, 9, "yes", False), (6, 6, "yes", True), (6, 6, "no", False), (None, None, None, True)],
)
def test_simple_majority_and_the_chair_decides_a_tie(yes: Any, no: Any, chair: Any, expected: bool) -> None:
    assert is_carried(yes, no, chair_vote=chair) is expected


@pytest.mark.parametrize(
    ("counted_from", "last"),
    [
        (date(2021, 12, 17), date(2022, 1, 7)),
        (date(2021, 12, 3), date(2021, 12, 27)),
        (date(2021, 12, 10), date(2022, 1, 3)),
        (date(2021, 6, 4), date(2021, 6, 28)),
    ],
)
def test_the_last_day_of_appeal_moves_from_eves_holidays_and_weekends(counted_from: date, last: date) -> None:
    assert last_appeal_day(counted_from) == last


def test_the_summons_goes_out_a_week_before_or_at_once() -> None:
    meeting = datetime(2021, 12, 15, 8, tzinfo=UTC)

    assert summons_at(meeting, now=datetime(2021, 12, 7, tzinfo=UTC)) == datetime(2021, 12, 8, 8, tzinfo=UTC)
    late = datetime(2021, 12, 10, 12, tzinfo=UTC)
    assert summons_at(meeting, now=late) == late


def test_minutes_and_notice_have_their_days() -> None:
    assert adjust_by(date(2021, 12, 15)) == date(2021, 12, 29)
    assert notice_by(date(2021, 12, 15)) == date(2021, 12, 17)
    assert notice_removed_on(date(2022, 1, 7)) == date(2022, 1, 8)


def _verdict(number: str, outcome: Any, granted: int = 0, reserve_no: int | None = None) -> Verdict:
    return Verdict(
        application_id=f"a{number}",
        registry_number=f"RUN/{number}/2021",
        title=f"Projekt {number}",
        outcome=outcome,
        granted_sek=granted,
        reason="skäl",
        reserve_no=reserve_no,
    )


PROPOSED = (
    _verdict("601", "granted", 2_500_000),
    _verdict("602", "granted", 2_600_000),
    _verdict("606", "reserve", 0, 1),
    _verdict("605", "reserve", 0, 2),
    _verdict("612", "rejected"),
)
SOUGHT = {one.registry_number: one.granted_sek or 1_500_000 for one in PROPOSED}


def _decide(outcome: Any, **changes: Any) -> dict[str, Verdict]:
    decided = board_verdicts(PROPOSED, outcome=outcome, sought=SOUGHT, budget_sek=6_000_000, **changes)
    return {one.registry_number: one for one in decided}


def test_as_proposed_takes_the_proposal_over() -> None:
    assert tuple(_decide("as_proposed").values()) == PROPOSED


def test_a_changed_decision_has_its_amount_and_reason_and_renumbers_the_reserves() -> None:
    change = {"registry_number": "RUN/606/2021", "new_outcome": "granted", "amount_sek": 900_000, "reason": "Delvis"}

    decided = _decide("changed", changes=[change])

    promoted = decided["RUN/606/2021"]
    assert (promoted.outcome, promoted.granted_sek, promoted.reason) == ("granted", 900_000, "Delvis")
    assert decided["RUN/605/2021"].reserve_no == 1


def test_a_granted_application_that_becomes_a_reserve_comes_last_and_loses_its_money() -> None:
    change = {"registry_number": "RUN/601/2021", "new_outcome": "reserve", "amount_sek": None, "reason": "Bordlagd del"}

    decided = _decide("changed", changes=[change])

    assert (decided["RUN/601/2021"].granted_sek, decided["RUN/601/2021"].reserve_no) == (0, 3)


def test_a_rejected_proposal_rejects_grants_and_reserves_for_the_boards_reason() -> None:
    decided = _decide("rejected", reason="Medlen behövs till annat.")

    assert {one.outcome for one in decided.values()} == {"rejected"}
    assert decided["RUN/605/2021"].reason == "Medlen behövs till annat."
    assert decided["RUN/612/2021"].reason == "skäl"


def test_grants_may_not_exceed_the_budget() -> None:
    change = {"registry_number": "RUN/606/2021", "new_outcome": "granted", "amount_sek": None, "reason": "x"}
    with pytest.raises(BudgetExceededError, match="6\N{NO-BREAK SPACE}600\N{NO-BREAK SPACE}000"):
        _decide("changed", changes=[change])


def test_an_unknown_registry_number_is_refused() -> None:
    with pytest.raises(UnknownApplicationError, match="RUN/999/2021"):
        _decide("changed", changes=[{"registry_number": "RUN/999/2021", "new_outcome": "rejected", "reason": "x"}])


def test_a_deviation_carries_the_managers_reason() -> None:
    rows = [{"registry_number": "RUN/605/2021", "new_outcome": "granted", "amount_sek": None}]

    changed = deviated(PROPOSED, rows, sought=SOUGHT, reason="Täcker ett område till.")

    assert (changed[3].outcome, changed[3].granted_sek, changed[3].reason) == (
        "granted",
        1_500_000,
        "Täcker ett område till.",
    )
