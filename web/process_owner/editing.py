"""The editor: its page, the live check of what is drawn, and saving it as a new version."""

from collections.abc import Sequence
from typing import Any

from flask import jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import DeploymentRejectedError, Problem, VersionConflictError
from web.i18n import current_language
from web.policy import policy
from web.process_owner.routes import OWNER, blueprint, diagram_of, versions_of
from web.roles import role_choices
from web.services import services
from web.sessions import current_actor

_REFUSED, _CONFLICT = 422, 409
_LONGEST_COMMENT = 500


@blueprint.get("/<key>/redigera")
@policy(OWNER)
def edit(key: str) -> str:
    """The drawing in the editor."""
    newest = versions_of(key)[0]
    files = services().engine.definition_files(key)
    forms = [_form_choice(key, name) for name in sorted(files) if name.endswith(".form")]
    outline = services().engine.outline(key)
    previews = sorted({element.preview for element in outline.elements.values() if element.preview})
    running = services().engine.count_cases(process_key=key, status="active")
    return render_template(
        "process_owner/edit.html",
        process=newest,
        forms=forms,
        roles=role_choices(),
        previews=previews,
        running=running,
    )


@blueprint.post("/<key>/granska")
@policy(OWNER)
def check(key: str) -> Response:
    """What the linter says of a drawing that is not saved yet."""
    files = _with_drawing(key, request.get_data(cache=False))
    return jsonify(problems=_told(services().engine.lint(files)))


@blueprint.post("/<key>/spara")
@policy(OWNER)
def save(key: str) -> Response | tuple[Response, int]:
    """Save as a new version, which new cases use; running ones keep theirs."""
    comment = request.form.get("comment", "").strip()[:_LONGEST_COMMENT]
    files = _with_drawing(key, request.form.get("xml", "").encode())
    base = request.form.get("base_version", type=int)
    try:
        deployment = services().engine.deploy(files, actor=current_actor(), base_version=base)
    except DeploymentRejectedError as error:
        return jsonify(problems=_told(error.problems)), _REFUSED
    except VersionConflictError:
        return jsonify(code=VersionConflictError.code), _CONFLICT
    saved = next(one for one in deployment.definitions if one.key == key)
    if comment:
        services().engine.log(
            "process_commented",
            {"key": key, "version": saved.version, "comment": comment},
            actor=current_actor(),
        )
    return jsonify(version=saved.version, url=url_for("process_owner.process", key=key))


def _with_drawing(key: str, xml: bytes) -> dict[str, bytes]:
    files = services().engine.definition_files(key)
    name, _ = diagram_of(key)
    return {**files, name: xml}


def _form_choice(key: str, name: str) -> dict[str, str]:
    code = name.rpartition("/")[2].removesuffix(".form")
    title = services().engine.definition_form(key, code).title
    return {"value": code, "label": title.in_language(current_language()) or code}


def _told(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    is_english = current_language() == "en"
    return [
        {
            "severity": one.severity,
            "code": one.code,
            "element_id": one.element_id,
            "line": one.line,
            "file": one.file,
            "message": one.message_en if is_english and one.message_en else one.message,
        }
        for one in problems
    ]
