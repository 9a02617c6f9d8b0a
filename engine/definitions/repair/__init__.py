"""Making drawings of other tools runnable, with every assumption told."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol

from lxml import etree

from engine.definitions.bundle import Bundle
from engine.definitions.catalogue import Catalogue
from engine.definitions.repair.answers import write_in
from engine.definitions.repair.answers_file import Answers
from engine.definitions.repair.choices import ask_for_choices, settle_gateways, translate_conditions
from engine.definitions.repair.drawing import Drawing
from engine.definitions.repair.events import add_starts, name_codes, name_messages, settle_repetitions
from engine.definitions.repair.identity import (
    drop_dangling,
    drop_empty_processes,
    forget_languages,
    give_ids,
    ignore_data_flow,
    make_executable,
    resolve_references,
    settle_quantities,
    tidy_ids,
)
from engine.definitions.repair.implementations import do_by_hand, translate_scripts_and_calls, translate_tasks
from engine.definitions.repair.joins import settle_joins
from engine.definitions.repair.kinds import (
    inline_definitions,
    recognise_steps,
    settle_compensation,
    settle_hosts,
    settle_kinds,
    settle_links,
    settle_starts,
    settle_subprocesses,
)
from engine.definitions.repair.layout import lay_out
from engine.definitions.repair.owners import ask_who
from engine.definitions.repair.picture import draw_added, mend_picture
from engine.definitions.repair.polish import polish
from engine.definitions.repair.rest import settle_rest
from engine.definitions.repair.spelling import gather_flows, mend_spelling
from engine.definitions.repair.telling import settle_conditions
from engine.definitions.repair.times import settle_times
from engine.definitions.repair.values import ask_for_values
from engine.definitions.reporting import Report
from engine.model import Problem, Question
from engine.reader import xml

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
        "process_missing",
        "not_executable",
    }
)


class Judge(Protocol):
    """What the rules say of a copy with its forms: of what stops the run, or strictly of everything."""

    def __call__(self, diagram: bytes, files: Mapping[str, bytes], /, *, is_strict: bool = False) -> Iterable[Problem]:
        """The problems."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """The executable copy, the forms that came with it, and all that was assumed or ignored.

    `shown` is the drawing as it was drawn, in a form that every viewer can show; `questions` are what its owner may
    settle otherwise, `added` the steps that were put in, each with the one that it was put in for.
    """

    diagram: bytes
    files: dict[str, bytes]
    problems: list[Problem]
    shown: bytes
    questions: tuple[Question, ...]
    added: dict[str, str]

    @property
    def is_changed(self) -> bool:
        """Whether the drawing had to be changed to run; a picture made for it changes nothing of what it does."""
        return any(problem.code != "assumed_layout" for problem in self.problems)


def make_runnable(
    root: etree._Element,
    bundle: Bundle,
    catalogue: Catalogue,
    decisions: frozenset[str],
    *,
    judge: Judge,
    answers: Answers,
) -> Repaired:
    """An executable copy of the drawing. `root` is changed; the file it was read from is not.

    `decisions` are the bundle's own tables; `judge` gives what still stops a copy with its forms from running.
    """
    drawing = Drawing(root, Report(bundle.diagram))
    _make_showable(drawing)
    shown = _written(drawing)
    write_in(drawing, answers)
    _settle_identity(drawing, catalogue)
    translate_tasks(drawing, catalogue, bundle)
    translate_scripts_and_calls(drawing)
    do_by_hand(drawing, catalogue, decisions)
    _settle_contents(drawing, bundle)
    settle_rest(drawing, lambda: _refused(drawing, judge), lambda: _settle_contents(drawing, bundle))
    _note_nothing(drawing)
    unpolished = deepcopy(drawing.root)
    polish(drawing, lambda: _breaches(drawing, judge))
    if _refused(drawing, judge):
        drawing.root = unpolished  # Rather a copy that some rule beside the run refuses than one that cannot run.
    draw_added(drawing)
    report = drawing.report.problems
    return Repaired(_written(drawing), drawing.files, report, shown, tuple(drawing.questions), drawing.added)


def _make_showable(drawing: Drawing) -> None:
    """Give everything an id of its own and a place in the picture."""
    mend_spelling(drawing)
    tidy_ids(drawing)
    give_ids(drawing)
    recognise_steps(drawing)
    mend_picture(drawing)
    resolve_references(drawing)
    gather_flows(drawing)
    lay_out(drawing)


def _settle_identity(drawing: Drawing, catalogue: Catalogue) -> None:
    drop_empty_processes(drawing)
    make_executable(drawing)
    inline_definitions(drawing)
    settle_starts(drawing)
    drop_dangling(drawing)
    forget_languages(drawing)
    settle_quantities(drawing)
    ignore_data_flow(drawing)
    ask_who(drawing, catalogue.role_codes)


def _settle_contents(drawing: Drawing, bundle: Bundle) -> None:
    """The repairs of events and ways, which may be repeated: what they settled once they leave alone."""
    settle_hosts(drawing)
    settle_subprocesses(drawing)
    settle_kinds(drawing)
    settle_compensation(drawing)
    settle_links(drawing)
    translate_conditions(drawing)
    settle_gateways(drawing)
    settle_joins(drawing)
    settle_conditions(drawing)
    settle_times(drawing)
    settle_repetitions(drawing)
    name_messages(drawing)
    name_codes(drawing)
    add_starts(drawing)
    ask_for_choices(drawing)
    ask_for_values(drawing, bundle)
    drawing.forget_flow_lists()


def _refused(drawing: Drawing, judge: Judge) -> list[Problem]:
    found = judge(_written(drawing), drawing.files)
    # Whoever drew several plain starts for people rarely meant all of them at once, so that is asked too.
    return [
        problem
        for problem in found
        if (problem.severity == "error" and problem.code not in HARMLESS) or problem.code == "starts_merge"
    ]


def _breaches(drawing: Drawing, judge: Judge) -> list[Problem]:
    """What the copy would be refused for if it were deployed as it is."""
    found = judge(_written(drawing), drawing.files, is_strict=True)
    return [problem for problem in found if problem.severity == "error"]


def _note_nothing(drawing: Drawing) -> None:
    """A drawing of pools, a choreography or a conversation alone has nothing that could run."""
    is_task = any(xml.tag(part).startswith("global") for part in drawing.root)
    if not is_task and not drawing.elements("process"):
        kinds = [xml.tag(part) for part in drawing.root if xml.tag(part) in _SHOWN_ONLY]
        drawing.assume("nothing_to_run", drawing.root, what=", ".join(dict.fromkeys(kinds)) or "definitions")


_SHOWN_ONLY = frozenset({"collaboration", "choreography", "globalConversation", "conversation", "process"})


def _written(drawing: Drawing) -> bytes:
    etree.cleanup_namespaces(drawing.root, keep_ns_prefixes=[prefix for prefix in drawing.root.nsmap if prefix])
    return etree.tostring(drawing.root, xml_declaration=True, encoding="UTF-8")
