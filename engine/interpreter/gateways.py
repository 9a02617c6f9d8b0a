"""Gateways as a token comes to them: splits, merges, and waiting for the first event."""

from engine.interpreter.errors import StepError
from engine.interpreter.execution import Execution
from engine.interpreter.flows import chosen
from engine.interpreter.joins import arrive_at_complex, join_parallel, wait_at_join
from engine.interpreter.state import Token
from engine.interpreter.waits import arm
from engine.reader.model import Node


def pass_exclusive(execution: Execution, token: Token, node: Node) -> None:
    """Each token takes the first flow whose condition holds."""
    execution.record("element_entered", node, token.scope)
    flows = chosen(execution, token, node, only_first=True)
    execution.record("element_completed", node, token.scope)
    execution.leave(token, flows)


def pass_parallel(execution: Execution, token: Token, node: Node) -> None:
    """Wait for a token on each incoming flow, then take all outgoing ones."""
    join_parallel(execution, token, node)


def pass_inclusive(execution: Execution, token: Token, node: Node) -> None:
    """Wait while a token may still arrive, then take all flows whose conditions hold."""
    if len(node.incoming) > 1:
        wait_at_join(execution, token)
        return
    execution.record("element_entered", node, token.scope)
    flows = chosen(execution, token, node)
    execution.record("element_completed", node, token.scope)
    execution.leave(token, flows)


def pass_complex(execution: Execution, token: Token, node: Node) -> None:
    """Wait until the activation condition holds, which each token that comes may bring about."""
    wait_at_join(execution, token)
    arrive_at_complex(execution, token.scope, node)


def wait_for_first(execution: Execution, token: Token, node: Node) -> None:
    """Listen for all events that follow; the first that happens decides, but a parallel gateway waits for all."""
    execution.record("element_entered", node, token.scope)
    process = execution.process(token.scope)
    if node.event_gateway_type == "Parallel":
        execution.record("element_completed", node, token.scope)
        execution.leave(token, process.flows_out(node))
        return
    token.waits = "gateway"
    for flow in process.flows_out(node):
        target = process.nodes[flow.target]
        arm(execution, target, role="gateway", holder=token.id, scope_id=token.scope, token=token)
    if not execution.state.waits_of(token.id):
        raise StepError(f"{node.name or node.id} is followed by no event.", element_id=node.id)
