"""What anyone may read, without logging in: calls, the information meeting, questions, outcomes, the diary."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import Actor
from engine.forms import Form
from engine.model import FieldError
from web.forms import draw, read_form
from web.policy import Public, policy
from web.public import spans
from web.public.blueprint import blueprint
from web.security import limiter
from web.services import services
from workflows.call.asking import ask_question
from workflows.call.calendar_file import calendar_file
from workflows.call.commands import sign_up
from workflows.call.errors import NoMeetingError
from workflows.call.queries import CallPage, call_lists, call_page
from workflows.decision.queries import notice_board, outcome_list
from workflows.registry import DiaryFilter, count_diary, diary

__all__ = ["blueprint", "spans"]

_PAGE = 100
_MEETING_FORM, _QUESTION_FORM = "info_meeting_signup", "call_question"


@blueprint.get("/")
@policy(Public())
def calls() -> str:
    """The calls that are open, coming, under assessment and decided."""
    with services().reading() as session:
        found = call_lists(session, now=services().clock.now())
    return render_template("public/calls.html", lists=found)


@blueprint.get("/utlysningar/<call_id>")
@policy(Public())
def call(call_id: str) -> str:
    """The page of a call: the ten headings, the deadline, the meeting, questions and answers."""
    return _call_page(call_id)


@blueprint.post("/utlysningar/<call_id>/informationsmote")
@policy(Public())
@limiter.limit("30 per hour")
def submit_sign_up(call_id: str) -> str | tuple[str, int] | Response:
    """Sign somebody up for the information meeting."""
    form = services().engine.definition_form("call", _MEETING_FORM)
    entered = read_form(form, request.form)
    checked = form.validate(entered.values, now=services().clock.now())
    if checked.errors:
        if not _page(call_id).can_sign_up:
            raise NoMeetingError
        return _call_page(call_id, meeting=(entered.values, checked.errors)), 422
    with services().engine.work() as work:
        sign_up(work, call_id, **{name: value or "" for name, value in checked.data.items()})
    return redirect(url_for("public.signed_up", call_id=call_id), 303)


@blueprint.get("/utlysningar/<call_id>/informationsmote/anmald")
@policy(Public())
def signed_up(call_id: str) -> str:
    """What happens after the sign-up; the same page for everybody."""
    page = _page(call_id)
    if page.call.meeting is None:
        raise NoMeetingError
    return render_template("public/signed_up.html", page=page)


@blueprint.get("/utlysningar/<call_id>/informationsmote.ics")
@policy(Public())
def meeting_file(call_id: str) -> Response:
    """The information meeting for the reader's calendar."""
    found = _page(call_id).call
    if found.meeting is None:
        raise NoMeetingError
    attached = calendar_file(found, found.meeting, at=services().clock.now())
    headers = {"Content-Disposition": f'attachment; filename="{attached.file_name}"'}
    return Response(attached.content, mimetype=attached.media_type, headers=headers)


@blueprint.post("/utlysningar/<call_id>/fragor")
@policy(Public())
@limiter.limit("30 per hour")
def submit_question(call_id: str) -> str | tuple[str, int] | Response:
    """Ask something about a call; the answer is published to everybody."""
    form = services().engine.definition_form("call", _QUESTION_FORM)
    entered = read_form(form, request.form)
    checked = form.validate(entered.values, now=services().clock.now())
    if checked.errors:
        return _call_page(call_id, question=(entered.values, checked.errors)), 422
    question, email = str(checked.data["question"]), str(checked.data["asked_by"])
    ask_question(services().engine, call_id, question=question, email=email, actor=Actor("public"))
    return redirect(url_for("public.question_sent", call_id=call_id), 303)


@blueprint.get("/utlysningar/<call_id>/fragor/skickad")
@policy(Public())
def question_sent(call_id: str) -> str:
    """What happens with a question."""
    return render_template("public/question_sent.html", page=_page(call_id))


@blueprint.get("/utlysningar/<call_id>/utfall")
@policy(Public())
def outcome(call_id: str) -> str:
    """The decisions of a call, once they have been sent."""
    page = _page(call_id)
    with services().reading() as session:
        lines = outcome_list(session, call_id)
    granted = sum(line.granted_sek for line in lines if line.outcome == "granted")
    return render_template("public/outcome.html", page=page, lines=lines, granted=granted)


@blueprint.get("/beslut")
@policy(Public())
def decisions() -> str:
    """Decided calls, the notice board and open data."""
    with services().reading() as session:
        found = call_lists(session, now=services().clock.now()).decided
        granted = {
            one.id: [line for line in outcome_list(session, one.id) if line.outcome == "granted"] for one in found
        }
        notices = notice_board(session, today=services().today())
    return render_template("public/decisions.html", calls=found, granted=granted, notices=notices)


@blueprint.get("/diarium")
@policy(Public())
def registry() -> str:
    """The public diary; what is secret has its date and number and no more."""
    text = request.args.get("q", "").strip()[:100]
    start = max(0, request.args.get("fran", 0, type=int))
    wanted = DiaryFilter(text=text)
    with services().reading() as session:
        total = count_diary(session, wanted, public=True)
        entries = diary(session, wanted, public=True, limit=_PAGE, offset=start)
    return render_template(
        "public/registry.html", entries=entries, text=text, start=start, total=total, size=_PAGE, heading=_heading(text)
    )


def _heading(text: str) -> str:
    return str(gettext("Sökning i diariet: %(text)s", text=text) if text else gettext("Diarium"))


def _page(call_id: str) -> CallPage:
    with services().reading() as session:
        return call_page(session, call_id, now=services().clock.now())


# What was entered in one of the page's forms, and what is wrong with it.
_Attempt = tuple[dict[str, Any], tuple[FieldError, ...]]
_UNTOUCHED: _Attempt = ({}, ())


def _call_page(call_id: str, *, meeting: _Attempt = _UNTOUCHED, question: _Attempt = _UNTOUCHED) -> str:
    page = _page(call_id)
    return render_template(
        "public/call.html",
        page=page,
        now=services().clock.now(),
        sign_up=_drawn(_MEETING_FORM, meeting) if page.can_sign_up else None,
        question=_drawn(_QUESTION_FORM, question),
    )


def _drawn(name: str, attempt: _Attempt) -> Any:
    form: Form = services().engine.definition_form("call", name)
    values, errors = attempt
    return draw(form, values, errors=errors)
