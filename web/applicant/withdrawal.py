"""Withdrawing an application: a step of its own before it happens."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import FieldError
from engine.forms import Form
from web.applicant.blueprint import APPLICANT, blueprint, own
from web.forms import draw, read_form
from web.policy import policy
from web.services import services
from web.sessions import current_actor
from workflows.application.commands import withdraw


@blueprint.get("/ansokningar/<application_id>/aterkalla")
@policy(APPLICANT)
def withdrawal(application_id: str) -> str:
    """The step before a withdrawal: what it means."""
    return _page(application_id, {})


@blueprint.post("/ansokningar/<application_id>/aterkalla")
@policy(APPLICANT)
def submit_withdrawal(application_id: str) -> str | tuple[str, int] | Response:
    """Withdraw the application."""
    own(application_id)
    form = _form()
    entered = read_form(form, request.form)
    checked = form.validate(entered.values, now=services().clock.now())
    if checked.errors:
        return _page(application_id, entered.values, checked.errors), 422
    withdraw(services().engine, application_id, reason=checked.data.get("reason") or "", actor=current_actor())
    return redirect(url_for("applicant.case", application_id=application_id), 303)


def _form() -> Form:
    return services().engine.definition_form("application", "withdrawal")


def _page(application_id: str, values: Mapping[str, Any], errors: Sequence[FieldError] = ()) -> str:
    found, call = own(application_id)
    is_open = call.is_open(services().clock.now())
    view = draw(_form(), values, errors=errors)
    return render_template("applicant/withdrawal.html", application=found, call=call, view=view, is_open=is_open)
