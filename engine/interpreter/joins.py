"""Joins: parallel ones count tokens per flow, inclusive and complex ones ask whether a token can still arrive."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from engine.interpreter.execution import Execution
from engine.interpreter.flows import chosen, holds_flow
from engine.interpreter.state import Token
from engine.interpreter.variables import compute, is_true
from engine.reader.model import Flow, Node, Process


def join_parallel(execution: Execution, token: Token, node: Node) -> None:
    """Take one token from each incoming flow when each has one; tokens in excess stay for the next time."""
    if len(node.incoming) > 1:
        token.waits = "join"
        waiting = _waiting_at(execution, token.scope, node)
        if any(flow_id not in waiting for flow_id in node.incoming):
            return
        for flow_id in node.incoming:
            if waiting[flow_id][0] is not token:
                execution.state.remove_token(waiting[flow_id][0])
    execution.record("element_entered", node, token.scope)
    execution.record("element_completed", node, token.scope)
    execution.leave(token, execution.process(token.scope).flows_out(node))


def wait_at_join(execution: Execution, token: Token) -> None:
    """Wait at an inclusive or complex join until nothing else can move."""
    token.waits = "join"
    execution.joins[token.scope, token.node] = None


def _waiting_at(execution: Execution, scope_id: str, node: Node) -> dict[str, list[Token]]:
    found: dict[str, list[Token]] = {}
    for token in execution.state.by_scope.get(scope_id, {}).values():
        if token.node == node.id and token.waits == "join":
            found.setdefault(token.flow or "", []).append(token)
    return found


def take_joins(execution: Execution) -> bool:
    """Let an inclusive or complex join fire, if one may; called when no token is ready."""
    for scope_id, node_id in list(execution.joins):
        if scope_id not in execution.state.scopes:
            del execution.joins[scope_id, node_id]
            continue
        node = execution.process(scope_id).nodes[node_id]
        waiting = _waiting_at(execution, scope_id, node)
        if not waiting and f"complex {node_id}" not in execution.state.scopes[scope_id].note:
            del execution.joins[scope_id, node_id]
            continue
        take = _take_complex if node.kind == "complexGateway" else _take_inclusive
        execution.current = node_id
        if take(execution, scope_id, node, waiting):
            return True
    return False


# --- inclusive ------------------------------------------------------------------------------------------------------


def _take_inclusive(execution: Execution, scope_id: str, node: Node, waiting: Mapping[str, list[Token]]) -> bool:
    if _may_arrive(execution, scope_id, node, waiting):
        return False
    kept, *others = [tokens[0] for tokens in waiting.values()]
    for token in others:
        execution.state.remove_token(token)
    kept.waits = "ready"
    execution.record("element_entered", node, scope_id)
    flows = chosen(execution, kept, node)
    execution.record("element_completed", node, scope_id)
    execution.leave(kept, flows)
    return True


def _may_arrive(execution: Execution, scope_id: str, node: Node, waiting: Iterable[str]) -> bool:
    """Whether a token can still reach a flow that has none yet, and none that has one (BPMN 2.0.2, 13.4.3)."""
    process = execution.process(scope_id)
    reach = _reach(process, node.id)
    occupied = set(waiting)
    empty = [flow_id for flow_id in node.incoming if flow_id not in occupied]
    to_empty = set().union(*(reach[flow_id] for flow_id in empty)) if empty else set()
    to_occupied = set().union(*(reach[flow_id] for flow_id in occupied if flow_id in reach))
    return any(
        token.node in to_empty and token.node not in to_occupied
        for token in execution.state.by_scope.get(scope_id, {}).values()
        if token.node != node.id
    )


@lru_cache(maxsize=1024)
def _reach_cached(process: "_Key", gateway_id: str) -> dict[str, frozenset[str]]:
    nodes = process.process.nodes
    sources: dict[str, list[str]] = {}
    for flow in process.process.flows.values():
        sources.setdefault(flow.target, []).append(flow.source)
    return {
        flow_id: _before(process.process.flows[flow_id], gateway_id, sources, nodes)
        for flow_id in nodes[gateway_id].incoming
    }


class _Key:
    """A process as a key of the cache: by identity, since deployed versions never change."""

    __slots__ = ("process",)

    def __init__(self, process: Process) -> None:
        self.process = process

    def __hash__(self) -> int:
        return id(self.process)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.process is self.process


def _reach(process: Process, gateway_id: str) -> Mapping[str, frozenset[str]]:
    """For each incoming flow of a gateway: the elements from which a token can come to it, not through the gateway."""
    return _reach_cached(_Key(process), gateway_id)


def _before(flow: Flow, gateway_id: str, sources: Mapping[str, list[str]], nodes: Mapping[str, Node]) -> frozenset[str]:
    found: set[str] = set()
    ahead = [flow.source]
    while ahead:
        node_id = ahead.pop()
        if node_id in found or node_id == gateway_id or node_id not in nodes:
            continue
        found.add(node_id)
        ahead.extend(sources.get(node_id, ()))
        node = nodes[node_id]
        if node.attached_to is not None:
            ahead.append(node.attached_to)
        if node.kind == "intermediateCatchEvent" and any(event.kind == "link" for event in node.events):
            ahead.extend(_link_sources(node, nodes))
    return frozenset(found)


def _link_sources(target: Node, nodes: Mapping[str, Node]) -> list[str]:
    names = {event.name for event in target.events if event.kind == "link"}
    return [
        node.id
        for node in nodes.values()
        if node.kind == "intermediateThrowEvent"
        and node.scope == target.scope
        and any(event.kind == "link" and event.name in names for event in node.events)
    ]


# --- complex --------------------------------------------------------------------------------------------------------


def arrive_at_complex(execution: Execution, scope_id: str, node: Node) -> None:
    """A token has come to a complex gateway: it fires at once if this activates it, before others come as well."""
    if f"complex {node.id}" in execution.state.scopes[scope_id].note:
        return
    waiting = _waiting_at(execution, scope_id, node)
    if len(node.incoming) <= 1 or _may_be_activated(execution, scope_id, node, waiting):
        _activate(execution, scope_id, node, waiting)


def _take_complex(execution: Execution, scope_id: str, node: Node, waiting: Mapping[str, list[Token]]) -> bool:
    """The complex gateway (BPMN 2.0.2, 13.4.5): activation, then a reset that absorbs what still arrives."""
    if f"complex {node.id}" in execution.state.scopes[scope_id].note:
        return _reset(execution, scope_id, node, waiting)
    if node.activation is not None and not _may_arrive(execution, scope_id, node, waiting):
        # Nothing more can come, so a condition that cannot be told by now is a fault of the drawing.
        is_activated = is_true(execution, node.activation, scope_id, extra=_counts(node, waiting))
    else:
        is_activated = _may_be_activated(execution, scope_id, node, waiting)
    if not is_activated:
        return False
    _activate(execution, scope_id, node, waiting)
    return True


def _may_be_activated(execution: Execution, scope_id: str, node: Node, waiting: Mapping[str, list[Token]]) -> bool:
    """Whether the condition holds while others may still come; one over what has no value yet does not."""
    if node.activation is None:
        return len(waiting) >= len(node.incoming)
    return compute(execution, node.activation, scope_id, extra=_counts(node, waiting)) is True


def _counts(node: Node, waiting: Mapping[str, list[Token]]) -> dict[str, int | bool]:
    """What an activation condition can read: the tokens of each flow by its id, and of all."""
    counts = {flow_id: len(waiting.get(flow_id, ())) for flow_id in node.incoming}
    return {**counts, "activationCount": sum(counts.values()), "waitingForStart": True}


def _activate(execution: Execution, scope_id: str, node: Node, waiting: Mapping[str, list[Token]]) -> None:
    if len(node.incoming) > 1:
        execution.state.scopes[scope_id].note[f"complex {node.id}"] = sorted(waiting)
    _leave_complex(execution, node, [tokens[0] for tokens in waiting.values()])


def _leave_complex(execution: Execution, node: Node, taken: list[Token]) -> None:
    kept, *others = taken
    for token in others:
        execution.state.remove_token(token)
    kept.waits = "ready"
    kept.variables["waitingForStart"] = True
    execution.record("element_entered", node, kept.scope)
    flows = chosen(execution, kept, node)
    execution.record("element_completed", node, kept.scope)
    execution.leave(kept, flows)


def _reset(execution: Execution, scope_id: str, node: Node, waiting: Mapping[str, list[Token]]) -> bool:
    """After it has fired, the gateway waits for the flows that can still bring a token, takes these, and is new."""
    note = execution.state.scopes[scope_id].note
    key = f"complex {node.id}"
    late = {flow_id: tokens for flow_id, tokens in waiting.items() if flow_id not in note[key]}
    if _may_arrive(execution, scope_id, node, [*note[key], *late]):
        return False
    del note[key]
    taken = [tokens[0] for tokens in late.values()]
    if not taken:
        return bool(waiting)
    taken[0].variables["waitingForStart"] = False
    # Only flows that ask for the second phase get a token in it; otherwise each activation gives one token.
    second_phase = (
        flow
        for flow in execution.process(scope_id).flows_out(node)
        if flow.condition is not None and "waitingForStart" in flow.condition.names
    )
    flows = [flow for flow in second_phase if holds_flow(execution, taken[0], flow)]
    for token in taken[1:]:
        execution.state.remove_token(token)
    taken[0].waits = "ready"
    execution.leave(taken[0], flows)
    return True
