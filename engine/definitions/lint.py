"""All rules over one diagram."""

from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from engine import dmn, feel
from engine.definitions.bundle import Bundle, problems_of_files
from engine.definitions.catalogue import Catalogue, ProcessFacts
from engine.definitions.codes import ONLY_WHERE_RUN
from engine.definitions.graph import Graph
from engine.definitions.reporting import Report
from engine.definitions.rules.deadlocks import check_deadlocks
from engine.definitions.rules.decisions import check_decisions, facts_of
from engine.definitions.rules.events import check_events
from engine.definitions.rules.expressions import check_expressions
from engine.definitions.rules.flows import check_flows
from engine.definitions.rules.gateways import check_gateways
from engine.definitions.rules.loops import check_loops
from engine.definitions.rules.references import Known, check_references
from engine.definitions.rules.standard import check_standard
from engine.definitions.rules.structure import check_structure
from engine.definitions.rules.timers import check_timers
from engine.definitions.rules.types import types_of
from engine.definitions.rules.variables import check_variables
from engine.forms import Form, FormError, form_problems
from engine.model import Problem
from engine.reader import Document, Process, xml

_MOST_JUDGED = 100
"""How many rules of a file are held against each other: it is done again whenever the file is looked at."""

_MOST_COMBINATIONS = 20_000
_MOST_TOLD = 5
"""How many gaps and overlaps of a table are told at once."""

_ORDER = {"error": 0, "assumed": 1, "ignored": 2, "warning": 3, "advice": 4}


def lint(
    document: Document,
    *,
    bundle: Bundle,
    catalogue: Catalogue,
    facts: Mapping[str, ProcessFacts] | None = None,
) -> list[Problem]:
    """Every problem of a diagram that could be read, with its forms and tables, errors first and then by line.

    `facts` are those of processes that are deployed together with it; without them its own are worked out.
    """
    known_facts = facts_of([document], catalogue) if facts is None else facts
    if catalogue.processes is not None:
        catalogue = replace(catalogue, processes={**catalogue.processes, **known_facts})
    report = Report(document.file)
    check_structure(document, report)
    tables, table_problems = _tables(bundle)
    known, forms = Known(catalogue, bundle, frozenset(tables)), _forms(bundle)
    runs = any(process.is_executable for process in document.processes)
    for process in document.processes:
        own = Report(document.file)
        _lint_process(document, process, known, types_of(process, forms, tables), forms, own)
        check_decisions(process, catalogue, known_facts, own)
        is_beside = runs and not process.is_executable
        report.problems += [problem for problem in own.problems if not (is_beside and problem.code in ONLY_WHERE_RUN)]
    found = [*report.problems, *table_problems, *_form_problems(bundle, catalogue)]
    return ordered([*found, *checked(bundle, catalogue), *problems_of_files(bundle)])


def _lint_process(
    document: Document,
    process: Process,
    known: Known,
    types: Mapping[str, str],
    forms: Mapping[str, Form],
    report: Report,
) -> None:
    graph = Graph(process)
    check_flows(document, graph, report)
    check_gateways(graph, report)
    check_deadlocks(graph, report)
    check_events(graph, report)
    check_timers(process, report)
    check_expressions(document, process, types, report)
    check_variables(graph, forms, report)
    check_loops(graph, report)
    check_references(document, process, known, report)


def ordered(problems: list[Problem]) -> list[Problem]:
    """The problems without repetitions, errors first, then by file and line."""
    unique = list(dict.fromkeys(problems))
    return sorted(unique, key=lambda problem: (_ORDER[problem.severity], problem.file, problem.line or 0))


def lint_xml(root: etree._Element, file: str, files: Mapping[str, bytes]) -> list[Problem]:
    """The problems of the file's XML that the model does not show; `files` are those that it may import."""
    report = Report(file)
    check_standard(root, file, files, report)
    return report.problems


def parse(content: bytes, limits: xml.DiagramLimits) -> etree._Element:
    """The file's XML, read without DTD, entities or network. Raises UnreadableDiagramError."""
    return xml.parse_xml(content, limits=limits)


def decisions_in(bundle: Bundle) -> frozenset[str]:
    """The ids and names of the bundle's own decisions."""
    return frozenset(_tables(bundle)[0])


def _tables(bundle: Bundle) -> tuple[dict[str, str], list[Problem]]:
    """The types of what the bundle's decisions give, by their ids and names, and what is wrong with their files."""
    results: dict[str, str] = {}
    problems: list[Problem] = []
    tables = bundle.named(".dmn")
    importable = {file: content for file, content in tables.items() if len(tables) > 1 and _is_importable(content)}
    for file, content in tables.items():
        report = Report(file)
        try:
            model = dmn.load(content, importable)
        except dmn.DmnReadError as error:
            texts = {"reason": error.message, "reason_sv": error.reason_swedish}
            report.add("table_invalid", line=error.line, element=error.element_id or None, **texts)
        else:
            for problem in model.problems:
                texts = {"reason": problem.message, "reason_sv": problem.swedish}
                report.add("table_invalid", line=problem.line, element=problem.element_id, **texts)
            for cell in model.check()[len(model.problems) :]:
                texts = {"reason": cell.message, "reason_sv": cell.swedish}
                report.add("table_cell_wrong", line=cell.line, element=cell.element_id, **texts)
            _judge_rules(model, report)
            results |= {name: model.result_type(one.id) for one in model.decisions for name in (one.id, one.name)}
            results |= {name: "Any" for service in model.services for name in (service.id, service.name)}
        problems += report.problems
    return results, problems


def _is_importable(content: bytes) -> bool:
    """Whether other tables can be read beside this one, which may itself lack what it imports."""
    try:
        dmn.load(content)
    except dmn.DmnReadError as error:
        return error.code == "no_element"
    return True


def _judge_rules(model: dmn.Model, report: Report) -> None:
    """Report what the rules of the model's tables leave out, answer twice, or never come to."""
    rules_left = _MOST_JUDGED
    for decision in model.decisions:
        table = decision.logic
        if not isinstance(table, dmn.DecisionTable) or len(table.rules) > rules_left:
            continue
        rules_left -= len(table.rules)
        found = dmn.analyse(table, model.document.types, most_states=_MOST_COMBINATIONS)
        for gap in found.gaps[:_MOST_TOLD]:
            report.add("table_gap", line=table.line, element=decision.id, example=_told(gap.example))
        for overlap in found.overlaps[:_MOST_TOLD]:
            texts = {"one": str(overlap.rules[0]), "other": str(overlap.rules[1]), "example": _told(overlap.example)}
            report.add("table_overlap", line=table.rules[overlap.rules[0] - 1].line, element=decision.id, **texts)
        for hidden in found.unreachable:
            texts = {"rule": str(hidden.rule), "example": _told(hidden.example)}
            report.add("table_rule_never", line=table.rules[hidden.rule - 1].line, element=decision.id, **texts)


def _told(example: Mapping[str, object]) -> str:
    """Inputs as an owner reads them: `Beslut: "granted", Belopp: 5`."""
    return ", ".join(f"{name}: {feel.literal_text(value)}" for name, value in example.items())


def _forms(bundle: Bundle) -> dict[str, Form]:
    """The bundle's forms by every name that a diagram may use for them."""
    forms: dict[str, Form] = {}
    for file, content in bundle.named(".form").items():
        try:
            form = Form.parse(content, file=file)
        except FormError:
            continue
        whole = file.removesuffix(".form")
        forms.update(dict.fromkeys((file, whole, whole.rpartition("/")[2]), form))
    return forms


def checked(bundle: Bundle, catalogue: Catalogue) -> list[Problem]:
    """What the installation's own checks say of the files that the engine does not read, letters for instance."""
    return [
        problem
        for ending, check in catalogue.checks.items()
        for file, content in bundle.named(ending).items()
        for problem in check(content, file)
    ]


def _form_problems(bundle: Bundle, catalogue: Catalogue) -> list[Problem]:
    found: list[Problem] = []
    for file, content in bundle.named(".form").items():
        found.extend(form_problems(content, file=file, reserved=catalogue.reserved))
    return found
