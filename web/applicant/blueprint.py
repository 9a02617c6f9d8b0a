"""The applicant area's blueprint and policy, and what its views share."""

from flask import Blueprint

from engine.forms import Form
from web.policy import Roles
from web.services import services
from web.sessions import current_actor
from workflows.application.queries import own_application
from workflows.application.values import Application
from workflows.call.queries import funding_call
from workflows.call.values import FundingCall

blueprint = Blueprint("applicant", __name__, template_folder="templates")
APPLICANT = Roles("applicant", "signatory")


def application_form() -> Form:
    """The deployed application form."""
    return services().engine.definition_form("application", "application")


def own(application_id: str) -> tuple[Application, FundingCall]:
    """The reader's own application and its call. Raises UnknownApplicationError for all others' (404)."""
    with services().reading() as session:
        found = own_application(session, application_id, actor=current_actor())
        return found, funding_call(session, found.call_id)
