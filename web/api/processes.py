"""Versions of processes, read and deployed."""

from flask import request
from spectree import Response

from engine import FieldError, InvalidDataError, Text
from web.api import models
from web.api.blueprint import STAFF, blueprint, spec
from web.policy import Roles, policy
from web.services import services
from web.sessions import current_actor


@blueprint.get("/process-definitions")
@policy(STAFF)
@spec.validate(query=models.VersionsQuery, resp=Response(HTTP_200=models.Definitions), tags=["processes"])
def list_definitions() -> models.Definitions:
    """The newest version of each process, or all versions."""
    wanted: models.VersionsQuery = request.context.query  # type: ignore[attr-defined]
    found = services().engine.definitions(wanted.key, all_versions=wanted.all_versions)
    return models.Definitions(items=[models.Definition.model_validate(one) for one in found])


@blueprint.post("/deployments")
@policy(Roles("process_owner"))
@spec.validate(resp=Response(HTTP_201=models.Deployment), tags=["processes"])
def deploy() -> tuple[models.Deployment, int]:
    """Deploy diagrams with their forms, tables and letters: a multipart form whose files are named `folder/file`.

    Content that is already the newest version stays that version, so that the same files may be sent again.
    """
    files = {upload.filename: upload.read() for upload in request.files.values() if upload.filename}
    if not files:
        raise InvalidDataError([FieldError("files", Text("Skicka minst en fil.", "Send at least one file."))])
    base = request.form.get("base_version", type=int)
    stored = services().engine.deploy(files, actor=current_actor(), base_version=base)
    return models.Deployment(
        definitions=[models.Definition.model_validate(one) for one in stored.definitions],
        problems=[models.Problem.model_validate(one) for one in stored.problems],
    ), 201
