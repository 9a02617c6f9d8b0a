"""Calls: the list, a new one, and a call with its tabs."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from web.forms import draw
from web.officer.blueprint import CASE_STAFF, blueprint
from web.officer.call_panels import call_facts
from web.officer.call_view import (
    NORM_DAYS,
    applications_table,
    bars_of,
    checks_of,
    line_of_time,
    load_of,
    ranking_bar,
    status_of,
    summary_of,
    working_days_to_board,
)
from web.officer.export import Sheet, as_response
from web.officer.inbox import line_of
from web.officer.steps import step_sentences
from web.officer.task import steps_after
from web.officer.tasks import reader_of
from web.officer.words import APPLICATION_STATES, OUTCOMES, RANK_SHAPES, shaped
from web.policy import CaseParty, Roles, policy
from web.services import services
from web.sessions import current_actor
from workflows.application.queries import statistics_of
from workflows.call.queries import all_calls, amendments_of, answers_of, funding_call, reminders_of, sign_ups_of
from workflows.call.values import FundingCall
from workflows.decision.matters import matters_of_meeting
from workflows.decision.meetings import meetings
from workflows.decision.ranking_view import Scenario, ranking_view

TABS = ("ansokningar", "rangordning", "sammantraden", "fragor", "statistik", "andra")
_SCENARIOS: Mapping[str, Scenario] = {"poang": "pure_score", "omraden": "area_first", "delbevilja": "partial"}
AMENDMENT_FORM = "call_amendment"


@blueprint.get("/intern/utlysningar")
@policy(CASE_STAFF)
def calls() -> str:
    """Every call, the latest first; those that are being drafted on top."""
    engine, now = services().engine, services().clock.now()
    with services().reading() as session:
        found = all_calls(session)
        rows = [(call, *status_of(call, now), len(applications_table(session, call.id, frozenset()))) for call in found]
    known = {call.id for call in found}
    drafts = [case for case in engine.cases(process_key="call", status="active") if case.id not in known]
    tasks = {case.id: engine.tasks(case.id, actor=current_actor()) for case in drafts}
    return render_template("officer/calls.html", rows=rows, drafts=drafts, tasks=tasks)


@blueprint.post("/intern/utlysningar")
@policy(Roles("call_manager"))
def start_call() -> Response:
    """Begin a new call: its process starts, and its first form opens."""
    engine, actor = services().engine, current_actor()
    case = engine.start("call", actor=actor)
    mine = engine.tasks(case.id, actor=actor)
    if mine:
        engine.claim(mine[0].id, actor=actor)
        return redirect(url_for("officer.task", task_id=mine[0].id), 303)
    return redirect(url_for("officer.case", case_id=case.id), 303)


@blueprint.get("/intern/utlysningar/<call_id>")
@policy(CaseParty("call_id"))
def call(call_id: str) -> str:
    """A call: its line of time, where it stands, and its terms."""
    engine, reader = services().engine, reader_of()
    case = engine.case(call_id)
    with services().reading() as session:
        found = funding_call(session, call_id)
        common = common_facts(session, found)
        line = line_of_time(session, found, today=reader.today)
        days = working_days_to_board(session, found, services().calendar)
        amendments = amendments_of(session, call_id)
        reminders = reminders_of(session, call_id)
    tasks = [line_of(task, reader, {}) for task in engine.tasks(call_id)]
    mine = {task.id for task in engine.tasks(call_id, actor=reader.actor)}
    load = load_of(engine.tasks(group=call_id, limit=5000), common["applied"], reader.now)
    return render_template(
        "officer/call.html", tab="oversikt", line=line, load=load, days=days, norm=NORM_DAYS, facts=call_facts(found),
        tasks=tasks,
        mine=mine, timers=[each for each in engine.timers(call_id) if each.kind == "event"][:6], case=case,
        outline=engine.outline("call", case.definition.version), amendments=amendments, reminders=reminders, **common,
    )  # fmt: skip


@blueprint.get("/intern/utlysningar/<call_id>/<tab>")
@policy(CaseParty("call_id"))
def call_tab(call_id: str, tab: str) -> str:
    """One tab of a call."""
    if tab not in TABS:
        raise NotFound
    with services().reading() as session:
        found = funding_call(session, call_id)
        common = common_facts(session, found)
        facts = _TAB_FACTS[tab](session, found)
    return render_template(f"officer/call_{tab}.html", tab=tab, **common, **facts)


def common_facts(session: Session, found: FundingCall) -> dict[str, Any]:
    """What every tab of a call shows."""
    engine, actor = services().engine, current_actor()
    applied = applications_table(session, found.id, engine.excluded_cases(actor))
    shape, state = status_of(found, services().clock.now())
    return {
        "call": found, "shape": shape, "state": state, "applied": applied, "summary": summary_of(applied),
        "answers": answers_of(session, found.id, published_only=False),
        "may_amend": "call_manager" in actor.roles and found.published_at is not None and found.status == "published",
    }  # fmt: skip


def _applications(_session: Session, found: FundingCall) -> dict[str, Any]:
    engine, actor = services().engine, current_actor()
    waits: dict[str, list[str]] = {}
    for task in engine.tasks(group=found.id, limit=5000):
        who = task.assignee or ""
        waits.setdefault(task.case_id, []).append(f"{task.name} ({who})" if who else task.name)
    wanted = request.args.get("lage", "")
    states = {code: str(word) for code, (_, word) in APPLICATION_STATES.items()}
    return {
        "waits": waits, "wanted": wanted, "states": states, "shapes": APPLICATION_STATES, "outcomes": OUTCOMES,
        "hidden": len(engine.excluded_cases(actor)),
    }  # fmt: skip


def _ranking(session: Session, found: FundingCall) -> dict[str, Any]:
    chosen = _SCENARIOS.get(request.args.get("scenario", ""))
    view = ranking_view(session, found.id, scenario=chosen)
    engine, actor = services().engine, current_actor()
    hidden = engine.excluded_cases(actor)
    if view is None:
        return {"view": None, "bar": None, "hidden": hidden, "criteria": (), "tasks": []}
    tasks = engine.tasks(found.id, actor=actor, element_id="confirm_ranking")
    steps = step_sentences(steps_after(engine.case(found.id), tasks[0])) if tasks else []
    return {
        "view": view,
        "bar": ranking_bar(view, hidden) if view.granted_sek else None,
        "hidden": hidden,
        "criteria": found.criteria,
        "checks": checks_of(engine.tasks(found.id, state=None), view),
        "pairs": [pair for pair in view.pairs if not hidden & {pair.before, pair.after}],
        "shapes": RANK_SHAPES,
        "tasks": tasks,
        "steps": steps,
        "states_of": APPLICATION_STATES,
    }


def _meetings(session: Session, found: FundingCall) -> dict[str, Any]:
    rows = []
    for each in meetings(session):
        matters = [matter for matter in matters_of_meeting(session, each.id) if matter.call_id == found.id]
        if matters or each.id == found.board_meeting_id:
            rows.append((each, matters))
    return {"board": rows, "sign_ups": sign_ups_of(session, found.id)}


def _questions(_session: Session, found: FundingCall) -> dict[str, Any]:
    waiting = services().engine.tasks(found.id, actor=current_actor(), element_id="answer_question")
    questions = {task.id: services().engine.task_variables(task.id).get("question", "") for task in waiting}
    return {"waiting": waiting, "questions": questions}


def _statistics(session: Session, found: FundingCall) -> dict[str, Any]:
    figures = statistics_of(session, found.id)
    return {"figures": figures, "bars": bars_of(figures, found)}


def _amendment(_session: Session, _found: FundingCall) -> dict[str, Any]:
    form = services().engine.definition_form("call", AMENDMENT_FORM)
    return {"view": draw(form, form.initial({})), "refusal": ""}


_TAB_FACTS = {
    "ansokningar": _applications,
    "rangordning": _ranking,
    "sammantraden": _meetings,
    "fragor": _questions,
    "statistik": _statistics,
    "andra": _amendment,
}


@blueprint.get("/intern/utlysningar/<call_id>/ansokningar.<kind>")
@policy(CaseParty("call_id"))
def export_applications(call_id: str, kind: str) -> Response:
    """The call's applications as a file: csv or xlsx."""
    form = reader_of().formatter
    with services().reading() as session:
        found = funding_call(session, call_id)
        applied = applications_table(session, call_id, services().engine.excluded_cases(current_actor()))
    heads = [
        gettext("Diarienummer"), gettext("Sökande"), gettext("Titel"), gettext("Kommun"), gettext("Styrkeområden"),
        gettext("Sökt, kr"), gettext("Kostnader, kr"), gettext("Stödnivå i procent"), gettext("Inkom"), gettext("Läge"),
    ]  # fmt: skip
    rows: Sequence[Sequence[Any]] = [
        [one.registry_number, one.applicant_name, one.title, one.municipality, ", ".join(one.areas), one.sought_sek,
         one.total_costs_sek, one.intensity, form.local(one.received_at), shaped(APPLICATION_STATES, one.status)[1]]
        for one in applied
    ]  # fmt: skip
    return as_response(Sheet(gettext("Ansökningar"), heads, rows), kind, found.registry_number.replace("/", "-"))
