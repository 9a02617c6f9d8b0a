"""What must not happen is refused over HTTP, logged, and changes nothing."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.serving import make_server

from engine import Actor, UserTask, VirtualClock
from tests.journeys.visitor import Answer, Visitor
from web.app import create_app
from web.composition import services_of
from workflows.bootstrap import Product
from workflows.demo import facts
from workflows.demo.moments import local
from workflows.demo.stage import Stage

REGISTERED = dict(facts.letter().registered)
ASSIGNED = {"officer": "handlaggare.3", "due_on": "2020-08-28"}
Enter = Callable[[str], Visitor]


@pytest.fixture
def enter(product: Product, clock: VirtualClock) -> Iterator[Enter]:
    """A function that lets a role account in at the running site."""
    clock.set(local("2020-08-17 09:30"))
    stage = Stage(product)
    stage.build()
    stage.request_letter(facts.letter())
    server = make_server("127.0.0.1", 0, create_app(services_of(product, clock)), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield lambda account: Visitor(f"http://127.0.0.1:{server.server_port}", account)
    server.shutdown()
    thread.join()
    server.server_close()


def _open_task(product: Product, element: str) -> UserTask:
    (task,) = [task for task in product.engine.tasks() if task.element_id == element]
    return task


def _complete(visitor: Visitor, task: UserTask, data: dict[str, Any], *, key: str) -> Answer:
    return visitor.post(f"/uppgifter/{task.id}", {**data, "nyckel": key})


def _state(product: Product) -> list[Any]:
    """Everything that a refused command might have changed."""
    engine = product.engine
    cases = engine.cases()
    return [cases, [engine.history(case.id) for case in cases], engine.tasks(), engine.tasks(state="completed")]


def _refusals(product: Product) -> list[tuple[str, str, str]]:
    found = [event for event in product.engine.log_events() if event.type == "access_refused"]
    return [(event.actor, event.data["command"], event.data["reason"]) for event in found]


def test_a_task_that_is_done_is_not_done_again(product: Product, clock: VirtualClock, enter: Enter) -> None:
    registrar = enter("registrator.1")
    task = _open_task(product, "register_request")
    assert _complete(registrar, task, REGISTERED, key="first").status == 303
    before = _state(product)
    clock.advance(timedelta(minutes=5))

    again = _complete(registrar, task, {**REGISTERED, "sender": "Another"}, key="second")

    assert again.status == 409
    assert "registrator.1" in again.text
    assert _state(product) == before


def test_a_task_is_done_by_the_role_that_has_it(product: Product, enter: Enter) -> None:
    registrar = enter("registrator.1")
    assert _complete(registrar, _open_task(product, "register_request"), REGISTERED, key="first").status == 303
    before, task = _state(product), _open_task(product, "assign_officer")

    refused = _complete(registrar, task, ASSIGNED, key="second")

    assert refused.status == 403
    assert _state(product) == before
    assert _refusals(product) == [("registrator.1", "complete", "access_denied")]


def test_who_has_a_conflict_of_interest_does_nothing_more_in_the_case(product: Product, enter: Enter) -> None:
    officer = _declare_conflict(product, enter)
    before, task = _state(product), _open_task(product, "declare_officer_conflict")

    refused = _complete(officer, task, {"conflict": "no"}, key="after")

    assert refused.status == 403
    assert _state(product) == before
    assert _refusals(product) == [("handlaggare.3", "complete", "conflict_of_interest")]


def _declare_conflict(product: Product, enter: Enter) -> Visitor:
    officer, head = enter("handlaggare.3"), enter("omradeschef.1")
    answers: list[tuple[Visitor, str, dict[str, Any]]] = [
        (enter("registrator.1"), "register_request", REGISTERED),
        (head, "assign_officer", ASSIGNED),
        (officer, "prepare_matter", dict(facts.letter().prepared)),
        (officer, "declare_officer_conflict", {"conflict": "yes", "conflict_reason": "Jag har arbetat hos sökanden."}),
    ]
    for visitor, element, data in answers:
        answer = _complete(visitor, _open_task(product, element), data, key=element)
        assert answer.status == 303, (element, answer.text)
    return officer


def test_a_broken_diagram_is_refused_with_its_line_and_the_reason(product: Product, enter: Enter) -> None:
    owner = enter("processagare.1")
    drawing = owner.get("/processer/delegated_decision/1.bpmn").text
    assert drawing.startswith("<?xml")
    broken = drawing.replace('utlysa:operation="delegated.register"', 'utlysa:operation="delegated.no_such"')
    line = broken[: broken.index("delegated.no_such")].count("\n") + 1

    refused = owner.post(
        "/processer/delegated_decision/spara", {"xml": broken, "base_version": 1, "comment": "Byter registrering"}
    )

    assert refused.status == 422
    assert f'"line":{line}' in refused.text.replace(" ", "")
    assert "delegated.no_such" in refused.text
    assert [each.version for each in product.engine.definitions() if each.key == "delegated_decision"] == [1]


def test_a_diagram_that_is_not_xml_is_refused_with_the_line_where_it_breaks_off(product: Product, enter: Enter) -> None:
    owner = enter("processagare.1")
    lines = owner.get("/processer/delegated_decision/1.bpmn").text.splitlines()

    refused = owner.post(
        "/processer/delegated_decision/spara",
        {"xml": "\n".join(lines[:10]), "base_version": 1, "comment": "Bara början"},
    )

    assert refused.status == 422
    assert '"line":10' in refused.text.replace(" ", "")
    assert [each.version for each in product.engine.definitions() if each.key == "delegated_decision"] == [1]


def test_only_a_process_owner_saves_a_diagram(product: Product, enter: Enter) -> None:
    officer = enter("handlaggare.1")

    refused = officer.post(
        "/processer/delegated_decision/spara", {"xml": "<x/>", "base_version": 1, "comment": "Ett försök"}
    )

    assert refused.status == 403
    assert [each.version for each in product.engine.definitions() if each.key == "delegated_decision"] == [1]


def test_nobody_acts_without_having_logged_in(product: Product, enter: Enter) -> None:
    visitor = enter("registrator.1")
    before, task = _state(product), _open_task(product, "register_request")
    assert visitor.post("/logga-ut", {}).status == 303

    refused = _complete(visitor, task, REGISTERED, key="first")

    assert refused.status in {302, 303, 400, 401}
    assert _state(product) == before
    assert product.engine.tasks(state="completed", actor=Actor("registrator.1")) == []
