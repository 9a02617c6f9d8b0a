"""Failures as pages that say what to do, and as problems under /api."""

import importlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Blueprint, Flask

from engine import errors as engine_errors
from engine.model import FieldError, Problem, Text
from tests.web.foundation.site import build, token
from tests.web.pages import check_page
from web.domain_errors import STATUS_OF_DOMAIN_ERROR
from web.errors import STATUS_OF_ERROR, status_of
from web.policy import Public, policy
from workflows.decision.errors import BudgetExceededError
from workflows.registry import UploadRefusedError

WORKFLOWS = Path(__file__).parents[3] / "workflows"
PROBLEM = Problem("error", "no_end", "task_1", 7, "Steget leder ingenstans.", "The step leads nowhere.")
CASES: list[tuple[Exception, int, str]] = [
    (engine_errors.NotFoundError(), 404, "Sidan finns inte"),
    (engine_errors.AccessDeniedError(), 403, "Du får inte göra det här"),
    (engine_errors.ConflictOfInterestError(), 403, "jävig"),
    (engine_errors.TaskAlreadyCompletedError(by="handlaggare.2", at=datetime.now(UTC)), 409, "handlaggare.2"),
    (engine_errors.TaskClaimedError(by="handlaggare.3"), 409, "handlaggare.3"),
    (engine_errors.VersionConflictError(), 409, "nyare version"),
    (engine_errors.InvalidDataError([FieldError("a", Text("Skriv ett namn.", "Write."))]), 422, "Skriv ett namn."),
    (engine_errors.DeploymentRejectedError([PROBLEM]), 422, "Steget leder ingenstans."),
    (engine_errors.OperationFailedError(), 500, "Inget är halvsparat"),
    (BudgetExceededError(), 409, "ram"),
    (UploadRefusedError("empty", Text("Filen är tom.", "The file is empty.")), 422, "Filen är tom."),
    (ZeroDivisionError("inner secret"), 500, "Felets nummer"),
]


def failing(error: Exception) -> Flask:
    area = Blueprint("area", __name__)

    @area.route("/fel", methods=["GET", "POST"])
    @area.route("/api/fel", endpoint="api")
    @policy(Public())
    def fail() -> str:
        raise error

    return build([area])


@pytest.mark.parametrize(("error", "status", "words"), CASES, ids=lambda value: type(value).__name__)
def test_an_error_is_a_page_with_its_status_that_says_what_to_do(error: Exception, status: int, words: str) -> None:
    response = failing(error).test_client().get("/fel")

    page = check_page(response)
    assert response.status_code == status
    assert words in page.text()
    assert "inner secret" not in page.text()


@pytest.mark.parametrize(("error", "status", "_words"), CASES, ids=lambda value: type(value).__name__)
def test_under_the_api_it_is_a_problem_with_a_stable_code(error: Exception, status: int, _words: str) -> None:
    response = failing(error).test_client().get("/api/fel")

    body = response.get_json(force=True)
    assert response.mimetype == "application/problem+json"
    assert response.status_code == body["status"] == status
    assert body["code"] == getattr(error, "code", "unexpected")
    assert body["title"]
    assert "inner secret" not in response.get_data(as_text=True)


def test_what_was_written_is_not_lost_in_a_conflict() -> None:
    client = failing(engine_errors.TaskAlreadyCompletedError()).test_client()

    page = check_page(client.post("/fel", data={"csrf_token": token(client), "comment": "Tre rader\ntext"}))

    assert "Tre rader text" in page.text()


def test_every_error_of_the_engine_has_a_status() -> None:
    kinds = [each for each in vars(engine_errors).values() if isinstance(each, type) and issubclass(each, Exception)]

    assert all(kind in STATUS_OF_ERROR for kind in kinds if kind is not engine_errors.ConflictOfInterestError)


def test_every_error_of_the_domain_has_a_status_of_its_own_or_of_a_class_above_it() -> None:
    modules = [f"workflows.{path.parent.name}.errors" for path in sorted(WORKFLOWS.glob("*/errors.py"))]
    kinds = [
        each
        for name in modules
        for each in vars(importlib.import_module(name)).values()
        if isinstance(each, type) and issubclass(each, Exception) and each.__module__ == name
    ]

    assert len(kinds) > 20
    assert [kind for kind in kinds if not set(kind.__mro__) & set(STATUS_OF_ERROR)] == []


def test_an_error_takes_the_status_of_the_nearest_class_above_it() -> None:
    assert status_of(BudgetExceededError()) == STATUS_OF_DOMAIN_ERROR[BudgetExceededError.__bases__[0]]
    assert status_of(KeyError("x")) == 500


@pytest.mark.parametrize(("path", "method", "status"), [("/finns-inte", "get", 404), ("/logga-ut", "get", 405)])
def test_what_is_not_there_is_a_page_too(path: str, method: str, status: int) -> None:
    response = getattr(build().test_client(), method)(path)

    assert response.status_code == status
    check_page(response)


def test_a_page_in_english_explains_in_english() -> None:
    client = failing(engine_errors.ConflictOfInterestError()).test_client()
    client.set_cookie("utlysa_sprak", "en")

    assert "conflict of interest" in check_page(client.get("/fel")).text()
