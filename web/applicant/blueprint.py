"""The applicant area's blueprint and policy, and what its views share."""

from flask import Blueprint

from engine.forms import Form
from web.policy import Roles
from web.services import services

blueprint = Blueprint("applicant", __name__, template_folder="templates")
APPLICANT = Roles("applicant", "signatory")


def application_form() -> Form:
    """The deployed application form."""
    return services().engine.definition_form("application", "application")
