"""How failures reach people and programs: the one place where errors become HTTP."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, jsonify, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from engine.errors import (
    AccessDeniedError,
    BpmnError,
    CaseNotActiveError,
    DeploymentRejectedError,
    EngineError,
    IdempotencyKeyReusedError,
    InvalidDataError,
    InvalidValueError,
    LimitExceededError,
    MessageNotExpectedError,
    NotFoundError,
    OperationFailedError,
    RefusedError,
    TaskAlreadyCompletedError,
    TaskClaimedError,
    TaskNotOpenError,
    UnavailableError,
    VersionConflictError,
)
from engine.model import Problem, Text
from web.domain_errors import STATUS_OF_DOMAIN_ERROR
from web.explanations import explanation
from web.i18n import text
from web.sessions import forget_reader
from web.templating import formatter
from workflows.call.errors import AmendmentRefusedError

STATUS_OF_ERROR: Mapping[type[Exception], int] = {
    NotFoundError: 404,
    AccessDeniedError: 403,
    TaskAlreadyCompletedError: 409,
    TaskNotOpenError: 409,
    TaskClaimedError: 409,
    CaseNotActiveError: 409,
    VersionConflictError: 409,
    MessageNotExpectedError: 409,
    IdempotencyKeyReusedError: 409,
    InvalidDataError: 422,
    RefusedError: 409,
    InvalidValueError: 422,
    DeploymentRejectedError: 422,
    LimitExceededError: 422,
    BpmnError: 422,
    OperationFailedError: 500,
    UnavailableError: 503,
    EngineError: 409,
    **STATUS_OF_DOMAIN_ERROR,
}
_RETRY_AFTER_SECONDS = 5
_HIDDEN_FIELDS = frozenset({"csrf_token", "password"})
_logger = structlog.get_logger(__name__)


def handle_errors(app: Flask) -> None:
    """Turn errors of the engine, the domain and HTTP into pages, and into problems under `/api`."""
    for kind in STATUS_OF_ERROR:
        app.register_error_handler(kind, _known_error)
    app.register_error_handler(CSRFError, lambda _error: problem_response(400, code="csrf"))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def status_of(error: Exception) -> int:
    """The HTTP status of an error: its own class's, else that of the nearest class above it."""
    for kind in type(error).__mro__:
        if kind in STATUS_OF_ERROR:
            return STATUS_OF_ERROR[kind]
    return 500


def problem_response(
    status: int, *, code: str, detail: str = "", extra: Mapping[str, Any] | None = None, number: str = ""
) -> Response:
    """A page, or `application/problem+json` (RFC 9457) under `/api`."""
    words = explanation(status, code)
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": str(words.title), "status": status, "code": code}
        body |= {"detail": detail or str(words.advice), **(extra or {})}
        response: Response = jsonify(body)
        response.headers["Content-Type"] = "application/problem+json"
        response.status_code = status
        return response
    problems = (extra or {}).get("problems", ())
    facts = {"detail": detail, "number": number, "problems": problems, "written": _what_was_written(status)}
    page = render_template("errors/problem.html", status=status, words=words, **facts)
    return make_response(page, status)


def _what_was_written(status: int) -> list[tuple[str, str]]:
    """The fields of the refused form, so that nobody's text is lost."""
    if request.method != "POST" or status == 413:  # What is too large was never read.
        return []
    fields = request.form.items(multi=True)
    return [(name, value) for name, value in fields if name not in _HIDDEN_FIELDS and value.strip()]


def _known_error(error: Exception) -> Response:
    status, code = status_of(error), str(getattr(error, "code", "error"))
    if isinstance(error, UnavailableError):
        _logger.warning("database away", path=request.path)
        forget_reader()
    elif status >= 500:
        _logger.error("request failed", path=request.path, code=code, exc_info=error)
    response = problem_response(status, code=code, detail=_detail(error), extra=_facts(error))
    if isinstance(error, UnavailableError):
        response.headers["Retry-After"] = str(_RETRY_AFTER_SECONDS)
    return response


def _detail(error: Exception) -> str:
    """The error's own words where they are in the reader's language."""
    own = getattr(error, "text", None)
    if isinstance(own, Text):
        return text(own)
    if isinstance(error, AmendmentRefusedError):
        return " ".join(text(reason) for reason in error.reasons)
    if isinstance(error, TaskAlreadyCompletedError) and error.by and error.at:
        when = formatter().dag(error.at, kort=False, tid=True)
        return str(gettext("%(name)s gjorde det före dig, %(when)s.", name=error.by, when=when))
    if isinstance(error, TaskAlreadyCompletedError | TaskClaimedError) and error.by:
        return str(gettext("%(name)s gjorde det före dig.", name=error.by))
    return ""


def _facts(error: Exception) -> dict[str, Any]:
    if isinstance(error, InvalidDataError):
        return {"problems": [{"path": each.path, "message": text(each.message)} for each in error.errors]}
    if isinstance(error, DeploymentRejectedError):
        return {"problems": [_problem_fact(each) for each in error.problems]}
    return {}


def _problem_fact(problem: Problem) -> dict[str, Any]:
    message = text(Text(sv=problem.message, en=problem.message_en))
    return {
        "severity": problem.severity, "code": problem.code, "path": problem.element_id or problem.file,
        "line": problem.line, "message": message,
    }  # fmt: skip


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()
    response = problem_response(error.code, code=f"http_{error.code}")
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    number = uuid4().hex[:8]
    _logger.error("request failed", path=request.path, number=number, exc_info=error)
    return problem_response(500, code="unexpected", number=number)
