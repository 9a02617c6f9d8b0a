"""Every form of the processes is drawn as accessible HTML, with its errors, and read back."""

from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from flask import Blueprint, render_template_string, request
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict

from engine.forms import Form
from tests.web.foundation.site import build, token
from tests.web.pages import check_fragment, check_page
from web.forms import draw, merge_section, read_form
from web.policy import Public, policy

BPMN = Path(__file__).parents[3] / "bpmn"
FORMS = sorted(BPMN.glob("*/*.form"))
AREAS = [{"label": "Digitala lösningar", "value": "DIG"}]
PAGE = """{% extends "public.html" %}{% block title %}Prov{% endblock %}{% block main %}<h1>Prov</h1>
<form method="post" action="/prov" enctype="multipart/form-data">
{{ m.csrf_field() }}{{ r.form_fields(view) }}</form>{% endblock %}"""

COSTS = (Path(__file__).parent / "costs.form").read_text()


@dataclass
class Site:
    """One page that shows whichever form a test wants."""

    form: Form
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        area = Blueprint("area", __name__)

        @area.route("/prov", methods=["GET", "POST"])
        @policy(Public())
        def form() -> str:
            return self.view()

        self.client = build([area]).test_client()

    def view(self) -> str:
        values, errors = self.form.initial(), ()
        if request.method == "POST":
            entered = read_form(self.form, request.form)
            values = entered.values
            if not entered.wants_redraw:
                errors = self.form.validate(values, {"area_options": AREAS}).errors
        return render_template_string(PAGE, view=draw(self.form, values, {"area_options": AREAS}, errors=errors))


@pytest.fixture(scope="module")
def site() -> Site:
    """The page, with the form of costs at first."""
    return Site(Form.parse(COSTS))


@pytest.fixture
def client(site: Site) -> FlaskClient:
    """A visitor of the form of costs."""
    site.form = Form.parse(COSTS)
    return site.client


def post(client: FlaskClient, fields: dict[str, str]) -> str:
    response = client.post("/prov", data={"csrf_token": token(client), **fields})
    check_page(response)
    return response.get_data(as_text=True)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_each_form_of_the_processes_is_drawn_empty_and_with_all_its_errors(path: Path, site: Site) -> None:
    form = site.form = Form.parse(path.read_bytes(), file=path.name)

    check_page(site.client.get("/prov"))
    html = post(site.client, {})

    asks_for_something = bool(form.validate({}, {"area_options": AREAS}).errors)
    assert ("ds-error-summary" in html) == asks_for_something


def test_there_are_forms_to_draw() -> None:
    assert len(FORMS) > 20


def test_what_was_written_stays_when_something_else_is_wrong(client: FlaskClient) -> None:
    html = post(client, {"costs-0-what": "", "costs-0-amount_sek": "1 234 kr"})

    assert 'value="1 234 kr"' in html
    assert 'href="#fld-costs-0-what"' in html
    assert 'id="fld-costs-0-what-fel"' in html


def test_a_list_inside_a_section_starts_with_its_rows(client: FlaskClient) -> None:
    html = client.get("/prov").get_data(as_text=True)

    assert 'name="costs-0-what"' in html
    assert 'name="costs-1-what"' not in html


def test_an_error_of_a_list_names_the_list(site: Site) -> None:
    site.form = Form.parse(
        COSTS.replace('"label": "Kostnader",', '"label": "Kostnader", "properties": {"utlysa": {"min_rows": 1}},')
    )

    html = post(site.client, {})

    assert '<a href="#fld-costs">Kostnader: ' in html


def test_a_row_is_added_and_removed_by_buttons_without_validation(client: FlaskClient) -> None:
    rows = {"costs-0-what": "Resa", "costs-0-amount_sek": "900", "costs-1-what": "Hyra", "costs-1-amount_sek": "x"}

    added = post(client, {**rows, "_row": "add costs"})
    removed = post(client, {**rows, "_row": "remove costs 0"})

    assert 'name="costs-2-what"' in added
    assert 'value="Resa"' in added
    assert "ds-error-summary" not in added
    assert 'value="Resa"' not in removed
    assert 'value="Hyra"' in removed
    assert 'name="costs-1-what"' not in removed


def test_the_column_in_kronor_is_summed_on_the_server(client: FlaskClient) -> None:
    html = post(
        client,
        {
            "costs-0-what": "A",
            "costs-0-amount_sek": "1 200 000",
            "costs-1-what": "B",
            "costs-1-amount_sek": "300",
            "_redraw": "1",
        },
    )

    assert "1\N{NO-BREAK SPACE}200\N{NO-BREAK SPACE}300</output>" in html
    assert 'data-sum="costs-amount_sek"' in html


def test_a_question_that_hangs_on_an_answer_appears_at_a_redraw(client: FlaskClient) -> None:
    assert 'name="which"' not in post(client, {"more": "no", "_redraw": "1"})
    assert 'name="which"' in post(client, {"more": "yes", "_redraw": "1"})


def test_a_section_alone_shows_its_own_errors_and_counts_the_others() -> None:
    form = Form.parse(COSTS.replace('"label": "Godkänns"', '"label": "Godkänns", "validate": {"required": true}'))
    errors = form.validate({"costs": [{"what": ""}]}).errors
    with build().test_request_context("/"):
        view = draw(form, {"costs": [{"what": ""}]}, errors=errors, section_id="rest")

    assert [target for target, _ in view.errors] == ["fld-agreed"]
    assert [(each.id, each.error_count) for each in view.sections] == [("budget", 1), ("rest", 1)]


def test_what_was_answered_can_be_read_without_fields() -> None:
    form = Form.parse(COSTS)
    papers = [{"id": "u1", "name": "Bolagsordning.pdf", "size": 218_000}]
    values = {"costs": [{"what": "Resa", "amount_sek": Decimal(1200)}], "more": "no", "agreed": True, "papers": papers}
    with build().test_request_context("/"):
        html = render_template_string(
            "{{ r.answers(view, file_url) }}", view=draw(form, values), file_url=lambda each: f"/fil/{each}"
        )

    page = check_fragment(html)
    assert [each.text for each in page.elements("td")] == [
        "Resa",
        "1\N{NO-BREAK SPACE}200\N{NO-BREAK SPACE}kr",
        "1\N{NO-BREAK SPACE}200",
    ]
    assert [each.text for each in page.elements("dd")][:2] == ["Nej", "Ja"]
    assert page.elements("a")[0].get("href") == "/fil/u1"
    assert page.elements("input") == []


def test_a_section_is_merged_into_what_was_saved() -> None:
    form = Form.parse(COSTS)

    merged = merge_section(form, {"costs": [{"what": "A"}], "agreed": True}, {"costs": [{"what": "B"}]}, "budget")

    assert merged == {"agreed": True, "costs": [{"what": "B"}]}


def test_an_answer_that_was_taken_back_does_not_stay_from_before() -> None:
    form = Form.parse(COSTS)

    assert merge_section(form, {"agreed": True, "more": "yes"}, {}, "rest") == {"more": "yes"}


class Shelf:
    """Keeps uploads by name."""

    def __init__(self) -> None:
        self.files = {"1": {"id": "1", "name": "gammal.pdf", "size": 1000}}

    def keep(self, upload):  # type: ignore[no-untyped-def]
        self.files["2"] = {"id": "2", "name": upload.filename, "size": 4}
        return self.files["2"]

    def known(self, ids):  # type: ignore[no-untyped-def]
        return {each: self.files[each] for each in ids if each in self.files}


def test_files_are_received_kept_by_id_and_dropped_by_button() -> None:
    form, shelf = Form.parse(COSTS), Shelf()
    arriving = MultiDict({"_file-papers": FileStorage(BytesIO(b"data"), "ny.pdf")})

    both = read_form(form, MultiDict([("papers", "1"), ("papers", "somebody-elses")]), arriving, keeper=shelf)
    dropped = read_form(form, MultiDict([("papers", "1"), ("_row", "drop papers 1")]), keeper=shelf)

    assert [each["name"] for each in both.values["papers"]] == ["gammal.pdf", "ny.pdf"]
    assert dropped.values["papers"] == []
    assert dropped.wants_redraw
