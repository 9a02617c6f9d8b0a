"""The blueprint of the process owner's pages, and who may open them."""

from flask import Blueprint

from web.policy import Roles
from web.process_owner.terms import span_words

blueprint = Blueprint("process_owner", __name__, template_folder="templates", url_prefix="/processer")
blueprint.add_app_template_filter(span_words)

READERS = Roles("process_owner", "admin", "call_manager")
OWNER = Roles("process_owner")
# The line of the log that says what was written with a new version.
COMMENTED = "process_commented"
