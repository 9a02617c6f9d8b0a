"""The static rules of BPMN 2.0.2 (ISO/IEC 19510) over a whole file: what runs, what only stands beside, what is drawn.

The schema, and what the drawing of one process shows by itself, are judged elsewhere (`rules.structure`, `rules.flows`,
`rules.gateways`, `rules.events`).
"""

from collections.abc import Mapping

from lxml import etree

from engine.definitions.reporting import Report
from engine.definitions.rules.standard import (
    activities,
    choreography,
    choreography_flows,
    collaboration,
    data,
    drawing,
    events,
    files,
    process_lists,
)
from engine.definitions.rules.standard.references import references_to
from engine.definitions.rules.standard.rule import Rule, apply, note

RULES: tuple[Rule, ...] = (
    *files.RULES,
    *activities.RULES,
    *data.RULES,
    *events.RULES,
    *process_lists.RULES,
    *collaboration.RULES,
    *choreography.RULES,
    *choreography_flows.RULES,
    *drawing.RULES,
)


def check_standard(root: etree._Element, file: str, files_at_hand: Mapping[str, bytes], report: Report) -> None:
    """Report what in a file breaks the standard's rules; `files_at_hand` are those that it may import, by name."""
    tree = files.tree_of(root, file, files_at_hand)
    for element in tree.elements:
        for breach in references_to(tree, element):
            note(breach, report)
    for breach in (*files.import_faults(root, file, files_at_hand, tree), *files.repeated_drawing_ids(tree)):
        note(breach, report)
    apply(RULES, tree, report)
