"""Rules of names: operations, forms, tables, roles, processes and tasks that a diagram refers to must exist."""

from collections.abc import Collection
from dataclasses import dataclass

from engine.definitions.bundle import Bundle
from engine.definitions.catalogue import Catalogue, hint
from engine.definitions.graph import Graph
from engine.definitions.reporting import Report
from engine.definitions.rules.loops import waits
from engine.reader import Document, Node, Process

_NODE_ATTRIBUTES = frozenset(
    {
        *("form", "role", "assignee", "due", "reminders", "escalateTo", "notPerformerOf", "decision", "preview"),
        *("operation", "resultVariable", "correlation", "version"),
    }
)
_PROCESS_ATTRIBUTES = frozenset({"startableBy", "caseTitle", "caseGroup", "sideProcess", "decisionTakenBefore"})


@dataclass(frozen=True, slots=True)
class Known:
    """What one bundle's diagram may name: the installation's catalogue and what the bundle brings."""

    catalogue: Catalogue
    bundle: Bundle
    tables: frozenset[str]


def check_references(document: Document, process: Process, known: Known, report: Report) -> None:
    """Report names of things that do not exist."""
    graph = Graph(process)
    for node in process.nodes.values():
        _check_operation(node, known.catalogue, report)
        _check_task(graph, node, known, report)
        if node.kind == "businessRuleTask":
            _check_table(node, known, report)
        if node.kind == "callActivity":
            _check_called(document, process, node, known.catalogue, report)
        _note_foreign(node, report)
        _check_attributes(node.attributes, _NODE_ATTRIBUTES, report, line=node.line, element=node.id)
    _check_attributes(process.attributes, _PROCESS_ATTRIBUTES, report, line=process.line, element=process.id)
    _check_roles(process, known.catalogue, report)


def _check_operation(node: Node, catalogue: Catalogue, report: Report) -> None:
    if node.operation:
        if catalogue.operations is not None and node.operation not in catalogue.operations:
            sv, en = hint(node.operation, catalogue.operations)
            report.at("operation_unknown", node, operation=node.operation, hint=sv, hint_en=en)
    elif node.kind == "serviceTask":
        names = ", ".join(_short(name) for name in node.foreign)
        sv, en = (f" ({names} stöds inte)", f" ({names} is not supported)") if names else ("", "")
        report.at("operation_missing", node, foreign=sv, foreign_en=en)


def _check_task(graph: Graph, node: Node, known: Known, report: Report) -> None:
    form, other = node.task.form, node.task.not_performer_of
    if form and known.bundle.form(form) is None and form.removesuffix(".form") not in known.catalogue.forms:
        names = [name.rpartition("/")[2].removesuffix(".form") for name in known.bundle.named(".form")]
        sv, en = hint(form, [*names, *known.catalogue.forms])
        report.at("form_unknown", node, form=form, hint=sv, hint_en=en)
    if other:
        target = graph.node(other)
        if target is None or target.kind != "userTask":
            report.at("performer_element_unknown", node, target=other)


def _check_table(node: Node, known: Known, report: Report) -> None:
    if not node.decision:
        if not node.operation:
            report.at("decision_missing", node)
        return
    names = known.tables.union(known.catalogue.decisions)
    if node.decision not in names:
        sv, en = hint(node.decision, names)
        report.at("decision_unknown", node, decision=node.decision, hint=sv, hint_en=en)


def _check_called(document: Document, process: Process, node: Node, catalogue: Catalogue, report: Report) -> None:
    called = node.called_element
    if not called:
        report.at("called_element_missing", node)
        return
    own = {other.id: other for other in document.processes}
    if called in own and not own[called].is_executable:
        report.at("called_process_not_executable", node, process=called)
    elif called not in own and catalogue.processes is not None and called not in catalogue.processes:
        sv, en = hint(called, catalogue.processes)
        report.at("process_unknown", node, process=called, hint=sv, hint_en=en)
    if _calls_without_waiting(own, called, process.id) and node.id in _passed_without_waiting(process):
        report.at("call_recursion", node)


def _calls_without_waiting(processes: dict[str, Process], begun: str, wanted: str) -> bool:
    """Whether a chain of calls, none of which is preceded by a wait, leads from one process to another."""
    seen: set[str] = set()
    waiting = [begun]
    while waiting:
        current = waiting.pop()
        if current == wanted:
            return True
        if current in seen or current not in processes:
            continue
        seen.add(current)
        process = processes[current]
        reached = _passed_without_waiting(process)
        waiting += [node.called_element or "" for node in process.nodes.values() if node.id in reached]
    return False


def _passed_without_waiting(process: Process) -> set[str]:
    """The ids of the nodes that a case comes to for certain, before it waits for anything or a condition decides."""
    graph = Graph(process)
    waiting = graph.entries(process.id)
    found = {node.id for node in waiting}
    while waiting:
        node = waiting.pop()
        is_decided = any(flow.condition is not None for flow in graph.flows_out(node))
        for following in () if is_decided or waits(graph, node) else graph.nexts(node):
            if following.id not in found:
                found.add(following.id)
                waiting.append(following)
    return found


def _check_roles(process: Process, catalogue: Catalogue, report: Report) -> None:
    if catalogue.roles is None:
        return
    for node in process.nodes.values():
        named = [node.task.role if node.kind == "userTask" else None, node.task.escalate_to]
        for role in named:
            if role and not node.task.assignee:
                _check_role(role, catalogue.roles, report, node.line, node.id)
    for lane in process.lanes:
        if lane.has_role:
            _check_role(lane.role, catalogue.roles, report, lane.line, lane.id)
    for role in process.startable_by:
        _check_role(role, catalogue.roles, report, process.line, process.id)


def _check_role(role: str, roles: Collection[str], report: Report, line: int, element: str) -> None:
    if role not in roles:
        sv, en = hint(role, roles)
        report.add("role_unknown", line=line, element=element, role=role, hint=sv, hint_en=en)


def _check_attributes(
    written: Collection[str], known: frozenset[str], report: Report, *, line: int, element: str
) -> None:
    """A misspelt attribute would be left out without a word."""
    for name in written:
        if name not in known:
            sv, en = hint(name, known)
            report.add("attribute_unknown", line=line, element=element, attribute=name, hint=sv, hint_en=en)


def _note_foreign(node: Node, report: Report) -> None:
    if node.foreign:
        report.at("foreign_ignored", node, names=", ".join(_short(name) for name in node.foreign))


def _short(name: str) -> str:
    """`{namespace}name` as `tool:name`."""
    namespace, _, local = name.rpartition("}")
    for tool in ("camunda", "zeebe", "flowable", "activiti", "spiffworkflow", "bizagi", "signavio"):
        if tool in namespace:
            return f"{tool}:{local}"
    return local
