"""What differs between two versions of a process, in words: steps added, removed and changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext

from engine import Element, Outline
from web.i18n import text
from web.process_owner.terms import span_words
from web.roles import role_name

Kind = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What happened to one element, in sentences."""

    kind: Kind
    element_id: str
    name: str
    words: Sequence[str]


def differences(old: Outline, new: Outline) -> list[Difference]:
    """What is new, gone or changed in the drawing, in the order of the new file and then of the old."""
    found = [
        Difference("added", element.id, _name(new, element.id), [_about(element)])
        for element in new.elements.values()
        if element.id not in old.elements
    ]
    for element in new.elements.values():
        before = old.elements.get(element.id)
        words = list(_changes(old, before, new, element)) if before is not None else []
        if words:
            found.append(Difference("changed", element.id, _name(new, element.id), words))
    found += [
        Difference("removed", element.id, _name(old, element.id), [_about(element)])
        for element in old.elements.values()
        if element.id not in new.elements
    ]
    return found


def differing_files(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    """The forms, tables and letters that are not the same in both versions."""
    names = sorted({*old, *new})
    return [name for name in names if old.get(name) != new.get(name) and not name.endswith(".bpmn")]


def _name(outline: Outline, element_id: str) -> str:
    return text(outline.name_of(element_id))


def _about(element: Element) -> str:
    if element.is_task:
        return str(gettext("Görs av: %(role)s", role=role_name(element.role)))
    return str(gettext("Automatiskt steg"))


def _changes(old: Outline, before: Element, new: Outline, after: Element) -> Iterator[str]:
    for what, was, becomes in _pairs(old, before, new, after):
        if was != becomes:
            yield gettext("%(what)s: %(before)s blir %(after)s", what=what, before=was or "–", after=becomes or "–")
    if before.is_decision != after.is_decision:
        yield (
            gettext("Är nu ett beslut som en person fattar")
            if after.is_decision
            else gettext("Är inte längre ett beslut")
        )
    if before.kind != after.kind:
        yield gettext("Steget har bytt slag")
    if _ways(before) != _ways(after):
        yield gettext("Leder nu till: %(ways)s", ways=_ways_words(new, after))


def _pairs(old: Outline, before: Element, new: Outline, after: Element) -> Iterator[tuple[str, str | None, str | None]]:
    yield gettext("Namn"), before.name.sv, after.name.sv
    yield gettext("Engelskt namn"), before.name.en, after.name.en
    yield gettext("Roll"), _role(before.role), _role(after.role)
    yield gettext("Formulär"), before.form, after.form
    yield gettext("Klar inom"), span_words(before.due or ""), span_words(after.due or "")
    yield gettext("Påminnelser"), _reminders(before), _reminders(after)
    yield gettext("Blir den sen, säg till"), _role(before.escalate_to), _role(after.escalate_to)
    yield gettext("Inte samma person som"), _other(old, before), _other(new, after)
    yield gettext("Sökanden ser"), before.preview, after.preview
    yield gettext("Väntar på"), before.detail, after.detail
    yield gettext("Regel"), before.decision, after.decision
    yield gettext("Funktion"), before.operation, after.operation
    yield gettext("Egen process"), before.called, after.called


def _role(role: str | None) -> str:
    return role_name(role) if role else ""


def _reminders(element: Element) -> str:
    return ", ".join(span_words(each) for each in element.reminders)


def _other(outline: Outline, element: Element) -> str:
    return _name(outline, element.not_performer_of) if element.not_performer_of else ""


def _ways(element: Element) -> list[tuple[str, str | None, bool]]:
    return [(way.target, way.condition, way.is_default) for way in element.ways]


def _ways_words(outline: Outline, element: Element) -> str:
    """Where an element leads and when, written out."""
    found = []
    for way in element.ways:
        step = _name(outline, way.target)
        condition = gettext("%(step)s om %(condition)s", step=step, condition=way.condition) if way.condition else step
        found.append(condition)
    return ", ".join(found) or "–"
