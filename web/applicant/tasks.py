"""What a beneficiary is asked to do in the follow-up: confirm, review plans, report, ask for an extension."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine import FieldError, InvalidDataError, UserTask
from engine.forms import Form
from web.applicant.blueprint import APPLICANT, blueprint
from web.forms import FormUploads, draw, read_form
from web.i18n import text
from web.policy import policy
from web.roles import role_name
from web.services import services
from web.sessions import current_actor
from workflows.application.queries import my_applications


def _task(task_id: str) -> tuple[UserTask, Form]:
    engine = services().engine
    found = engine.task(task_id, actor=current_actor())
    form = engine.form(task_id)
    if form is None or found.role != "applicant":
        raise NotFound
    return found, form


@blueprint.get("/ansokningar/uppgift/<task_id>")
@policy(APPLICANT)
def task(task_id: str) -> str:
    """One task, with what it is about."""
    found, form = _task(task_id)
    return _task_page(found, form, form.initial(services().engine.form_context(task_id)))


@blueprint.post("/ansokningar/uppgift/<task_id>")
@policy(APPLICANT)
def complete_task(task_id: str) -> str | tuple[str, int] | Response:
    """Send the answer."""
    found, form = _task(task_id)
    keeper = FormUploads(services(), current_actor())
    entered = read_form(form, request.form, request.files, keeper=keeper)
    if entered.wants_redraw or entered.refused:
        page = _task_page(found, form, entered.values, errors=entered.refused)
        return page, 422 if entered.refused else 200
    try:
        services().engine.complete(task_id, entered.values, actor=current_actor())
    except InvalidDataError as error:
        return _task_page(found, form, entered.values, errors=error.errors), 422
    return redirect(_case_url(found), 303)


def _task_page(found: UserTask, form: Form, values: Mapping[str, Any], *, errors: tuple[FieldError, ...] = ()) -> str:
    context = services().engine.form_context(found.id)
    view = draw(form, values, context, errors=errors)
    return render_template("applicant/task.html", task=found, view=view, back=_case_url(found), coming=_coming(found))


def _coming(found: UserTask) -> list[tuple[str, str]]:
    """What can come after the task, as the process is drawn: the steps for people and their roles."""
    outline = services().engine.outline(found.process_key, found.process_version)
    steps = [step for step in outline.next_steps(found.element_id) if step.kind != "endEvent" and step.name.sv]
    return [(text(step.name), role_name(step.role) if step.role else "") for step in steps]


def _case_url(found: UserTask) -> str:
    with services().reading() as session:
        own = my_applications(session, actor=current_actor())
    about = next((each for each in own if each.registry_number == found.business_key), None)
    if about is None:
        return url_for("applicant.applications")
    return url_for("applicant.case", application_id=about.id)
