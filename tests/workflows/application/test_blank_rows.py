"""Blank rows are left out, and errors still name the rows as they stand on the page."""

from pathlib import Path
from typing import Any

import pytest

from engine import FieldError, Text
from engine.forms import Form
from tests.workflows.application.example import amounts, application_data
from tests.workflows.call.example import a_call
from workflows.application.blank_rows import filled_rows, offered_costs, offered_financing
from workflows.application.drafts import check

FORM_FILE = Path(__file__).parents[3] / "bpmn" / "application" / "application.form"
CALL = a_call()
STAFF = {"type": "staff", "year": "2022", "amount_sek": "4 600 000"}
BLANK_GOAL = {"goal": "", "indicator": None, "baseline": "", "target": ""}


@pytest.fixture(scope="module")
def form() -> Form:
    return Form.parse(FORM_FILE.read_bytes(), file=FORM_FILE.name)


def errors(form: Form, **changes: Any) -> list[str]:
    validated, _ = check(form, application_data(**changes), CALL, now=CALL.opens_at)
    return [error.path for error in validated.errors]


def test_offered_costs_without_an_amount_are_no_errors(form: Form) -> None:
    rows = offered_costs(CALL)
    rows[1] = {**rows[1], "amount_sek": "4 600 000"}
    assert errors(form, costs=rows) == []
    assert filled_rows(form, {"costs": rows}, CALL).data["costs"] == [rows[1]]


def test_a_cost_of_the_writers_own_needs_its_amount(form: Form) -> None:
    later = {"type": "staff", "year": "2023", "amount_sek": ""}
    assert errors(form, costs=[STAFF, *offered_costs(CALL)[1:], later]) == ["costs[6].amount_sek"]


def test_one_row_stays_where_the_form_asks_for_one(form: Form) -> None:
    assert errors(form, costs=offered_costs(CALL)) == ["costs[0].amount_sek"]
    assert "goals[0].goal" in errors(form, goals=[BLANK_GOAL, BLANK_GOAL])
    assert "goals[1].goal" not in errors(form, goals=[BLANK_GOAL, BLANK_GOAL])


def test_the_support_that_is_sought_is_never_left_out(form: Form) -> None:
    rows = [{"kind": "sought", "amount_sek": "", "status": "applied"}, *amounts("kind", [("own_cash", 4_600_000)])]
    assert errors(form, financing=rows) == ["financing[0].amount_sek"]


def test_offered_financing_without_an_amount_is_no_error_until_it_is_begun(form: Form) -> None:
    rows = offered_financing()
    rows[0] = {**rows[0], "amount_sek": "2 300 000"}
    rows[1] = {**rows[1], "amount_sek": "2 300 000"}
    assert errors(form, financing=rows) == []
    rows[3] = {**rows[3], "source": "Östersunds kommun"}
    assert errors(form, financing=rows) == ["financing[3].amount_sek"]


def test_errors_name_the_rows_as_they_were_entered(form: Form) -> None:
    goal = {"goal": "Fler möten", "indicator": "", "baseline": "0", "target": "4"}
    found = filled_rows(form, {"goals": [BLANK_GOAL, goal], "title": "x"}, CALL)
    said = Text("Fel", "Wrong")
    given = [
        FieldError(path, said) for path in ("goals[0].indicator", "goals", "title", "goals[9].goal", "risks[0].risk")
    ]
    placed = [error.path for error in found.placed(given)]
    assert placed == ["goals[1].indicator", "goals", "title", "goals[9].goal", "risks[0].risk"]


@pytest.mark.parametrize("entered", ["text", [1, 2], None, [{"goal": "a"}, "b"]])
def test_what_is_no_list_of_rows_is_left_to_the_form(form: Form, entered: Any) -> None:
    assert filled_rows(form, {"goals": entered}, CALL).data == {"goals": entered}
