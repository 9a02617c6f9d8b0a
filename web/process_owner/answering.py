"""The process owner's answers to what a drawing leaves open: what a page asks, and what was posted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from engine import ANSWERS_FILE, Opening, Question, read_answers, write_answers
from engine.feel import FeelSyntaxError, parse
from web.roles import ROLE_NAMES

# The steps of the walk, in order; each asks all questions of a kind.
KINDS = ("role", "choice", "time", "condition", "count", "task")
_UNITS: Mapping[str, str] = {"minutes": "PT{}M", "hours": "PT{}H", "days": "P{}D", "weeks": "P{}W", "months": "P{}M"}
_DURATION = re.compile(r"P(?:T(?P<minutes>\d+)M|T(?P<hours>\d+)H|(?P<days>\d+)D|(?P<weeks>\d+)W|(?P<months>\d+)M)")
# ISO 8601 (a date, a duration, a repetition), cron, or a formula after its sign.
_TIME = re.compile(r"[\dRP*=]")
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a page shows it: `name` is the prefix of its fields, `answer` what was said so far."""

    question: Question
    name: str
    answer: Mapping[str, Any] = field(default_factory=dict)


def prefilled(files: Mapping[str, bytes], opening: Opening, becomes: str) -> dict[str, bytes]:
    """The files with the answers that need no asking: roles by their names, and the key of the process it becomes."""
    answers: dict[str, dict[str, Any]] = {}
    for question in opening.questions:
        role = _role_called(question.name) if question.kind == "role" else ""
        if role:
            answers[question.element_id] = {"role": role}
    if becomes and opening.processes:
        answers.setdefault(next(iter(opening.processes)), {})["key"] = becomes
    return {**files, ANSWERS_FILE: write_answers(answers)} if answers else dict(files)


def _role_called(name: str) -> str:
    """The role of that Swedish or English name, or whose name begins or ends so (Handläggare)."""
    wanted = name.casefold().strip()
    names = {text.casefold(): role for role, names in ROLE_NAMES.items() for text in (names.sv, names.en, role)}
    near = [role for text, role in names.items() if len(wanted) > 3 and text.endswith(wanted)]
    return names.get(wanted) or (near[0] if near else "")


def answers_in(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """The answers that the files keep."""
    return {element: dict(answer) for element, answer in read_answers(files.get(ANSWERS_FILE)).items()}


def asked(questions: Sequence[Question], kind: str, answers: Mapping[str, Mapping[str, Any]]) -> list[Asked]:
    """The questions of a kind with what was answered."""
    found = [question for question in questions if question.kind == kind]
    return [
        Asked(question, f"q{number}", answers.get(question.element_id, {}))
        for number, question in enumerate(found, start=1)
    ]


def kinds_of(questions: Sequence[Question]) -> list[str]:
    """The steps that the drawing gives something to answer in."""
    given = {question.kind for question in questions}
    return [kind for kind in KINDS if kind in given]


def duration_of(text: str) -> tuple[str, str]:
    """A time as number and unit, where it is a plain duration."""
    found = _DURATION.fullmatch(text)
    units = found.groupdict() if found else {}
    return next(((number, unit) for unit, number in units.items() if number), ("", ""))


def posted(one: Asked, form: Mapping[str, str]) -> tuple[dict[str, Any], Errors]:
    """What was answered to a question, and what is wrong with it."""
    given = {
        key.removeprefix(f"{one.name}-"): value.strip() for key, value in form.items() if key.startswith(f"{one.name}-")
    }
    kept = {key: value for key, value in one.answer.items() if key == "key"}
    answer = {
        key: value for key, value in _READERS[one.question.kind](one, given).items() if value not in ("", {}, False)
    }
    return {**kept, **answer}, list(_faults(one, answer, given))


def _role(_one: Asked, given: Mapping[str, str]) -> dict[str, Any]:
    return {"role": given.get("role", "")}


def _choice(one: Asked, given: Mapping[str, str]) -> dict[str, Any]:
    by = given.get("by", "")
    numbered = list(enumerate(one.question.branches, start=1))
    labels = {
        branch.flow_id: label
        for number, branch in numbered
        if (label := given.get(f"label{number}", "")) != branch.label
    }
    conditions = {branch.flow_id: text for number, branch in numbered if (text := given.get(f"rule{number}", ""))}
    return {
        "by": by,
        "labels": {flow: label for flow, label in labels.items() if label},
        "conditions": conditions if by == "rule" else {},
        "default": given.get("default", "") if by == "rule" else "",
    }


def _time(_one: Asked, given: Mapping[str, str]) -> dict[str, Any]:
    how = given.get("how", "")
    if how == "after":
        pattern = _UNITS.get(given.get("unit", ""), "")
        return {"time": pattern.format(given.get("number", "")) if given.get("number", "").isdecimal() else ""}
    return {"time": given.get("at" if how == "at" else "text", "") if how in ("at", "text") else ""}


def _condition(_one: Asked, given: Mapping[str, str]) -> dict[str, Any]:
    return {"condition": given.get("condition", "")}


def _count(_one: Asked, given: Mapping[str, str]) -> dict[str, Any]:
    how = given.get("how", "")
    return {how: given.get(how, "")} if how in ("count", "list") else {}


def _task(_one: Asked, given: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {name: given.get(name, "") for name in ("role", "form", "operation")}
    return {**found, "decision": given.get("decision") == "true"}


_READERS = {"role": _role, "choice": _choice, "time": _time, "condition": _condition, "count": _count, "task": _task}


def _faults(one: Asked, answer: Mapping[str, Any], given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Fields that say too little, and rules that cannot be read, each with the id of its control."""
    kind, how = one.question.kind, given.get("how", "")
    if kind == "time" and how and not _TIME.match(answer.get("time", "")):
        control = {"after": "number", "at": "at"}.get(how, "text")
        yield f"fld-{one.name}-{control}", gettext("Ange en tid, eller låt en person göra det.")
    if kind == "count" and how and not answer:
        yield f"fld-{one.name}-{how}", gettext("Ange ett antal eller en lista, eller låt en person göra det.")
    if kind == "choice" and answer.get("by") == "rule":
        yield from _rule_faults(one, answer)
    formulas = {name: answer.get(name, "") for name in ("condition", "list")}
    for name, text in formulas.items():
        if text and not _is_feel(text):
            yield f"fld-{one.name}-{name}", gettext("”%(text)s” är inget villkor i FEEL.", text=text)


def _rule_faults(one: Asked, answer: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for number, branch in enumerate(one.question.branches, start=1):
        text = answer.get("conditions", {}).get(branch.flow_id, "")
        control = f"fld-{one.name}-rule{number}"
        if not text and branch.flow_id != answer.get("default"):
            yield control, gettext("Skriv när ”%(way)s” gäller, eller välj den som annars-väg.", way=branch.label)
        elif text and not _is_feel(text):
            yield control, gettext("”%(text)s” är inget villkor i FEEL.", text=text)


def _is_feel(text: str) -> bool:
    try:
        parse(text.removeprefix("=").strip())
    except FeelSyntaxError:
        return False
    return True
