"""Tokens of the REST API: a program acts with its account's rights, without cookie and forgery token."""

from datetime import timedelta

import pytest

from engine import Actor
from tests.engine.runtime.diagrams import diagram, end, start, user
from tests.web.installation import NOW, Site
from workflows.parties import create_token, revoke_token

PROV = diagram("prov", start(), user("ask", role="officer"), end(), paths=["start ask end"])


def token_of(site: Site, account_id: str) -> tuple[str, str]:
    """A new token's id and secret."""
    with site.engine.work(actor=Actor.system()) as work:
        added, secret = create_token(work.session, account_id, at=work.now, days=30)
    return added.id, secret


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_program_works_with_a_token_alone(site: Site) -> None:
    site.engine.deploy({"prov.bpmn": PROV}, actor=Actor.system())
    headers = bearer(token_of(site, "handlaggare.1")[1])
    client = site.app.test_client()
    begun = client.post("/api/v1/cases", json={"process": "prov"}, headers=headers)
    assert begun.status_code == 201, begun.get_data(as_text=True)
    (task,) = site.engine.tasks(begun.get_json()["id"])
    done = client.post(f"/api/v1/tasks/{task.id}/complete", json={"data": {}}, headers=headers)
    assert done.status_code == 200, done.get_data(as_text=True)
    completed = next(each for each in site.engine.history(task.case_id) if each.type == "task_completed")
    assert completed.actor == "handlaggare.1"
    assert "Set-Cookie" not in done.headers or "utlysa=" not in done.headers["Set-Cookie"]


def test_a_token_has_its_accounts_rights_and_no_more(site: Site) -> None:
    headers = bearer(token_of(site, "sokande.1")[1])
    assert site.app.test_client().get("/api/v1/process-definitions", headers=headers).status_code == 403


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Basic aGVq", "nonsense"])
def test_what_is_no_token_is_refused_even_beside_a_session(site: Site, header: str) -> None:
    visitor = site.visitor("handlaggare.1")
    answer = visitor.client.get("/api/v1/tasks", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"


def test_a_token_counts_instead_of_the_session_beside_it(site: Site) -> None:
    visitor = site.visitor("handlaggare.1")
    headers = bearer(token_of(site, "sokande.1")[1])
    assert visitor.client.get("/api/v1/process-definitions", headers=headers).status_code == 403


def test_a_token_that_is_over_or_revoked_is_refused(site: Site) -> None:
    over, revoked = token_of(site, "handlaggare.1"), token_of(site, "handlaggare.1")
    client = site.app.test_client()
    with site.engine.work(actor=Actor.system()) as work:
        revoke_token(work.session, revoked[0], at=work.now)
    assert client.get("/api/v1/tasks", headers=bearer(revoked[1])).status_code == 401
    assert client.get("/api/v1/tasks", headers=bearer(over[1])).status_code == 200
    site.clock.set(NOW + timedelta(days=31))
    assert client.get("/api/v1/tasks", headers=bearer(over[1])).status_code == 401


def test_outside_the_api_a_token_neither_counts_nor_replaces_the_forgery_token(site: Site) -> None:
    headers = bearer(token_of(site, "handlaggare.1")[1])
    assert site.app.test_client().get("/processer", headers=headers).status_code == 302
    answer = site.visitor("handlaggare.1").client.post("/logga-ut", headers=headers)
    assert answer.status_code == 400


def test_the_description_names_the_token(site: Site) -> None:
    told = site.app.test_client().get("/api/openapi.json").get_json()
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
