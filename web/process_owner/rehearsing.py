"""Rehearsal: what would happen when, for a version or for a drawing that is not saved, and which examples come out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, cast, get_args

from flask import render_template, request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engine import DeploymentRejectedError, EngineError, Rehearsed, Scenario, Text, read_scenario
from engine.rehearsal import Pace
from web.i18n import current_language, text
from web.policy import policy
from web.process_owner.blueprint import OWNER, READERS, blueprint
from web.process_owner.library import diagram_of, versions_of
from web.process_owner.saving import told
from web.rehearsal_words import KINDS, QUIET, days_of, subject_of
from web.services import services

_REFUSED: Final = 422
_MOST_STEPS: Final = 20_000
_MOST_EXAMPLES: Final = 20
_SHAPES: Final[Mapping[str, str]] = {
    "case_started": "now",
    "task_opened": "todo",
    "task_completed": "done",
    "task_cancelled": "removed",
    "task_moved": "changed",
    "reminder": "soon",
    "escalation": "late",
    "mail": "sent",
    "message": "now",
    "timer": "soon",
    "case_completed": "done",
    "case_terminated": "stop",
    "case_failed": "stop",
    "stuck": "stop",
}
Answer = str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader wants to rehearse: an example case or none, when it begins, and how quick people are."""

    example: str
    begins_at: str
    pace: Pace
    with_all: bool


@dataclass(frozen=True, slots=True)
class Example:
    """How one stored example comes out, here and (for a drawing that is not saved) in the deployed version."""

    name: str
    title: str
    now: Rehearsed
    before: Rehearsed | None

    @property
    def is_changed(self) -> bool:
        """Whether it comes out in another way than in the deployed version."""
        return self.before is not None and (self.now.path, self.now.status) != (self.before.path, self.before.status)


@blueprint.get("/<key>/provkor")
@policy(READERS)
def rehearse(key: str) -> Answer:
    """The newest version, day by day."""
    return _page(key, _chosen(request.args), xml=None)


@blueprint.post("/<key>/provkor")
@policy(OWNER)
def rehearse_edit(key: str) -> Answer:
    """A drawing that is not saved, in place of the newest version's; nothing is kept."""
    return _page(key, _chosen(request.form), xml=request.form.get("xml") or None)


def _chosen(given: "MultiDict[str, str]") -> Chosen:
    pace = given.get("takt", "")
    return Chosen(
        given.get("exempel", "")[:200],
        given.get("borjar", "")[:40],
        cast("Pace", pace) if pace in get_args(Pace) else "next working day",
        "allt" in given,
    )


def _page(key: str, chosen: Chosen, *, xml: str | None) -> Answer:
    process = versions_of(key)[0]
    problems: list[dict[str, object]] = []
    refusal = ""
    result: Rehearsed | None = None
    examples: list[Example] = []
    files = _edited(key, xml) if xml is not None else None
    stories: Mapping[str, Scenario] = {}
    try:
        stories = services().engine.example_cases(key, files=files)
        result = _run(_scenario(key, chosen, stories), files)
        examples = _examples(stories, files)
    except DeploymentRejectedError as error:
        problems = [one for one in told(error.problems) if one["severity"] == "error"]
    except ValueError:
        refusal = gettext("Ange dag och klockslag som 2021-11-25T09:00.")
    except EngineError as error:
        refusal = str(error)
    page = render_template(
        "process_owner/rehearse.html",
        process=process,
        chosen=chosen,
        xml=xml,
        stories=[("", gettext("Utan exempel: som processen själv säger"))]
        + [(name, text(story.name) or name) for name, story in stories.items()],
        paces=_paces(),
        result=result,
        days=_days(result, with_all=chosen.with_all) if result else [],
        examples=examples,
        problems=problems,
        refusal=refusal,
        outline=services().engine.outline(key),
        kinds=KINDS,
        shapes=_SHAPES,
        subject=_subject,
    )
    return (page, _REFUSED) if problems or refusal else page


def _scenario(key: str, chosen: Chosen, stories: Mapping[str, Scenario]) -> Scenario:
    """What is to be rehearsed. Raises ValueError for an instant that is none."""
    scenario = stories.get(chosen.example) or read_scenario("{}", process=key)
    if chosen.begins_at:
        datetime.fromisoformat(chosen.begins_at)
        scenario = replace(scenario, begins_at=chosen.begins_at)
    # An example's own pace is part of its story, unless another one is asked for.
    return scenario if chosen.pace == "next working day" else replace(scenario, pace=chosen.pace)


def _run(scenario: Scenario, files: Mapping[str, bytes] | None) -> Rehearsed:
    return services().engine.rehearse(scenario, files=files, most_steps=_MOST_STEPS)


def _examples(stories: Mapping[str, Scenario], files: Mapping[str, bytes] | None) -> list[Example]:
    return [
        Example(name, text(story.name) or name, _run(story, files), _run(story, None) if files is not None else None)
        for name, story in list(stories.items())[:_MOST_EXAMPLES]
    ]


def _edited(key: str, xml: str) -> dict[str, bytes]:
    name, _ = diagram_of(key)
    return {**services().engine.definition_files(key), name: xml.encode()}


def _days(result: Rehearsed, *, with_all: bool) -> list[object]:
    known = services()
    shown = [line for line in result.lines if with_all or line.kind not in QUIET]
    return list(days_of(shown, zone=known.settings.zone, calendar=known.calendar, language=current_language()))


def _subject(name: str) -> str:
    return subject_of(services().engine.process_file(f"{name}.mail.txt"), name)


def _paces() -> list[tuple[str, str]]:
    return [
        ("next working day", text(Text("Nästa arbetsdag, klockan tio", "The next working day, at ten"))),
        ("on the due day", text(Text("På sista dagen", "On the last day"))),
        ("at once", text(Text("Genast", "At once"))),
    ]
