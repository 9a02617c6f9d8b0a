"""Who does a task, as the standard writes it: potential owners and performers."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from engine.reader import xml
from engine.reader.model import Entry
from engine.reader.parts import Formula

_LITERAL = re.compile(r'"([^"\\]+)"$')


def role_of(element: etree._Element, catalogue: Mapping[str, Entry]) -> str | None:
    """The role of a task's potential owner: the resource that it refers to, or a text in quotation marks."""
    for owner in xml.children(element, "potentialOwner"):
        resource = catalogue.get(xml.reference(xml.text_of(xml.child(owner, "resourceRef"))) or "")
        if resource is not None and resource.kind == "resource":
            return resource.name
        literal = _LITERAL.match(_expression(owner))
        if literal is not None:
            return literal[1]
    return None


def named_by(owner: etree._Element, resources: Mapping[str, str]) -> str:
    """What a potential owner or performer is called: its resource's name, or an owner's text in quotation marks."""
    reference = xml.reference(xml.text_of(xml.child(owner, "resourceRef"))) or ""
    literal = _LITERAL.match(_expression(owner)) if xml.tag(owner) == "potentialOwner" else None
    return resources.get(reference) or (literal[1] if literal is not None else "")


def assignee_of(element: etree._Element) -> Formula | None:
    """The person that a task's performer is: a FEEL expression."""
    for performer in xml.children(element, "humanPerformer", "performer"):
        formula = xml.formula(_expression(performer), xml.line_of(performer))
        if formula is not None:
            return formula
    return None


def unread(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The potential owners that only another tool could work out, by name with their text."""
    for owner in xml.children(element, "potentialOwner"):
        text = _expression(owner)
        if text and _LITERAL.match(text) is None:
            yield "potentialOwner", text


def _expression(owner: etree._Element) -> str:
    return xml.text_of(xml.child(owner, "resourceAssignmentExpression"))
