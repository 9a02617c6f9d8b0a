"""The blueprint of the administrator's pages, who may open them, and the tabs on each."""

from flask import Blueprint, url_for
from flask_babel import gettext

from web.policy import Roles
from web.roles import role_name
from web.services import services
from web.sessions import current_account, current_actor

blueprint = Blueprint("admin", __name__, template_folder="templates", url_prefix="/drift")
blueprint.add_app_template_filter(role_name, "role_name")
ADMIN = Roles("admin")
MENDERS = Roles("admin", "process_owner")
"""Who deals with steps that failed: those who run the installation, and those who own the processes."""

Tab = tuple[str, str, str, int | None]


@blueprint.context_processor
def _tabs() -> dict[str, list[Tab]]:
    failed = len(services().engine.incidents())
    pages = (
        ("overview", gettext("Översikt"), "admin.overview", None),
        ("incidents", gettext("Driftfel"), "admin.incidents", failed or None),
        ("timers", gettext("Tider framåt"), "admin.timers", None),
        ("jobs", gettext("Utskick och jobb"), "admin.jobs", None),
        ("mails", gettext("Brev"), "admin.mails", None),
        ("accounts", gettext("Konton"), "admin.accounts", None),
        ("log", gettext("Logg"), "admin.log", None),
    )
    is_admin = current_account() is not None and "admin" in current_actor().roles
    shown = pages if is_admin else [page for page in pages if page[0] == "incidents"]
    return {"tabs": [(key, text, url_for(endpoint), count) for key, text, endpoint, count in shown]}
