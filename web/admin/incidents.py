"""Steps that failed: what, where and why; tried again, or skipped with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine import Case, EngineError, Incident, NotFoundError, Outline
from web.admin import words
from web.admin.blueprint import ADMIN, blueprint
from web.i18n import text
from web.policy import policy
from web.services import services
from web.sessions import current_actor

_SHOWN = 100
_REFUSED = 422
_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Failure:
    """An incident with what people know it by."""

    incident: Incident
    case: Case
    step: str


@blueprint.get("/fel")
@policy(ADMIN)
def incidents() -> str:
    """Open incidents, or those that have been dealt with."""
    is_open = request.args.get("visa") != "klara"
    found = services().engine.incidents(is_open=is_open, limit=_SHOWN)
    return render_template("admin/incidents.html", failures=failures_of(found), is_open=is_open, words=words)


@blueprint.get("/fel/<incident_id>")
@policy(ADMIN)
def incident(incident_id: str) -> str:
    """One incident."""
    return _page(incident_id)


@blueprint.post("/fel/<incident_id>/igen")
@policy(ADMIN)
def retry(incident_id: str) -> Response:
    """Give the command that failed again; where it fails again the incident stays open."""
    _open_incident(incident_id)
    try:
        services().engine.retry_incident(incident_id, actor=current_actor())
    except EngineError as error:
        flash(gettext("Det gick inte den här gången heller: %(message)s", message=str(error)), "stop")
        return redirect(url_for("admin.incident", incident_id=incident_id), 303)
    flash(gettext("Steget är gjort. Ärendet går vidare."), "done")
    return redirect(url_for("admin.incidents"), 303)


@blueprint.post("/fel/<incident_id>/hoppa-over")
@policy(ADMIN)
def skip(incident_id: str) -> Response | tuple[str, int]:
    """Go on without the step; the reason stands in the case's history."""
    _open_incident(incident_id)
    reason = request.form.get("reason", "").strip()[:_LONGEST_REASON]
    if not reason:
        error = gettext("Skriv varför steget hoppas över. Det står sedan i ärendets historik.")
        return _page(incident_id, error=error), _REFUSED
    services().engine.skip_incident(incident_id, reason, actor=current_actor())
    flash(gettext("Steget är överhoppat. Ärendet går vidare."), "done")
    return redirect(url_for("admin.incidents"), 303)


def _page(incident_id: str, *, error: str = "") -> str:
    failure = failures_of([_incident(incident_id)])[0]
    return render_template("admin/incident.html", failure=failure, error=error, words=words)


def _incident(incident_id: str) -> Incident:
    engine, case_id = services().engine, incident_id.partition("-")[0]
    found = [*engine.incidents(case_id), *engine.incidents(case_id, is_open=False)]
    for one in found:
        if one.id == incident_id:
            return one
    raise NotFound


def _open_incident(incident_id: str) -> None:
    """Check that there is something to do. Raises NotFoundError."""
    if _incident(incident_id).resolved_at is not None:
        raise NotFoundError


def failures_of(found: Sequence[Incident]) -> list[Failure]:
    """Incidents with their cases and the names of their steps."""
    engine = services().engine
    newest = [engine.outline(each.key) for each in engine.definitions()] if found else []
    failures = []
    for one in found:
        case = engine.case(one.case_id)
        own = engine.outline(case.definition.key, case.definition.version)
        failures.append(Failure(one, case, _step_name([own, *newest], one.element_id)))
    return failures


def _step_name(outlines: Sequence[Outline], element_id: str | None) -> str:
    """The step's name in the first process that has it: a called process's element is not in the case's own."""
    if element_id is None:
        return ""
    known = (outline for outline in outlines if element_id in outline.elements)
    outline = next(known, None)
    return text(outline.name_of(element_id)) if outline else element_id
