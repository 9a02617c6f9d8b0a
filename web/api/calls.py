"""Calls for applications, and the applications of a call."""

from spectree import Response

from web.api import models
from web.api.blueprint import STAFF, blueprint, spec
from web.policy import Public, policy
from web.services import services
from web.sessions import current_actor
from workflows.application.queries import applications_of
from workflows.call.queries import all_calls, funding_call


@blueprint.get("/calls")
@policy(Public())
@spec.validate(resp=Response(HTTP_200=models.Calls), tags=["calls"])
def list_calls() -> models.Calls:
    """Every published call, the latest deadline first."""
    with services().reading() as session:
        found = [call for call in all_calls(session) if call.published_at is not None]
    return models.Calls(items=[models.Call.model_validate(call) for call in found])


@blueprint.get("/calls/<call_id>/applications")
@policy(STAFF)
@spec.validate(resp=Response(HTTP_200=models.Applications), tags=["calls"])
def list_applications(call_id: str) -> models.Applications:
    """The applications of a call, but those in which the account has a conflict of interest."""
    excluded = services().engine.excluded_cases(current_actor())
    with services().reading() as session:
        funding_call(session, call_id)
        found = [one for one in applications_of(session, call_id) if one.id not in excluded]
    return models.Applications(items=[models.Application.model_validate(one) for one in found])
