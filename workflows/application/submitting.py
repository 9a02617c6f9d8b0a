"""Submitting an application, and the steps that register it: time stamp, snapshot, registry number, receipt."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update

from engine import Actor, Call, Engine, MessageNotExpectedError
from engine.forms import Form
from workflows.application.case_data import variables_of
from workflows.application.drafts import prepare_submission
from workflows.application.errors import CallNotOpenError, DraftSubmittedError, UnknownDraftError
from workflows.application.model import application_drafts, applications, outages
from workflows.application.receiving import Received, keep_version, row_of, write_application
from workflows.application.rules import is_on_time
from workflows.application.values import Draft
from workflows.call.queries import funding_call
from workflows.call.values import FundingCall
from workflows.registry import register_case

_OUTAGE_BEFORE = timedelta(minutes=60)


def submit(engine: Engine, draft_id: str, *, form: Form, actor: Actor) -> str:
    """Submit a draft as it was last saved; returns the application's id. A second time it changes nothing.

    The first submission is checked, starts its case, is registered and becomes visible in one transaction (R-14); a new
    version is sent to the case. `form` is the deployed application form. Raises UnknownDraftError; InvalidDataError
    with everything that must be put right; CallNotOpenError before the call opens, and for a new version after the
    cut-off.
    """
    try:
        with engine.work(actor=actor) as work:
            draft = prepare_submission(work, draft_id, form)
            funding = funding_call(work.session, draft.call_id)
            is_version = draft.application_id is not None
            if work.now < funding.opens_at or (is_version and not funding.is_open(work.now)):
                raise CallNotOpenError
            if draft.application_id is None:
                return work.start("application", {"draft_id": draft_id, "call_id": draft.call_id})
    except DraftSubmittedError as error:
        if error.application_id is None:
            raise
        return error.application_id
    _send_version(engine, draft, actor=actor)
    return draft.application_id


def _send_version(engine: Engine, draft: Draft, *, actor: Actor) -> None:
    try:
        engine.send_message(
            "application_resubmitted",
            {"draft_id": draft.id},
            correlation={"application_id": draft.application_id},
            actor=actor,
            ttl=timedelta(0),
            idempotency_key=f"submit:{draft.id}:{draft.revision}",
        )
    except MessageNotExpectedError as error:
        raise CallNotOpenError from error


def register(call: Call) -> Mapping[str, Any]:
    """Time-stamp, freeze and register a submitted draft; send the receipt. Returns what the case knows of it."""
    draft = _take_draft(call)
    if draft["status"] != "open":
        raise DraftSubmittedError(application_id=draft["application_id"])
    funding = funding_call(call.session, draft["call_id"])
    data = draft["submission"]["data"]
    registry_number = register_case(
        call.session, at=call.now, title=f"Ansökan: {data['title']}", case_id=call.case_id, party=data["applicant_name"]
    )
    call.set_business_key(registry_number)
    received = _received(call, draft, funding, registry_number=registry_number, version=1)
    call.session.execute(
        applications.insert().values(
            id=call.case_id,
            call_id=funding.id,
            registry_number=registry_number,
            status="received",
            **row_of(call, received),
        )
    )
    keep_version(call, received, funding, cause="submitted")
    return {
        "application_id": call.case_id,
        "call_id": funding.id,
        "registry_number": registry_number,
        "received_at": call.now,
        "outage_logged": _is_outage_logged(call, funding),
        "posted_in_time": False,
        "completion_rounds": 0,
        "status": "received",
        **variables_of(data, funding, received_at=call.now),
    }


def register_version(call: Call) -> Mapping[str, Any] | None:
    """Register a new version of an application before the cut-off; it takes the earlier one's place.

    One that arrives at or after the cut-off is registered as received, but changes nothing; nor does one that is sent
    twice.
    """
    draft = _take_draft(call)
    if draft["status"] != "open":
        return None
    funding = funding_call(call.session, draft["call_id"])
    statement = select(applications).where(applications.c.id == call.case_id)
    row = call.session.execute(statement).mappings().one()
    received = _received(call, draft, funding, registry_number=row["registry_number"], version=row["version"] + 1)
    if not received.on_time:
        write_application(call, received, title="Ny version av ansökan, inkommen för sent")
        return None
    call.session.execute(update(applications).where(applications.c.id == call.case_id).values(**row_of(call, received)))
    keep_version(call, received, funding, cause="resubmitted")
    return {"received_at": call.now, **variables_of(received.data, funding, received_at=call.now)}


def _take_draft(call: Call) -> Mapping[str, Any]:
    """The prepared draft as it was, which from now on is submitted. Raises UnknownDraftError."""
    statement = (
        select(application_drafts)
        .where(
            application_drafts.c.id == call.variables["draft_id"],
            or_(
                application_drafts.c.owner == call.actor.id,
                application_drafts.c.org_identity.in_(sorted(call.actor.identities)),
            ),
        )
        .with_for_update()
    )
    draft = call.session.execute(statement).mappings().one_or_none()
    if draft is None or draft["submission"] is None:
        raise UnknownDraftError
    call.session.execute(
        update(application_drafts)
        .where(application_drafts.c.id == draft["id"], application_drafts.c.status == "open")
        .values(status="submitted", application_id=call.case_id)
    )
    return dict(draft)


def _received(
    call: Call, draft: Mapping[str, Any], funding: FundingCall, *, registry_number: str, version: int
) -> Received:
    return Received(
        application_id=call.case_id,
        registry_number=registry_number,
        version=version,
        at=call.now,
        data=draft["submission"]["data"],
        sections=draft["submission"]["sections"],
        on_time=is_on_time(call.now, cutoff=funding.cutoff),
    )


def _is_outage_logged(call: Call, funding: FundingCall) -> bool:
    """Whether the service was logged as down in the last hour before the cut-off. Source: domain.md D-TIME."""
    statement = select(outages.c.id).where(
        outages.c.began_at < funding.cutoff, outages.c.ended_at > funding.cutoff - _OUTAGE_BEFORE
    )
    return call.session.execute(statement).first() is not None
