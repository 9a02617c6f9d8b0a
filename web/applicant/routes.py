"""The list of the reader's applications, and the start of a new one."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.applicant import cases, drafts, spans, tasks, withdrawal
from web.applicant.blueprint import APPLICANT, blueprint
from web.policy import policy
from web.services import services
from web.sessions import current_account, current_actor
from workflows.application.drafts import drafts_of, start_draft
from workflows.application.queries import my_applications
from workflows.call.queries import funding_call
from workflows.parties import organisation

__all__ = ["blueprint", "cases", "drafts", "spans", "tasks", "withdrawal"]


@blueprint.get("/mina-ansokningar")
@policy(APPLICANT)
def applications() -> str:
    """What the reader has to do, is writing, and has submitted."""
    actor = current_actor()
    with services().reading() as session:
        found = my_applications(session, actor=actor)
        written = drafts_of(session, actor=actor)
        call_ids = {one.call_id for one in found} | {one.call_id for one in written}
        calls = {call_id: funding_call(session, call_id) for call_id in call_ids}
    return render_template(
        "applicant/applications.html",
        applications=found,
        drafts=written,
        calls=calls,
        tasks=services().engine.tasks(actor=actor, role="applicant"),
        now=services().clock.now(),
    )


@blueprint.get("/utlysningar/<call_id>/ansok")
@policy(APPLICANT)
def choose_organisation(call_id: str) -> str:
    """For which organisation the reader applies."""
    account = current_account()
    with services().reading() as session:
        call = funding_call(session, call_id)
    organisations = account.organisations if account else ()
    return render_template("applicant/choose_organisation.html", call=call, organisations=organisations)


@blueprint.post("/utlysningar/<call_id>/ansok")
@policy(APPLICANT)
def start_application(call_id: str) -> Response:
    """Begin an application, or go on with the one that is open."""
    account = current_account()
    own = {each.org_nr for each in account.organisations} if account else set()
    chosen = request.form.get("org_nr") or (next(iter(own)) if len(own) == 1 else "")
    if chosen not in own:
        return redirect(url_for("applicant.choose_organisation", call_id=call_id), 303)
    with services().engine.work(actor=current_actor()) as work:
        draft = start_draft(work, call_id, organisation(work.session, chosen))
    return redirect(url_for("applicant.draft", draft_id=draft.id), 303)
