"""The application form, section by section: saved as it is written, checked as a whole, and submitted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine import FieldError, InvalidDataError
from engine.forms import Form
from web.applicant.blueprint import APPLICANT, application_form, blueprint
from web.forms import Entered, FormUploads, FormView, draw, merge_section, read_form
from web.policy import policy
from web.services import services
from web.sessions import current_actor
from workflows.application.attachments import files_in
from workflows.application.drafts import check, drop_draft, form_context, read_draft, save_draft
from workflows.application.errors import DraftChangedError
from workflows.application.sections import section_states
from workflows.application.submitting import submit
from workflows.application.values import Draft, Finding, SectionState
from workflows.call.queries import funding_call
from workflows.call.values import FundingCall

_CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Page:
    """A section of a draft, and how far the whole has come."""

    draft: Draft
    call: FundingCall
    form: Form
    states: Sequence[SectionState]
    findings: Sequence[Finding]
    errors: Sequence[FieldError]

    def place_of(self, section_id: str) -> int:
        """The section's place in the form. Raises NotFound."""
        for place, state in enumerate(self.states):
            if state.code == section_id:
                return place
        raise NotFound


def _read(draft_id: str) -> Page:
    form = application_form()
    with services().reading() as session:
        draft = read_draft(session, draft_id, actor=current_actor())
        call = funding_call(session, draft.call_id)
    return _page(draft, call, form, draft.data)


def _page(draft: Draft, call: FundingCall, form: Form, data: Mapping[str, Any]) -> Page:
    validated, findings = check(form, data, call, now=services().clock.now())
    states = section_states(form, validated, findings, data=data)
    return Page(draft, call, form, states, findings, validated.errors)


@blueprint.get("/ansokningar/utkast/<draft_id>")
@policy(APPLICANT)
def draft(draft_id: str) -> Response:
    """Go on where something is left to do."""
    page = _read(draft_id)
    if page.draft.status == "submitted" and page.draft.application_id:
        return redirect(url_for("applicant.case", application_id=page.draft.application_id))
    left = [state.code for state in page.states if state.status != "done"]
    return redirect(url_for("applicant.section", draft_id=draft_id, section_id=(left or [page.states[-1].code])[0]))


@blueprint.get("/ansokningar/utkast/<draft_id>/<section_id>")
@policy(APPLICANT)
def section(draft_id: str, section_id: str) -> str:
    """One section, with what is entered; its errors are shown where the reader asks for a check."""
    page = _read(draft_id)
    is_checked = "kontrollera" in request.args
    return _section_page(page, section_id, page.draft.data, errors=page.errors if is_checked else ())


@blueprint.post("/ansokningar/utkast/<draft_id>/<section_id>")
@policy(APPLICANT)
def save_section(draft_id: str, section_id: str) -> str | tuple[str, int] | Response:
    """Save a section and go on to the next; what is wrong is shown but does not hold anybody up."""
    page = _read(draft_id)
    place = page.place_of(section_id)
    entered, data = _entered(page, section_id)
    try:
        saved = _save(draft_id, data)
    except DraftChangedError as error:
        return _section_page(page, section_id, data, conflict=error), _CONFLICT
    page = _page(saved, page.call, page.form, data)
    if entered.refused:
        return _section_page(page, section_id, data, errors=entered.refused), 422
    if entered.wants_redraw:
        return _section_page(page, section_id, data)
    if "next" in request.form:
        following = page.states[min(place + 1, len(page.states) - 1)].code
        return redirect(url_for("applicant.section", draft_id=draft_id, section_id=following), 303)
    return redirect(url_for("applicant.section", draft_id=draft_id, section_id=section_id, kontrollera=1), 303)


@blueprint.post("/ansokningar/utkast/<draft_id>/<section_id>/spara")
@policy(APPLICANT)
def autosave(draft_id: str, section_id: str) -> Response | tuple[Response, int]:
    """Save what is being written, as JSON for the page's script; 409 where somebody else has saved in between."""
    page = _read(draft_id)
    _, data = _entered(page, section_id)
    try:
        saved = _save(draft_id, data)
    except DraftChangedError as error:
        return jsonify(code=error.code, revision=error.revision, saved_by=error.saved_by), _CONFLICT
    now = services().clock.now()
    return jsonify(saved_at=saved.saved_at.isoformat(), now=now.isoformat(), revision=saved.revision)


@blueprint.post("/ansokningar/utkast/<draft_id>/skicka-in")
@policy(APPLICANT)
def submit_draft(draft_id: str) -> str | tuple[str, int] | Response:
    """Submit the application as it stands; a second press gives the same receipt."""
    page = _read(draft_id)
    last = page.states[-1].code
    data: Mapping[str, Any] = page.draft.data
    if page.draft.status == "open":
        _, data = _entered(page, last)
        try:
            page = _page(_save(draft_id, data), page.call, page.form, data)
        except DraftChangedError as error:
            return _section_page(page, last, data, conflict=error), _CONFLICT
    try:
        application_id = submit(services().engine, draft_id, form=page.form, actor=current_actor())
    except InvalidDataError as error:
        return _section_page(page, last, data, errors=error.errors), 422
    return redirect(url_for("applicant.receipt", application_id=application_id), 303)


@blueprint.post("/ansokningar/utkast/<draft_id>/kasta")
@policy(APPLICANT)
def drop(draft_id: str) -> Response:
    """Throw the draft away."""
    with services().engine.work(actor=current_actor()) as work:
        drop_draft(work, draft_id)
    return redirect(url_for("applicant.applications"), 303)


def _entered(page: Page, section_id: str) -> tuple[Entered, dict[str, Any]]:
    there = {upload_id for _, upload_id in files_in(page.draft.data)}
    keeper = FormUploads(services(), current_actor(), already_there=there)
    entered = read_form(page.form, request.form, request.files, keeper=keeper, ignored={"next", "check"})
    return entered, merge_section(page.form, page.draft.data, entered.values, section_id)


def _save(draft_id: str, data: Mapping[str, Any]) -> Draft:
    with services().engine.work(actor=current_actor()) as work:
        return save_draft(work, draft_id, data, request.form.get("revision", 0, type=int))


def _section_page(
    page: Page,
    section_id: str,
    data: Mapping[str, Any],
    *,
    errors: Sequence[FieldError] = (),
    conflict: DraftChangedError | None = None,
) -> str:
    place = page.place_of(section_id)
    view: FormView = draw(page.form, data, form_context(page.call), errors=errors, section_id=section_id)
    return render_template(
        "applicant/section.html",
        page=page,
        view=view,
        state=page.states[place],
        previous=page.states[place - 1] if place else None,
        following=page.states[place + 1] if place + 1 < len(page.states) else None,
        own_findings=[one for one in page.findings if one.section == section_id or one.field.startswith(section_id)],
        conflict=conflict,
        now=services().clock.now(),
    )
