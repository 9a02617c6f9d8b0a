"""Delegated decisions: the list in its groups, and a new request."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web.forms import draw, read_form
from web.officer.blueprint import CASE_STAFF, blueprint
from web.officer.words import DELEGATED_GROUPS, DELEGATED_KINDS
from web.policy import Roles, policy
from web.services import services
from web.sessions import current_actor
from workflows.delegated_decision.queries import delegated_list

_FORM = "loi_registration"
_ROLES = Roles("registrar", "officer", "area_head")


@blueprint.get("/delegationsbeslut")
@policy(CASE_STAFF)
def delegated_decisions() -> str:
    """Every delegated decision by what remains: to decide, to send, to report, reported."""
    engine, actor = services().engine, current_actor()
    hidden = engine.excluded_cases(actor)
    with services().reading() as session:
        lines = [
            line for line in delegated_list(session, now=services().clock.now()) if line.decision.case_id not in hidden
        ]
    known = {line.decision.case_id for line in lines}
    coming = [
        case for case in engine.cases(process_key="delegated_decision", status="active")
        if case.id not in known and case.id not in hidden
    ]  # fmt: skip
    mine = {task.case_id: task.id for task in engine.tasks(actor=actor, process_key="delegated_decision")}
    groups = [(key, *words, [line for line in lines if line.group == key]) for key, words in DELEGATED_GROUPS.items()]
    return render_template(
        "officer/delegated.html", groups=groups, coming=coming, mine=mine, kinds=DELEGATED_KINDS, total=len(lines),
        may_add=bool(_ROLES.roles & actor.roles),
    )  # fmt: skip


@blueprint.get("/delegationsbeslut/ny")
@policy(_ROLES)
def new_request() -> str:
    """The form for a request that has come in, as the registrar registers it."""
    form = services().engine.definition_form("delegated_decision", _FORM)
    values = form.initial({}) | {"received_on": services().today()}
    return render_template("officer/delegated_new.html", view=draw(form, values))


@blueprint.post("/delegationsbeslut/ny")
@policy(_ROLES)
def add_request() -> tuple[str, int] | Response | str:
    """Take a request in: the process begins, and the registrar gets it to register."""
    engine, actor = services().engine, current_actor()
    form = engine.definition_form("delegated_decision", _FORM)
    entered = read_form(form, request.form)
    errors = tuple(entered.refused)
    if not entered.wants_redraw:
        checked = form.validate(entered.values, now=services().clock.now(), calendar=services().calendar)
        errors = tuple(checked.errors)
        if not errors:
            payload = {name: value for name, value in checked.data.items() if isinstance(value, str | date)}
            case = engine.send_message("loi_request_received", payload, actor=actor)
            flash(gettext("Förfrågan är mottagen och ligger hos registratorn."))
            mine = engine.tasks(case.id, actor=actor) if case else []
            if mine:
                return redirect(url_for("officer.task", task_id=mine[0].id), 303)
            return redirect(url_for("officer.delegated_decisions"), 303)
    page = render_template("officer/delegated_new.html", view=draw(form, entered.values, errors=errors))
    return (page, 422) if errors else page
