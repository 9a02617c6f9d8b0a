"""The editor: its page, the live check of what is drawn, and saving it as a new version."""

from flask import jsonify, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import DeploymentRejectedError, VersionConflictError
from web.i18n import text
from web.policy import policy
from web.process_owner.blueprint import OWNER, blueprint
from web.process_owner.library import diagram_of, versions_of
from web.process_owner.saving import LONGEST_COMMENT, deploy, told
from web.roles import role_choices
from web.services import services

_REFUSED, _CONFLICT = 422, 409
Answer = Response | tuple[Response, int]


@blueprint.get("/<key>/redigera")
@policy(OWNER)
def edit(key: str) -> str:
    """The drawing in the editor."""
    newest = versions_of(key)[0]
    engine = services().engine
    forms = [_form_choice(key, name) for name in sorted(engine.definition_files(key)) if name.endswith(".form")]
    outline = engine.outline(key)
    previews = sorted({element.preview for element in outline.elements.values() if element.preview})
    running = sum(number for (process, _), number in engine.running_versions().items() if process == key)
    return render_template(
        "process_owner/edit.html",
        process=newest,
        forms=forms,
        roles=role_choices(),
        previews=previews,
        running=running,
        longest_comment=LONGEST_COMMENT,
    )


@blueprint.post("/<key>/granska")
@policy(OWNER)
def check(key: str) -> Response:
    """What the linter says of a drawing that is not saved yet."""
    return jsonify(problems=told(services().engine.lint(_with_drawing(key, request.get_data(cache=False)))))


@blueprint.post("/<key>/spara")
@policy(OWNER)
def save(key: str) -> Answer:
    """Save as a new version, which new cases use; running ones keep theirs."""
    comment = request.form.get("comment", "").strip()[:LONGEST_COMMENT]
    base = request.form.get("base_version", type=int)
    if not comment:
        return _refused(gettext("Skriv vad ni har ändrat. Det står sedan vid versionen."))
    if base is None:
        return _refused(gettext("Det framgår inte vilken version ritningen bygger på. Ladda om sidan."))
    files = _with_drawing(key, request.form.get("xml", "").encode())
    try:
        saved = deploy(key, files, comment=comment, base_version=base)
    except DeploymentRejectedError as error:
        return jsonify(problems=told(error.problems)), _REFUSED
    except VersionConflictError:
        return jsonify(code=VersionConflictError.code), _CONFLICT
    return jsonify(version=saved.version, url=url_for("process_owner.process", key=saved.key))


def _refused(detail: str) -> Answer:
    return jsonify(problems=[], detail=detail), _REFUSED


def _with_drawing(key: str, xml: bytes) -> dict[str, bytes]:
    name, _ = diagram_of(key)
    return {**services().engine.definition_files(key), name: xml}


def _form_choice(key: str, name: str) -> dict[str, str]:
    code = name.rpartition("/")[2].removesuffix(".form")
    title = text(services().engine.definition_form(key, code).title) or code
    return {"value": code, "label": title, "url": url_for("process_owner.form", key=key, name=code)}
