"""From entered values to typed data, or to every error at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from engine.forms.checks import fault_of_value
from engine.forms.entries import Layout, assembled, at_path, path_text
from engine.forms.formulas import Surroundings
from engine.forms.layout import lay_out
from engine.forms.model import Component, Rule
from engine.model import FieldError


@dataclass(frozen=True, slots=True)
class Validated:
    """What a form made of its input: `data` is typed and complete where there are no errors; warnings stop nothing.

    Fields that were left empty are None (False, or an empty list); hidden fields are not there at all.
    """

    data: Mapping[str, Any]
    errors: tuple[FieldError, ...] = ()
    warnings: tuple[FieldError, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        """Whether there are no errors."""
        return not self.errors


def validated(
    components: Sequence[Component],
    rules: Sequence[Rule],
    raw: Mapping[str, Any],
    *,
    surroundings: Surroundings,
    zone: ZoneInfo,
) -> Validated:
    """Read, check and judge the input; `values` gives it back as entered, for showing the form again."""
    layout = lay_out(components, raw, surroundings=surroundings, zone=zone)
    data = assembled(layout.entries)
    found = [*layout.unknown, *_faults(layout, zone)]
    faulty = {error.path for error in found}
    broken = [(rule, errors) for rule in rules if (errors := _broken(rule, data, faulty, surroundings))]
    errors = found + [error for rule, own in broken for error in own if not rule.is_warning]
    warnings = [error for rule, own in broken for error in own if rule.is_warning]
    return Validated(data, tuple(errors), tuple(warnings), raw)


def _faults(layout: Layout, zone: ZoneInfo) -> list[FieldError]:
    found: list[FieldError] = []
    for entry, local in layout.scoped():
        fault = fault_of_value(entry, local=local, surroundings=layout.surroundings, zone=zone)
        if fault is not None:
            found.append(FieldError(path_text(entry.path), fault))
    return found


def _broken(rule: Rule, data: Mapping[str, Any], faulty: set[str], surroundings: Surroundings) -> list[FieldError]:
    """The rule's errors. A rule over fields that are empty or faulty waits until they are filled in rightly."""
    names = tuple(rule.fields)
    if any(name == path or path.startswith((f"{name}.", f"{name}[")) for name in names for path in faulty):
        return []
    outcome = surroundings.value(rule.expression, data)
    if outcome is True or (outcome is None and any(_is_empty(data, name) for name in names)):
        return []
    return [FieldError(name, rule.message) for name in names] or [FieldError("", rule.message)]


def _is_empty(data: Mapping[str, Any], name: str) -> bool:
    return at_path(data, tuple(name.split("."))) in (None, "", [])
