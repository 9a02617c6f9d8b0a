"""The audit log: who did what, the newest first, and whether every line is as it was written."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from web.admin import words
from web.admin.blueprint import ADMIN, blueprint
from web.policy import policy
from web.services import services
from web.sessions import current_actor

_SHOWN = 100
_MOST_TOLD = 5


@blueprint.get("/logg")
@policy(ADMIN)
def log() -> str:
    """Lines of the installation's log, or of one case's history."""
    before = request.args.get("fore", type=int)
    kind = request.args.get("slag", "")
    case_id = request.args.get("arende", "").strip()
    lines = services().engine.latest_log(
        types=[kind] if kind else (), before=before, case_id=case_id or None, limit=_SHOWN + 1
    )
    return render_template(
        "admin/log.html",
        lines=lines[:_SHOWN],
        older=lines[_SHOWN - 1].seq if len(lines) > _SHOWN else None,
        kind=kind,
        case_id=case_id,
        words=words,
    )


@blueprint.post("/logg/granska")
@policy(ADMIN)
def verify() -> Response:
    """Check the chain of every line of every stream; the check is itself noted."""
    engine = services().engine
    breaches = engine.verify_audit()
    engine.log("audit_verified", {"breaches": len(breaches)}, actor=current_actor())
    if breaches:
        told = "; ".join(breaches[:_MOST_TOLD])
        count = ngettext("%(num)s fel i loggen", "%(num)s fel i loggen", len(breaches))
        flash(f"{count}: {told}", "stop")
    else:
        flash(gettext("Loggen är hel: varje rad är som den skrevs."), "done")
    return redirect(url_for("admin.log"), 303)
