"""The list of tasks: the views, claiming, handing over, and the list as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response

from engine import Actor, Engine, EngineError, UserTask
from web.errors import status_of
from web.explanations import explanation
from web.officer.blueprint import STAFF, blueprint
from web.officer.export import Sheet, as_response
from web.officer.inbox import PAGE_SIZE, Line, Reader, Wanted, chosen, grouped, line_of, task_name, week_of
from web.policy import policy
from web.services import services
from web.sessions import current_actor
from web.templating import formatter
from workflows.call.queries import all_calls
from workflows.parties import accounts

MOST_TASKS = 5000
_MOST_DONE = 1000
# An assessment is made without sight of the other's: an assessor has no list of what the group has.
_BLIND = "assessor"
VIEWS = ("mina", "grupp", "vantar", "klara")


@dataclass(frozen=True, slots=True)
class Lists:
    """The reader's tasks in each view."""

    mina: Sequence[UserTask]
    grupp: Sequence[UserTask]
    vantar: Sequence[UserTask]
    klara: Sequence[UserTask]

    def view(self, name: str) -> Sequence[UserTask]:
        """The tasks of a view. Raises NotFound for one that there is not."""
        if name not in VIEWS:
            raise NotFound
        found: Sequence[UserTask] = getattr(self, name)
        return found


def lists_of(engine: Engine, reader: Reader) -> Lists:
    """Everything that the reader's tabs show."""
    actor = reader.actor
    mine = engine.tasks(actor=actor, limit=MOST_TASKS)
    known = {task.id for task in mine}
    hidden = engine.excluded_cases(actor)
    by_role = [engine.tasks(role=role, limit=MOST_TASKS) for role in sorted(actor.roles - {_BLIND})]
    done = _done_by(engine, actor)
    mine_before = {task.case_id for task in done} - hidden
    waiting = [
        task
        for task in (engine.tasks(limit=MOST_TASKS) if mine_before else [])
        if task.case_id in mine_before and task.id not in known and (task.role != _BLIND or _BLIND not in actor.roles)
    ]
    return Lists(
        mina=mine,
        grupp=[task for task in chain(*by_role) if task.case_id not in hidden],
        vantar=waiting,
        klara=[task for task in done if reader.is_today(task.completed_at)],
    )


def _done_by(engine: Engine, actor: Actor) -> list[UserTask]:
    """The tasks that the actor completed, of the latest ones."""
    total = engine.count_tasks(actor=actor, state="completed")
    latest = engine.tasks(state="completed", actor=actor, limit=_MOST_DONE, offset=max(0, total - _MOST_DONE))
    return [task for task in latest if task.completed_by == actor.log_name or actor.is_called(task.completed_by)]


def call_titles() -> dict[str, str]:
    """The titles of all calls by id."""
    with services().reading() as session:
        return {call.id: call.title for call in all_calls(session)}


def reader_of() -> Reader:
    """Who reads this page."""
    return Reader(current_actor(), formatter(), services().clock.now())


@blueprint.get("/mina-uppgifter")
@policy(STAFF)
def tasks() -> str:
    """The reader's tasks over all calls, by date."""
    wanted, reader = Wanted.read(request.args), reader_of()
    found = lists_of(services().engine, reader)
    base = found.view(wanted.view)
    picked = chosen(base, wanted, reader)
    titles = call_titles()
    start = (wanted.page - 1) * PAGE_SIZE
    lines = [line_of(task, reader, titles) for task in picked[start : start + PAGE_SIZE]]
    return render_template(
        "officer/tasks.html",
        wanted=wanted, reader=reader, lists=found, total=len(base), picked=len(picked),
        groups=grouped(lines, reader, is_by_day=wanted.sort == "due"), start=start, lines=lines,
        week=week_of(base, wanted, reader), filters=_filters(base, titles), colleagues=colleagues_of(reader.actor),
        page_size=PAGE_SIZE, calls_count=len({task.group for task in base if task.group}),
    )  # fmt: skip


def _filters(tasks: Sequence[UserTask], titles: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    calls = {task.group or "-" for task in tasks}
    names = {task.element_id: task_name(task) for task in tasks}
    every = gettext("Alla (%(count)s)", count=len(calls)), gettext("Alla (%(count)s)", count=len(names))
    without = gettext("Utan utlysning")
    return {
        "calls": [("", every[0]), *sorted(((key, titles.get(key, without)) for key in calls), key=lambda one: one[1])],
        "elements": [("", every[1]), *sorted(names.items(), key=lambda one: one[1])],
    }


def colleagues_of(actor: Actor, role: str | None = None) -> list[str]:
    """Those to whom the reader may hand a task over: others with the role, or with one of the reader's."""
    wanted = [role] if role else sorted(actor.roles)
    with services().reading() as session:
        found = {each.id for name in wanted for each in accounts(session, role=name)}
    return sorted(found - {actor.id})


@blueprint.post("/mina-uppgifter")
@policy(STAFF)
def change_tasks() -> Response:
    """Take, give back or hand over the marked tasks; those that cannot be are named, the others are done."""
    only = request.form.get("ta")
    ids = [only] if only else request.form.getlist("task_id")
    action = "ta" if only else request.form.get("atgard", "")
    to = request.form.get("till", "")
    if action not in ("ta", "lamna", "lamna_over") or (action == "lamna_over" and not to):
        raise BadRequest
    done = sum(_change(task_id, action, to) for task_id in ids[:PAGE_SIZE])
    if not ids:
        flash(gettext("Markera först de uppgifter som det gäller."))
    elif done:
        flash(_done_text(action, done, to))
    return redirect(url_for("officer.tasks", **Wanted.read(request.args).arguments()), 303)  # type: ignore[arg-type]


def _change(task_id: str, action: str, to: str) -> bool:
    engine, actor = services().engine, current_actor()
    try:
        if action == "ta":
            engine.claim(task_id, actor=actor)
        elif action == "lamna":
            engine.release(task_id, actor=actor)
        else:
            engine.delegate(task_id, to, actor=actor)
    except EngineError as error:
        flash(refusal_text(error))
        return False
    return True


def refusal_text(error: EngineError) -> str:
    """Why a task could not be taken, given back or handed over, in one sentence."""
    words = explanation(status_of(error), error.code)
    return f"{words.title}. {words.advice}"


def _done_text(action: str, count: int, to: str) -> str:
    if action == "ta":
        return str(ngettext("Uppgiften är nu din.", "%(num)s uppgifter är nu dina.", count))
    if action == "lamna":
        return str(ngettext("Uppgiften är tillbaka hos gruppen.", "%(num)s uppgifter är tillbaka hos gruppen.", count))
    return str(ngettext("%(num)s uppgift är nu hos %(to)s.", "%(num)s uppgifter är nu hos %(to)s.", count, to=to))


@blueprint.get("/mina-uppgifter/lista.<kind>")
@policy(STAFF)
def export_tasks(kind: str) -> Response:
    """The list with its filters as a file: csv or xlsx."""
    wanted, reader = Wanted.read(request.args), reader_of()
    titles = call_titles()
    picked = chosen(lists_of(services().engine, reader).view(wanted.view), wanted, reader)
    rows = [_row(line_of(task, reader, titles), reader) for task in picked]
    heads = [
        gettext("Förfaller"), gettext("Läge"), gettext("Uppgift"), gettext("Diarienummer"), gettext("Ärende"),
        gettext("Utlysning"), gettext("Hos"), gettext("Kom"),
    ]  # fmt: skip
    return as_response(Sheet(gettext("Uppgifter"), heads, rows), kind, "uppgifter")


def _row(line: Line, reader: Reader) -> list[Any]:
    task = line.task
    came = reader.formatter.local(task.created_at)
    return [
        reader.due_day(task), line.state, line.name, task.business_key, task.case_title, line.call, line.holder, came
    ]  # fmt: skip
