"""The page of one task: the case beside its form, what the button leads to, and doing it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine import Case, InvalidDataError, OperationFailedError, RefusedError, UserTask
from engine.forms import Form
from engine.model import FieldError
from web.domain_errors import STATUS_OF_DOMAIN_ERROR
from web.forms import draw, read_form
from web.forms.uploads import FormUploads
from web.forms.view import FormView
from web.i18n import text
from web.officer.blueprint import STAFF, blueprint
from web.officer.decision_view import DecisionSide, decision_side
from web.officer.inbox import Line, line_of, task_name
from web.officer.matter import Beside, beside
from web.officer.outlook import Step, levels_of, next_of
from web.officer.steps import step_sentences
from web.officer.tasks import MOST_TASKS, call_titles, colleagues_of, reader_of
from web.policy import policy
from web.services import services
from web.sessions import current_actor

_KEY = "nyckel"
_MOST_IDS = 500
_DOUBLE_CLICK = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the task stands among the reader's: its number, and its neighbours' ids."""

    number: int
    total: int
    previous: str | None
    following: str | None


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with what has been entered, and what stands in the way."""

    view: FormView | None
    key: str
    refusal: str = ""


@blueprint.get("/uppgifter/<task_id>")
@policy(STAFF)
def task(task_id: str) -> str:
    """A task that the reader may see."""
    found = _visible(task_id)
    form = services().engine.form(task_id)
    context = services().engine.form_context(task_id) if found.state == "open" else {}
    view = draw(form, form.initial(context), context, **_present()) if form and found.state == "open" else None
    return _page(found, Filled(view, uuid4().hex), context)


@blueprint.post("/uppgifter/<task_id>")
@policy(STAFF)
def complete_task(task_id: str) -> str | tuple[str, int] | Response:
    """Complete the task; what is wrong is told at the fields, and nothing that was written is lost."""
    engine, actor = services().engine, current_actor()
    found = engine.task(task_id)
    if _is_same_click(found):
        return _done(found)
    form = engine.form(task_id)
    key = request.form.get(_KEY) or uuid4().hex
    if form is None or not engine.may_complete(task_id, actor=actor):
        # What the actor may not do, the engine refuses and logs.
        engine.complete(task_id, {}, actor=actor, idempotency_key=key)
        return _done(found)
    context = engine.form_context(task_id)
    keeper = FormUploads(services(), actor, list(_ids_in(context))[:_MOST_IDS])
    entered = read_form(form, request.form, request.files, keeper=keeper, ignored=(_KEY,))
    errors, refusal, status = tuple(entered.refused), "", 200
    if not entered.wants_redraw and not errors:
        try:
            data = form.validate(entered.values, context, **_present())
            errors = tuple(data.errors)
            if not errors:
                engine.complete(task_id, data.data, actor=actor, idempotency_key=key)
                return _done(found)
        except InvalidDataError as error:
            errors = tuple(error.errors)
        except RefusedError as error:
            refusal, status = text(error.text), 409
        except OperationFailedError as error:
            refusal, status = _refusal(error), 409
    return _again(found, form, entered.values, context, errors, Filled(None, key, refusal)), 422 if errors else status


def _is_same_click(found: UserTask) -> bool:
    """Whether the actor has this moment completed the task: the second half of a double click."""
    if found.completed_at is None or not current_actor().is_called(found.completed_by):
        return False
    return services().clock.now() - found.completed_at < _DOUBLE_CLICK


def _present() -> dict[str, Any]:
    """What the rules of forms may ask of the present."""
    return {"now": services().clock.now(), "calendar": services().calendar}


def _again(
    found: UserTask, form: Form, values: Mapping[str, Any], context: Mapping[str, Any],
    errors: tuple[FieldError, ...], filled: Filled,
) -> str:  # fmt: skip
    view = draw(form, values, context, errors=errors, **_present())
    return _page(found, Filled(view, filled.key, filled.refusal), context)


def _refusal(error: OperationFailedError) -> str:
    """Why the domain refused, in its own words. Raises the error again where it is not the domain's."""
    cause = error.__cause__
    if not isinstance(cause, tuple(STATUS_OF_DOMAIN_ERROR)):
        raise error
    own = getattr(cause, "text", None)
    return text(own) if own else str(cause)


def _done(found: UserTask) -> Response:
    """On to what comes next: the reader's own next task in the case, else the list."""
    engine, actor = services().engine, current_actor()
    flash(gettext("Klart: %(task)s, %(case)s.", task=task_name(found), case=found.business_key or found.case_title))
    mine = engine.tasks(found.case_id, actor=actor)
    if mine:
        return redirect(url_for("officer.task", task_id=mine[0].id), 303)
    return redirect(url_for("officer.tasks"), 303)


@blueprint.post("/uppgifter/<task_id>/hos")
@policy(STAFF)
def change_holder(task_id: str) -> Response:
    """Take the task, give it back, or hand it over."""
    engine, actor = services().engine, current_actor()
    found = _visible(task_id)
    action, to = request.form.get("atgard"), request.form.get("till", "")
    if action == "ta":
        engine.claim(task_id, actor=actor)
    elif action == "lamna":
        engine.release(task_id, actor=actor)
    elif action == "lamna_over" and to:
        engine.delegate(task_id, to, actor=actor)
        flash(gettext("%(task)s är nu hos %(to)s.", task=task_name(found), to=to))
        return redirect(url_for("officer.tasks"), 303)
    return redirect(url_for("officer.task", task_id=task_id), 303)


def _visible(task_id: str) -> UserTask:
    """The task, for those who may see it and its case. Raises NotFoundError, NotFound."""
    engine, actor = services().engine, current_actor()
    found = engine.task(task_id, actor=actor)
    if found.case_id in engine.excluded_cases(actor):
        raise NotFound
    return found


def _page(found: UserTask, filled: Filled, context: Mapping[str, Any]) -> str:
    engine, actor = services().engine, current_actor()
    case = engine.case(found.case_id)
    side = _decision(found, context)
    with services().reading() as session:
        about: Beside = beside(session, case, found, context)
    return render_template(
        "officer/decision.html" if side else "officer/task.html",
        task=found, case=case, line=_line(found), filled=filled, about=about, side=side, place=_place(found),
        steps=step_sentences(steps_after(case, found)), may_complete=engine.may_complete(found.id, actor=actor),
        colleagues=[] if found.role == "assessor" else colleagues_of(actor, found.role),
        next_url=url_for("officer.complete_task", task_id=found.id),
    )  # fmt: skip


def _decision(found: UserTask, context: Mapping[str, Any]) -> DecisionSide | None:
    is_paper = (found.process_key, found.element_id) == ("delegated_decision", "decide")
    return decision_side(found, context) if is_paper and found.state == "open" else None


def _line(found: UserTask) -> Line:
    return line_of(found, reader_of(), call_titles())


def steps_after(case: Case, found: UserTask) -> list[Step]:
    """What the drawing says can come after the task."""
    known = services()
    levels = levels_of(known.engine, case.definition.key, case.definition.version, found.process_key)
    return next_of(known.engine, levels, found.element_id, today=known.today(), calendar=known.calendar)


def _place(found: UserTask) -> Place | None:
    ids = [each.id for each in services().engine.tasks(actor=current_actor(), limit=MOST_TASKS)]
    if found.id not in ids:
        return None
    at = ids.index(found.id)
    return Place(at + 1, len(ids), ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)


def _ids_in(value: Any) -> Iterator[str]:
    """The ids of files that are somewhere in a case's values."""
    if isinstance(value, Mapping):
        if "sha256" in value and isinstance(value.get("id"), str):
            yield value["id"]
        for each in value.values():
            yield from _ids_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _ids_in(each)
