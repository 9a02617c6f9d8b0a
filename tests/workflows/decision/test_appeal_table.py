"""D-APPEAL: the text about appeals follows from the legal basis and the decision."""

from typing import Any

import pytest

from engine.dmn import load
from workflows.decision.appeals import appeal_of
from workflows.decision.errors import AppealTextMissingError
from workflows.letters import shipped


def _appeal(basis: str, decision: str) -> Any:
    return load(shipped("board_decision/appeal.dmn")).decide("appeal", {"basis": basis, "decision": decision})


@pytest.mark.parametrize("decision", ["granted", "rejected", "reserve"])
def test_a_grant_or_rejection_under_2022_1468_may_not_be_appealed(decision: str) -> None:
    found = _appeal("SFS2022_1468_12", decision)

    assert found["may_appeal"] is False
    assert found["text"] == "Beslutet får inte överklagas enligt 37 § förordningen (2022:1468)."


def test_recovery_goes_to_the_administrative_court_within_three_weeks_of_receipt() -> None:
    found = _appeal("SFS2022_1468_12", "recovery")

    assert (found["regime"], found["may_appeal"], found["counted_from"], found["weeks"]) == ("FL", True, "receipt", 3)


@pytest.mark.parametrize("basis", ["EGNA_MEDEL", "NO_AID", "letter_of_intent", "other"])
def test_the_boards_own_money_and_letters_of_intent_are_tried_for_legality(basis: str) -> None:
    found = _appeal(basis, "granted")

    assert (found["regime"], found["counted_from"]) == ("KL13", "notice")
    assert "13 kap. kommunallagen" in found["text"]


def test_a_combination_that_the_table_does_not_know_has_no_text() -> None:
    assert _appeal("SFS2022_1468_12", "letter_of_intent") is None
    with pytest.raises(AppealTextMissingError, match="letter_of_intent"):
        appeal_of(shipped, basis="SFS2022_1468_12", decision="letter_of_intent")


def test_the_appeal_is_read_from_the_table() -> None:
    found = appeal_of(shipped, basis="EGNA_MEDEL", decision="granted")
    assert (found.regime, found.may_appeal, found.counted_from, found.weeks) == ("KL13", True, "notice", 3)
