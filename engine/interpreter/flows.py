"""Which outgoing flows a token takes, by their conditions."""

from engine.interpreter.errors import NoPathError
from engine.interpreter.execution import Execution
from engine.interpreter.state import Token
from engine.interpreter.variables import is_true
from engine.reader.model import Flow, Node


def go_on(execution: Execution, token: Token, node: Node, *, times: int = 1) -> None:
    """Leave an activity or event by all flows whose conditions hold, with as many tokens on each."""
    execution.leave(token, chosen(execution, token, node) * times)


def chosen(execution: Execution, token: Token, node: Node, *, only_first: bool = False) -> list[Flow]:
    """The flows that hold, in the order of the drawing; else the default flow. Raises NoPathError."""
    flows = execution.process(token.scope).flows_out(node)
    taken: list[Flow] = []
    for flow in flows:
        if flow.id != node.default and holds_flow(execution, token, flow):
            taken.append(flow)
            if only_first:
                break
    if not taken and flows:
        taken = [flow for flow in flows if flow.id == node.default]
        if not taken:
            raise NoPathError(
                f"{node.name or node.id}: no outgoing flow has a true condition, and there is no default flow.",
                element_id=node.id,
            )
    return taken


def holds_flow(execution: Execution, token: Token, flow: Flow) -> bool:
    """Whether the flow's condition holds; a flow without one always does."""
    return flow.condition is None or is_true(execution, flow.condition, token.scope, token=token)
