"""Running cases and versions: which cases run an older one, which can go over, moving them, and undoing it."""

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from engine import CannotMoveError, EngineError, MoveOutcome, Text
from web.i18n import text
from web.policy import policy
from web.process_owner.blueprint import OWNER, READERS, blueprint
from web.process_owner.library import versions_of
from web.services import services
from web.sessions import current_actor

_MOST_AT_ONCE: Final = 500
_MOST_REASONS: Final = 5


@blueprint.get("/<key>/flytta")
@policy(READERS)
def plan_moves(key: str) -> str:
    """The cases that run an older version: which can go over to the newest, and why the others cannot."""
    process = versions_of(key)[0]
    engine = services().engine
    planned = engine.migration_plan(key)
    return render_template(
        "process_owner/moving.html",
        process=process,
        movable=[one for one in planned if one.can_move],
        staying=[one for one in planned if not one.can_move],
        moved=engine.moved_cases(key),
        most=_MOST_AT_ONCE,
    )


@blueprint.post("/<key>/flytta")
@policy(OWNER)
def move(key: str) -> Response:
    """Move the chosen cases to the version that the page showed; each by itself."""
    chosen = request.form.getlist("case_id")[:_MOST_AT_ONCE]
    version = request.form.get("version", versions_of(key)[0].version, type=int)
    if not chosen:
        flash(gettext("Välj minst ett ärende att flytta."), "stop")
        return _back(key)
    outcomes = services().engine.migrate_cases(chosen, version, actor=current_actor(), process_key=key)
    _tell(outcomes)
    return _back(key)


@blueprint.post("/<key>/flytta/angra")
@policy(OWNER)
def undo_move(key: str) -> Response:
    """Let a case go back to the version that it came from."""
    try:
        services().engine.undo_migration(request.form.get("case_id", ""), actor=current_actor(), process_key=key)
    except EngineError as error:
        flash(gettext("Ärendet är kvar på den nya versionen: %(reason)s", reason=_reason(error)), "stop")
    else:
        flash(gettext("Ärendet är tillbaka på sin förra version."), "done")
    return _back(key)


def _tell(outcomes: list[MoveOutcome]) -> None:
    moved = sum(1 for outcome in outcomes if outcome.error is None)
    if moved:
        words = ngettext("%(num)s ärende är flyttat.", "%(num)s ärenden är flyttade.", moved)
        flash(words, "done")
    failed = [outcome.error for outcome in outcomes if outcome.error is not None]
    if failed:
        reasons = " ".join(dict.fromkeys(_reason(error) for error in failed[:_MOST_REASONS]))
        words = ngettext("%(num)s ärende är kvar.", "%(num)s ärenden är kvar.", len(failed))
        flash(f"{words} {reasons}", "stop")


def _reason(error: EngineError) -> str:
    if isinstance(error, CannotMoveError):
        return " ".join(text(obstacle.message) for obstacle in error.obstacles)
    return text(Text("Ärendet har ändrats under tiden.", "The case has changed meanwhile."))


def _back(key: str) -> Response:
    return redirect(url_for("process_owner.plan_moves", key=key), 303)
