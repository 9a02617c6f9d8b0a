"""The blueprint of the staff's pages, and who may open them."""

from flask import Blueprint

from web.policy import Roles
from workflows.visibility import CASE_ROLES

blueprint = Blueprint("officer", __name__, template_folder="templates")

# Everybody who works here; applicants have pages of their own.
STAFF = Roles(*CASE_ROLES, "assessor")
# Those who work with cases in general. An assessor sees only what is given to it to assess.
CASE_STAFF = Roles(*CASE_ROLES)
