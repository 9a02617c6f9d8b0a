"""SpiffWorkflow's parser as we use it: schema validation and the catalogues of a file; nothing of it leaks out."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException


@dataclass(frozen=True, slots=True)
class SpiffReading:
    """What SpiffWorkflow's parser says of a file.

    The catalogues are by id; `problem` and `line` tell the first breach of the schema.
    """

    messages: Mapping[str, str | None] = field(default_factory=dict)
    signals: Mapping[str, str | None] = field(default_factory=dict)
    errors: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    escalations: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    problem: str = ""
    line: int = 0


def read_with_spiff(root: etree._Element, *, file: str) -> SpiffReading:
    """The schema's verdict and the catalogues. The tree is left as it was."""
    problem, line = _schema_problem(root, file)
    parser = BpmnParser()
    try:
        parser.add_bpmn_xml(root, file)
    except (ValidationException, ValueError, TypeError, KeyError, AttributeError):
        # SpiffWorkflow refuses much that the standard allows (data stores, shapes without numbers) before it comes to
        # the catalogues; events.py then reads these itself, and the schema alone judges the file.
        return SpiffReading(problem=problem, line=line)
    return SpiffReading(
        messages=dict(parser.messages),
        signals=dict(parser.signals),
        errors={key: (value["name"], value["error_code"]) for key, value in parser.errors.items()},
        escalations={key: (value["name"], value["escalation_code"]) for key, value in parser.escalations.items()},
        problem=problem,
        line=line,
    )


@cache
def _validator() -> BpmnValidator:
    return BpmnValidator()


def _schema_problem(root: etree._Element, file: str) -> tuple[str, int]:
    # The validator renames elements in place (correlation expressions), so it gets a copy.
    try:
        _validator().validate(deepcopy(root), file)
    except ValidationException as error:
        return str(error), getattr(error, "line_number", None) or 0
    return "", 0
