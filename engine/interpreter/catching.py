"""Who catches what is thrown inside a case: errors, escalations and cancellations, from the inside out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.interpreter.execution import Execution
from engine.interpreter.messages import CaseEnded
from engine.interpreter.scopes import arm_event_subprocesses, cancel_token, cancel_tokens_in, open_scope
from engine.interpreter.state import Scope, Token
from engine.interpreter.variables import take_outputs, write
from engine.interpreter.waits import disarm, disarm_all
from engine.reader.model import Node
from engine.reader.parts import EventDefinition


@dataclass(frozen=True, slots=True)
class Thrown:
    """What is on its way out: `kind` is error, escalation or cancel; an uncoded one is caught by uncoded catchers."""

    kind: str
    code: str | None
    message: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def by(cls, definition: EventDefinition, payload: Mapping[str, Any]) -> "Thrown":
        """What a throwing event's definition throws."""
        return cls(definition.kind, definition.code or definition.name or definition.ref, payload=payload)

    @property
    def variables(self) -> dict[str, Any]:
        """What the catcher's data outputs can read."""
        return {"code": self.code, "message": self.message, **self.payload}


@dataclass(frozen=True, slots=True)
class Catcher:
    """An event that catches: at the boundary of a token's activity, or the start of a scope's event sub-process."""

    node: Node
    definition: EventDefinition
    token: Token | None = None
    scope: Scope | None = None


def find_catcher(execution: Execution, thrown: Thrown, scope_id: str, *, token: Token | None = None) -> Catcher | None:
    """The nearest catcher: at each level one with the code, then one without a code."""
    if token is not None and (found := _at_boundary(execution, thrown, token)) is not None:
        return found
    for scope, came_from in _outwards(execution, scope_id):
        found = _in_scope(execution, thrown, scope, came_from)
        if found is None and scope.owner is not None:
            found = _at_boundary(execution, thrown, execution.state.tokens[scope.owner])
        if found is not None:
            return found
    return None


def _outwards(execution: Execution, scope_id: str) -> Iterator[tuple[Scope, str | None]]:
    """The scopes from the inside out, each with the event sub-process in it through which the way led, if any."""
    state = execution.state
    came_from: str | None = None
    next_id: str | None = scope_id
    while next_id is not None:
        scope = state.scopes[next_id]
        yield scope, came_from
        owner = state.tokens.get(scope.owner) if scope.owner is not None else None
        came_from = owner.node if owner is not None and scope.kind == "event" else None
        next_id = owner.scope if owner is not None else scope.parent


def _at_boundary(execution: Execution, thrown: Thrown, token: Token) -> Catcher | None:
    if execution.is_round(token):
        return None
    process = execution.process(token.scope)
    nodes = [process.nodes[node_id] for node_id in process.nodes[token.node].boundaries]
    found = _matching(nodes, thrown)
    return None if found is None else Catcher(*found, token=token)


def _in_scope(execution: Execution, thrown: Thrown, scope: Scope, came_from: str | None) -> Catcher | None:
    """An event sub-process of the scope; none catches what it throws itself, nor when another has interrupted it."""
    process = execution.process(scope.id)
    if scope.kind in {"loop", "instance"} or scope.interrupted_by is not None:
        return None
    drawn = process.scopes.get(scope.element)
    inside = [node_id for node_id in (drawn.event_subprocesses if drawn else ()) if node_id != came_from]
    starts = [process.nodes[start_id] for node_id in inside for start_id in process.scopes[node_id].starts]
    found = _matching(starts, thrown)
    return None if found is None else Catcher(*found, scope=scope)


def _matching(nodes: list[Node], thrown: Thrown) -> tuple[Node, EventDefinition] | None:
    pairs = [(node, definition) for node in nodes for definition in node.events if definition.kind == thrown.kind]
    exact = (pair for pair in pairs if thrown.code is not None and thrown.code in _codes(pair[1]))
    uncoded = (pair for pair in pairs if pair[1].code is None)
    return next(exact, None) or next(uncoded, None)


def _codes(definition: EventDefinition) -> set[str | None]:
    """The code, or for a definition without one what else names it: a drawing may give only names."""
    return {definition.code} if definition.code is not None else {definition.name, definition.ref}


# --- what a catcher does --------------------------------------------------------------------------------------------


def throw_error(execution: Execution, thrown: Thrown, scope_id: str, *, token: Token | None = None) -> None:
    """Throw an error: the catcher interrupts what is around it; without one the case fails."""
    catcher = find_catcher(execution, thrown, scope_id, token=token)
    if catcher is None:
        end_case(execution, "failed", thrown.code)
    else:
        catch(execution, catcher, thrown.variables)


def catch(execution: Execution, catcher: Catcher, payload: Mapping[str, Any]) -> None:
    """Let the catcher act."""
    kind = catcher.definition.kind
    if catcher.token is not None:
        trigger_boundary(execution, catcher.node, catcher.token, payload, thrown=kind)
    elif catcher.scope is not None:
        trigger_event_subprocess(execution, catcher.node, catcher.scope, payload, thrown=kind)


def trigger_boundary(
    execution: Execution, node: Node, host: Token, payload: Mapping[str, Any], *, thrown: str | None = None
) -> None:
    """A boundary event has caught: it interrupts its activity at once if it is so drawn, and goes on by itself.

    `thrown` is the kind of what came from inside the case; an error or a cancellation always interrupts.
    """
    if node.is_interrupting or thrown in {"error", "cancel"}:
        cancel_token(execution, host)
    token = execution.place(node.id, host.scope)
    _keep_payload(execution, token, node, payload, is_internal=thrown is not None)


def _keep_payload(
    execution: Execution, token: Token, node: Node, payload: Mapping[str, Any], *, is_internal: bool
) -> None:
    """What a message or signal carries becomes variables; an error's code only where the event maps it."""
    has_mapping = bool(node.outputs or node.result_variable or node.data_outputs)
    extra = {key: value for key, value in payload.items() if key not in {"code", "message"}} if is_internal else payload
    if has_mapping:
        token.variables = dict(payload) if is_internal else {}
        take_outputs(execution, token, node, payload)
        token.variables = {}
    elif extra:
        write(execution, token.scope, extra, from_outside=True)


def trigger_event_subprocess(
    execution: Execution, start: Node, scope: Scope, payload: Mapping[str, Any], *, thrown: str | None = None
) -> None:
    """An event sub-process starts in its scope, instead of all else there if it interrupts."""
    node = execution.process(scope.id).nodes[start.scope]
    interrupts = start.is_interrupting or thrown == "error"
    if interrupts:
        scope.interrupted_by = node.id
        for wait in execution.state.waits_of(scope.id):
            disarm(execution, wait)
    owner = execution.state.add_token(Token(execution.state.make_id("t"), node.id, scope.id, waits="scope"))
    if interrupts:
        cancel_tokens_in(execution, scope.id, but=owner.id)
    inner = Scope(execution.state.make_id("s"), "event", node.id, parent=scope.id, owner=owner.id)
    drawn = open_scope(execution, inner, {})
    execution.record("element_entered", node, scope.id)
    arm_event_subprocesses(execution, inner, drawn)
    token = execution.place(start.id, inner.id)
    _keep_payload(execution, token, start, payload, is_internal=thrown is not None)


def end_case(execution: Execution, status: str, code: str | None = None) -> None:
    """Cancel whatever is left and end the case; its variables stay."""
    state = execution.state
    cancel_tokens_in(execution, state.root)
    disarm_all(execution, state.root)
    state.status = status
    execution.agenda.clear()
    execution.effects.append(CaseEnded(status, code))
