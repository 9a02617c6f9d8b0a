"""Log-in, log-out, the demo's roles, and where one comes back to."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.foundation.site import APPLICANT, DIRECTOR, OFFICER, KnownAccounts, build, enter, token
from tests.web.pages import check_page
from web.sessions import begin_session, current_actor, is_safe_target, stand_in_for


def test_the_right_password_logs_in(client: FlaskClient) -> None:
    enter(client, OFFICER)

    assert OFFICER.user_name in client.get("/om/hjalp").get_data(as_text=True)


def test_a_wrong_password_says_what_to_do_and_keeps_the_name(client: FlaskClient) -> None:
    form = {"user_name": OFFICER.user_name, "password": "fel", "csrf_token": token(client)}

    response = client.post("/logga-in", data=form)
    page = check_page(response)

    assert response.status_code == 422
    assert page.by_id("fld-user_name").get("value") == OFFICER.user_name
    assert page.by_id("fld-user_name").get("aria-invalid") == "true"
    assert page.elements("title")[0].text.startswith("Fel: ")
    assert "fel" not in [each.get("value") for each in page.elements("input")]


def test_log_in_answers_alike_for_an_unknown_name_and_a_wrong_password(client: FlaskClient) -> None:
    sentences = []
    for name in (OFFICER.user_name, "finns.inte"):
        response = client.post("/logga-in", data={"user_name": name, "password": "x", "csrf_token": token(client)})
        sentences.append(check_page(response).by_id("felen").find("ul/li/a").text)

    assert sentences[0] == sentences[1]


def test_the_sixth_wrong_password_for_a_name_is_stopped_also_from_another_address() -> None:
    app = build()
    answers = []
    for attempt in range(6):
        client = app.test_client()
        form = {"user_name": " Handlaggare.1 ", "password": "fel", "csrf_token": token(client)}
        answers.append(client.post("/logga-in", data=form, environ_base={"REMOTE_ADDR": f"10.0.0.{attempt}"}))

    assert [each.status_code for each in answers] == [422] * 5 + [429]
    assert "Vänta några minuter" in check_page(answers[-1]).text()
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_right_passwords_do_not_count_towards_the_limit() -> None:
    app = build()
    for _ in range(8):
        enter(app.test_client(), OFFICER)


def test_logging_out_ends_the_session(client: FlaskClient) -> None:
    enter(client, OFFICER)

    response = client.post("/logga-ut", data={"csrf_token": token(client, "/om/hjalp")})

    assert response.status_code == 303
    assert OFFICER.user_name not in client.get("/om/hjalp").get_data(as_text=True)


def test_a_disabled_account_is_logged_out_at_its_next_request(app: Flask) -> None:
    client = app.test_client()
    enter(client, OFFICER)
    accounts = app.extensions["utlysa"].accounts
    assert isinstance(accounts, KnownAccounts)

    accounts.accounts.remove(OFFICER)

    assert OFFICER.user_name not in client.get("/om/hjalp").get_data(as_text=True)


def test_the_demo_lets_one_become_a_role(client: FlaskClient) -> None:
    form = {"account_id": APPLICANT.id, "csrf_token": token(client)}

    assert client.post("/demo/roller", data=form).status_code == 303
    assert APPLICANT.user_name in client.get("/om/hjalp").get_data(as_text=True)


def test_there_is_no_choice_of_roles_outside_the_demo() -> None:
    client = build().test_client()

    assert client.get("/demo/roller").status_code == 404
    assert client.post("/demo/roller", data={"csrf_token": token(client), "account_id": "1"}).status_code == 404


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "/a\nb",
        "evil",
        "\\/x",
        None,
    ],
)
def test_nobody_is_sent_to_another_site_after_log_in(client: FlaskClient, target: str | None) -> None:
    form = {"user_name": OFFICER.user_name, "password": OFFICER.user_name[::-1], "csrf_token": token(client)}

    response = client.post("/logga-in", data=form | ({"next": target} if target is not None else {}))

    assert response.location == "/om/hjalp"


def test_a_path_of_this_site_is_come_back_to() -> None:
    assert is_safe_target("/arenden/1?flik=logg#x")


def who(client: FlaskClient) -> str:
    """What the account menu calls the reader."""
    page = check_page(client.get("/ersattare"))
    badge = next(each for each in page.elements("summary") if each.get("class") == "u-me")
    return "".join(badge.find("span").itertext()).strip()


def test_a_substitute_acts_in_the_others_place_until_it_stops(client: FlaskClient) -> None:
    enter(client, OFFICER)

    client.post("/ersattare", data={"csrf_token": token(client, "/ersattare"), "account_id": DIRECTOR.id})
    stands_in = who(client)
    client.post("/ersattare", data={"csrf_token": token(client, "/ersattare")})

    assert stands_in == "handlaggare.1 för direktor.1"
    assert who(client) == "handlaggare.1"


def test_nobody_stands_in_where_it_was_not_arranged(client: FlaskClient) -> None:
    enter(client, APPLICANT)

    response = client.post("/ersattare", data={"csrf_token": token(client, "/ersattare"), "account_id": DIRECTOR.id})

    assert response.status_code == 403
    assert who(client) == "kontaktperson.1"


def test_standing_in_ends_with_the_last_day_of_the_absence(app: Flask) -> None:
    client = app.test_client()
    enter(client, OFFICER)
    client.post("/ersattare", data={"csrf_token": token(client, "/ersattare"), "account_id": DIRECTOR.id})

    app.extensions["utlysa"].clock.at += timedelta(days=2)

    assert who(client) == "handlaggare.1"


def test_a_substitute_has_the_others_roles_and_not_its_own(app: Flask) -> None:
    with app.test_request_context("/"):
        begin_session(OFFICER)
        stand_in_for(DIRECTOR.id)

        actor = current_actor()

    assert actor.roles == DIRECTOR.roles
    assert actor.log_name == "handlaggare.1 för direktor.1"


def test_log_ins_and_failures_are_noted_but_never_what_may_be_a_password(app: Flask) -> None:
    client = app.test_client()
    for name in (OFFICER.user_name, "my password by mistake"):
        client.post("/logga-in", data={"user_name": name, "password": "x", "csrf_token": token(client)})
    enter(client, OFFICER)
    client.post("/logga-ut", data={"csrf_token": token(client, "/om/hjalp")})

    events = [(event, who, data.get("user_name")) for event, who, data in app.extensions["utlysa"].engine.events]
    assert events == [
        ("log_in_failed", "system", OFFICER.user_name),
        ("log_in_failed", "system", ""),
        ("logged_in", OFFICER.id, None),
        ("logged_out", OFFICER.id, None),
    ]
