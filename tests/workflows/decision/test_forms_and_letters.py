"""The forms, letters and mails from the decision to the extension can all be read, and say what is needed when."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from engine import Text
from engine.forms import ChoiceField, Form
from workflows.bootstrap import shipped_files
from workflows.decision.model import OutcomeCode
from workflows.decision.wording import ATTENDANCE, BASES, DECIDED, FUNDING, RULES, STATE_AID
from workflows.letters import mail_problems, problems

PROCESSES = ("board_decision", "delegated_decision", "follow_up", "evaluation", "extension")
SHIPPED = shipped_files()
MINE = sorted(name for name in SHIPPED if name.startswith(PROCESSES))


def _form(name: str) -> Form:
    return Form.parse(SHIPPED[f"{name}.form"], file=name)


def _errors(name: str, raw: dict[str, Any], **context: Any) -> set[str]:
    return {error.path for error in _form(name).validate(raw, context).errors}


def _options(form: Form, key: str) -> dict[Any, Text]:
    found = next(part for name, part in form.fields.items() if name.endswith(key) and isinstance(part, ChoiceField))
    return {option.value: option.label for option in found.options}


@pytest.mark.parametrize("name", [name for name in MINE if name.endswith(".letter.html")])
def test_letters_have_no_problems(name: str) -> None:
    assert problems(SHIPPED[name], name) == []


@pytest.mark.parametrize("name", [name for name in MINE if name.endswith(".mail.txt")])
def test_mails_have_no_problems(name: str) -> None:
    assert mail_problems(SHIPPED[name], name) == []


MEETING = {
    "paragraph": "214",
    "present": [{"member": "ledamot.1", "attendance": "present"}],
    "chair_vote": "none",
    "outcome": "as_proposed",
}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, set()),
        ({"outcome": "referred_back"}, {"instruction"}),
        ({"outcome": "rejected"}, {"decision_reason"}),
        ({"outcome": "changed", "decision_reason": "x"}, {"changes"}),
        ({"votes_yes": 7, "votes_no": 7}, {"chair_vote"}),
        ({"votes_yes": 7, "votes_no": 7, "chair_vote": "no"}, {"chair_vote"}),
        ({"votes_yes": 7, "votes_no": 7, "chair_vote": "yes"}, set()),
        ({"votes_yes": 3, "votes_no": 7}, {"votes_yes", "votes_no"}),
        ({"votes_yes": 7}, {"votes_yes", "votes_no"}),
        ({"paragraph": "två"}, {"paragraph"}),
        ({"present": []}, {"present"}),
    ],
)
def test_the_meetings_form_asks_for_what_its_outcome_needs(changes: dict[str, Any], wrong: set[str]) -> None:
    assert _errors("board_decision/board_meeting", {**MEETING, **changes}) == wrong


def test_a_deviation_needs_rows_and_reasons() -> None:
    plain = {"scenario": "area_first", "deviation": False}
    assert _errors("call/ranking_confirmation", plain, ranking=[]) == set()
    assert "deviation_reason" in _errors("call/ranking_confirmation", {**plain, "deviation": True}, ranking=[])


def test_only_a_letter_of_intent_can_be_rejected_by_the_director() -> None:
    raw = {"decision": "reject", "decision_comment": "Nej", "signed": True}
    name = "delegated_decision/delegated_decision"
    assert _errors(name, raw, matter={"kind": "dismissal"}) == {"decision"}
    assert _errors(name, raw, matter={"kind": "letter_of_intent"}) == set()


def test_the_director_signs_only_when_something_is_decided() -> None:
    name = "delegated_decision/delegated_decision"
    matter = {"kind": "letter_of_intent"}
    assert _errors(name, {"decision": "approve"}, matter=matter) == {"signed"}
    assert _errors(name, {"decision": "to_board", "decision_comment": "Större vikt"}, matter=matter) == set()


def test_approved_costs_are_at_most_the_reported_ones() -> None:
    raw = {"verdict": "approved", "approved_costs_sek": "1 000 001"}
    assert _errors("follow_up/report_review", raw, costs_sek=1_000_000) == {"approved_costs_sek"}
    assert _errors("follow_up/report_review", {**raw, "approved_costs_sek": "0"}, costs_sek=1_000_000) == set()


def test_a_report_notes_the_day_on_which_it_was_submitted() -> None:
    now = datetime(2022, 4, 2, 9, 0, tzinfo=UTC)
    raw = {"activities": "Möten", "costs_sek": "100", "results": "Bra", "indicators": []}
    assert _form("follow_up/progress_report").validate(raw, {}, now=now).data["submitted_on"] == date(2022, 4, 2)


def test_forms_and_letters_use_the_same_words() -> None:
    proposal, meeting = _form("board_decision/board_proposal"), _form("board_decision/board_meeting")
    assert {code: label.sv for code, label in _options(proposal, "applied_rules").items()} == dict(RULES)
    assert set(_options(meeting, "attendance")) == set(ATTENDANCE)
    funding = _options(Form.parse(SHIPPED["call/call_draft.form"], file="call_draft"), "funding_source")
    assert set(funding) == set(FUNDING)


def test_every_basis_and_outcome_has_its_words() -> None:
    bases = _options(Form.parse(SHIPPED["call/call_draft.form"], file="call_draft"), "legal_basis")
    assert set(bases) == set(BASES) == set(STATE_AID)
    assert set(DECIDED) == set(OutcomeCode.__args__)
