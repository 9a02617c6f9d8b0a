"""What an applicant may answer to a request for completion: the fields that were asked for, checked as in the form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine import FieldError, InvalidDataError
from engine.forms import Container, Field, Form, Group, Rows
from workflows.application.checklist import allowed_changes
from workflows.application.drafts import form_context
from workflows.application.findings import findings_of
from workflows.application.values import MissingItem
from workflows.call.rules import local_day
from workflows.call.values import FundingCall


def answer_form(form: Form, items: Sequence[MissingItem]) -> Form:
    """The application form with only the fields that were asked for, in their sections."""
    asked = {field for item in items for field in item.fields}
    sections = [replace(part, components=_asked(part, asked)) for part in form.components if isinstance(part, Group)]
    return replace(form, components=tuple(section for section in sections if section.components), rules=())


def _asked(section: Container, asked: set[str]) -> tuple[Any, ...]:
    return tuple(
        part
        for part in section.components
        if (isinstance(part, Rows) and part.path[0] in asked) or (isinstance(part, Field) and part.key[0] in asked)
    )


def changes_of(answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The changed fields of all answers together."""
    changes: dict[str, Any] = {}
    for answer in answers:
        changes |= answer.get("changes") or {}
    return changes


def checked_changes(
    form: Form,
    items: Sequence[MissingItem],
    changes: Mapping[str, Any],
    *,
    data: Mapping[str, Any],
    call: FundingCall,
    now: datetime,
) -> dict[str, Any]:
    """The changes to fields that were asked for, typed; what was not asked for is left out.

    `data` is the application as it stands. Raises InvalidDataError with every error, unequal sums among them.
    """
    wanted = allowed_changes(tuple(items), changes)
    validated = answer_form(form, items).validate(wanted, {**form_context(call), **data}, now=now)
    errors = [error for error in validated.errors if _root(error.path) in wanted]
    typed = {name: value for name, value in validated.data.items() if name in wanted}
    errors += _unequal_sums({**data, **typed}, typed, call, now)
    if errors:
        raise InvalidDataError(errors)
    return typed


def _unequal_sums(
    data: Mapping[str, Any], typed: Mapping[str, Any], call: FundingCall, now: datetime
) -> list[FieldError]:
    if not {"costs", "financing"} & typed.keys():
        return []
    found = findings_of(data, call, today=local_day(now))
    return [FieldError(finding.field, finding.text) for finding in found if finding.severity == "error"]


def _root(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]
