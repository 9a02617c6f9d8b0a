"""A submitted application for its applicant: plain steps, what is asked for, receipt, content, documents, export."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine import FieldError, InvalidDataError, UserTask
from web.applicant.blueprint import APPLICANT, blueprint, own
from web.applicant.completion import Answer, AskedPoint, answer_rows, asked_form, draw_points, faults_of_answer
from web.forms import FormUploads, FormView, read_form
from web.policy import policy
from web.services import services
from web.sessions import current_actor
from workflows.application.attachments import files_in
from workflows.application.blank_rows import filled_rows
from workflows.application.checklist import items_of
from workflows.application.commands import answer_completion
from workflows.application.drafts import form_context, reopen
from workflows.application.queries import (
    content_of,
    messages_of,
    open_request,
    receipt_of,
    sections_of,
    versions_of,
)
from workflows.application.steps import steps_of
from workflows.application.values import CompletionRequest
from workflows.call.values import FundingCall
from workflows.decision.errors import MeetingNotOpenError
from workflows.decision.meetings import meeting
from workflows.registry import document_content as content_of_document
from workflows.registry import documents_of, printable
from workflows.tables import canonical_json

FINISHED = ("decided", "withdrawn")


@blueprint.get("/ansokningar/<application_id>")
@policy(APPLICANT)
def case(application_id: str) -> str:
    """Where the application is, what comes next, and what the region waits for."""
    return _case_page(application_id)


@blueprint.get("/ansokningar/<application_id>/ansokan")
@policy(APPLICANT)
def content(application_id: str) -> str:
    """What was submitted."""
    found, call = own(application_id)
    with services().reading() as session:
        sections = sections_of(session, application_id)
        versions = versions_of(session, application_id)
    return render_template("applicant/content.html", application=found, call=call, sections=sections, versions=versions)


@blueprint.get("/ansokningar/<application_id>/dokument")
@policy(APPLICANT)
def documents(application_id: str) -> str:
    """Everything that has gone between the applicant and the region."""
    found, call = own(application_id)
    with services().reading() as session:
        papers = documents_of(session, registry_number=found.registry_number, visible_to_applicant=True)
    return render_template("applicant/documents.html", application=found, call=call, documents=papers)


@blueprint.get("/ansokningar/<application_id>/dokument/<document_id>")
@policy(APPLICANT)
def document(application_id: str, document_id: str) -> Response:
    """A document as a file to keep: what Utlysa wrote as PDF, what was sent in as it came."""
    found, _ = own(application_id)
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


def tasks_in(registry_number: str) -> list[UserTask]:
    """What the applicant is asked to do in the matter, in its follow-up too."""
    every = services().engine.tasks(actor=current_actor(), role="applicant")
    return [task for task in every if task.business_key == registry_number]


def _file(body: bytes, name: str, media_type: str) -> Response:
    answer = Response(body, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@blueprint.get("/ansokningar/<application_id>/kvitto")
@policy(APPLICANT)
def receipt(application_id: str) -> str:
    """The proof of submission."""
    found, call = own(application_id)
    with services().reading() as session:
        proof = receipt_of(session, application_id, cutoff=call.cutoff)
    return render_template("applicant/receipt.html", application=found, call=call, receipt=proof)


@blueprint.get("/ansokningar/<application_id>/uppgifter.json")
@policy(APPLICANT)
def export(application_id: str) -> Response:
    """The applicant's data to keep: what is known of the application, its content, its versions and its documents."""
    found, call = own(application_id)
    with services().reading() as session:
        papers = documents_of(session, registry_number=found.registry_number, visible_to_applicant=True)
        data = {
            "registry_number": found.registry_number,
            "call": {"registry_number": call.registry_number, "title": call.title},
            "applicant": {"org_nr": found.org_nr, "name": found.applicant_name},
            "received_at": found.received_at,
            "is_on_time": found.is_on_time,
            "sha256": found.sha256,
            "status": found.status,
            "outcome": found.outcome,
            "granted_sek": found.granted_sek,
            "content": content_of(session, application_id),
            "versions": [
                {"version": each.version, "cause": each.cause, "received_at": each.received_at, "sha256": each.sha256}
                for each in versions_of(session, application_id)
            ],
            "documents": [
                {"number": each.number, "title": each.title, "registered_at": each.registered_at} for each in papers
            ],
        }
    return _file(canonical_json(data).encode(), f"{found.registry_number.replace('/', '-')}.json", "application/json")


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
    found, call = own(application_id)
    with services().reading() as session:
        asked = open_request(session, application_id, now=services().clock.now())
        data = content_of(session, application_id)
    if asked is None:
        return redirect(url_for("applicant.case", application_id=application_id), 303)
    answer, wants_redraw, refused = _posted_answer(asked, data)
    if wants_redraw or refused:
        return _case_page(application_id, answer=answer, errors=refused), 422 if refused else 200
    rows, errors = _checked(asked, answer, call, data)
    if not errors:
        try:
            answer_completion(services().engine, found.id, answers=rows, note=answer.note, actor=current_actor())
            return redirect(url_for("applicant.case", application_id=application_id), 303)
        except InvalidDataError as error:
            errors = tuple(error.errors)
    return _case_page(application_id, answer=answer, errors=errors), 422


def _posted_answer(asked: CompletionRequest, data: Mapping[str, Any]) -> tuple[Answer, bool, tuple[FieldError, ...]]:
    keeper = FormUploads(services(), current_actor(), already_there={each for _, each in files_in(data)})
    texts = {item.number: request.form.get(f"text-{item.number}", "").strip() for item in items_of(asked.items)}
    ignored = {"note", *(f"text-{number}" for number in texts)}
    entered = read_form(asked_form(asked), request.form, request.files, keeper=keeper, ignored=ignored)
    answer = Answer(entered.values, texts, request.form.get("note", "").strip())
    return answer, entered.wants_redraw, entered.refused


def _checked(
    asked: CompletionRequest, answer: Answer, call: FundingCall, data: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], tuple[FieldError, ...]]:
    form = asked_form(asked)
    filled = filled_rows(form, answer.values, call)
    checked = form.validate(filled.data, form_context(call), now=services().clock.now())
    rows = answer_rows(asked, answer, checked.data, data)
    return rows, filled.placed(checked.errors) or faults_of_answer(rows, answer.note)


def _case_page(application_id: str, *, answer: Answer | None = None, errors: Sequence[FieldError] = ()) -> str:
    found, call = own(application_id)
    now = services().clock.now()
    with services().reading() as session:
        asked = open_request(session, application_id, now=now)
        data = content_of(session, application_id)
        try:
            board_at = meeting(session, call.board_meeting_id).starts_at
        except MeetingNotOpenError:
            board_at = None
        steps = steps_of(session, application_id, call, now=now, board_at=board_at)
        proof = receipt_of(session, application_id, cutoff=call.cutoff)
        messages = messages_of(session, application_id)
    view: FormView | None = None
    points: list[AskedPoint] = []
    if asked is not None:
        view, points = draw_points(asked, answer or Answer(data, {}), call, data, errors)
    return render_template(
        "applicant/case.html",
        application=found,
        call=call,
        asked=asked,
        view=view,
        points=points,
        note=answer.note if answer else "",
        steps=steps,
        receipt=proof,
        messages=messages,
        tasks=tasks_in(found.registry_number),
        can_resubmit=found.status == "received" and call.is_open(now),
        can_withdraw=found.status not in FINISHED,
    )
