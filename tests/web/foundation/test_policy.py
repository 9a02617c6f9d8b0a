"""A view without a declared policy is refused; a declared one is obeyed before the view runs."""

from flask import Blueprint, Flask

from tests.web.foundation.site import APPLICANT, OFFICER, build, enter
from web.policy import CaseParty, LoggedIn, Public, Roles, policy, policy_of


def site() -> Flask:
    area = Blueprint("area", __name__)

    @area.get("/oppen")
    @policy(Public())
    def anyone() -> str:
        return "öppen"

    @area.get("/inloggad")
    @policy(LoggedIn())
    def members() -> str:
        return "inloggad"

    @area.get("/handlaggare")
    @policy(Roles("officer", "registrar"))
    def officers() -> str:
        return "handläggare"

    @area.get("/arende/<case_id>")
    @policy(CaseParty())
    def case(case_id: str) -> str:
        return case_id

    @area.get("/api/arende")
    @policy(LoggedIn())
    def api() -> str:
        return "{}"

    @area.get("/glomd")
    def forgotten() -> str:
        return "hemligt"

    return build([area])


def test_every_view_of_the_site_declares_its_policy() -> None:
    app = build(None, is_demo=True)
    endpoints = [rule.endpoint for rule in app.url_map.iter_rules()]
    undeclared = [each for each in endpoints if policy_of(app.view_functions[each]) is None]

    assert undeclared == []
    assert len(endpoints) > 20


def test_a_view_that_forgot_its_policy_is_refused_to_everybody() -> None:
    client = site().test_client()
    enter(client, OFFICER)

    response = client.get("/glomd")

    assert response.status_code == 403
    assert "hemligt" not in response.get_data(as_text=True)


def test_a_visitor_is_sent_to_log_in_and_back() -> None:
    client = site().test_client()

    response = client.get("/inloggad?sida=2")

    assert response.status_code == 302
    assert response.location == "/logga-in?next=/inloggad?sida%3D2"


def test_a_visitor_of_the_api_gets_a_problem_and_no_redirect() -> None:
    response = site().test_client().get("/api/arende")

    assert response.status_code == 401
    assert response.mimetype == "application/problem+json"


def test_roles_open_and_close() -> None:
    app = site()
    officer, applicant = app.test_client(), app.test_client()
    enter(officer, OFFICER)
    enter(applicant, APPLICANT)

    assert officer.get("/handlaggare").status_code == 200
    assert applicant.get("/handlaggare").status_code == 403
    assert applicant.get("/inloggad").status_code == 200


def test_a_refusal_is_noted_with_who_tried_what() -> None:
    app = site()
    client = app.test_client()
    enter(client, APPLICANT)

    client.get("/handlaggare")

    event, who, data = app.extensions["utlysa"].engine.events[-1]
    assert (event, who, data["path"]) == ("access_refused", APPLICANT.id, "/handlaggare")


def test_a_case_does_not_exist_for_those_without_a_relation_to_it() -> None:
    app = site()
    officer, applicant = app.test_client(), app.test_client()
    enter(officer, OFFICER)
    enter(applicant, APPLICANT)

    assert officer.get("/arende/c1").status_code == 200
    assert officer.get("/arende/c2").status_code == 404
    assert applicant.get("/arende/c1").status_code == 404
