"""The application form's sections, and how far each is filled in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine import FieldError
from engine.forms import Container, Field, Form, Group, Rows, Validated
from workflows.application.values import Finding, SectionState

SUBMIT_SECTION = "section_signature"


def sections_in(form: Form) -> tuple[Group, ...]:
    """The form's sections, in its order: its outermost groups."""
    return tuple(part for part in form.components if isinstance(part, Group))


def section_states(
    form: Form, validated: Validated, findings: Iterable[Finding], *, data: Mapping[str, Any]
) -> tuple[SectionState, ...]:
    """How far each section is filled in; `data` is what is entered.

    The last section, where the application is signed and sent, is locked until the others are done.
    """
    hard = [finding for finding in findings if finding.severity == "error"]
    states = [
        _state(section, number, validated.errors, hard, data)
        for number, section in enumerate(sections_in(form), start=1)
    ]
    others_done = all(state.status == "done" for state in states if state.code != SUBMIT_SECTION)
    return tuple(
        state
        if others_done or state.code != SUBMIT_SECTION
        else SectionState(state.code, state.number, state.title, "locked", state.missing, state.errors)
        for state in states
    )


def _state(
    section: Group, number: int, errors: Sequence[FieldError], hard: Sequence[Finding], data: Mapping[str, Any]
) -> SectionState:
    names = set(_names(section))
    own = [error.path for error in errors if _root(error.path) in names]
    is_begun = any(_is_filled(data.get(name)) for name in names)
    missing = sum(not _is_filled(_value_at(data, path)) for path in own)
    wrong = len(own) - missing
    if is_begun:
        wrong += sum(finding.section == section.id for finding in hard)
    return SectionState(section.id, number, section.label, _status(missing, wrong, is_begun=is_begun), missing, wrong)


def _status(missing: int, wrong: int, *, is_begun: bool) -> Any:
    if wrong:
        return "errors"
    if missing:
        return "started" if is_begun else "empty"
    return "done"


def _names(container: Container) -> Iterable[str]:
    for part in container.components:
        match part:
            case Rows() | Group() if part.path:
                yield part.path[0]
            case Container():
                yield from _names(part)
            case Field():
                yield part.key[0]


def _root(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


def _value_at(data: Any, path: str) -> Any:
    for part in path.replace("]", "").replace("[", ".").split("."):
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, Sequence) and not isinstance(data, str) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return data


def _is_filled(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_is_filled(part) for part in value.values())
    if isinstance(value, list | tuple):
        return any(_is_filled(part) for part in value)
    return value not in (None, "", False)
