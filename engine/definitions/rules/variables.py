"""Rules of variables: what decides the way of a case reads only what something before it sets."""

from collections.abc import Iterator, Mapping

from engine.definitions.graph import Graph
from engine.definitions.reporting import Report
from engine.definitions.rules.formulas import parsed
from engine.feel.functions import BUILTINS
from engine.forms import Form
from engine.reader import Formula, MultiInstance, Node, Process

# What these set is known only when they run.
_OPEN = frozenset({"serviceTask", "sendTask", "receiveTask", "callActivity", "businessRuleTask"})


def check_variables(graph: Graph, forms: Mapping[str, Form], report: Report) -> None:
    """Report conditions and times that read variables which nothing in the diagram before them sets."""
    before = _Before(graph, forms)
    code = "variable_from_start" if _may_be_given(graph.process) else "variable_never_set"
    for formula, element, line, node in _read_early(graph):
        expression = parsed(formula)
        known = before.names(node) if expression is not None else None
        if expression is None or known is None:
            continue
        # A built-in function may be named without being called, as the order of a sort is.
        unset = sorted(expression.names - known - BUILTINS.keys())
        if unset:
            names = ", ".join(unset)
            report.add(code, line=line, element=element, text=formula.text, name=names)


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
    """Which names the steps before a node set; None where that cannot be known."""

    def __init__(self, graph: Graph, forms: Mapping[str, Form]) -> None:
        self._graph = graph
        self._forms = forms
        self._previous: dict[str, list[Node]] = {}
        for node in graph.process.nodes.values():
            for following in graph.nexts(node):
                self._previous.setdefault(following.id, []).append(node)
        self._data = {item.name for scope in graph.process.scopes.values() for item in scope.data}

    def names(self, node: Node) -> frozenset[str] | None:
        """The names that are set on some way to the node, itself included."""
        found: set[str] = set(self._data)
        seen = {node.id}
        waiting = [node]
        while waiting:
            current = waiting.pop()
            own = self._set_by(current)
            if own is None:
                return None
            found |= own
            inside = list(self._graph.inside(current.id)) if current.is_scope else []
            for previous in (*self._previous.get(current.id, ()), *inside):
                if previous.id not in seen:
                    seen.add(previous.id)
                    waiting.append(previous)
        return frozenset(found)

    def _set_by(self, node: Node) -> set[str] | None:
        outputs = {parameter.name for parameter in (*node.outputs, *node.data_outputs)}
        own = {name for name in (node.result_variable, *outputs, *_loop_names(node)) if name}
        if node.kind in _OPEN and not (node.kind == "businessRuleTask" and node.result_variable):
            return None
        if any(event.kind in ("message", "signal", "error", "escalation") for event in node.events):
            return None
        if node.kind == "userTask":
            # A task without a form may set anything.
            form = self._forms.get(node.task.form or "")
            return own | {name.split(".")[0] for name in form.fields} if form else None
        return own


def _loop_names(node: Node) -> tuple[str | None, ...]:
    if isinstance(node.loop, MultiInstance):
        return (node.loop.item, node.loop.output, "loopCounter")
    return ()
