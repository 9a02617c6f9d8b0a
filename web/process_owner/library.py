"""The library of processes, a process with its versions and files, and what differs between two versions."""

from collections import Counter
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine import Definition, NotFoundError, is_diagram
from web.forms import draw
from web.policy import policy
from web.process_owner.blueprint import COMMENTED, READERS, blueprint
from web.process_owner.differences import differences, differing_files
from web.services import services

_MOST_COMMENTS = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """A process in the library."""

    process: Definition
    running: int
    incidents: int


@blueprint.get("")
@policy(READERS)
def processes() -> str:
    """Every process with its newest version, how many cases run, what has failed, and when it was changed last."""
    engine = services().engine
    running: Counter[str] = Counter()
    for (key, _), number in engine.running_versions().items():
        running[key] += number
    failed = Counter(engine.case(one.case_id).definition.key for one in engine.incidents())
    found = [Entry(one, running[one.key], failed[one.key]) for one in engine.definitions()]
    return render_template("process_owner/processes.html", entries=sorted(found, key=lambda entry: entry.process.name))


@blueprint.get("/<key>")
@policy(READERS)
def process(key: str) -> str:
    """The drawing of the newest version, its steps, its files and all versions."""
    engine = services().engine
    versions = versions_of(key)
    running = engine.running_versions()
    return render_template(
        "process_owner/process.html",
        process=versions[0],
        versions=versions,
        running={one.version: running[key, one.version] for one in versions},
        comments=_comments(key),
        outline=engine.outline(key),
        files=sorted(engine.definition_files(key)),
    )


@blueprint.get("/<key>/<int:version>.bpmn")
@policy(READERS)
def drawing(key: str, version: int) -> Response:
    """The diagram that runs: byte for byte as it was deployed, or the copy that was derived from an imported one."""
    _, content = diagram_of(key, version)
    content = services().engine.executable_copy(key, version) or content
    return _download(f"{key}-{version}.bpmn", content, "application/xml")


@blueprint.get("/<key>/<int:version>/filer/<path:name>")
@policy(READERS)
def file(key: str, version: int, name: str) -> Response:
    """One file of a version's bundle, byte for byte."""
    content = _files(key, version).get(name)
    if content is None:
        raise NotFound
    return _download(name.rpartition("/")[2], content, "application/octet-stream")


@blueprint.get("/<key>/formular/<name>")
@policy(READERS)
def form(key: str, name: str) -> str:
    """A form of the newest version, empty, as the person who does the step sees it."""
    try:
        found = services().engine.definition_form(key, name)
    except NotFoundError as error:
        raise NotFound from error
    return render_template(
        "process_owner/form.html", process=versions_of(key)[0], view=draw(found, found.initial({}), {}), name=name
    )


@blueprint.get("/<key>/jamfor")
@policy(READERS)
def choose_versions(key: str) -> Response:
    """The two versions that were chosen, the older one first."""
    chosen = [request.args.get(name, 0, type=int) for name in ("fran", "till")]
    return redirect(url_for("process_owner.compare", key=key, old=min(chosen), new=max(chosen)))


@blueprint.get("/<key>/<int:old>/<int:new>")
@policy(READERS)
def compare(key: str, old: int, new: int) -> str:
    """What differs between two versions, on the drawing and in words."""
    engine = services().engine
    files = differing_files(_files(key, old), _files(key, new))
    found = differences(engine.outline(key, old), engine.outline(key, new))
    return render_template(
        "process_owner/compare.html",
        process=versions_of(key)[0],
        old=old,
        new=new,
        differences=found,
        files=files,
        states={kind: [one.element_id for one in found if one.kind == kind] for kind in ("added", "changed")},
        focus=next((one.element_id for one in found if one.kind != "removed"), ""),
    )


def versions_of(key: str) -> list[Definition]:
    """The versions of a process, the newest first. Raises NotFound."""
    found = services().engine.definitions(key, all_versions=True)
    if not found:
        raise NotFound
    return sorted(found, key=lambda one: -one.version)


def diagram_of(key: str, version: int | None = None) -> tuple[str, bytes]:
    """The name and content of a version's diagram. Raises NotFound."""
    files = _files(key, version)
    found = next(((name, content) for name, content in files.items() if is_diagram(name)), None)
    if found is None:
        raise NotFound
    return found


def _files(key: str, version: int | None) -> dict[str, bytes]:
    if version == 0:  # The engine's own word for the newest one would make an address that changes its meaning.
        raise NotFound
    try:
        return services().engine.definition_files(key, version)
    except NotFoundError as error:
        raise NotFound from error


def _comments(key: str) -> dict[int, str]:
    """What was written with each version that was saved here."""
    lines = services().engine.latest_log(types=[COMMENTED], limit=_MOST_COMMENTS)
    return {line.data["version"]: line.data["comment"] for line in reversed(lines) if line.data["key"] == key}


def _download(name: str, content: bytes, media_type: str) -> Response:
    answer = Response(content, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
