"""A submitted application for its applicant: receipt, plain steps, what is asked for, documents, withdrawal."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine import FieldError, InvalidDataError
from engine.forms import Form
from web.applicant.blueprint import APPLICANT, application_form, blueprint
from web.forms import FormUploads, FormView, draw, read_form
from web.policy import policy
from web.services import services
from web.sessions import current_actor
from workflows.application.answering import answer_form
from workflows.application.checklist import items_of
from workflows.application.commands import answer_completion, withdraw
from workflows.application.drafts import form_context, reopen
from workflows.application.queries import (
    content_of,
    messages_of,
    open_request,
    own_application,
    receipt_of,
    sections_of,
)
from workflows.application.steps import steps_of
from workflows.application.values import Application, CompletionRequest
from workflows.call.queries import funding_call
from workflows.call.values import FundingCall
from workflows.registry import document_content as content_of_document
from workflows.registry import documents_of, printable
from workflows.tables import canonical_json

_FINISHED = ("decided", "withdrawn")


def _own(application_id: str) -> tuple[Application, FundingCall]:
    with services().reading() as session:
        found = own_application(session, application_id, actor=current_actor())
        return found, funding_call(session, found.call_id)


@blueprint.get("/ansokningar/<application_id>")
@policy(APPLICANT)
def case(application_id: str) -> str:
    """Where the application is, what comes next, and what the region waits for."""
    return _case_page(application_id)


@blueprint.get("/ansokningar/<application_id>/ansokan")
@policy(APPLICANT)
def content(application_id: str) -> str:
    """What was submitted."""
    found, call = _own(application_id)
    with services().reading() as session:
        sections = sections_of(session, application_id)
    return render_template("applicant/content.html", application=found, call=call, sections=sections)


@blueprint.get("/ansokningar/<application_id>/dokument")
@policy(APPLICANT)
def documents(application_id: str) -> str:
    """Everything that has gone between the applicant and the region."""
    found, call = _own(application_id)
    with services().reading() as session:
        papers = documents_of(session, registry_number=found.registry_number, visible_to_applicant=True)
    return render_template("applicant/documents.html", application=found, call=call, documents=papers)


@blueprint.get("/ansokningar/<application_id>/dokument/<document_id>")
@policy(APPLICANT)
def document(application_id: str, document_id: str) -> Response:
    """A document as a file to keep: what Utlysa wrote as PDF, what was sent in as it came."""
    found, _ = _own(application_id)
    with services().reading() as session:
        papers = documents_of(session, registry_number=found.registry_number, visible_to_applicant=True)
        paper = next((each for each in papers if each.id == document_id), None)
        if paper is None:
            raise NotFound
        if paper.is_html:
            pdf = printable(session, paper.id)
        else:
            stored = content_of_document(session, paper.id)
    name = paper.number.replace("/", "-")
    if paper.is_html:
        return _file(pdf.to_pdf(services().files), f"{name}.pdf", "application/pdf")
    return _file(stored.read(services().files), paper.file_name, paper.media_type)


def _file(body: bytes, name: str, media_type: str) -> Response:
    answer = Response(body, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@blueprint.get("/ansokningar/<application_id>/kvitto")
@policy(APPLICANT)
def receipt(application_id: str) -> str:
    """The proof of submission."""
    found, call = _own(application_id)
    with services().reading() as session:
        proof = receipt_of(session, application_id, cutoff=call.cutoff)
    return render_template("applicant/receipt.html", application=found, call=call, receipt=proof)


@blueprint.get("/ansokningar/<application_id>/uppgifter.json")
@policy(APPLICANT)
def export(application_id: str) -> Response:
    """The application's content for the applicant to keep."""
    found, _ = _own(application_id)
    with services().reading() as session:
        data = content_of(session, application_id)
    body = canonical_json({"registry_number": found.registry_number, "received_at": found.received_at, "content": data})
    return _file(body.encode(), f"{found.registry_number.replace('/', '-')}.json", "application/json")


@blueprint.post("/ansokningar/<application_id>/ny-version")
@policy(APPLICANT)
def new_version(application_id: str) -> Response:
    """Write a new version of an application before the cut-off."""
    with services().engine.work(actor=current_actor()) as work:
        draft = reopen(work, application_id)
    return redirect(url_for("applicant.draft", draft_id=draft.id), 303)


@blueprint.post("/ansokningar/<application_id>/komplettering")
@policy(APPLICANT)
def submit_completion(application_id: str) -> str | tuple[str, int] | Response:
    """Answer the request for completion, once."""
    found, call = _own(application_id)
    asked = _open_request(application_id)
    if asked is None:
        return redirect(url_for("applicant.case", application_id=application_id), 303)
    form = answer_form(application_form(), items_of(asked.items))
    keeper = FormUploads(services(), current_actor(), already_there=_files_of(application_id))
    texts = {int(item["number"]): request.form.get(f"text-{item['number']}", "").strip() for item in asked.items}
    ignored = {"note", *(f"text-{number}" for number in texts)}
    entered = read_form(form, request.form, request.files, keeper=keeper, ignored=ignored)
    if entered.wants_redraw or entered.refused:
        page = _case_page(application_id, values=entered.values, texts=texts, errors=entered.refused)
        return page, 422 if entered.refused else 200
    checked = form.validate(entered.values, form_context(call), now=services().clock.now())
    if checked.errors:
        return _case_page(application_id, values=entered.values, texts=texts, errors=checked.errors), 422
    answers = _answers(asked, texts, checked.data)
    note = request.form.get("note", "").strip()
    try:
        answer_completion(services().engine, found.id, answers=answers, note=note, actor=current_actor())
    except InvalidDataError as error:
        return _case_page(application_id, values=entered.values, texts=texts, errors=error.errors), 422
    return redirect(url_for("applicant.case", application_id=application_id), 303)


@blueprint.get("/ansokningar/<application_id>/aterkalla")
@policy(APPLICANT)
def withdrawal(application_id: str) -> str:
    """The step before a withdrawal: what it means."""
    return _withdrawal_page(application_id, {}, ())


@blueprint.post("/ansokningar/<application_id>/aterkalla")
@policy(APPLICANT)
def submit_withdrawal(application_id: str) -> str | tuple[str, int] | Response:
    """Withdraw the application."""
    _own(application_id)
    form = _withdrawal_form()
    entered = read_form(form, request.form)
    checked = form.validate(entered.values, now=services().clock.now())
    if checked.errors:
        return _withdrawal_page(application_id, entered.values, checked.errors), 422
    withdraw(services().engine, application_id, reason=checked.data.get("reason") or "", actor=current_actor())
    return redirect(url_for("applicant.case", application_id=application_id), 303)


def _withdrawal_form() -> Form:
    return services().engine.definition_form("application", "withdrawal")


def _withdrawal_page(application_id: str, values: dict[str, Any], errors: tuple[FieldError, ...]) -> str:
    found, call = _own(application_id)
    view = draw(_withdrawal_form(), values, errors=errors)
    return render_template("applicant/withdrawal.html", application=found, call=call, view=view)


def _open_request(application_id: str) -> CompletionRequest | None:
    with services().reading() as session:
        return open_request(session, application_id, now=services().clock.now())


def _files_of(application_id: str) -> set[str]:
    with services().reading() as session:
        data = content_of(session, application_id)
    fields = [value for value in data.values() if isinstance(value, dict | list)]
    files = [each for value in fields for each in (value if isinstance(value, list) else [value])]
    return {str(each["id"]) for each in files if isinstance(each, dict) and "sha256" in each}


def _answers(asked: CompletionRequest, texts: dict[int, str], data: dict[str, Any]) -> list[dict[str, Any]]:
    """A row for each point: a changed field goes with the first point that asked for it."""
    left = dict(data)
    rows = []
    for item in items_of(asked.items):
        changes = {field: left.pop(field) for field in item.fields if field in left}
        files = [each for each in changes.values() if isinstance(each, dict) and "sha256" in each]
        rows.append({"number": item.number, "text": texts[item.number], "files": files, "changes": changes})
    return rows


def _case_page(
    application_id: str,
    *,
    values: dict[str, Any] | None = None,
    texts: dict[int, str] | None = None,
    errors: tuple[FieldError, ...] = (),
) -> str:
    found, call = _own(application_id)
    now = services().clock.now()
    with services().reading() as session:
        asked = open_request(session, application_id, now=now)
        data = content_of(session, application_id)
        steps = steps_of(session, application_id, call, now=now)
        proof = receipt_of(session, application_id, cutoff=call.cutoff)
        messages = messages_of(session, application_id)
    view: FormView | None = None
    if asked is not None:
        form = answer_form(application_form(), items_of(asked.items))
        view = draw(form, values if values is not None else data, form_context(call), errors=errors)
    tasks = [
        task
        for task in services().engine.tasks(actor=current_actor(), role="applicant")
        if task.business_key == found.registry_number
    ]
    return render_template(
        "applicant/case.html",
        application=found,
        call=call,
        asked=asked,
        view=view,
        texts=texts or {},
        steps=steps,
        receipt=proof,
        messages=messages,
        tasks=tasks,
        can_resubmit=found.status == "received" and call.is_open(now),
        can_withdraw=found.status not in _FINISHED,
    )
