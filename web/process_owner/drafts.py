"""A drawing of another tool as a draft: shown as drawn, made runnable step by step, tried, and published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine import (
    ANSWERS_FILE,
    DeploymentRejectedError,
    Draft,
    EngineError,
    NotFoundError,
    Opening,
    Problem,
    Rehearsed,
    Scenario,
    VersionConflictError,
    write_answers,
)
from engine.rehearsal.model import Beginning
from web.policy import policy
from web.process_owner.answering import Asked, answers_in, asked, duration_of, kinds_of, posted
from web.process_owner.beginning import fault_of_key, key_of
from web.process_owner.blueprint import COMMENTED, OWNER, blueprint
from web.process_owner.saving import LONGEST_COMMENT, told
from web.rehearsal_words import KINDS as LINE_KINDS
from web.rehearsal_words import QUIET
from web.roles import role_choices
from web.services import services
from web.sessions import current_actor

_REFUSED = 422
_MOST_LINES, _MOST_STEPS = 200, 2000
# What stays open after an answer that could not be used.
_STILL_OPEN = frozenset({"assumed_time_asked", "assumed_told", "assumed_started_by_hand", "assumed_count_asked"})
Answer = str | Response | tuple[str, int]
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Level:
    """The problems of one level: what stops it, what was assumed, what is only shown."""

    shape: str
    problems: Sequence[Mapping[str, Any]]


@blueprint.get("/utkast/<draft_id>")
@policy(OWNER)
def draft(draft_id: str) -> str:
    """The drawing as it was drawn, with what is assumed about it, and how far it is made ready."""
    return _overview(_draft(draft_id))


@blueprint.get("/utkast/<draft_id>/<any(visad, korbar):which>.bpmn")
@policy(OWNER)
def draft_drawing(draft_id: str, which: str) -> Response:
    """The drawing as drawn, or the copy that runs."""
    opening = services().engine.open_drawing(_draft(draft_id).content)
    content = opening.shown if which == "visad" else opening.executable
    if content is None:
        raise NotFound
    answer = Response(content, mimetype="application/xml")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{which}.bpmn")
    return answer


@blueprint.get("/utkast/<draft_id>/original")
@policy(OWNER)
def draft_original(draft_id: str) -> Response:
    """The file byte for byte as it was handed in."""
    name, content = _original(_draft(draft_id))
    answer = Response(content, mimetype="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@blueprint.get("/utkast/<draft_id>/steg/<kind>")
@policy(OWNER)
def draft_step(draft_id: str, kind: str) -> str:
    """One step of the walk: the questions of a kind."""
    found = _draft(draft_id)
    opening = services().engine.open_drawing(found.content)
    if kind not in kinds_of(opening.questions):
        raise NotFound
    return _step(found, opening, kind, asked(opening.questions, kind, answers_in(found.content)))


@blueprint.post("/utkast/<draft_id>/steg/<kind>")
@policy(OWNER)
def answer_step(draft_id: str, kind: str) -> Answer:
    """Keep the answers and go on to the next step; those that cannot be used are told at their fields."""
    engine, found = services().engine, _draft(draft_id)
    opening = engine.open_drawing(found.content)
    answers = answers_in(found.content)
    errors: Errors = []
    shown = []
    for one in asked(opening.questions, kind, answers):
        answer, faults = posted(one, request.form)
        element = one.question.element_id
        kept = {key: value for key, value in answers.get(element, {}).items() if key not in _FIELDS[kind]}
        answers[element] = {**kept, **answer, "seen": [*_seen(kept, kind), kind]}
        shown.append(Asked(one.question, one.name, answer))
        errors += faults
    files = {**found.content, ANSWERS_FILE: write_answers(answers)}
    errors = errors or _unused(engine.open_drawing(files).problems, shown)
    if errors:
        return _step(found, opening, kind, shown, errors=errors), _REFUSED
    try:
        engine.save_draft(found, files, actor=current_actor())
    except VersionConflictError:
        flash(gettext("Någon annan har sparat utkastet under tiden. Se över svaren och spara igen."), "soon")
        return redirect(url_for("process_owner.draft_step", draft_id=draft_id, kind=kind), 303)
    return redirect(_after(draft_id, kinds_of(opening.questions), kind), 303)


# Which parts of an answer each step asks; an element may be asked about in several.
_FIELDS: Mapping[str, frozenset[str]] = {
    "role": frozenset({"role"}),
    "choice": frozenset({"by", "labels", "conditions", "default"}),
    "time": frozenset({"time"}),
    "condition": frozenset({"condition"}),
    "count": frozenset({"count", "list"}),
    "task": frozenset({"role", "form", "operation", "decision"}),
}


def _seen(answer: Mapping[str, Any], kind: str) -> list[str]:
    return [other for other in answer.get("seen", []) if other != kind]


def _after(draft_id: str, kinds: Sequence[str], kind: str) -> str:
    following = dict(pairwise(kinds)).get(kind)
    if following is None:
        return url_for("process_owner.draft", draft_id=draft_id, _anchor="publicera")
    return url_for("process_owner.draft_step", draft_id=draft_id, kind=following)


def _unused(problems: Sequence[Problem], shown: Sequence[Asked]) -> Errors:
    """Answers with which the drawing is refused, or that left open what they were to settle."""
    found: Errors = []
    for one in shown:
        own = [problem for problem in problems if problem.element_id == one.question.element_id]
        stops = [each["message"] for each in told([problem for problem in own if problem.severity == "error"])]
        if one.answer.keys() & {"time", "count"} and any(problem.code in _STILL_OPEN for problem in own):
            stops.append(gettext("”%(name)s” har ett svar som inte går att använda.", name=one.question.name))
        found += [(f"fraga-{one.name}", message) for message in stops]
    return found


@blueprint.post("/utkast/<draft_id>/publicera")
@policy(OWNER)
def publish(draft_id: str) -> Answer:
    """Save what the draft has become as a version that new cases use."""
    engine, found = services().engine, _draft(draft_id)
    opening = engine.open_drawing(found.content)
    comment = request.form.get("comment", "").strip()[:LONGEST_COMMENT]
    key = found.key or request.form.get("key", "").strip()
    errors: Errors = (
        [] if comment else [("fld-comment", gettext("Skriv vad ni har ändrat. Det står sedan vid versionen."))]
    )
    fault = "" if found.key else fault_of_key(key)
    errors += [("fld-key", fault)] if fault else []
    if errors:
        return _overview(found, errors=errors, comment=comment, key=key), _REFUSED
    files = _keyed(found, opening, key)
    try:
        deployment = engine.deploy(files, current_actor(), repair=True, base_version=found.base_version)
    except DeploymentRejectedError as error:
        return _overview(found, problems=error.problems, comment=comment, key=key), _REFUSED
    except VersionConflictError:
        message = gettext("Processen har fått en nyare version. Börja om från den, eller spara under en ny nyckel.")
        return _overview(found, errors=[("fld-comment", message)], comment=comment, key=key), _REFUSED
    for one in deployment.definitions:
        engine.log(COMMENTED, {"key": one.key, "version": one.version, "comment": comment}, actor=current_actor())
    engine.drop_draft(found.id, actor=current_actor())
    flash(gettext("Processen är publicerad. Nya ärenden följer den."), "done")
    return redirect(url_for("process_owner.process", key=key), 303)


@blueprint.post("/utkast/<draft_id>/slang")
@policy(OWNER)
def drop_draft(draft_id: str) -> Response:
    """Throw the draft away."""
    services().engine.drop_draft(_draft(draft_id).id, actor=current_actor())
    flash(gettext("Utkastet är borttaget."), "done")
    return redirect(url_for("process_owner.begin"), 303)


@blueprint.get("/utkast/<draft_id>/prova")
@policy(OWNER)
def try_draft(draft_id: str) -> str:
    """What would happen to a case, step by step, on a clock of its own; nothing is stored or sent."""
    found = _draft(draft_id)
    opening = services().engine.open_drawing(found.content)
    if not opening.is_deployable or not opening.processes:
        raise NotFound
    result, refusal = _tried(opening)
    lines = [line for line in (result.lines if result else ()) if line.kind not in QUIET][:_MOST_LINES]
    return render_template(
        "process_owner/try_draft.html",
        draft=found,
        result=result,
        refusal=refusal,
        lines=lines,
        words=LINE_KINDS,
        key=next(iter(opening.processes)),
        opening=opening,
    )


def _tried(opening: Opening) -> tuple[Rehearsed | None, str]:
    """The rehearsal of one case, or why there is none."""
    files = {"ritning.bpmn": opening.executable or b"", **opening.forms}
    scenario = Scenario(beginnings=[Beginning(next(iter(opening.processes)))])
    try:
        return services().engine.rehearse(scenario, files=files, most_steps=_MOST_STEPS), ""
    except EngineError as error:
        return None, str(error)


def _draft(draft_id: str) -> Draft:
    try:
        return services().engine.draft(draft_id)
    except NotFoundError as error:
        raise NotFound from error


def _original(found: Draft) -> tuple[str, bytes]:
    return next((name, content) for name, content in found.content.items() if name != ANSWERS_FILE)


def _keyed(found: Draft, opening: Opening, key: str) -> dict[str, bytes]:
    """The files of the version: in the process's folder, with the keys among the answers.

    A drawing's further processes are called after the first: their own ids may be those of other processes here.
    """
    answers = answers_in(found.content)
    drawn = {answer["key"]: process for process, answer in answers.items() if answer.get("key")}
    for number, process in enumerate(opening.processes, start=1):
        own = drawn.get(process, process)
        answers[own] = {**answers.get(own, {}), "key": key if number == 1 else f"{key}_{number}"}
    name, content = _original(found)
    return {f"{key}/{name}": content, f"{key}/{ANSWERS_FILE}": write_answers(answers)}


def _overview(
    found: Draft,
    *,
    errors: Errors | None = None,
    problems: Sequence[Problem] | None = None,
    comment: str = "",
    key: str = "",
) -> str:
    opening = services().engine.open_drawing(found.content)
    answers = answers_in(found.content)
    every = told(problems if problems is not None else opening.problems)
    kinds = kinds_of(opening.questions)
    levels = _levels(every)
    return render_template(
        "process_owner/draft.html",
        draft=found,
        opening=opening,
        levels=levels,
        states=_states(levels, opening),
        names={question.element_id: question.name for question in opening.questions},
        steps=[(kind, _count(opening, kind), _is_seen(opening, answers, kind)) for kind in kinds],
        errors=errors or [],
        comment=comment,
        key=key or found.key or _free_key(opening, found),
        longest_comment=LONGEST_COMMENT,
    )


def _count(opening: Opening, kind: str) -> int:
    return sum(1 for question in opening.questions if question.kind == kind)


def _is_seen(opening: Opening, answers: Mapping[str, Mapping[str, Any]], kind: str) -> bool:
    elements = [question.element_id for question in opening.questions if question.kind == kind]
    return all(kind in answers.get(element, {}).get("seen", []) for element in elements)


def _free_key(opening: Opening, found: Draft) -> str:
    name = next((name or key for key, name in opening.processes.items()), found.name.partition(".")[0])
    return key_of(name) or "process"


def _levels(problems: Sequence[Mapping[str, Any]]) -> dict[str, Level]:
    """What stops the drawing from running, what is assumed about it, and what is only shown."""
    stops = [one for one in problems if one["severity"] == "error" or one["code"] == "nothing_to_run"]
    return {
        "stops": Level("stop", stops),
        "assumed": Level("changed", [one for one in problems if one["severity"] == "assumed"]),
        "ignored": Level("locked", [one for one in problems if one["severity"] == "ignored"]),
    }


def _states(levels: Mapping[str, Level], opening: Opening) -> dict[str, list[str]]:
    """Which shapes are marked how; each by its heaviest level."""
    by_level = {
        name: [one["element_id"] for one in level.problems if one["element_id"]] for name, level in levels.items()
    }
    by_level["assumed"] += list(opening.added.values())
    stops, assumed = set(by_level["stops"]), set(by_level["assumed"])
    return {
        "problem": sorted(stops),
        "changed": sorted(assumed - stops),
        "dim": sorted(set(by_level["ignored"]) - assumed - stops),
    }


def _step(
    found: Draft, opening: Opening, kind: str, questions: Sequence[Asked], *, errors: Errors | None = None
) -> str:
    engine = services().engine
    kinds = kinds_of(opening.questions)
    forms = sorted(
        f"{one.key}/{name.rpartition('/')[2].removesuffix('.form')}"
        for one in engine.definitions()
        for name in engine.definition_files(one.key)
        if name.endswith(".form")
    )
    return render_template(
        "process_owner/draft_step.html",
        draft=found,
        kind=kind,
        kinds=kinds,
        questions=questions,
        durations={one.name: duration_of(one.answer.get("time", "")) for one in questions},
        roles=[(role["value"], role["label"]) for role in role_choices()],
        forms=[(form, form) for form in forms] if kind == "task" else [],
        states={"changed": [one.question.element_id for one in questions]},
        errors=errors or [],
    )
