"""Every code of a problem, by name."""

from collections.abc import Mapping

from engine.definitions.codes.assumptions import ASSUMPTIONS
from engine.definitions.codes.code import Code
from engine.definitions.codes.contents import DECISIONS, EXPRESSIONS, LOOPS, REFERENCES
from engine.definitions.codes.events import EVENTS, GATEWAYS
from engine.definitions.codes.files import FILES
from engine.definitions.codes.structure import FLOWS, STRUCTURE

# The codes of the forms' own problems (engine.forms) have their messages there.
FORM_CODES = frozenset(
    {
        "form_component_unknown",
        "form_expression_invalid",
        "form_expression_missing",
        "form_key_duplicate",
        "form_key_forbidden",
        "form_key_missing",
        "form_label_missing",
        "form_options_invalid",
        "form_options_missing",
        "form_pattern_invalid",
        "form_property_invalid",
        "form_rule_invalid",
        "form_structure_invalid",
        "form_too_large",
        "form_unreadable",
    }
)

CODES: Mapping[str, Code] = {
    **FILES,
    **STRUCTURE,
    **FLOWS,
    **GATEWAYS,
    **EVENTS,
    **EXPRESSIONS,
    **LOOPS,
    **REFERENCES,
    **DECISIONS,
    **ASSUMPTIONS,
}
