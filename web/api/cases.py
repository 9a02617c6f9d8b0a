"""Cases: started, read, and told things."""

from flask import request
from spectree import Response

from web.api import models
from web.api.blueprint import STAFF, Every, blueprint, idempotency_key, spec
from web.api.values import case_model, plain
from web.policy import CaseParty, Roles, policy
from web.services import services
from web.sessions import current_actor

# An applicant sees its case on its own page: the variables and the history hold what is for staff alone.
CASE_STAFF = Every(STAFF, CaseParty())
ADMIN = Roles("admin")


@blueprint.post("/cases")
@policy(STAFF)
@spec.validate(json=models.NewCase, resp=Response(HTTP_201=models.Case), tags=["cases"])
def start_case() -> tuple[models.Case, int]:
    """Start a case of the newest version of a process."""
    wanted: models.NewCase = request.context.json  # type: ignore[attr-defined]
    case = services().engine.start(
        wanted.process,
        wanted.variables,
        business_key=wanted.business_key,
        actor=current_actor(),
        idempotency_key=idempotency_key(),
    )
    return case_model(case), 201


@blueprint.get("/cases/<case_id>")
@policy(CASE_STAFF)
@spec.validate(resp=Response(HTTP_200=models.Case), tags=["cases"])
def get_case(case_id: str) -> models.Case:
    """One case."""
    return case_model(services().engine.case(case_id))


@blueprint.get("/cases/<case_id>/history")
@policy(CASE_STAFF)
@spec.validate(query=models.PageQuery, resp=Response(HTTP_200=models.History), tags=["cases"])
def get_history(case_id: str) -> models.History:
    """The case's history, in order."""
    wanted: models.PageQuery = request.context.query  # type: ignore[attr-defined]
    found = services().engine.history(case_id, after=wanted.cursor, limit=wanted.limit + 1)
    items = [
        models.Event(
            seq=one.seq,
            at=one.at,
            type=one.type,
            element_id=one.element_id,
            element_type=one.element_type,
            process_key=one.process_key,
            actor=one.actor,
            data=plain(one.data),
        )
        for one in found[: wanted.limit]
    ]
    return models.History(items=items, next=items[-1].seq if len(found) > wanted.limit else None)


@blueprint.post("/messages")
@policy(ADMIN)
@spec.validate(json=models.NewMessage, resp=Response(HTTP_202=models.MessageReceipt), tags=["messages"])
def send_message() -> tuple[models.MessageReceipt, int]:
    """Give a message to the case that waits for it, or start the one that it starts."""
    wanted: models.NewMessage = request.context.json  # type: ignore[attr-defined]
    case = services().engine.send_message(
        wanted.name,
        wanted.payload,
        correlation=wanted.correlation,
        case_id=wanted.case_id,
        actor=current_actor(),
        idempotency_key=idempotency_key(),
    )
    return models.MessageReceipt(case_id=case.id if case else None), 202


@blueprint.post("/signals")
@policy(ADMIN)
@spec.validate(json=models.NewSignal, resp=Response("HTTP_204"), tags=["messages"])
def send_signal() -> tuple[str, int]:
    """Send a signal to every case that waits for it."""
    wanted: models.NewSignal = request.context.json  # type: ignore[attr-defined]
    key = idempotency_key()
    services().engine.broadcast_signal(wanted.name, wanted.payload, actor=current_actor(), idempotency_key=key)
    return "", 204
