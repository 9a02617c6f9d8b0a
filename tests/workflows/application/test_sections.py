"""How far each section of the form is filled in, and how it is read."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.forms import Form
from tests.workflows.application.example import amounts, application_data
from tests.workflows.call.example import a_call
from workflows.application.findings import findings_of
from workflows.application.reading import Pair, PairTable, kept_sections, read_sections, section_views
from workflows.application.sections import section_states
from workflows.application.values import SectionState

FORM_FILE = Path(__file__).parents[3] / "bpmn" / "application" / "application.form"
CALL = a_call()
CONTEXT = {
    "area_options": [{"value": code, "label": name} for code, name in CALL.area_names.items()],
    "legal_basis": CALL.legal_basis,
}
NOW = datetime(2021, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def form() -> Form:
    return Form.parse(FORM_FILE.read_bytes(), file=FORM_FILE.name)


def states(form: Form, data: dict[str, Any]) -> dict[str, SectionState]:
    validated = form.validate(data, CONTEXT, now=NOW)
    findings = findings_of(data, CALL, today=date(2021, 11, 25))
    return {state.code: state for state in section_states(form, validated, findings, data=data)}


def test_the_nine_sections_stand_in_the_applicants_order(form: Form) -> None:
    assert [state.title.sv for state in states(form, {}).values()] == [
        "Sökande",
        "Projektet",
        "Behov och mål",
        "Aktiviteter",
        "Aktörer och möten",
        "Budget och finansiering",
        "Statsstöd",
        "Bilagor",
        "Underskrift och inskick",
    ]


def test_an_empty_form_is_not_begun_and_cannot_be_sent(form: Form) -> None:
    found = states(form, {})
    assert {code: state.status for code, state in found.items() if state.status != "empty"} == {
        "section_attachments": "done",
        "section_signature": "locked",
    }


def test_a_complete_application_is_valid(form: Form) -> None:
    validated = form.validate(application_data(), CONTEXT, now=NOW)
    assert [(error.path, error.message.sv) for error in validated.errors] == []
    assert {state.status for state in states(form, application_data()).values()} == {"done"}


def test_a_begun_section_says_how_much_is_missing(form: Form) -> None:
    found = states(form, application_data(title="", summary=""))
    assert found["section_project"].status == "started"
    assert found["section_project"].missing == 2
    assert found["section_signature"].status == "locked"


def test_unequal_sums_are_an_error_of_the_budget(form: Form) -> None:
    found = states(form, application_data(financing=amounts("kind", [("sought", 2_300_000)])))
    assert (found["section_budget"].status, found["section_budget"].errors) == ("errors", 1)


def test_what_is_entered_wrongly_is_an_error(form: Form) -> None:
    found = states(form, application_data(org_nr="559999-9042"))
    assert (found["section_applicant"].status, found["section_applicant"].errors) == ("errors", 1)


def test_a_sent_application_is_read_section_by_section(form: Form) -> None:
    # when
    views = section_views(form, application_data(), area_names=CALL.area_names)
    # then
    assert [view.number for view in views] == list(range(1, 10))
    pairs = {item.label.sv: item for item in views[1].items if isinstance(item, Pair)}
    assert pairs["Styrkeområden"].text.sv == "Digitala lösningar"
    tables = [item for item in views[5].items if isinstance(item, PairTable)]
    assert [cell.sv for cell in tables[0].lines[0]] == [
        "Personal",
        "2022",
        "2\N{NO-BREAK SPACE}400\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr",
    ]
    files = next(item for item in views[7].items if isinstance(item, Pair) and item.files)
    assert files.files[0]["name"] == "missiv.pdf"


def test_what_is_kept_of_the_sections_is_read_as_it_was(form: Form) -> None:
    views = section_views(form, application_data(), area_names=CALL.area_names)
    assert read_sections(kept_sections(views)) == views
