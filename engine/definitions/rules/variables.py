"""Rules of variables: what decides the way of a case reads only what something before it sets."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from engine.definitions.catalogue import hint
from engine.definitions.graph import Graph
from engine.definitions.reporting import Report
from engine.definitions.rules.formulas import names_given, parsed
from engine.feel.functions import BUILTINS
from engine.forms import Form
from engine.reader import Formula, MultiInstance, Node, Process

_NEARLY_THE_SAME = 0.8
"""How alike two names are when one is surely the other misspelt; 1 is the same."""

# What these set is known only when they run.
_OPEN = frozenset({"serviceTask", "sendTask", "receiveTask", "callActivity", "businessRuleTask"})


def check_variables(graph: Graph, forms: Mapping[str, Form], report: Report) -> None:
    """Report conditions and times that read variables which nothing in the diagram before them sets.

    After a step whose variables are known only when it runs, a name is still reported when it nearly is a known one.
    """
    before = _Before(graph, forms)
    code = "variable_from_start" if _may_be_given(graph.process) else "variable_never_set"
    for formula, element, line, node in _read_early(graph):
        expression = parsed(formula)
        if expression is None:
            continue
        set_before = before.names(node)
        known = before.anywhere if set_before is None else set_before
        # A built-in function may be named without being called, as the order of a sort is.
        unset = sorted(expression.names - known - BUILTINS.keys())
        misspelt = [name for name in unset if get_close_matches(name, known, n=1, cutoff=_NEARLY_THE_SAME)]
        for name in misspelt:
            sv, en = hint(name, known)
            texts = {"text": formula.text, "name": name, "hint": sv, "hint_en": en}
            report.add("variable_misspelt", line=line, element=element, **texts)
        others = ", ".join(name for name in unset if name not in misspelt)
        if others and set_before is not None:
            report.add(code, line=line, element=element, text=formula.text, name=others)


def _may_be_given(process: Process) -> bool:
    """Whether the caller of the process, or the program that starts it, can give it variables."""
    has_plain_start = not process.starts or any(not node.events for node in process.starts)
    return has_plain_start and not process.startable_by


def _read_early(graph: Graph) -> Iterator[tuple[Formula, str, int, Node]]:
    """The conditions of flows and the times of events: what they read decides the way of the case."""
    for flow in graph.process.flows.values():
        source = graph.node(flow.source)
        if flow.condition is not None and source is not None:
            yield flow.condition, flow.id, flow.condition.line or flow.line, source
    for node in graph.process.nodes.values():
        for event in node.events:
            if event.timer is not None and event.timer.formula is not None:
                yield event.timer.formula, node.id, event.timer.line, node


class _Before:
    """Which names the steps before a node set; None where that cannot be known. `anywhere` are those of all steps."""

    def __init__(self, graph: Graph, forms: Mapping[str, Form]) -> None:
        self._graph = graph
        self._forms = forms
        self._previous: dict[str, list[Node]] = {}
        nodes = graph.process.nodes.values()
        for node in nodes:
            for following in graph.nexts(node):
                self._previous.setdefault(following.id, []).append(node)
        self._data = {item.name for scope in graph.process.scopes.values() for item in scope.data}
        self.anywhere = frozenset(self._data).union(*(self._named_by(node) for node in nodes))

    def names(self, node: Node) -> frozenset[str] | None:
        """The names that are set on some way to the node, itself included."""
        found: set[str] = set(self._data)
        seen = {node.id}
        waiting = [node]
        while waiting:
            current = waiting.pop()
            if self._is_open(current):
                return None
            found |= self._named_by(current)
            inside = list(self._graph.inside(current.id)) if current.is_scope else []
            for previous in (*self._previous.get(current.id, ()), *inside):
                if previous.id not in seen:
                    seen.add(previous.id)
                    waiting.append(previous)
        return frozenset(found)

    def _is_open(self, node: Node) -> bool:
        """Whether the node may set anything: what it does is known only when it runs, or its form is not here."""
        if node.kind in _OPEN and not (node.kind == "businessRuleTask" and node.result_variable):
            return True
        if any(event.kind in ("message", "signal", "error", "escalation") for event in node.events):
            return True
        return node.kind == "userTask" and (node.task.form or "") not in self._forms

    def _named_by(self, node: Node) -> set[str]:
        """The names that the diagram and the forms say the node sets."""
        outputs = {parameter.name for parameter in (*node.outputs, *node.data_outputs)}
        form = self._forms.get(node.task.form or "") if node.kind == "userTask" else None
        fields = {name.split(".")[0] for name in form.fields} if form is not None else set()
        own = (node.result_variable, *names_given(node), *_loop_names(node))
        return fields | outputs | {name for name in own if name}


def _loop_names(node: Node) -> tuple[str | None, ...]:
    if isinstance(node.loop, MultiInstance):
        return (node.loop.item, node.loop.output, "loopCounter")
    return ()
