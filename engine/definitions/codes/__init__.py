"""Every code of a problem, by name."""

from collections.abc import Mapping

from engine.definitions.codes.assumptions import ASSUMPTIONS
from engine.definitions.codes.code import Code
from engine.definitions.codes.contents import DECISIONS, EXPRESSIONS, LOOPS, REFERENCES
from engine.definitions.codes.events import EVENTS, GATEWAYS, TIMES
from engine.definitions.codes.files import FILES
from engine.definitions.codes.standard import DATA, STANDARD
from engine.definitions.codes.structure import FLOWS, STRUCTURE
from engine.definitions.codes.surroundings import CHOREOGRAPHIES, COLLABORATIONS, DRAWINGS

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
    **TIMES,
    **EXPRESSIONS,
    **LOOPS,
    **REFERENCES,
    **DECISIONS,
    **STANDARD,
    **DATA,
    **COLLABORATIONS,
    **CHOREOGRAPHIES,
    **DRAWINGS,
    **ASSUMPTIONS,
}

# Rules of the standard about what the engine does not run by, and about what it does in spite of them: an imported
# drawing may break them and yet be run.
BESIDE_THE_RUN = frozenset(
    {
        *STANDARD,
        *DATA,
        *COLLABORATIONS,
        *CHOREOGRAPHIES,
        *DRAWINGS,
        *("gateway_direction_wrong", "subprocess_without_start", "code_missing"),
        *("start_without_outgoing", "end_without_incoming"),
    }
)

# What a process must say to be run, and a process that stands beside it in the drawing need not.
ONLY_WHERE_RUN = frozenset(
    {
        *EXPRESSIONS,
        *LOOPS,
        *REFERENCES,
        *DECISIONS,
        *TIMES,
        *("message_missing", "signal_missing", "condition_missing", "code_missing", "gateway_condition_missing"),
        *(
            "gateway_without_default",
            "complex_without_condition",
            "deadlock",
            "starts_merge",
            "starts_merge_at_task",
            "process_empty",
        ),
        *("loop_without_wait", "loop_may_not_end"),
    }
)
