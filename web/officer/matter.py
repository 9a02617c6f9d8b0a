"""What a case is about, beside its task: panels of facts, texts and tables, whatever the process."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from engine import Case, UserTask
from web.i18n import text
from web.officer.call_panels import applications_panel, board_panel, call_facts
from web.officer.panels import Fact, Grid, Panel
from web.officer.words import DELEGATED_KINDS
from web.templating import formatter
from workflows.application.queries import application, applications_of, completion_requests_of, sections_of
from workflows.application.reading import Pair, PairTable, SectionView
from workflows.application.values import LEGAL_FORMS, CompletionRequest
from workflows.call.errors import UnknownCallError
from workflows.call.queries import funding_call
from workflows.decision.queries import matters_of_case
from workflows.registry import Document, documents_of

_LONG = 90
_NUMBER = re.compile(r"[-–\d\s\u00a0.,%]+(?:kr|SEK|%)?")


@dataclass(frozen=True, slots=True)
class Beside:
    """The half of the page beside the task."""

    title: str
    panels: Sequence[Panel] = field(default_factory=tuple)


def application_of(case: Case) -> str | None:
    """The application that a case is about: its own, or that of the grant which it follows up."""
    if case.definition.key == "application":
        return case.id
    return str(case.variables["application_id"]) if case.definition.key == "follow_up" else None


def beside(session: Session, case: Case, task: UserTask, variables: Mapping[str, Any]) -> Beside:
    """What the performer of a task needs to see of its case."""
    application_id = application_of(case)
    if task.process_key == "board_decision":
        return Beside(gettext("Ärendet till nämnden"), [*_board(session, case), *_call_panels(session, case)])
    if application_id:
        return application_view(session, application_id)
    if case.definition.key == "call":
        return Beside(gettext("Utlysningen"), [*_of_task(variables), *_call_panels(session, case)])
    return Beside(gettext("Ärendet"), [*_request(case), *_documents(session, case.id)])


def beside_case(session: Session, case: Case) -> Beside:
    """What a case without an application is about."""
    return Beside(gettext("Ärendet"), [*_request(case), *_call_panels(session, case), *_board(session, case)])


def application_view(session: Session, application_id: str) -> Beside:
    """The application by sections, with its attachments and what has been asked of the applicant."""
    found = application(session, application_id)
    panels = [section_panel(section) for section in sections_of(session, application_id)]
    requests = completion_requests_of(session, application_id)
    if requests:
        facts = [(formatter().dag(one.sent_at, tid=True), _request_text(one)) for one in requests]
        panels.insert(0, Panel("kompletteringar", gettext("Kompletteringar"), facts=facts))
    received = formatter().date_text(found.received_at, short=False)
    clock = formatter().clock_text(found.received_at)
    title = gettext("Ansökan, inskickad %(day)s %(clock)s", day=received, clock=clock)
    return Beside(title, [*panels, *_documents(session, application_id)])


def _request_text(request: CompletionRequest) -> str:
    answered = formatter().date_text(request.answered_at) if request.answered_at else ""
    said = gettext("Besvarad %(day)s.", day=answered) if answered else gettext("Inte besvarad.")
    return f"{said} {'; '.join(str(item['text']) for item in request.items)}"


def application_facts(session: Session, application_id: str) -> list[Fact]:
    """The application's figures, for the head of a case."""
    found, form = application(session, application_id), formatter()
    call = funding_call(session, found.call_id)
    share = f"{form.procent(found.intensity)} {gettext('av')} {form.kr(found.total_costs_sek)}"
    areas = ", ".join(call.area_names.get(code, code) for code in found.areas)
    legal = LEGAL_FORMS.get(found.legal_form)
    return [
        (gettext("Sökt"), form.kr(found.sought_sek)),
        (gettext("Stödnivå"), share),
        (gettext("Styrkeområde"), areas or "–"),
        (gettext("Juridisk form"), text(legal) if legal else found.legal_form),
        (gettext("Kommun"), found.municipality),
        (gettext("Inkom"), form.dag(found.received_at, tid=True)),
    ]


def section_panel(section: SectionView) -> Panel:
    """A section of an application as a panel; long answers are set as texts."""
    facts: list[Fact] = []
    texts: list[tuple[str, str]] = []
    tables: list[Grid] = []
    for item in section.items:
        if isinstance(item, PairTable):
            tables.append(_table(item))
        elif isinstance(item, Pair):
            label, value = text(item.label), text(item.text)
            if len(value) > _LONG or "\n" in value:
                texts.append((label, value))
            else:
                facts.append((label, value or "–"))
    return Panel(
        f"del-{section.code}", f"{section.number}. {text(section.title)}", facts=facts, texts=texts, tables=tables
    )


def _table(item: PairTable) -> Grid:
    rows = [[text(cell) for cell in line] for line in item.lines]
    return Grid(text(item.label), [text(each) for each in item.columns], rows, number_columns(rows))


def number_columns(rows: Sequence[Sequence[Any]]) -> list[bool]:
    """Which columns hold nothing but numbers."""
    columns = list(zip(*rows, strict=False))
    return [all(_NUMBER.fullmatch(str(cell)) for cell in column if str(cell).strip()) for column in columns]


def _documents(session: Session, case_id: str) -> Iterable[Panel]:
    found = documents_of(session, case_id=case_id)
    if found:
        yield Panel("handlingar", gettext("Handlingar"), links=[document_link(each) for each in found])


def document_link(document: Document) -> tuple[str, str, str]:
    """A document as (title, address, note)."""
    size = "" if document.is_html else formatter().storlek(document.size)
    note = f"{document.number} {size}".strip()
    return document.title, url_for("officer.document", document_id=document.id), note


def _of_task(variables: Mapping[str, Any]) -> Iterable[Panel]:
    """A question that has come in, which the task is about."""
    if variables.get("question"):
        facts = [(gettext("Från"), variables.get("asked_by") or gettext("Okänd"))]
        texts = [(gettext("Fråga"), str(variables["question"]))]
        yield Panel("fraga", gettext("Frågan"), facts=facts, texts=texts)


def _call_panels(session: Session, case: Case) -> Iterable[Panel]:
    if case.definition.key != "call":
        return
    try:
        found = funding_call(session, case.id)
    except UnknownCallError:  # Its first form is being filled in.
        return
    yield Panel("utlysningen", found.title, note=found.registry_number, facts=call_facts(found))
    applied = applications_of(session, case.id)
    if applied:
        yield applications_panel(applied, found)
    texts = [(text(section.heading), section.text) for section in found.sections if section.text]
    yield Panel("texten", gettext("Utlysningstexten"), texts=texts)
    yield from _documents(session, case.id)


def _board(session: Session, case: Case) -> Iterable[Panel]:
    for matter in reversed(matters_of_case(session, case.id)):
        yield board_panel(matter)


def _request(case: Case) -> Iterable[Panel]:
    """A request for a letter of intent: what came in."""
    known = case.variables
    named: Mapping[str, Callable[[], str]] = {
        "sender": lambda: gettext("Avsändare"),
        "country": lambda: gettext("Land"),
        "subject": lambda: gettext("Ämne"),
        "requester": lambda: gettext("Beställare"),
        "requester_email": lambda: gettext("E-post"),
        "received_on": lambda: gettext("Inkom"),
        "external_deadline": lambda: gettext("Svar behövs senast"),
        "external_call": lambda: gettext("Extern utlysning"),
        "programme": lambda: gettext("Program"),
        "strategy_links": lambda: gettext("Koppling till strategier"),
        "existing_cooperation": lambda: gettext("Samarbete sedan tidigare"),
        "officer": lambda: gettext("Handläggare"),
    }
    facts = [(label(), _shown(known[name])) for name, label in named.items() if known.get(name)]
    kind = (known.get("matter") or {}).get("kind")
    if kind:
        facts.insert(0, (gettext("Ärendeslag"), str(DELEGATED_KINDS.get(kind, kind))))
    if facts:
        yield Panel("forfragan", gettext("Förfrågan"), facts=facts)


def _shown(value: Any) -> Any:
    return formatter().dag(value) if hasattr(value, "weekday") else value
