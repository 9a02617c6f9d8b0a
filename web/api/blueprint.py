"""The API's blueprint, its OpenAPI document, and how a request's values are checked."""

from typing import Any

from flask import Blueprint, request
from spectree import SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData

from engine import FieldError, InvalidDataError, Text
from web.policy import LoggedIn, Policy, Roles
from web.services import Services
from workflows.visibility import CASE_ROLES

blueprint = Blueprint("api", __name__, template_folder="templates", url_prefix="/api/v1")
STAFF = Roles(*CASE_ROLES)
ANYONE = LoggedIn()
_LONGEST_KEY = 200


class Every(Policy):
    """All of several rules."""

    def __init__(self, *rules: Policy) -> None:
        self._rules = rules

    def allows(self, actor: Any, arguments: Any, services: Services) -> bool:
        """Whether each rule lets the actor in."""
        return all(rule.allows(actor, arguments, services) for rule in self._rules)


def _refuse(_request: Any, _response: Any, error: Any, _instance: Any, _adapter: Any) -> None:
    """Turn what is wrong with a request into the problem that every other error becomes."""
    if error is not None:
        found = error.errors()
        raise InvalidDataError(
            [FieldError(".".join(map(str, each["loc"])), Text(each["msg"], each["msg"])) for each in found]
        )


spec = SpecTree(
    "flask",
    mode="strict",
    annotations=False,
    before=_refuse,
    title="Utlysa",
    version="1",
    openapi_version="3.1.0",
    security_schemes=[SecurityScheme(name="token", data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer"))],
    description=(
        "Tasks, cases, processes and calls. The log-in is a browser's session, of which each POST also needs the "
        "header `X-CSRFToken` with the token of the page, or `Authorization: Bearer TOKEN` (`utlysa token create`). "
        "A POST may carry `Idempotency-Key`. Errors are `application/problem+json` (RFC 9457) with a stable `code`."
    ),
)


def idempotency_key() -> str | None:
    """The request's `Idempotency-Key`: the same command with the same key is done once. Raises InvalidDataError."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > _LONGEST_KEY:
        sentence = Text(f"Nyckeln är längre än {_LONGEST_KEY} tecken.", f"The key is longer than {_LONGEST_KEY} signs.")
        raise InvalidDataError([FieldError("Idempotency-Key", sentence)])
    return key or None
