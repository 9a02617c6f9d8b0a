"""The demo's clock control and its mailbox."""

from datetime import date, datetime, time, timedelta
from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine.calendars import instant
from web.policy import Public, policy
from web.services import services
from web.sessions import safe_target
from workflows.demo.moving import Moved, TimeRunsForwardError, move
from workflows.demo.player import MovableClock
from workflows.notifications import count_mails, mail, mail_list

blueprint = Blueprint("demo", __name__, template_folder="templates", url_prefix="/demo")
_PAGE = 200
_MORNING = time(8)
_LONGEST = timedelta(days=5 * 366)
_STEPS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


@blueprint.post("/klocka")
@policy(Public())
def move_clock() -> Response:
    """Move time forward: to what is due next, by a day, a week or a month, or to the morning of a date."""
    back = redirect(safe_target(request.form.get("back"), otherwise=url_for("public.calls")), 303)
    clock = cast("MovableClock", services().clock)
    target = _target(clock.now())
    if target is None:
        flash(gettext("Inget väntar på att bli gjort: välj en dag i stället."), "tip")
        return back
    before = _so_far()
    try:
        moved = move(services().engine, clock, target)
    except TimeRunsForwardError:
        flash(gettext("Tiden går bara framåt. Välj en senare dag."), "soon")
        return back
    flash(_summary(moved, before, _so_far()), "done")
    return back


def _so_far() -> tuple[int, int]:
    """How many tasks and mails there have been."""
    known = services()
    with known.reading() as session:
        mails = count_mails(session)
    return sum(known.engine.numbers().tasks.values()), sum(mails.values())


def _summary(moved: Moved, before: tuple[int, int], after: tuple[int, int]) -> str:
    fired = ngettext("%(num)s tid har gått ut", "%(num)s tider har gått ut", moved.timers)
    tasks = ngettext("%(num)s ny uppgift", "%(num)s nya uppgifter", after[0] - before[0])
    mails = ngettext("%(num)s nytt brev", "%(num)s nya brev", after[1] - before[1])
    return str(gettext("Klockan är flyttad: %(fired)s, %(tasks)s, %(mails)s.", fired=fired, tasks=tasks, mails=mails))


def _target(now: datetime) -> datetime | None:
    step = request.form.get("step", "")
    if step == "next":
        due = services().engine.next_due()
        return None if due is None else max(due, now + timedelta(seconds=1))
    if step in _STEPS:
        return now + _STEPS[step]
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        return now
    return min(instant(day, _MORNING, services().settings.zone), now + _LONGEST)


@blueprint.get("/brevlada")
@policy(Public())
def mailbox() -> str:
    """The mails that the demo would have sent, the newest first."""
    with services().reading() as session:
        found = mail_list(session, limit=_PAGE)
    return render_template("demo/mailbox.html", mails=found)


@blueprint.get("/brevlada/<mail_id>")
@policy(Public())
def letter(mail_id: str) -> str:
    """One mail."""
    with services().reading() as session:
        return render_template("demo/mail.html", mail=mail(session, mail_id))


@blueprint.get("/brevlada/<mail_id>/bilaga/<int:place>")
@policy(Public())
def attachment(mail_id: str, place: int) -> Response:
    """A file that lies in the mail itself, such as a calendar file."""
    with services().reading() as session:
        attached = mail(session, mail_id).attachments
    if place >= len(attached) or not attached[place].content:
        raise NotFound
    found = attached[place]
    answer = Response(found.content, mimetype=found.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=found.file_name)
    return answer
