"""Amending a published call: for everybody at once, page, form, timers, mails and diary."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine import InvalidDataError
from web.forms import draw, read_form
from web.i18n import text
from web.officer.blueprint import blueprint
from web.officer.calls import AMENDMENT_FORM, common_facts
from web.policy import Roles, policy
from web.services import services
from web.sessions import current_actor
from workflows.call.asking import request_amendment
from workflows.call.errors import AmendmentRefusedError
from workflows.call.queries import funding_call


@blueprint.post("/intern/utlysningar/<call_id>/andra")
@policy(Roles("call_manager"))
def amend_call(call_id: str) -> str | tuple[str, int] | Response:
    """Change a published call for everybody at once: page, form, timers, mails and diary."""
    engine, actor = services().engine, current_actor()
    form = engine.definition_form("call", AMENDMENT_FORM)
    entered = read_form(form, request.form)
    errors, refusal = tuple(entered.refused), ""
    if not entered.wants_redraw:
        try:
            checked = form.validate(entered.values, now=services().clock.now(), calendar=services().calendar)
            errors = tuple(checked.errors)
            if not errors:
                _amend(call_id, checked.data)
                flash(gettext("Utlysningen är ändrad. Alla som har en ansökan eller ett utkast får veta det."))
                return redirect(url_for("officer.call", call_id=call_id), 303)
        except InvalidDataError as error:
            errors = tuple(error.errors)
        except AmendmentRefusedError as error:
            refusal = " ".join(text(reason) for reason in error.reasons)
    if call_id in engine.excluded_cases(actor):
        raise NotFound
    with services().reading() as session:
        common = common_facts(session, funding_call(session, call_id))
    view = draw(form, entered.values, errors=errors)
    page = render_template("officer/call_andra.html", tab="andra", view=view, refusal=refusal, **common)
    return page, 422 if errors or refusal else 200


def _amend(call_id: str, data: Mapping[str, Any]) -> None:
    def day(name: str) -> date | None:
        value = data.get(name)
        return value if isinstance(value, date) else None

    request_amendment(
        services().engine, call_id, change=str(data["change"]), reason=str(data["reason"]),
        new_deadline_date=day("new_deadline_date"), new_decision_date=day("new_decision_date"), actor=current_actor(),
    )  # fmt: skip
