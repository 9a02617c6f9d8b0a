"""The application form, section by section: saved as it is written, checked as a whole, and submitted."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import FieldError, InvalidDataError
from web.applicant.blueprint import blueprint
from web.applicant.draft_page import DraftPage, faults_of, live_parts, open_page, page_over, section_view
from web.forms import Entered, FormUploads, merge_section, read_form
from web.policy import LoggedIn, policy
from web.services import services
from web.sessions import current_actor
from workflows.application.attachments import files_in
from workflows.application.drafts import drop_draft, save_draft
from workflows.application.errors import DraftChangedError, DraftSubmittedError
from workflows.application.submitting import submit
from workflows.application.values import Draft

# Whose a draft is, the draft itself says: to everybody else, whatever their role, it is not there (404).
_OWN = LoggedIn()
_CONFLICT = 409


@blueprint.get("/ansokningar/utkast/<draft_id>")
@policy(_OWN)
def draft(draft_id: str) -> Response:
    """Go on where something is left to do."""
    page = open_page(draft_id)
    if page.draft.status == "submitted":
        return redirect(url_for("applicant.case", application_id=page.draft.application_id))
    left = [state.code for state in page.states if state.status != "done"]
    return redirect(url_for("applicant.section", draft_id=draft_id, section_id=(left or [page.states[-1].code])[0]))


@blueprint.get("/ansokningar/utkast/<draft_id>/<section_id>")
@policy(_OWN)
def section(draft_id: str, section_id: str) -> str | Response:
    """One section, with what is entered; its errors are shown where the reader asks for a check."""
    page = open_page(draft_id)
    if page.draft.status == "submitted":
        return redirect(url_for("applicant.case", application_id=page.draft.application_id))
    errors = page.all_errors if "kontrollera" in request.args else ()
    return _section_page(page, section_id, errors=errors)


@blueprint.post("/ansokningar/utkast/<draft_id>/<section_id>")
@policy(_OWN)
def save_section(draft_id: str, section_id: str) -> str | tuple[str, int] | Response:
    """Save a section and go on to the next; what is wrong is shown but does not hold anybody up."""
    page = open_page(draft_id)
    place = page.place_of(section_id)
    entered, page = _entered(page, section_id)
    if entered.wants_redraw:
        return _section_page(page, section_id, errors=entered.refused, is_entered=True)
    try:
        page = page_over(_save(page), page.call, page.data)
    except DraftChangedError as error:
        return _section_page(page, section_id, conflict=error, is_entered=True), _CONFLICT
    if entered.refused:
        return _section_page(page, section_id, errors=entered.refused, is_entered=True), 422
    if "next" in request.form:
        following = page.states[min(place + 1, len(page.states) - 1)].code
        return redirect(url_for("applicant.section", draft_id=draft_id, section_id=following), 303)
    return redirect(url_for("applicant.section", draft_id=draft_id, section_id=section_id, kontrollera=1), 303)


@blueprint.post("/ansokningar/utkast/<draft_id>/<section_id>/spara")
@policy(_OWN)
def autosave(draft_id: str, section_id: str) -> Response | tuple[Response, int]:
    """Save what is being written, as JSON for the page's script; 409 where somebody else has saved in between."""
    page = open_page(draft_id)
    page.place_of(section_id)
    _, page = _entered(page, section_id)
    try:
        saved = _save(page)
    except DraftChangedError as error:
        return jsonify(code=error.code, revision=error.revision, saved_by=error.saved_by), _CONFLICT
    except DraftSubmittedError as error:
        return jsonify(code=error.code), _CONFLICT
    now = services().clock.now()
    parts = live_parts(page_over(saved, page.call, page.data), section_id)
    return jsonify(saved_at=saved.saved_at.isoformat(), now=now.isoformat(), revision=saved.revision, parts=parts)


@blueprint.post("/ansokningar/utkast/<draft_id>/skicka-in")
@policy(_OWN)
def submit_draft(draft_id: str) -> str | tuple[str, int] | Response:
    """Submit the application as it stands; a second press gives the same receipt."""
    page = open_page(draft_id)
    last = page.states[-1].code
    if page.draft.status == "open":
        _, page = _entered(page, last)
        try:
            page = page_over(_save(page), page.call, page.data)
        except DraftChangedError as error:
            return _section_page(page, last, conflict=error, is_entered=True), _CONFLICT
    try:
        application_id = submit(services().engine, draft_id, form=page.form, actor=current_actor())
    except InvalidDataError as error:
        return _section_page(page, last, errors=error.errors, is_entered=True), 422
    return redirect(url_for("applicant.receipt", application_id=application_id), 303)


@blueprint.get("/ansokningar/utkast/<draft_id>/kasta")
@policy(_OWN)
def drop_step(draft_id: str) -> str:
    """The step before a draft is thrown away."""
    return render_template("applicant/drop.html", page=open_page(draft_id))


@blueprint.post("/ansokningar/utkast/<draft_id>/kasta")
@policy(_OWN)
def drop(draft_id: str) -> Response:
    """Throw the draft away."""
    with services().engine.work(actor=current_actor()) as work:
        drop_draft(work, draft_id)
    return redirect(url_for("applicant.applications"), 303)


def _entered(page: DraftPage, section_id: str) -> tuple[Entered, DraftPage]:
    """What was posted of a section, and the page over it."""
    there = {upload_id for _, upload_id in files_in(page.draft.data)}
    keeper = FormUploads(services(), current_actor(), already_there=there)
    entered = read_form(page.form, request.form, request.files, keeper=keeper, ignored={"next", "check"})
    data = merge_section(page.form, page.draft.data, entered.values, section_id)
    return entered, page_over(page.draft, page.call, data)


def _save(page: DraftPage) -> Draft:
    with services().engine.work(actor=current_actor()) as work:
        return save_draft(work, page.draft.id, page.data, request.form.get("revision", 0, type=int))


def _section_page(
    page: DraftPage,
    section_id: str,
    *,
    errors: Sequence[FieldError] = (),
    conflict: DraftChangedError | None = None,
    is_entered: bool = False,
) -> str:
    place = page.place_of(section_id)
    is_last = place + 1 == len(page.states)
    around: Mapping[str, Any] = {
        "state": page.states[place],
        "previous": page.states[place - 1] if place else None,
        "following": None if is_last else page.states[place + 1],
    }
    return render_template(
        "applicant/section.html",
        page=page,
        view=section_view(page, section_id, errors, is_entered=is_entered),
        section_here=section_id,
        faults=faults_of(page) if is_last else [],
        is_refused=bool(errors),
        conflict=conflict,
        **around,
    )
