"""How failures reach people and programs: the one place where errors become HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, jsonify, make_response, render_template, request
from flask_babel import gettext, lazy_gettext
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
    TaskAlreadyCompletedError,
    TaskClaimedError,
    TaskNotOpenError,
    VersionConflictError,
)
from engine.model import Text
from web.i18n import text

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
    InvalidValueError: 422,
    DeploymentRejectedError: 422,
    LimitExceededError: 422,
    BpmnError: 422,
    OperationFailedError: 500,
    EngineError: 409,  # A rule of the domain that says no.
}
_HIDDEN_FIELDS = frozenset({"csrf_token", "password"})
_logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A failure in words: what happened, and what the reader can do."""

    title: str
    advice: str


_BY_CODE: Mapping[str, Explanation] = {
    "conflict_of_interest": Explanation(
        lazy_gettext("Du är jävig i det här ärendet"),
        lazy_gettext("Någon annan måste göra det här. Försöket har antecknats i loggen."),
    ),
    "task_already_completed": Explanation(
        lazy_gettext("Uppgiften är redan klar"),
        lazy_gettext("Någon hann före. Inget av det du skrev har sparats, men du kan kopiera det härifrån."),
    ),
    "task_not_open": Explanation(
        lazy_gettext("Uppgiften är inte längre öppen"),
        lazy_gettext("Ärendet har gått vidare. Öppna ärendet för att se var det står nu."),
    ),
    "task_claimed": Explanation(
        lazy_gettext("Någon annan har tagit uppgiften"),
        lazy_gettext("Be den som har uppgiften att lämna över den till dig."),
    ),
    "case_not_active": Explanation(
        lazy_gettext("Ärendet är avslutat eller vilar"),
        lazy_gettext("Inget mer kan göras i det. Öppna ärendet för att se varför."),
    ),
    "version_conflict": Explanation(
        lazy_gettext("Någon har sparat en nyare version"),
        lazy_gettext("Öppna den nya versionen och gör om din ändring där. Det du skrev står kvar nedan."),
    ),
    "invalid_data": Explanation(
        lazy_gettext("Något i formuläret behöver rättas"),
        lazy_gettext("Inget har sparats. Gå tillbaka och rätta det som står nedan."),
    ),
    "deployment_rejected": Explanation(
        lazy_gettext("Processen kan inte publiceras ännu"),
        lazy_gettext("Rätta det som stoppar. Inget har ändrats för pågående ärenden."),
    ),
    "operation_failed": Explanation(
        lazy_gettext("Ett automatiskt steg gick inte att göra"),
        lazy_gettext("Inget är halvsparat och uppgiften är kvar. Driften har fått veta det. Försök igen om en stund."),
    ),
}
_BY_STATUS: Mapping[int, Explanation] = {
    400: Explanation(
        lazy_gettext("Sidan hade legat öppen för länge"),
        lazy_gettext("Inget har sparats. Gå tillbaka, ladda om sidan och skicka igen. Det du skrev står kvar nedan."),
    ),
    401: Explanation(
        lazy_gettext("Du behöver logga in"),
        lazy_gettext("Logga in och försök igen. Det du skrev står kvar nedan, så att du kan kopiera det."),
    ),
    403: Explanation(
        lazy_gettext("Du får inte göra det här"),
        lazy_gettext(
            "Det kräver en roll som du inte har. Försöket har antecknats. Fråga den som ansvarar för ärendet."
        ),
    ),
    404: Explanation(
        lazy_gettext("Sidan finns inte"),
        lazy_gettext("Adressen kan vara felskriven, eller så är sidan inte öppen för dig. Börja om från startsidan."),
    ),
    405: Explanation(
        lazy_gettext("Så kan sidan inte användas"),
        lazy_gettext("Gå tillbaka och använd knapparna på sidan."),
    ),
    409: Explanation(
        lazy_gettext("Det går inte som det står nu"),
        lazy_gettext("Inget har ändrats. Ladda om sidan för att se läget. Det du skrev står kvar nedan."),
    ),
    413: Explanation(
        lazy_gettext("Det du skickade är för stort"),
        lazy_gettext(
            "En bilaga får vara högst 25 MB. Dela upp filen eller spara den i mindre format, och försök igen."
        ),
    ),
    422: Explanation(
        lazy_gettext("Uppgifterna går inte att använda"),
        lazy_gettext("Inget har sparats. Gå tillbaka och rätta det som står nedan."),
    ),
    429: Explanation(
        lazy_gettext("För många försök"),
        lazy_gettext("Vänta några minuter och försök igen."),
    ),
    500: Explanation(
        lazy_gettext("Något gick fel hos oss"),
        lazy_gettext("Inget är halvsparat. Försök igen om en stund. Hör av dig med numret nedan om felet är kvar."),
    ),
    503: Explanation(
        lazy_gettext("Tjänsten är upptagen"),
        lazy_gettext("Inget har sparats. Försök igen om en stund."),
    ),
}


def handle_errors(app: Flask) -> None:
    """Turn errors of the engine, the domain and HTTP into pages, and into problems under `/api`."""
    app.register_error_handler(EngineError, _engine_error)
    app.register_error_handler(BpmnError, _engine_error)
    app.register_error_handler(CSRFError, lambda _error: problem_response(400, code="csrf"))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def status_of(error: Exception) -> int:
    """The HTTP status of an error: its own class's, else that of the nearest class above it."""
    for kind in type(error).__mro__:
        if kind in STATUS_OF_ERROR:
            return STATUS_OF_ERROR[kind]
    return 500


def explanation(status: int, code: str = "") -> Explanation:
    """What to say about a failure."""
    return _BY_CODE.get(code) or _BY_STATUS.get(status) or _BY_STATUS[500]


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
    page = render_template(
        "errors/problem.html", status=status, words=words, detail=detail, number=number, written=_what_was_written(),
        problems=(extra or {}).get("problems", ()),
    )  # fmt: skip
    return make_response(page, status)


def _what_was_written() -> list[tuple[str, str]]:
    """The fields of the refused form, so that nobody's text is lost."""
    if request.method != "POST":
        return []
    fields = request.form.items(multi=True)
    return [(name, value) for name, value in fields if name not in _HIDDEN_FIELDS and value.strip()]


def _engine_error(error: Exception) -> Response:
    status, code = status_of(error), str(getattr(error, "code", "error"))
    if status >= 500:
        _logger.error("request failed", path=request.path, code=code, exc_info=error)
    return problem_response(status, code=code, detail=_detail(error), extra=_facts(error))


def _detail(error: Exception) -> str:
    """The error's own words where they are in the reader's language."""
    own = getattr(error, "text", None)
    if isinstance(own, Text):
        return text(own)
    if isinstance(error, TaskAlreadyCompletedError | TaskClaimedError) and error.by:
        return str(gettext("%(name)s gjorde det före dig.", name=error.by))
    return ""


def _facts(error: Exception) -> dict[str, Any]:
    if isinstance(error, InvalidDataError):
        return {"problems": [{"path": each.path, "message": text(each.message)} for each in error.errors]}
    if isinstance(error, DeploymentRejectedError):
        return {"problems": [_problem_fact(each) for each in error.problems]}
    return {}


def _problem_fact(problem: Any) -> dict[str, Any]:
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
