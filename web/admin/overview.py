"""How the installation is doing, and lists of what waits: timers, jobs and mails."""

from collections.abc import Container
from datetime import timedelta
from typing import cast, get_args

from flask import render_template, request
from werkzeug.exceptions import NotFound

from web.admin import words
from web.admin.blueprint import ADMIN, blueprint
from web.admin.incidents import failures_of
from web.policy import policy
from web.services import services
from workflows import parties
from workflows.notifications import MailState, count_mails, mail, mail_list

_SHOWN = 200
_FIRST = 5
_LATE = timedelta(minutes=5)
_SILENT = timedelta(minutes=1)


@blueprint.get("")
@policy(ADMIN)
def overview() -> str:
    """What needs somebody first, then how much there is of everything, and whether the clockwork is alive."""
    known = services()
    now, numbers = known.clock.now(), known.engine.numbers()
    with known.reading() as session:
        mails = count_mails(session)
        tokens = sum(token.holds(now) for token in parties.tokens(session))
    ticks = known.engine.last_ticks()
    return render_template(
        "admin/overview.html",
        numbers=numbers,
        mails=mails,
        tokens=tokens,
        late=numbers.oldest_due is not None and now - numbers.oldest_due > _LATE,
        ticks=[(node, at, now - at > _SILENT) for node, at in sorted(ticks.items())],
        failures=failures_of(known.engine.incidents(limit=_FIRST)),
        next_timers=known.engine.timers(limit=_FIRST),
        words=words,
    )


@blueprint.get("/tider")
@policy(ADMIN)
def timers() -> str:
    """The timers that wait, in due order."""
    found = services().engine.timers(limit=_SHOWN)
    return render_template("admin/timers.html", timers=found, total=services().engine.numbers().timers, words=words)


@blueprint.get("/jobb")
@policy(ADMIN)
def jobs() -> str:
    """The jobs of the outbox, the newest first."""
    state = _state(words.JOB_STATES)
    engine = services().engine
    found = engine.jobs(state=state or None, limit=_SHOWN)
    return render_template("admin/jobs.html", jobs=found, state=state, counts=engine.numbers().jobs, words=words)


@blueprint.get("/brev")
@policy(ADMIN)
def mails() -> str:
    """The mails of every case, the newest first."""
    state = _state(get_args(MailState))
    with services().reading() as session:
        found = mail_list(session, state=cast("MailState", state) if state else None, limit=_SHOWN)
        counts = count_mails(session)
    return render_template("admin/mails.html", mails=found, state=state, counts=counts, words=words)


@blueprint.get("/brev/<mail_id>")
@policy(ADMIN)
def letter(mail_id: str) -> str:
    """One mail, as it was sent."""
    with services().reading() as session:
        return render_template("admin/letter.html", mail=mail(session, mail_id), words=words)


def _state(known: Container[str]) -> str:
    """The state that the address asks for; empty for all. Raises NotFound for one that there is not."""
    state = request.args.get("lage", "")
    if state and state not in known:
        raise NotFound
    return state
