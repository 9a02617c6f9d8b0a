"""Steps that failed: what, where and why; tried again, with variables corrected or not, or skipped with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import Case, EngineError, Incident, InvalidDataError, NotFoundError, Outline
from web.admin import corrections, failures, words
from web.admin.blueprint import MENDERS, blueprint
from web.admin.corrections import Corrections
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
    case: Case | None
    step: str

    @property
    def what_happened(self) -> str:
        """Why the step failed, in a sentence."""
        return failures.what_happened(self.incident)

    @property
    def outcome(self) -> str:
        """What became of it, in a sentence."""
        return failures.outcome(self.incident)


@blueprint.get("/fel")
@policy(MENDERS)
def incidents() -> str:
    """Open incidents, or those that have been dealt with."""
    is_open = request.args.get("visa") != "klara"
    found = services().engine.incidents(is_open=is_open, limit=_SHOWN)
    return render_template("admin/incidents.html", failures=failures_of(found), is_open=is_open, words=words)


@blueprint.get("/fel/<incident_id>")
@policy(MENDERS)
def incident(incident_id: str) -> str:
    """One incident."""
    return _page(incident_id)


@blueprint.post("/fel/<incident_id>/igen")
@policy(MENDERS)
def retry(incident_id: str) -> Response | tuple[str, int]:
    """Give the command that failed again; where it fails again the incident stays open."""
    _open_incident(incident_id)
    return _retried(incident_id, {}, "")


@blueprint.post("/fel/<incident_id>/ratta")
@policy(MENDERS)
def correct(incident_id: str) -> Response | tuple[str, int]:
    """Correct variables of the case and give the command again; both stand in the case's history."""
    failed, engine = _open_incident(incident_id), services().engine
    if not failed.case_id:
        raise NotFoundError
    present = corrections.unchanged(engine.case(failed.case_id), failed, engine.zone)
    written = corrections.read(present, request.form, engine.zone)
    reason = request.form.get("reason", "").strip()[:_LONGEST_REASON]
    missing = _missing(written, reason)
    if written.errors or missing:
        return _page(incident_id, corrected=written, reason=reason, missing=missing), _REFUSED
    try:
        return _retried(incident_id, written.changes, reason)
    except InvalidDataError as refused:
        told = {error.path: text(error.message) for error in refused.errors}
        again = corrections.with_errors(written, told)
        return _page(incident_id, corrected=again, reason=reason, missing=told.get("reason", "")), _REFUSED


def _missing(written: Corrections, reason: str) -> str:
    """What the form still needs besides right values."""
    if not written.changes and not written.errors:
        return str(gettext("Inget är ändrat. Rätta en uppgift, eller välj Försök igen."))
    return "" if reason else str(gettext("Skriv varför uppgifterna rättas. Det står sedan i ärendets historik."))


def _retried(incident_id: str, changes: Mapping[str, Any], reason: str) -> Response:
    """Give the command again; where it fails again the incident stays open. Raises InvalidDataError."""
    try:
        services().engine.retry_incident(incident_id, actor=current_actor(), variables=changes, reason=reason)
    except (InvalidDataError, NotFoundError):
        raise
    except EngineError:
        again = services().engine.incident(incident_id)
        said = failures.what_happened(again)
        flash(gettext("Det gick inte den här gången heller. %(message)s", message=said), "stop")
        return redirect(url_for("admin.incident", incident_id=incident_id), 303)
    flash(gettext("Steget är gjort. Ärendet går vidare."), "done")
    return redirect(url_for("admin.incidents"), 303)


@blueprint.post("/fel/<incident_id>/hoppa-over")
@policy(MENDERS)
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


def _page(
    incident_id: str, *, error: str = "", corrected: Corrections | None = None, reason: str = "", missing: str = ""
) -> str:
    engine = services().engine
    failure = failures_of([engine.incident(incident_id)])[0]
    can_correct = failure.case is not None and failure.case.status == "active"
    if corrected is None and failure.case is not None and can_correct:
        corrected = corrections.unchanged(failure.case, failure.incident, engine.zone)
    return render_template(
        "admin/incident.html",
        failure=failure,
        error=error,
        words=words,
        corrections=corrections,
        corrected=corrected,
        reason=reason,
        missing=missing,
    )


def _open_incident(incident_id: str) -> Incident:
    """An incident about which something can be done. Raises NotFoundError."""
    found = services().engine.incident(incident_id)
    if found.resolved_at is not None:
        raise NotFoundError
    return found


def failures_of(found: Sequence[Incident]) -> list[Failure]:
    """Incidents with their cases and the names of their steps."""
    engine = services().engine
    newest = [engine.outline(each.key) for each in engine.definitions()] if found else []
    told = []
    for one in found:
        case = engine.case(one.case_id) if one.case_id else None
        own = [engine.outline(case.definition.key, case.definition.version)] if case else []
        told.append(Failure(one, case, _step_name([*own, *newest], one.element_id)))
    return told


def _step_name(outlines: Sequence[Outline], element_id: str | None) -> str:
    """The step's name in the first process that has it: a called process's element is not in the case's own."""
    if element_id is None:
        return ""
    known = (outline for outline in outlines if element_id in outline.elements)
    outline = next(known, None)
    return text(outline.name_of(element_id)) if outline else element_id
