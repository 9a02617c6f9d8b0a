"""Every expression of a process, with the place where it stands and what it is for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.feel import Expression, FeelSyntaxError
from engine.feel.syntax import ContextLiteral
from engine.reader import Flow, Formula, MultiInstance, Node, Process, StandardLoop

Use = Literal["condition", "value", "script"]


@dataclass(frozen=True, slots=True)
class Placed:
    """One expression and where it stands: the element's id and line, and the node before which it is evaluated."""

    formula: Formula
    use: Use
    element: str
    line: int
    at: Node | None


def parsed(formula: Formula) -> Expression | None:
    """The expression, None if the text is not FEEL."""
    try:
        return formula.expression
    except FeelSyntaxError:
        return None


def names_given(node: Node) -> tuple[str, ...]:
    """The variables that a script sets by giving a context, where nothing says another place for its value."""
    if node.script is None or node.result_variable or node.data_outputs:
        return ()
    expression = parsed(node.script)
    tree = expression.tree if expression is not None else None
    return tuple(name for name, _ in tree.entries) if isinstance(tree, ContextLiteral) else ()


def formulas_of(process: Process) -> Iterator[Placed]:
    """All expressions of the process, timers left out: they have rules of their own."""
    for formula in (process.case_title, process.case_group):
        if formula is not None:
            yield Placed(formula, "value", process.id, formula.line or process.line, None)
    for flow in process.flows.values():
        if flow.condition is not None:
            yield _of_flow(process, flow, flow.condition)
    for node in process.nodes.values():
        for formula, use in _of_node(node):
            yield Placed(formula, use, node.id, formula.line or node.line, node)


def _of_flow(process: Process, flow: Flow, condition: Formula) -> Placed:
    return Placed(condition, "condition", flow.id, condition.line or flow.line, process.nodes.get(flow.source))


def _of_node(node: Node) -> Iterator[tuple[Formula, Use]]:
    found: list[tuple[Formula | None, Use]] = [
        (node.script, "script"),
        (node.task.assignee, "value"),
        (node.task.due_formula, "value"),
        (node.correlation, "value"),
        (node.activation, "condition"),
        (node.completion, "condition"),
    ]
    found += [(event.condition, "condition") for event in node.events]
    parameters = (*node.inputs, *node.outputs, *node.data_inputs, *node.data_outputs)
    found += [(parameter.formula, "value") for parameter in parameters]
    found += _of_loop(node.loop)
    for formula, use in found:
        if formula is not None and (use != "script" or node.kind == "scriptTask"):
            yield formula, use


def _of_loop(loop: StandardLoop | MultiInstance | None) -> list[tuple[Formula | None, Use]]:
    if isinstance(loop, StandardLoop):
        return [(loop.condition, "condition")]
    if isinstance(loop, MultiInstance):
        values: list[tuple[Formula | None, Use]] = [(loop.cardinality, "value"), (loop.collection, "value")]
        conditions: list[tuple[Formula | None, Use]] = [(condition, "condition") for condition, _ in loop.complex]
        return [*values, (loop.output_item, "value"), (loop.completion, "condition"), *conditions]
    return []
