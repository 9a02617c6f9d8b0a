"""D-DELEG: who may decide."""

from typing import Any

import pytest

from engine.dmn import load
from workflows.letters import shipped


def _decider(kind: str, amount_sek: int | None = None, **facts: Any) -> tuple[str, str]:
    known = {"principal": False, "delegate_conflicted": False, "eu_funding": False, **facts}
    inputs = {"matter": {"kind": kind, "amount_sek": amount_sek}, **known}
    found = load(shipped("delegated_decision/delegation.dmn")).decide("delegation", inputs)
    return found["decider"], found["point"]


@pytest.mark.parametrize("kind", ["rejection", "extension", "grant"])
def test_half_a_million_belongs_to_the_board_and_a_krona_less_to_the_director(kind: str) -> None:
    assert _decider(kind, 500_000) == ("board", "")
    assert _decider(kind, 499_999) == ("director", "1.1")


@pytest.mark.parametrize("kind", ["dismissal", "closure"])
def test_dismissals_and_closures_are_delegated_whatever_the_amount(kind: str) -> None:
    assert _decider(kind, 2_000_000) == ("director", "1.3")


@pytest.mark.parametrize("amount", [None, 0])
def test_a_letter_of_intent_without_money_is_point_1_2(amount: int | None) -> None:
    assert _decider("letter_of_intent", amount) == ("director", "1.2")


def test_a_letter_of_intent_with_money_belongs_to_the_board() -> None:
    assert _decider("letter_of_intent", 100_000) == ("board", "")


@pytest.mark.parametrize("fact", ["principal", "delegate_conflicted", "eu_funding"])
def test_principle_conflict_and_eu_money_come_before_every_delegation(fact: str) -> None:
    assert _decider("dismissal", 1, **{fact: True})[0] == "board"


def test_what_no_delegation_covers_belongs_to_the_board() -> None:
    assert _decider("rejection", None) == ("board", "")
    assert _decider("something_else", 1) == ("board", "")


def test_facts_that_nobody_has_asked_for_do_not_stop_the_table() -> None:
    model = load(shipped("delegated_decision/delegation.dmn"))
    found = model.decide("delegation", {"matter": {"kind": "dismissal", "amount_sek": 1}})
    assert found["decider"] == "director"
