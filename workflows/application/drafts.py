"""Drafts of applications: written by, and read by, nobody but their owner and those who act for its organisation."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from engine import Actor, FieldError, InvalidDataError, Text, Work
from engine.forms import Form, Validated
from workflows.application.attachments import FILE_IS_FOREIGN, files_in, foreign_fields
from workflows.application.blank_rows import filled_rows, offered_costs, offered_financing
from workflows.application.errors import (
    CallNotOpenError,
    DraftChangedError,
    DraftSubmittedError,
    NotYourOrganisationError,
    UnknownApplicationError,
    UnknownDraftError,
)
from workflows.application.findings import findings_of
from workflows.application.model import application_drafts, applications
from workflows.application.reading import kept_sections, section_views
from workflows.application.values import Draft, Finding
from workflows.call import queries as call_queries
from workflows.call.model import calls
from workflows.call.rules import local_day
from workflows.call.values import FundingCall
from workflows.parties import Organisation
from workflows.tables import new_id

_DRAFT_FIELDS = Draft.__slots__


def start_draft(work: Work, call_id: str, organisation: Organisation) -> Draft:
    """Begin an application for an organisation that the actor acts for, with what is known of it filled in.

    An organisation has one open draft in a call: it is given back as it is. Raises UnknownCallError, CallNotOpenError,
    NotYourOrganisationError.
    """
    call = call_queries.funding_call(work.session, call_id)
    if not (call.is_open(work.now) or call.is_coming(work.now)):
        raise CallNotOpenError
    _check_acts_for(work.actor, organisation.identity)
    known = _open_draft(work, call_id, organisation.identity)
    if known is not None:
        return known
    data = {
        "org_nr": organisation.org_nr,
        "applicant_name": organisation.name,
        "legal_form": organisation.legal_form,
        "contact_email": organisation.email,
        "costs": offered_costs(call),
        "financing": offered_financing(),
    }
    return _insert(work, call_id, organisation.identity, data, application_id=None)


def reopen(work: Work, application_id: str) -> Draft:
    """A new draft with the content of a submitted application, to be submitted again before the cut-off.

    An open one is given back as it is. Raises UnknownApplicationError, CallNotOpenError.
    """
    statement = select(applications).where(applications.c.id == application_id)
    row = work.session.execute(statement).mappings().one_or_none()
    if row is None or not _acts_for(work.actor, row["org_identity"]):
        raise UnknownApplicationError
    if not call_queries.funding_call(work.session, row["call_id"]).is_open(work.now) or row["status"] != "received":
        raise CallNotOpenError
    known = _open_draft(work, row["call_id"], row["org_identity"], application_id=application_id)
    return known or _insert(work, row["call_id"], row["org_identity"], row["data"], application_id=application_id)


def _open_draft(work: Work, call_id: str, org_identity: str, *, application_id: str | None = None) -> Draft | None:
    """The organisation's open draft, for a first application or for a new version of one."""
    # The call's row is locked, so that two who begin at once get the same draft.
    work.session.execute(select(calls.c.id).where(calls.c.id == call_id).with_for_update())
    statement = select(application_drafts).where(
        application_drafts.c.call_id == call_id,
        application_drafts.c.org_identity == org_identity,
        application_drafts.c.status == "open",
        application_drafts.c.application_id == application_id,
    )
    row = work.session.execute(statement).mappings().first()
    return None if row is None else _draft(row)


def save_draft(work: Work, draft_id: str, data: Mapping[str, Any], expected_revision: int) -> Draft:
    """Save what is entered so far, as it is entered; `expected_revision` is the one that the writer began from.

    Raises UnknownDraftError, DraftSubmittedError; DraftChangedError if another one was saved in between, and then
    nothing is overwritten.
    """
    old = _locked(work, draft_id)
    if old.revision != expected_revision:
        raise DraftChangedError(revision=old.revision, saved_by=old.saved_by)
    _change(work, draft_id, data=dict(data), revision=old.revision + 1, saved_at=work.now, saved_by=work.actor.id)
    return read_draft(work.session, draft_id, actor=work.actor)


def drop_draft(work: Work, draft_id: str) -> None:
    """Throw an open draft away. Raises UnknownDraftError, DraftSubmittedError."""
    _locked(work, draft_id)
    work.session.execute(delete(application_drafts).where(application_drafts.c.id == draft_id))


def read_draft(session: Session, draft_id: str, *, actor: Actor) -> Draft:
    """The draft, for its owner and those who act for its organisation. Raises UnknownDraftError for all others.

    Roles count for nothing here, an administrator's neither. Source: TF 2:9, 2:13; R-14.
    """
    statement = select(application_drafts).where(application_drafts.c.id == draft_id, _is_readable(actor))
    row = session.execute(statement).mappings().one_or_none()
    if row is None:
        raise UnknownDraftError
    return _draft(row)


def drafts_of(session: Session, *, actor: Actor) -> list[Draft]:
    """The actor's open drafts, the latest saved first."""
    statement = (
        select(application_drafts)
        .where(_is_readable(actor), application_drafts.c.status == "open")
        .order_by(application_drafts.c.saved_at.desc())
    )
    return [_draft(row) for row in session.execute(statement).mappings()]


def check(form: Form, data: Mapping[str, Any], call: FundingCall, *, now: datetime) -> tuple[Validated, list[Finding]]:
    """What the form and the rules say of what is entered, blank rows left out; nothing is kept."""
    filled = filled_rows(form, data, call)
    validated = form.validate(filled.data, form_context(call), now=now)
    validated = replace(validated, errors=filled.placed(validated.errors))
    return validated, list(findings_of(filled.data, call, today=local_day(now)))


def form_context(call: FundingCall) -> dict[str, Any]:
    """What the application form may read of the call: its areas as options, its legal basis and its limits."""
    return {
        "area_options": [{"value": code, "label": name} for code, name in call.area_names.items()],
        "legal_basis": call.legal_basis,
        "min_sek": call.min_sek,
        "max_sek": call.max_sek,
        "max_intensity": call.max_intensity,
        "support_start": call.support_start,
        "support_end": call.support_end,
    }


def prepare_submission(work: Work, draft_id: str, form: Form) -> Draft:
    """Check the draft as a whole, and keep what is to be submitted, typed, beside it.

    Warnings stop nothing. Raises UnknownDraftError, DraftSubmittedError, and InvalidDataError with every error.
    """
    draft = _locked(work, draft_id)
    call = call_queries.funding_call(work.session, draft.call_id)
    validated, findings = check(form, draft.data, call, now=work.now)
    hard = [FieldError(finding.field, finding.text) for finding in findings if finding.severity == "error"]
    hard += [*_foreign_organisation(draft, validated.data), *_foreign_files(work, draft, validated.data)]
    if validated.errors or hard:
        raise InvalidDataError((*validated.errors, *hard))
    views = section_views(form, validated.data, area_names=call.area_names)
    _change(work, draft_id, submission={"data": dict(validated.data), "sections": kept_sections(views)})
    return draft


def _foreign_organisation(draft: Draft, data: Mapping[str, Any]) -> list[FieldError]:
    """Nobody applies for an organisation other than the one that the draft is for."""
    if data.get("org_nr") in (None, draft.org_identity.removeprefix("org:")):
        return []
    text = Text(
        "Numret är inte er organisations. Börja en ny ansökan om ni företräder flera.",
        "The number is not your organisation's. Begin a new application if you act for several.",
    )
    return [FieldError("org_nr", text)]


def _foreign_files(work: Work, draft: Draft, data: Mapping[str, Any]) -> list[FieldError]:
    org_nr = draft.org_identity.removeprefix("org:")
    fields = foreign_fields(work.session, files_in(data), actor=work.actor, org_nr=org_nr)
    return [FieldError(field, FILE_IS_FOREIGN) for field in fields]


def _insert(
    work: Work, call_id: str, org_identity: str, data: Mapping[str, Any], *, application_id: str | None
) -> Draft:
    draft_id = new_id()
    work.session.execute(
        application_drafts.insert().values(
            id=draft_id,
            call_id=call_id,
            owner=work.actor.id,
            org_identity=org_identity,
            revision=1,
            data=dict(data),
            submission=None,
            created_at=work.now,
            saved_at=work.now,
            saved_by=work.actor.id,
            status="open",
            application_id=application_id,
        )
    )
    return read_draft(work.session, draft_id, actor=work.actor)


def _locked(work: Work, draft_id: str) -> Draft:
    """The open draft, locked. Raises UnknownDraftError, DraftSubmittedError."""
    statement = select(application_drafts.c.id).where(application_drafts.c.id == draft_id).with_for_update()
    work.session.execute(statement)
    draft = read_draft(work.session, draft_id, actor=work.actor)
    if draft.status != "open":
        raise DraftSubmittedError(application_id=draft.application_id)
    return draft


def _change(work: Work, draft_id: str, **values: Any) -> None:
    work.session.execute(update(application_drafts).where(application_drafts.c.id == draft_id).values(**values))


def _acts_for(actor: Actor, org_identity: str) -> bool:
    return org_identity in actor.identities


def _check_acts_for(actor: Actor, org_identity: str) -> None:
    if not _acts_for(actor, org_identity):
        raise NotYourOrganisationError


def _is_readable(actor: Actor) -> ColumnElement[bool]:
    """The condition in the database itself, so that no list, count or search can go past it."""
    return (application_drafts.c.owner == actor.id) | application_drafts.c.org_identity.in_(sorted(actor.identities))


def _draft(row: Any) -> Draft:
    return Draft(**{name: row[name] for name in _DRAFT_FIELDS})
