"""The steps around completeness: the checklist, the request to the applicant (D7), its reminder and its answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update

from engine import Call
from engine.forms import Form
from workflows.application.answering import changes_of, checked_changes
from workflows.application.attachments import register_files
from workflows.application.case_data import kept_figures, variables_of
from workflows.application.checklist import items_of, kept_items, missing_items
from workflows.application.model import application_versions, completion_requests
from workflows.application.reading import kept_sections, section_views
from workflows.application.registration import apply_registration
from workflows.application.rows import addresses_of, application_row, change_application, language_of
from workflows.application.rules import sha256_of
from workflows.call.queries import funding_call
from workflows.letters import deployed, write_letter
from workflows.notifications import send_template
from workflows.parties import own_organisation
from workflows.registry import Document
from workflows.tables import canonical_json

FORM_FILE = "application/application.form"


def record_completeness(call: Call) -> Mapping[str, Any]:
    """Keep what the officer found missing. Returns whether it is complete and the missing points.

    Source: R-07; FL 20 §.
    """
    items = missing_items(call.variables)
    row = application_row(call.session, call.case_id)
    apply_registration(call, row)
    change_application(call, call.case_id, status="in_review", review_began_at=row["review_began_at"] or call.now)
    return {"complete": not items, "missing_items": kept_items(items), "status": "in_review"}


def request_completion(call: Call) -> Mapping[str, Any]:
    """Ask the applicant to complete the application: what is missing, until when, and what follows (D7)."""
    given = call.variables
    row = application_row(call.session, call.case_id)
    number = int(given.get("completion_rounds") or 0) + 1
    items = items_of(given.get("missing_items"))
    context = {
        "title": row["title"],
        "registry_number": row["registry_number"],
        "call_title": given["call_title"],
        "items": kept_items(items),
        "has_message": bool(given.get("message")),
        "message": given.get("message") or "",
        "respond_by": given["respond_by"],
        "consequence": given["consequence"],
    }
    document = _write(call, row, "application/completion_request", context, kind="D7", title="Begäran om komplettering")
    call.session.execute(
        completion_requests.insert().values(
            application_id=call.case_id,
            round=number,
            sent_at=call.now,
            sent_by=call.actor.log_name,
            respond_by=given["respond_by"],
            items=kept_items(items),
            message=str(given.get("message") or ""),
            consequence=given["consequence"],
            document_id=document.id,
        )
    )
    change_application(call, call.case_id, status="completion_requested", respond_by=given["respond_by"])
    _mail(call, row, "application/completion_request", context, key=f"completion:{number}", documents=[document])
    return {"completion_rounds": number, "status": "completion_requested", "answers": None, "note": None}


def remind_completion(call: Call) -> None:
    """Remind the applicant, the working day before the time for an answer ends."""
    row = application_row(call.session, call.case_id)
    request = _latest(call)
    context = {
        "title": row["title"],
        "registry_number": row["registry_number"],
        "items": request["items"],
        "respond_by": request["respond_by"],
        "consequence": request["consequence"],
    }
    _mail(call, row, "application/completion_reminder", context, key=f"completion_reminder:{request['round']}")
    _note_request(call, request, reminded_at=call.now)


def record_answer(call: Call) -> Mapping[str, Any]:
    """Register the applicant's answer, and change the fields that were asked for, and no others.

    `answers` are rows `{number, text, files, changes}`, one for each missing point.
    """
    row = application_row(call.session, call.case_id)
    request = _latest(call)
    answers: Sequence[Mapping[str, Any]] = call.variables.get("answers") or ()
    note = str(call.variables.get("note") or "")
    document = _write_answer(call, row, request, answers, note=note)
    register_files(
        call,
        [("answer", str(file["id"])) for answer in answers for file in answer.get("files") or ()],
        registry_number=row["registry_number"],
        case_id=call.case_id,
        party=row["applicant_name"],
    )
    _note_request(call, request, answered_at=call.now, answer_note=note, answer_document_id=document.id)
    funding = funding_call(call.session, row["call_id"])
    form = Form.parse(deployed(call.file, FORM_FILE), file=FORM_FILE)
    changes = checked_changes(
        form, items_of(request["items"]), changes_of(answers), data=row["data"], call=funding, now=call.now
    )
    data = dict(row["data"]) | changes
    sections = kept_sections(section_views(form, data, area_names=funding.area_names))
    _keep_changed(call, row, data, sections, document=document)
    return {"status": "in_review", **variables_of(data, funding, received_at=row["received_at"])}


def _keep_changed(
    call: Call, row: Mapping[str, Any], data: Mapping[str, Any], sections: Sequence[Any], *, document: Document
) -> None:
    """Keep the completed content as a version of its own; when the application arrived does not change."""
    content = {"data": data, "sections": sections, "sha256": sha256_of(data)}
    change_application(
        call,
        call.case_id,
        status="in_review",
        respond_by=None,
        version=row["version"] + 1,
        title=data["title"],
        figures=kept_figures(data),
        **content,
    )
    call.session.execute(
        application_versions.insert().values(
            application_id=call.case_id,
            version=row["version"] + 1,
            cause="completed",
            received_at=call.now,
            submitted_by=call.actor.id,
            snapshot=canonical_json(data),
            document_id=document.id,
            **content,
        )
    )


def _write_answer(
    call: Call, row: Mapping[str, Any], request: Mapping[str, Any], answers: Sequence[Mapping[str, Any]], *, note: str
) -> Document:
    texts = {int(answer["number"]): answer for answer in answers}
    context = {
        "title": row["title"],
        "answered_at": call.now,
        "respond_by": request["respond_by"],
        "has_note": bool(note),
        "note": note,
        "answers": [
            {"number": item["number"], "text": item["text"], "answer": _answer_text(texts.get(int(item["number"]), {}))}
            for item in request["items"]
        ],
    }
    title = "Svar på begäran om komplettering"
    return _write(call, row, "application/completion_answer", context, kind="D7S", title=title, direction="in")


def _answer_text(answer: Mapping[str, Any]) -> str:
    files = [str(file.get("name") or file["id"]) for file in answer.get("files") or ()]
    parts = [
        str(answer.get("text") or ""),
        f"Bifogat: {', '.join(files)}." if files else "",
        "Uppgiften är ändrad i ansökan." if answer.get("changes") else "",
    ]
    return " ".join(filter(None, parts)) or "Inget svar på den här punkten."


def _latest(call: Call) -> Mapping[str, Any]:
    statement = (
        select(completion_requests)
        .where(completion_requests.c.application_id == call.case_id)
        .order_by(completion_requests.c.round.desc())
        .limit(1)
    )
    return dict(call.session.execute(statement).mappings().one())


def _note_request(call: Call, request: Mapping[str, Any], **values: Any) -> None:
    call.session.execute(
        update(completion_requests)
        .where(completion_requests.c.application_id == call.case_id, completion_requests.c.round == request["round"])
        .values(**values)
    )


def _write(
    call: Call,
    row: Mapping[str, Any],
    template: str,
    context: Mapping[str, Any],
    *,
    kind: str,
    title: str,
    direction: Any = "out",
) -> Document:
    own = own_organisation(call.session)
    is_out = direction == "out"
    return write_letter(
        call,
        template,
        context,
        kind=kind,
        title=title,
        registry_number=row["registry_number"],
        case_id=call.case_id,
        party=row["applicant_name"],
        direction=direction,
        recipient=(row["applicant_name"],) if is_out else (),
        contact=(f"E-post: {own.email}", f"Tfn: {own.phone}") if is_out else (),
        visible_to_applicant=True,
    )


def _mail(
    call: Call,
    row: Mapping[str, Any],
    template: str,
    context: Mapping[str, Any],
    *,
    key: str,
    documents: Sequence[Document] = (),
) -> None:
    send_template(
        call,
        template,
        context,
        to=addresses_of(call.session, row),
        key=f"{key}:{call.case_id}",
        case_id=call.case_id,
        attachments=[document.id for document in documents],
        language=language_of(call.session, row),
    )
