"""Rules of variables: a condition that reads what nothing before it sets takes a branch without reason."""

from collections.abc import Mapping

from engine.definitions.graph import Graph
from engine.definitions.reporting import Report
from engine.definitions.rules.formulas import formulas_of, parsed
from engine.forms import Form
from engine.reader import MultiInstance, Node

# What these set is known only when they run.
_OPEN = frozenset({"serviceTask", "sendTask", "receiveTask", "callActivity", "businessRuleTask"})


def check_variables(graph: Graph, forms: Mapping[str, Form], report: Report) -> None:
    """Report conditions of flows that read variables which are certain not to be set before them by the diagram."""
    before = _Before(graph, forms)
    for placed in formulas_of(graph.process):
        expression = parsed(placed.formula)
        is_flow = placed.element in graph.process.flows
        if expression is None or placed.use != "condition" or not is_flow or placed.at is None:
            continue
        known = before.names(placed.at)
        unset = sorted(expression.names - known) if known is not None else []
        if unset:
            report.add(
                "variable_never_set",
                line=placed.line,
                element=placed.element,
                text=placed.formula.text,
                name=", ".join(unset),
            )


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
