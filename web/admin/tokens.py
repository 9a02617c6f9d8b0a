"""The tokens of the REST API: whose they are, until when, and revoking one."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from web.admin.blueprint import ADMIN, blueprint
from web.policy import policy
from web.services import services
from web.sessions import current_actor
from workflows import parties
from workflows.parties import UnknownTokenError


@blueprint.get("/nycklar")
@policy(ADMIN)
def tokens() -> str:
    """Every token, also those that hold no longer; never a secret."""
    with services().reading() as session:
        found = parties.tokens(session)
    return render_template("admin/tokens.html", tokens=found, now=services().clock.now())


@blueprint.post("/nycklar/aterkalla")
@policy(ADMIN)
def revoke_token() -> Response:
    """Let a token be accepted no more."""
    try:
        with services().engine.work(actor=current_actor()) as work:
            revoked = parties.revoke_token(work.session, request.form.get("token_id", ""), at=work.now)
            work.record("token_revoked", {"token": revoked.id, "account": revoked.account_id})
    except UnknownTokenError as error:
        raise NotFound from error
    flash(gettext("Nyckeln är återkallad."), "done")
    return redirect(url_for("admin.tokens"), 303)
