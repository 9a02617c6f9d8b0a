"""The API's own description: OpenAPI for programs, a page for people."""

from typing import Any, cast

from flask import Blueprint, jsonify, render_template
from werkzeug.wrappers import Response

from web.api.blueprint import spec
from web.policy import Public, policy

blueprint = Blueprint("api_documents", __name__, template_folder="templates", url_prefix="/api")
_METHODS = ("get", "post", "put", "delete")


@blueprint.get("/openapi.json")
@policy(Public())
def openapi() -> Response:
    """The OpenAPI document."""
    return jsonify(_document())


@blueprint.get("/docs")
@policy(Public())
def docs() -> str:
    """What can be called, as a page that loads nothing from outside."""
    calls = [
        (path, method.upper(), operation)
        for path, operations in sorted(_document()["paths"].items())
        for method, operation in operations.items()
        if method in _METHODS
    ]
    return render_template("api/docs.html", calls=calls, about=_document()["info"]["description"])


def _document() -> dict[str, Any]:
    return cast("dict[str, Any]", spec.spec)
