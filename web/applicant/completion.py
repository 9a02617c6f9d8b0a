"""A request for completion as its applicant answers it: each point with the fields that it is about, and no others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine import FieldError, Text
from engine.forms import Form
from web.applicant.draft_page import rules_box
from web.applicant.shaping import shaped_parts
from web.forms import FormView, Part, draw
from web.services import services
from workflows.application.answering import answer_form
from workflows.application.attachments import files_in
from workflows.application.checklist import items_of
from workflows.application.commands import form_of
from workflows.application.drafts import form_context
from workflows.application.values import CompletionRequest, MissingItem
from workflows.call.values import FundingCall

NOTE_FIELD = "note"
_NOTHING_ANSWERED = Text(
    "Ändra det som är efterfrågat, lägg till en fil eller skriv ett svar. Ni kan bara skicka en gång.",
    "Change what is asked for, add a file or write an answer. You can send only once.",
)


@dataclass(frozen=True, slots=True)
class AskedPoint:
    """A point of the request: the fields to change, and the answer in words. A field is drawn at its first point."""

    item: MissingItem
    parts: Sequence[Part]
    answer: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is entered: values of the form, words for each point, and a message."""

    values: Mapping[str, Any]
    texts: Mapping[int, str]
    note: str = ""


def asked_form(asked: CompletionRequest) -> Form:
    """The application form, of the version that the case runs on, with the fields that are asked for."""
    return answer_form(form_of(services().engine, asked.application_id), items_of(asked.items))


def draw_points(
    asked: CompletionRequest, answer: Answer, call: FundingCall, data: Mapping[str, Any], errors: Sequence[FieldError]
) -> tuple[FormView, list[AskedPoint]]:
    """The form's view for its errors, and the points with their parts. `data` is the application as it stands."""
    view = draw(asked_form(asked), answer.values, form_context(call), errors=errors)
    left = {part.name.partition("-")[0]: part for section in view.parts for part in section.parts if part.name}
    points = []
    for item in items_of(asked.items):
        # What is asked for is wanted, whatever the form says of it otherwise.
        own = [replace(left.pop(field), is_optional=False) for field in item.fields if field in left]
        parts = shaped_parts(own, lambda: rules_box({**data, **answer.values}, call))
        points.append(AskedPoint(item, parts, answer.texts.get(item.number, "")))
    return view, points


def answer_rows(
    asked: CompletionRequest, answer: Answer, typed: Mapping[str, Any], data: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The answer as the process takes it: what was changed, the new files and the words, point by point."""
    changed = {field: value for field, value in typed.items() if value != data.get(field)}
    known = {upload_id for _, upload_id in files_in(data)}
    rows = []
    for item in items_of(asked.items):
        changes = {field: changed.pop(field) for field in item.fields if field in changed}
        files = [value for value in changes.values() if isinstance(value, Mapping) and value.get("id") not in known]
        text = answer.texts.get(item.number, "")
        rows.append({"number": item.number, "text": text, "files": files, "changes": changes})
    return rows


def faults_of_answer(rows: Sequence[Mapping[str, Any]], note: str) -> tuple[FieldError, ...]:
    """What is wrong with an answer as a whole: that there is nothing in it."""
    is_answered = bool(note) or any(row["text"] or row["changes"] for row in rows)
    return () if is_answered else (FieldError(NOTE_FIELD, _NOTHING_ANSWERED),)
