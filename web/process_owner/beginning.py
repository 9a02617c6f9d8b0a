"""New processes: from a drawing of any tool, from a process of the library, or from an empty drawing."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from xml.sax.saxutils import quoteattr

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import DeploymentRejectedError, Text
from web.i18n import text
from web.policy import policy
from web.process_owner.answering import prefilled
from web.process_owner.blueprint import OWNER, blueprint
from web.process_owner.library import diagram_of, versions_of
from web.process_owner.saving import deploy, told
from web.services import services
from web.sessions import current_actor

_REFUSED = 422
_KEY = re.compile(r"[a-z][a-z0-9_]{1,40}")
_LETTERS = str.maketrans("åäöéü", "aaoeu")
_LONGEST_NAME = 120
_DIAGRAMS = (".bpmn", ".xml", ".bpmn2")
# One step from start to end: enough to be valid, and to have something to take hold of in the editor.
_EMPTY = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:utlysa="urn:utlysa:bpmn:1"
  id="definitions_{key}" targetNamespace="urn:utlysa">
  <bpmn:process id="{key}" name={name} isExecutable="true">
    <bpmn:startEvent id="start"/>
    <bpmn:userTask id="first_step" name={step} utlysa:role="officer"/>
    <bpmn:endEvent id="end"/>
    <bpmn:sequenceFlow id="start_to_first_step" sourceRef="start" targetRef="first_step"/>
    <bpmn:sequenceFlow id="first_step_to_end" sourceRef="first_step" targetRef="end"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="{key}">
      <bpmndi:BPMNShape id="start_shape" bpmnElement="start">
        <dc:Bounds x="150" y="122" width="36" height="36"/></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="first_step_shape" bpmnElement="first_step">
        <dc:Bounds x="240" y="100" width="100" height="80"/></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="end_shape" bpmnElement="end">
        <dc:Bounds x="394" y="122" width="36" height="36"/></bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="start_to_first_step_edge" bpmnElement="start_to_first_step">
        <di:waypoint x="186" y="140"/><di:waypoint x="240" y="140"/></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="first_step_to_end_edge" bpmnElement="first_step_to_end">
        <di:waypoint x="340" y="140"/><di:waypoint x="394" y="140"/></bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""
Answer = str | Response | tuple[str, int]
Errors = list[tuple[str, str]]


@blueprint.get("/ny")
@policy(OWNER)
def begin() -> str:
    """The three ways to begin, and the drafts that wait."""
    return _page({"becomes": request.args.get("blir", "")})


@blueprint.post("/ny/ritning")
@policy(OWNER)
def open_file() -> Answer:
    """Keep a drawing of any tool as a draft, and show it; a file that is no drawing is told with what to do."""
    upload = request.files.get("drawing")
    name = PurePosixPath((upload.filename if upload and upload.filename else "").replace("\\", "/")).name
    if upload is None or not name:
        return _page({}, errors=[("fld-drawing", gettext("Välj en fil."))]), _REFUSED
    files = {name if name.lower().endswith(_DIAGRAMS) else f"{name}.bpmn": upload.read()}
    opening = services().engine.open_drawing(files)
    if opening.shown is None:
        return _page({}, problems=told(opening.problems)), _REFUSED
    becomes = request.form.get("becomes", "")
    base = versions_of(becomes)[0].version if becomes else None
    content = prefilled(files, opening, becomes)
    draft = services().engine.begin_draft(name, content, actor=current_actor(), key=becomes, base_version=base)
    return redirect(url_for("process_owner.draft", draft_id=draft.id), 303)


@blueprint.post("/ny/kopia")
@policy(OWNER)
def copy() -> Answer:
    """A process of the library under another name and key, to be changed in the editor."""
    source = request.form.get("source", "")
    name, key, errors = _named("copy")
    if not source:
        errors.insert(0, ("fld-source", gettext("Välj vilken process som ska kopieras.")))
    if errors:
        return _page(dict(request.form), errors=errors), _REFUSED
    versions_of(source)
    comment = gettext("Kopia av %(source)s", source=source)
    return _begun(key, _copied(source, name=name, key=key), comment)


@blueprint.post("/ny/tom")
@policy(OWNER)
def blank() -> Answer:
    """A process with a single step, to be drawn in the editor."""
    name, key, errors = _named("blank")
    if errors:
        return _page(dict(request.form), errors=errors), _REFUSED
    xml = _EMPTY.format(key=key, name=quoteattr(name), step=quoteattr(gettext("Första steget")))
    return _begun(key, {f"{key}/{key}.bpmn": xml.encode()}, gettext("Ny process"))


def _begun(key: str, files: Mapping[str, bytes], comment: str) -> Answer:
    try:
        saved = deploy(key, files, comment=comment, base_version=None)
    except DeploymentRejectedError as error:
        return _page(dict(request.form), problems=told(error.problems)), _REFUSED
    flash(gettext("Processen finns. Ändra den här, steg för steg."), "done")
    return redirect(url_for("process_owner.edit", key=saved.key), 303)


def _copied(source: str, *, name: str, key: str) -> dict[str, bytes]:
    """The files of a process in a folder of another name, with its own key in the drawing."""
    engine = services().engine
    diagram, content = diagram_of(source)
    runs = engine.executable_copy(source) or content
    files = {
        f"{key}/{file.rpartition('/')[2] if file.count('/') < 2 else file.partition('/')[2]}": each
        for file, each in engine.definition_files(source).items()
        if file != diagram and not file.endswith(".json")
    }
    return {**files, f"{key}/{key}.bpmn": _renamed(runs.decode(), source, key, name).encode()}


def _renamed(xml: str, source: str, key: str, name: str) -> str:
    """The drawing with another key and name; everything else stays as it is written."""
    quoted = re.escape(source)
    changed = re.sub(rf'(\b(?:id|processRef|bpmnElement)=)(["\']){quoted}\2', rf"\1\g<2>{key}\2", xml)
    opened = re.search(r"<(?:\w+:)?process\b[^>]*>", changed)
    if opened is None:
        return changed
    tag = re.sub(r'\sname=(["\']).*?\1', "", opened[0])
    place = tag.index("process") + len("process")
    return changed.replace(opened[0], f"{tag[:place]} name={quoteattr(name)}{tag[place:]}", 1)


def _named(prefix: str) -> tuple[str, str, Errors]:
    """The name and key that were given, and what is wrong with them."""
    name = request.form.get(f"{prefix}_name", "").strip()[:_LONGEST_NAME]
    key = request.form.get(f"{prefix}_key", "").strip() or key_of(name)
    errors: Errors = []
    if not name:
        errors.append((f"fld-{prefix}_name", gettext("Skriv vad processen heter.")))
    fault = fault_of_key(key) if name else ""
    if fault:
        errors.append((f"fld-{prefix}_key", fault))
    return name, key, errors


def key_of(name: str) -> str:
    """A key out of a name: `Ansökan om stöd` is ansokan_om_stod."""
    words = re.findall(r"[a-z0-9]+", name.lower().translate(_LETTERS))
    return "_".join(words)[:40].strip("_")


def fault_of_key(key: str) -> str:
    """Why a new process cannot have the key, or nothing."""
    if not _KEY.fullmatch(key):
        return str(gettext("Nyckeln börjar med en bokstav a–z och har bara a–z, siffror och understreck."))
    if services().engine.definitions(key):
        return str(gettext("Det finns redan en process med nyckeln %(key)s. Välj en annan.", key=key))
    return ""


def _page(
    values: Mapping[str, str], *, errors: Errors | None = None, problems: list[dict[str, object]] | None = None
) -> str:
    engine = services().engine
    names = {one.key: text(Text(one.name, one.name_en)) for one in engine.definitions()}
    return render_template(
        "process_owner/begin.html",
        values=values,
        errors=errors or [],
        problems=problems or [],
        choices=sorted(names.items(), key=lambda each: each[1]),
        drafts=engine.drafts(),
    )
