"""SpiffWorkflow's parser as we use it: schema validation and the catalogues of a file; nothing of it leaks out."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.reader import xml


@dataclass(frozen=True, slots=True)
class Breach:
    """Where a file differs from the schema, how, and in what kind of element the odd one stands."""

    line: int
    reason: str
    parent: str


@dataclass(frozen=True, slots=True)
class SpiffReading:
    """What SpiffWorkflow's parser says of a file.

    The catalogues are by id.
    """

    messages: Mapping[str, str | None] = field(default_factory=dict)
    signals: Mapping[str, str | None] = field(default_factory=dict)
    errors: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    escalations: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    breaches: Sequence[Breach] = ()


def read_with_spiff(root: etree._Element, *, file: str) -> SpiffReading:
    """The schema's verdict and the catalogues. The tree is left as it was."""
    breaches = _schema_breaches(root)
    parser = BpmnParser()
    try:
        parser.add_bpmn_xml(root, file)
    except (ValidationException, ValueError, TypeError, KeyError, AttributeError):
        # SpiffWorkflow refuses much that the standard allows (data stores, shapes without numbers) before it comes to
        # the catalogues; events.py then reads these itself, and the schema alone judges the file.
        return SpiffReading(breaches=breaches)
    return SpiffReading(
        messages=dict(parser.messages),
        signals=dict(parser.signals),
        errors={key: (value["name"], value["error_code"]) for key, value in parser.errors.items()},
        escalations={key: (value["name"], value["escalation_code"]) for key, value in parser.escalations.items()},
        breaches=breaches,
    )


@cache
def _validator() -> BpmnValidator:
    return BpmnValidator()


def _schema_breaches(root: etree._Element) -> tuple[Breach, ...]:
    # The validator renames elements in place (correlation expressions), so it gets a copy.
    copy = deepcopy(root)
    _validator().preprocess(copy)
    schema = _validator().validator
    if schema.validate(copy):
        return ()
    return tuple(
        dict.fromkeys(Breach(entry.line, entry.message, _parent(copy, entry.path)) for entry in schema.error_log)
    )


def _parent(root: etree._Element, path: str | None) -> str:
    """The kind of element around the one at a path of the validator's; empty where it cannot be told."""
    try:
        found: Any = root.xpath(
            f"{path}/..", namespaces={prefix: name for prefix, name in root.nsmap.items() if prefix}
        )
    except etree.XPathEvalError:  # A prefix that is declared further down.
        return ""
    return xml.tag(found[0]) if len(found) == 1 else ""
