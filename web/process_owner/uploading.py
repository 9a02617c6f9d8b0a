"""Files that were changed with other tools, handed in as a new version or as a new process."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import DeploymentRejectedError
from web.policy import policy
from web.process_owner.blueprint import OWNER, blueprint
from web.process_owner.library import diagram_of, versions_of
from web.process_owner.saving import LONGEST_COMMENT, deploy, told
from web.services import services

_REFUSED = 422
_KINDS = {".bpmn", ".dmn", ".form", ".html"}
Answer = str | Response | tuple[str, int]


@blueprint.get("/<key>/lamna-in")
@policy(OWNER)
def choose_files(key: str) -> str:
    """Which files to hand in for a process."""
    return _page(key)


@blueprint.post("/<key>/lamna-in")
@policy(OWNER)
def hand_in(key: str) -> Answer:
    """Save the files with the process's other ones as a new version; refused ones are told with file and line."""
    given, errors = _given()
    comment = request.form.get("comment", "").strip()[:LONGEST_COMMENT]
    if not comment:
        errors.append(("fld-comment", gettext("Skriv vad ni har ändrat. Det står sedan vid versionen.")))
    if errors:
        return _page(key, errors=errors, comment=comment), _REFUSED
    return _deployed(key, _placed(key, given), comment, base=request.form.get("base_version", type=int))


def _deployed(key: str, files: Mapping[str, bytes], comment: str, *, base: int | None) -> Answer:
    try:
        saved = deploy(key, files, comment=comment, base_version=base)
    except DeploymentRejectedError as error:
        return _page(key, problems=told(error.problems), comment=comment), _REFUSED
    flash(gettext("Version %(version)s är sparad. Nya ärenden följer den.", version=saved.version), "done")
    return redirect(url_for("process_owner.process", key=saved.key), 303)


def _page(
    key: str,
    *,
    errors: list[tuple[str, str]] | None = None,
    problems: list[dict[str, object]] | None = None,
    comment: str = "",
) -> str:
    return render_template(
        "process_owner/hand_in.html",
        process=versions_of(key)[0],
        errors=errors or [],
        problems=problems or [],
        comment=comment,
        accept=",".join(sorted(_KINDS)),
    )


def _given() -> tuple[dict[str, bytes], list[tuple[str, str]]]:
    """The uploaded files by name, and what is wrong with them."""
    found, errors = {}, []
    for upload in request.files.getlist("files"):
        name = PurePosixPath((upload.filename or "").replace("\\", "/")).name
        if name and PurePosixPath(name).suffix not in _KINDS:
            errors.append(
                ("fld-files", gettext("%(name)s är inte en ritning, tabell, blankett eller mall.", name=name))
            )
        elif name:
            found[name] = upload.read()
    if not found and not errors:
        errors.append(("fld-files", gettext("Välj minst en fil.")))
    return found, errors


def _placed(key: str, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """The process's files with the given ones in place of those of the same name; a drawing replaces the drawing."""
    files = services().engine.definition_files(key)
    diagram, _ = diagram_of(key)
    folder = diagram.rpartition("/")[0]
    by_name = {name.rpartition("/")[2]: name for name in files}
    for name, content in given.items():
        if name.endswith(".bpmn"):
            files[diagram] = content
        else:
            files[by_name.get(name, f"{folder}/{name}".lstrip("/"))] = content
    return files
