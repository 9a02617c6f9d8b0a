"""Cases: the list, the search, and a case with its tabs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine import Case, Event, is_diagram
from web.i18n import text
from web.officer.blueprint import STAFF, blueprint
from web.officer.case_lists import MOST_CASES, CaseLine, CaseQuery, case_lines
from web.officer.inbox import line_of, task_name
from web.officer.logbook import log_lines
from web.officer.matter import application_facts, application_of, application_view, beside_case
from web.officer.panels import Fact, Panel
from web.officer.people import people_of
from web.officer.story import Drawing, drawings_of, innermost, why
from web.officer.tasks import call_titles, reader_of
from web.officer.words import APPLICATION_STATES, CASE_STATES, DIRECTIONS, shaped
from web.policy import CaseParty, policy
from web.services import services
from workflows.application.queries import application
from workflows.call.queries import funding_call
from workflows.notifications.queries import mail_list
from workflows.registry import documents_of

TABS = ("ansokan", "dokument", "meddelanden", "personer", "logg")
_SHOWN_DOCUMENTS, _SHOWN_LOG = 6, 8


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above every tab of a case."""

    case: Case
    title: str
    party: str
    shape: str
    state: str
    crumb: tuple[str, str] | None
    facts: Sequence[Fact]
    has_application: bool


@blueprint.get("/arenden")
@policy(STAFF)
def cases() -> str:
    """The cases that the reader may open, with filters."""
    wanted = CaseQuery.read(request.args)
    lines, total = case_lines(wanted)
    titles = call_titles()
    return render_template(
        "officer/cases.html", wanted=wanted, lines=lines, total=total, titles=titles, most=MOST_CASES
    )


@blueprint.get("/sok")
@policy(STAFF)
def search() -> str | Response:
    """Search by number, applicant and title; a number that is found alone opens its case."""
    wanted = CaseQuery(text=request.args.get("q", "").strip(), state="")
    found: tuple[Sequence[CaseLine], int] = case_lines(wanted) if wanted.text else ((), 0)
    lines, total = found
    exact = [line for line in lines if (line.case.business_key or "").casefold() == wanted.text.casefold()]
    if len(exact) == 1:
        return redirect(url_for("officer.case", case_id=exact[0].case.id))
    reader, titles = reader_of(), call_titles()
    tasks = services().engine.tasks(actor=reader.actor, search=wanted.text, limit=20) if wanted.text else []
    rows = [line_of(task, reader, titles) for task in tasks]
    return render_template("officer/search.html", wanted=wanted, lines=lines, total=total, rows=rows, titles=titles)


@blueprint.get("/arenden/<case_id>")
@policy(CaseParty())
def case(case_id: str) -> str:
    """A case: why it is where it is, its drawing, its documents and what has happened."""
    engine = services().engine
    found = engine.case(case_id)
    history = engine.history(case_id)
    drawings = drawings_of(engine, found, history)
    drawing = _drawing(drawings, request.args.get("process")) or innermost(engine, found, drawings)
    inner = innermost(engine, found, drawings)
    reader = reader_of()
    mine = [line_of(task, reader, {}) for task in engine.tasks(case_id, actor=reader.actor)]
    with services().reading() as session:
        documents = documents_of(session, case_id=case_id)
        head = _head(session, found)
    outlines = {each.key: each.outline for each in drawings}
    return render_template(
        "officer/case.html", head=head, counts=_counts(case_id, history, len(documents)), drawings=drawings,
        drawing=drawing, why=why(found, history, drawings, inner), notes=_notes(history, drawing),
        states=_states(drawing), steps=_listed(drawing), mine=mine, documents=documents[::-1][:_SHOWN_DOCUMENTS],
        log=log_lines(history, outlines)[:_SHOWN_LOG], directions=DIRECTIONS, log_count=len(history),
    )  # fmt: skip


@blueprint.get("/arenden/<case_id>/<tab>")
@policy(CaseParty())
def case_tab(case_id: str, tab: str) -> str:
    """One tab of a case."""
    if tab not in TABS:
        raise NotFound
    engine = services().engine
    found = engine.case(case_id)
    history = engine.history(case_id)
    with services().reading() as session:
        documents = documents_of(session, case_id=case_id, all_versions=True)
        head = _head(session, found)
        panels = _panels(session, found) if tab == "ansokan" else ()
        mails = mail_list(session, case_id=case_id) if tab == "meddelanden" else ()
        people = people_of(session, found) if tab == "personer" else ()
    outlines = {each.key: each.outline for each in drawings_of(engine, found, history)} if tab == "logg" else {}
    return render_template(
        "officer/case_tab.html", head=head, tab=tab, counts=_counts(case_id, history, len(documents)),
        documents=documents[::-1], panels=panels, mails=mails, people=people, log=log_lines(history, outlines),
        directions=DIRECTIONS, open_tasks=engine.tasks(case_id), task_name=task_name,
    )  # fmt: skip


@blueprint.get("/arenden/<case_id>/ritning/<key>.bpmn")
@policy(CaseParty())
def case_drawing(case_id: str, key: str) -> Response:
    """The drawing that a case runs on, as it was deployed."""
    engine = services().engine
    found = engine.case(case_id)
    version = found.definition.version if key == found.definition.key else None
    files = engine.definition_files(key, version)
    drawn = next((files[name] for name in sorted(files) if is_diagram(name)), None)
    content = engine.executable_copy(key, version) or drawn
    if content is None:
        raise NotFound
    return Response(content, mimetype="application/xml")


def _head(session: Session, found: Case) -> Head:
    shape, state = shaped(CASE_STATES, found.status)
    facts: list[Fact] = []
    party, crumb, has_application = "", None, False
    application_id = application_of(found)
    if application_id:
        about = application(session, application_id)
        party, has_application = about.applicant_name, True
        facts = application_facts(session, application_id)
        if found.status == "active" and found.definition.key == "application":
            shape, state = shaped(APPLICATION_STATES, about.status)
        crumb = (funding_call(session, about.call_id).title, url_for("officer.call", call_id=about.call_id))
    else:
        party = str(found.variables.get("sender") or "")
    process = gettext("%(name)s, version %(version)s", name=found.definition.name, version=found.definition.version)
    return Head(
        found, found.title, party, shape, state, crumb, [*facts, (gettext("Process"), process)], has_application
    )


def _panels(session: Session, found: Case) -> Sequence[Panel]:
    application_id = application_of(found)
    return (application_view(session, application_id) if application_id else beside_case(session, found)).panels


def _counts(case_id: str, history: Sequence[Event], documents: int) -> Mapping[str, int]:
    with services().reading() as session:
        mails = len(mail_list(session, case_id=case_id))
    return {"dokument": documents, "logg": len(history), "meddelanden": mails}


def _drawing(drawings: Sequence[Drawing], key: str | None) -> Drawing | None:
    return next((each for each in drawings if each.key == key), None)


def _states(drawing: Drawing) -> dict[str, list[str]]:
    states: dict[str, list[str]] = {"now": [], "done": [], "future": []}
    for element_id in drawing.outline.elements:
        state = drawing.positions.get(element_id, "future")
        states["done" if element_id in drawing.around else state].append(element_id)
    return states


def _notes(history: Sequence[Event], drawing: Drawing) -> list[dict[str, Any]]:
    """Flags where the case is now, and the day on which each task was done."""
    form = reader_of().formatter
    notes: dict[str, dict[str, Any]] = {}
    for event in history:
        if event.process_key != drawing.key or event.element_id is None:
            continue
        state = drawing.positions.get(event.element_id)
        if event.type == "task_completed" and state == "done":
            notes[event.element_id] = {"on": event.element_id, "text": form.date_text(event.at)}
        elif event.type == "element_entered" and state == "now" and event.element_id not in drawing.around:
            since = gettext("Här, sedan %(day)s", day=form.date_text(event.at))
            notes[event.element_id] = {"on": event.element_id, "kind": "flag", "text": since}
    return list(notes.values())


def _listed(drawing: Drawing) -> list[tuple[str, str, str]]:
    """The drawing's steps as a list, with the same states."""
    words = {"now": ("active", gettext("Här nu")), "done": ("done", gettext("Passerat"))}
    return [
        (words.get(drawing.positions.get(each.id, ""), ("todo", ""))[0], text(each.name),
         words.get(drawing.positions.get(each.id, ""), ("", gettext("Kan komma")))[1])
        for each in drawing.outline.elements.values()
        if each.name.sv and "Gateway" not in each.kind
    ]  # fmt: skip
