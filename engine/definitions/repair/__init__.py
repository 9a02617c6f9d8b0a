"""Making drawings of other tools runnable, with every assumption told."""

from dataclasses import dataclass

from lxml import etree

from engine.definitions.bundle import Bundle
from engine.definitions.catalogue import Catalogue
from engine.definitions.repair.choices import ask_for_choices, settle_gateways, translate_conditions
from engine.definitions.repair.drawing import Drawing
from engine.definitions.repair.events import add_starts, name_messages, settle_repetitions
from engine.definitions.repair.identity import (
    drop_dangling,
    forget_languages,
    give_ids,
    ignore_data_flow,
    make_executable,
    settle_quantities,
)
from engine.definitions.repair.implementations import do_by_hand, translate_scripts_and_calls, translate_tasks
from engine.definitions.reporting import Report
from engine.model import Problem

# What lint finds in a drawing that does not stop it from running: told as ignored, with lint's own words.
HARMLESS = frozenset(
    {
        "schema_invalid",
        "shape_bounds_invalid",
        "reference_dangling",
        "message_flow_invalid",
        "in_two_lanes",
        "element_unknown",
        "node_unreachable",
        "event_without_outgoing",
        "boundary_without_flow",
        "flow_lists_differ",
        "gateway_without_flows",
        "role_unknown",
    }
)


@dataclass(frozen=True, slots=True)
class Repaired:
    """The executable copy, the forms that came with it, and all that was assumed or ignored."""

    diagram: bytes
    files: dict[str, bytes]
    problems: list[Problem]


def make_runnable(
    root: etree._Element, file: str, *, bundle: Bundle, catalogue: Catalogue, decisions: frozenset[str]
) -> Repaired:
    """An executable copy of the drawing. `root` is changed; the file it was read from is not."""
    drawing = Drawing(root, Report(file))
    give_ids(drawing)
    make_executable(drawing)
    drop_dangling(drawing)
    forget_languages(drawing)
    settle_quantities(drawing)
    ignore_data_flow(drawing)
    translate_tasks(drawing, catalogue, bundle)
    translate_scripts_and_calls(drawing)
    do_by_hand(drawing, catalogue, decisions)
    settle_repetitions(drawing)
    name_messages(drawing)
    translate_conditions(drawing)
    settle_gateways(drawing)
    add_starts(drawing)
    ask_for_choices(drawing)
    drawing.forget_flow_lists()
    etree.cleanup_namespaces(root, keep_ns_prefixes=[prefix for prefix in root.nsmap if prefix])
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return Repaired(content, drawing.files, drawing.report.problems)
