"""What differs between two versions of a process, in words: steps added, removed and changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext

from engine import Element, Outline
from web.i18n import text

Kind = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: of which element, and in which words."""

    kind: Kind
    element_id: str
    name: str
    words: str


def differences(old: Outline, new: Outline) -> list[Difference]:
    """What is new, gone or changed in the drawing, in the order of the new file and then of the old."""
    found = [
        Difference("added", element.id, _name(new, element.id), gettext("Nytt steg"))
        for element in new.elements.values()
        if element.id not in old.elements
    ]
    for element in new.elements.values():
        before = old.elements.get(element.id)
        if before is not None:
            found += [
                Difference("changed", element.id, _name(new, element.id), words) for words in _changes(before, element)
            ]
    found += [
        Difference("removed", element.id, _name(old, element.id), gettext("Borttaget"))
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


def _changes(old: Element, new: Element) -> Iterator[str]:
    pairs = (
        (gettext("Namn"), old.name.sv, new.name.sv),
        (gettext("Engelskt namn"), old.name.en, new.name.en),
        (gettext("Roll"), old.role, new.role),
        (gettext("Formulär"), old.form, new.form),
        (gettext("Klar inom"), old.due, new.due),
        (gettext("Sökanden ser"), old.preview, new.preview),
        (gettext("Väntar på"), old.detail, new.detail),
        (gettext("Regel"), old.decision, new.decision),
    )
    for what, before, after in pairs:
        if before != after:
            yield gettext("%(what)s: %(before)s blir %(after)s", what=what, before=before or "–", after=after or "–")
    if old.kind != new.kind:
        yield gettext("Steget har bytt slag")
    if [(way.target, way.condition) for way in old.ways] != [(way.target, way.condition) for way in new.ways]:
        yield gettext("Vägen vidare är ändrad")
