"""The library of processes, a process with its versions, and its files."""

from collections import Counter

from flask import Blueprint, render_template
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine import Definition, NotFoundError
from web.policy import Roles, policy
from web.process_owner.differences import differences, differing_files
from web.services import services

blueprint = Blueprint("process_owner", __name__, template_folder="templates", url_prefix="/processer")
READERS = Roles("process_owner", "admin", "call_manager")
OWNER = Roles("process_owner")
_MOST = 100_000


@blueprint.get("")
@policy(READERS)
def processes() -> str:
    """Every process with its newest version, how many cases run, and when it was changed last."""
    engine = services().engine
    found = [(one, engine.count_cases(process_key=one.key, status="active")) for one in engine.definitions()]
    return render_template("process_owner/processes.html", processes=sorted(found, key=lambda entry: entry[0].name))


@blueprint.get("/<key>")
@policy(READERS)
def process(key: str) -> str:
    """The drawing of the newest version, its steps, and all versions."""
    engine = services().engine
    versions = versions_of(key)
    newest = versions[0]
    counted = Counter(case.definition.version for case in engine.cases(process_key=key, status="active", limit=_MOST))
    running = {one.version: counted[one.version] for one in versions}
    return render_template(
        "process_owner/process.html",
        process=newest,
        versions=versions,
        running=running,
        outline=engine.outline(key),
        files=sorted(engine.definition_files(key)),
    )


@blueprint.get("/<key>/<int:version>.bpmn")
@policy(READERS)
def drawing(key: str, version: int) -> Response:
    """The diagram's file, byte for byte as it was deployed."""
    _, content = diagram_of(key, version)
    answer = Response(content, mimetype="application/xml")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{key}-{version}.bpmn")
    return answer


@blueprint.get("/<key>/<int:old>/<int:new>")
@policy(READERS)
def compare(key: str, old: int, new: int) -> str:
    """What differs between two versions, on the drawing and in words."""
    engine = services().engine
    try:
        found = differences(engine.outline(key, old), engine.outline(key, new))
        files = differing_files(engine.definition_files(key, old), engine.definition_files(key, new))
    except NotFoundError as error:
        raise NotFound from error
    states = {kind: [one.element_id for one in found if one.kind == kind] for kind in ("added", "changed")}
    return render_template(
        "process_owner/compare.html",
        process=versions_of(key)[0],
        old=old,
        new=new,
        differences=found,
        files=files,
        states=states,
    )


def versions_of(key: str) -> list[Definition]:
    """The versions of a process, the newest first. Raises NotFound."""
    found = services().engine.definitions(key, all_versions=True)
    if not found:
        raise NotFound
    return sorted(found, key=lambda one: -one.version)


def diagram_of(key: str, version: int | None = None) -> tuple[str, bytes]:
    """The name and content of a version's diagram. Raises NotFound."""
    try:
        files = services().engine.definition_files(key, version)
    except NotFoundError as error:
        raise NotFound from error
    return next((name, content) for name, content in files.items() if name.endswith(".bpmn"))
