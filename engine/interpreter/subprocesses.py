"""Sub-processes, transactions, ad-hoc sub-processes and called processes: how they begin and end."""

from collections.abc import Mapping
from typing import Any

from engine.interpreter import activities, compensation
from engine.interpreter.catching import end_case
from engine.interpreter.errors import CalledProcessError, NotWaitingError
from engine.interpreter.execution import Execution
from engine.interpreter.messages import ProcessRef
from engine.interpreter.scopes import arm_event_subprocesses, begin, cancel_tokens_in, open_scope, remove_scope
from engine.interpreter.state import Scope, Token
from engine.interpreter.variables import assign, holds, write
from engine.reader.model import Node


def open_subprocess(execution: Execution, token: Token, node: Node) -> None:
    """Open an embedded sub-process or transaction and begin inside."""
    scope = _new_scope(execution, token, node, "subprocess")
    values, token.variables = token.variables, {}
    drawn = open_scope(execution, scope, values)
    arm_event_subprocesses(execution, scope, drawn)
    begin(execution, scope, drawn)


def _new_scope(execution: Execution, token: Token, node: Node, kind: str) -> Scope:
    token.waits = "scope"
    return Scope(execution.state.make_id("s"), kind, node.id, parent=token.scope, owner=token.id)


def open_call(execution: Execution, token: Token, node: Node) -> None:
    """Call another process: with its inputs only if it maps any, else it sees the caller's variables."""
    reference = _called(execution, node)
    scope = _new_scope(execution, token, node, "process")
    scope.process = reference
    scope.element = reference.key
    scope.is_open_to_caller = not (node.inputs or node.data_inputs)
    values = assign(execution, node.inputs, token.scope, token=token) | token.variables
    token.variables = {}
    drawn = open_scope(execution, scope, values)
    arm_event_subprocesses(execution, scope, drawn)
    begin(execution, scope, drawn)


def _called(execution: Execution, node: Node) -> ProcessRef:
    key = node.called_element or ""
    try:
        if node.called_version is not None:
            reference = ProcessRef(key, int(node.called_version))
            execution.env.library.process(reference)
            return reference
        return execution.env.library.latest(key)
    except (KeyError, ValueError) as error:
        raise CalledProcessError(f"The called process {key} is not deployed.", element_id=node.id) from error


def end_scope(execution: Execution, scope: Scope) -> None:
    """The last token of a scope has gone."""
    if scope.kind in {"loop", "instance"}:
        return
    if scope.note.get("restored"):
        compensation.end_restored(execution, scope)
    elif scope.kind == "compensation":
        compensation.end_handling(execution, scope)
    elif scope.owner is None:
        end_case(execution, "completed")
    elif _is_adhoc_open(execution, scope):
        return
    else:
        close(execution, scope)


def close(execution: Execution, scope: Scope) -> None:
    """A sub-process or called process is done: its owner goes on."""
    state = execution.state
    token = state.tokens[scope.owner or ""]
    node = execution.node(token)
    values = _results(execution, scope, node, token)
    remove_scope(execution, scope)
    if scope.kind == "event":
        compensation.remember_handler(execution, token, scope)
        execution.record("element_completed", node, token.scope)
        execution.leave(token, ())
        return
    write(execution, token.scope, values, from_outside=True)
    execution.current = node.id
    execution.closed[token.id] = scope
    activities.complete(execution, token, node)


def _results(execution: Execution, scope: Scope, node: Node, token: Token) -> Mapping[str, Any]:
    """What a called process or sub-process gives back: its mapped outputs, or all that a called process has set."""
    values: dict[str, Any] = assign(execution, (*node.outputs, *node.data_outputs), scope.id, token=token)
    if scope.kind == "process" and not node.outputs and not node.data_outputs:
        given = {parameter.name for parameter in (*node.inputs, *node.data_inputs)}
        values = {name: value for name, value in scope.variables.items() if name not in given}
    return values


# --- ad-hoc ---------------------------------------------------------------------------------------------------------


def open_adhoc(execution: Execution, token: Token, node: Node) -> None:
    """Open an ad-hoc sub-process: everything in it may be done, side by side or one at a time; more on request."""
    scope = _new_scope(execution, token, node, "subprocess")
    values, token.variables = token.variables, {}
    drawn = open_scope(execution, scope, values)
    arm_event_subprocesses(execution, scope, drawn)
    entries = list(drawn.entries)
    if node.ordering == "Sequential":
        scope.note["ahead"], entries = entries[1:], entries[:1]
    for entry in entries:
        execution.place(entry, scope.id)
    if not entries:
        close(execution, scope)


def _is_adhoc_open(execution: Execution, scope: Scope) -> bool:
    """Whether an ad-hoc sub-process without tokens still waits; it begins the next of a sequence."""
    node = execution.node(execution.state.tokens[scope.owner or ""])
    if node.kind != "adHocSubProcess" or scope.kind != "subprocess":
        return False
    if node.completion is not None and holds(execution, node.completion, scope.id):
        return False
    ahead = scope.note.get("ahead")
    if ahead:
        scope.note["ahead"] = ahead[1:]
        execution.place(ahead[0], scope.id)
        return True
    return node.completion is not None


def is_enough(execution: Execution, token: Token) -> bool:
    """Whether an activity that is done fulfils the ad-hoc sub-process around it; then what remains is cancelled."""
    scope = execution.state.scopes[token.scope]
    owner = execution.state.tokens.get(scope.owner or "")
    if scope.kind != "subprocess" or owner is None:
        return False
    node = execution.node(owner)
    if node.kind != "adHocSubProcess" or node.completion is None or not node.cancels_remaining:
        return False
    if not holds(execution, node.completion, scope.id):
        return False
    cancel_tokens_in(execution, scope.id, but=token.id)
    return True


def activate(execution: Execution, scope: Scope, element_id: str) -> None:
    """A person starts one activity of an open ad-hoc sub-process."""
    owner = execution.state.tokens.get(scope.owner or "")
    node = execution.node(owner) if owner is not None else None
    inside = execution.process(scope.id).scopes[scope.element].entries if node is not None else ()
    if node is None or node.kind != "adHocSubProcess" or element_id not in inside:
        raise NotWaitingError(f"{element_id} cannot be started here.", element_id=element_id)
    if node.ordering == "Sequential" and execution.state.tokens_in(scope.id):
        # One at a time: what a person asks for comes next.
        ahead = [other for other in scope.note.get("ahead", ()) if other != element_id]
        scope.note["ahead"] = [element_id, *ahead]
    else:
        execution.place(element_id, scope.id)
