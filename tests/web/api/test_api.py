"""The REST API: the engine's commands with the pages' rules, problems as JSON, keys that make a command once."""

import io
from collections.abc import Mapping
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engine import Actor
from tests.engine.runtime.diagrams import catch, diagram, end, message, start, user
from tests.web.installation import Site, Visitor
from tests.web.pages import check_page

PROV = diagram(
    "prov",
    start(),
    user("ask", role="officer", due="5 working days"),
    user("read", role="officer"),
    end(),
    paths=["start ask read end"],
)
JSON = Mapping[str, Any] | None


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, and a process for it to work in."""
    site.engine.deploy({"prov.bpmn": PROV}, actor=Actor.system())
    return site.visitor("handlaggare.1")


def post(visitor: Visitor, path: str, body: JSON = None, *, key: str = "", **headers: str) -> TestResponse:
    """A command with a JSON body."""
    known = {"X-CSRFToken": visitor.token(), **headers} | ({"Idempotency-Key": key} if key else {})
    return visitor.client.post(f"/api/v1{path}", json=body if body is not None else {}, headers=known)


def get(visitor: Visitor, path: str) -> Any:
    """What a query answers."""
    answer = visitor.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def problem(answer: TestResponse, status: int) -> Any:
    """The problem that an answer tells."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.get_data(as_text=True)
    body = answer.get_json()
    assert body["status"] == status
    assert body["title"]
    return body


def begin(visitor: Visitor, **more: Any) -> Any:
    """A started case."""
    answer = post(visitor, "/cases", {"process": "prov", **more})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.get_json()


def test_a_case_is_worked_through(officer: Visitor) -> None:
    case = begin(officer, variables={"amount": 2300000, "when": "2021-12-02"}, business_key="P/1")
    assert (case["status"], case["business_key"], case["variables"]["amount"]) == ("active", "P/1", 2300000)
    task = get(officer, f"/tasks?case={case['id']}")["items"][0]
    assert post(officer, f"/tasks/{task['id']}/claim").get_json()["assignee"] == "handlaggare.1"
    assert post(officer, f"/tasks/{task['id']}/release").get_json()["assignee"] is None
    assert post(officer, f"/tasks/{task['id']}/complete", {"data": {"note": "klart"}}).status_code == 200
    assert get(officer, f"/tasks?case={case['id']}")["items"][0]["element_id"] == "read"
    assert get(officer, f"/cases/{case['id']}")["variables"]["note"] == "klart"
    types = [event["type"] for event in get(officer, f"/cases/{case['id']}/history")["items"]]
    assert types[0] == "case_started"
    assert "task_completed" in types


def test_tasks_and_history_come_in_pages(officer: Visitor) -> None:
    case, *_ = [begin(officer) for _ in range(5)]
    seen: list[str] = []
    cursor = ""
    while True:
        page = get(officer, f"/tasks?limit=2{cursor}")
        seen += [task["case_id"] for task in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert len(seen) == len(set(seen)) == 5
    first = get(officer, f"/cases/{case['id']}/history?limit=1")
    rest = get(officer, f"/cases/{case['id']}/history?cursor={first['next']}")
    assert [event["seq"] for event in first["items"] + rest["items"]] == list(range(1, len(rest["items"]) + 2))


def test_a_key_makes_a_command_once(officer: Visitor, site: Site) -> None:
    first = post(officer, "/cases", {"process": "prov"}, key="k1").get_json()
    assert post(officer, "/cases", {"process": "prov"}, key="k1").get_json()["id"] == first["id"]
    assert site.engine.count_cases(process_key="prov") == 1
    task = site.engine.tasks(first["id"])[0].id
    for _ in range(2):
        assert post(officer, f"/tasks/{task}/complete", {"data": {"a": 1}}, key="k2").status_code == 200
    other = post(officer, f"/tasks/{task}/complete", {"data": {"a": 2}}, key="k2")
    assert problem(other, 409)["code"] == "idempotency_key_reused"
    assert problem(post(officer, "/cases", {"process": "prov"}, key="k" * 201), 422)["code"] == "invalid_data"


def test_errors_of_the_engine_are_problems(officer: Visitor, site: Site) -> None:
    task = site.engine.tasks(begin(officer)["id"])[0].id
    assert post(officer, f"/tasks/{task}/complete").status_code == 200
    assert problem(post(officer, f"/tasks/{task}/complete"), 409)["code"] == "task_already_completed"
    assert problem(post(officer, "/tasks/none-t1/claim"), 404)["code"] == "not_found"
    assert problem(post(officer, "/cases", {"process": "finns-inte"}), 404)["code"] == "not_found"


def test_a_form_is_checked_as_on_the_page(site: Site) -> None:
    manager = site.visitor("utlysningsansvarig.1")
    case = site.engine.start("call", actor=site.actor("utlysningsansvarig.1"))
    task = site.engine.tasks(case.id)[0].id
    found = problem(post(manager, f"/tasks/{task}/complete", {"data": {"title": ""}}), 422)
    assert found["code"] == "invalid_data"
    assert "title" in [each["path"] for each in found["problems"]]
    assert site.engine.tasks(case.id)[0].id == task


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/cases", {}),
        ("/cases", {"process": 7}),
        ("/cases", {"process": "prov", "color": "red"}),
        ("/tasks/x/delegate", {}),
    ],
)
def test_a_request_of_another_shape_is_refused(officer: Visitor, path: str, body: JSON) -> None:
    found = problem(post(officer, path, body), 422)
    assert found["code"] == "invalid_data"
    assert found["problems"][0]["path"]


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "color=red", "due_before=igår"])
def test_a_query_of_another_shape_is_refused(officer: Visitor, query: str) -> None:
    assert problem(officer.get(f"/api/v1/tasks?{query}"), 422)["code"] == "invalid_data"


def test_a_task_is_delegated_and_then_another_ones(officer: Visitor, site: Site) -> None:
    task = site.engine.tasks(begin(officer)["id"])[0].id
    given = post(officer, f"/tasks/{task}/delegate", {"to": "handlaggare.2"})
    assert given.get_json()["assignee"] == "handlaggare.2"
    assert problem(post(officer, f"/tasks/{task}/complete"), 403)["code"] == "access_denied"


def test_who_has_not_logged_in_gets_401_and_others_403_or_404(officer: Visitor, site: Site) -> None:
    case = begin(officer)
    visitor, applicant = site.visitor(), site.visitor("sokande.1")
    for path in ("/tasks", f"/cases/{case['id']}", "/process-definitions"):
        problem(visitor.get(f"/api/v1{path}"), 401)
    for path in (f"/cases/{case['id']}", f"/cases/{case['id']}/history", "/process-definitions"):
        problem(applicant.get(f"/api/v1{path}"), 403)
    assert get(applicant, "/tasks")["items"] == []
    task = site.engine.tasks(case["id"])[0].id
    problem(applicant.get(f"/api/v1/tasks/{task}"), 404)
    problem(post(applicant, f"/tasks/{task}/complete"), 403)
    problem(post(officer, "/messages", {"name": "x"}), 403)
    problem(post(officer, "/signals", {"name": "x"}), 403)


def test_a_conflict_of_interest_hides_the_case(officer: Visitor, site: Site) -> None:
    case = begin(officer)
    site.engine.exclude(case["id"], "handlaggare.1", reason="jäv", actor=Actor.system())
    problem(officer.get(f"/api/v1/cases/{case['id']}"), 404)
    assert get(officer, "/tasks")["items"] == []


def test_a_post_without_the_forgery_token_is_refused(officer: Visitor) -> None:
    answer = officer.client.post("/api/v1/cases", json={"process": "prov"})
    assert problem(answer, 400)["code"] == "csrf"


def test_a_token_that_nobody_checks_is_not_taken(officer: Visitor) -> None:
    headers = {"Authorization": "Bearer whatever"}
    problem(officer.client.get("/api/v1/tasks", headers=headers), 401)
    problem(officer.client.post("/api/v1/cases", json={"process": "prov"}, headers=headers), 401)


def test_messages_reach_the_case_that_waits(site: Site) -> None:
    waiting = diagram(
        "waits", start(), catch("hear", message("heard")), end(), paths=["start hear end"],
        outside='<message id="heard" name="heard"/>',
    )  # fmt: skip
    site.engine.deploy({"waits.bpmn": waiting}, actor=Actor.system())
    case = site.engine.start("waits", {"id": "a"}, actor=Actor.system())
    admin = site.visitor("admin.1")
    answer = post(admin, "/messages", {"name": "heard", "case_id": case.id})
    assert (answer.status_code, answer.get_json()) == (202, {"case_id": case.id})
    assert site.engine.case(case.id).status == "completed"
    assert post(admin, "/signals", {"name": "alarm"}).status_code == 204


def deploy(visitor: Visitor, name: str, content: bytes) -> TestResponse:
    """A deployment of one file."""
    data = {"file": (io.BytesIO(content), name)}
    return visitor.client.post("/api/v1/deployments", data=data, headers={"X-CSRFToken": visitor.token()})


def test_processes_are_deployed_once_and_listed(officer: Visitor, site: Site) -> None:
    owner = site.visitor("processagare.1")
    changed = PROV.replace(b'name="read"', b'name="Read it"')
    for _ in range(2):
        answer = deploy(owner, "prov.bpmn", changed)
        assert answer.status_code == 201
        assert [one["version"] for one in answer.get_json()["definitions"]] == [2]
    versions = get(officer, "/process-definitions?key=prov&all_versions=true")["items"]
    assert [one["version"] for one in versions] == [1, 2]
    refused = problem(deploy(owner, "prov.bpmn", changed.replace(b"</process>", b"")), 422)
    assert refused["code"] == "deployment_rejected"
    assert refused["problems"][0]["line"]
    problem(deploy(officer, "prov.bpmn", changed), 403)
    problem(owner.client.post("/api/v1/deployments", headers={"X-CSRFToken": owner.token()}), 422)


def test_calls_are_public_once_published_and_applications_are_staffs(site: Site) -> None:
    site.engine.start("call", actor=site.actor("utlysningsansvarig.1"))
    assert get(site.visitor(), "/calls") == {"items": []}
    problem(site.visitor("sokande.1").get("/api/v1/calls/x/applications"), 403)
    problem(site.visitor("handlaggare.1").get("/api/v1/calls/x/applications"), 404)


def test_the_description_names_every_address(site: Site) -> None:
    document = site.visitor().get("/api/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    named = {(path, method) for path, operations in document["paths"].items() for method in operations}
    for rule in site.app.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            path = rule.rule.replace("<", "{").replace(">", "}")
            assert all((path, method.lower()) in named for method in rule.methods - {"HEAD", "OPTIONS"}), path
    assert "/api/v1/tasks/{task_id}/complete" in document["paths"]
    assert all(
        operation.get("summary") for operations in document["paths"].values() for operation in operations.values()
    )


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_about_the_api_is_whole(site: Site, language: str) -> None:
    said = check_page(site.visitor(language=language).get("/api/docs")).text()
    assert "/api/v1/tasks/{task_id}/complete" in said
