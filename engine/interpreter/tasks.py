"""The work of tasks: people's tasks, scripts, operations, decisions, messages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.interpreter import activities, timing
from engine.interpreter.errors import ExpressionError, NothingToDoError
from engine.interpreter.execution import Execution
from engine.interpreter.messages import (
    InvokeDecision,
    InvokeOperation,
    TaskClosed,
    TaskMoved,
    TaskOpened,
    TaskRefreshed,
)
from engine.interpreter.sending import payload_of, throw_message
from engine.interpreter.state import Token
from engine.interpreter.variables import assign, compute, explain, take_data_outputs, take_outputs, visible, write
from engine.interpreter.waits import arm
from engine.reader.model import Node


def pass_through(execution: Execution, token: Token, node: Node) -> None:
    """An abstract task asks for nothing; it may still move data."""
    take_data_outputs(execution, token, node, {})
    activities.complete(execution, token, node)


def open_task(execution: Execution, token: Token, node: Node) -> None:
    """A user or manual task waits for a person."""
    token.waits = "task"
    due_at, assignee = _due_at(execution, token, node), _assignee(execution, token, node)
    execution.effects.append(_opened(execution, token, node, due_at=due_at, assignee=assignee))
    _note(token, due_at, assignee)
    execution.state.unindexed.append(token.id)


def refresh_task(execution: Execution, token: Token) -> None:
    """Let a waiting task be as the version says that it now runs. A fixed due text keeps the instant it once gave."""
    node = execution.node(token)
    is_fixed = node.task.due_formula is None and node.task.due is not None
    known = token.note.get("due") if is_fixed else None
    due_at = known or _due_at(execution, token, node)
    assignee = _assignee(execution, token, node)
    execution.effects.append(TaskRefreshed(_opened(execution, token, node, due_at=due_at, assignee=assignee)))
    _note(token, due_at, assignee)
    token.reads = None
    execution.state.unindexed.append(token.id)


def _opened(
    execution: Execution, token: Token, node: Node, *, due_at: datetime | None, assignee: str | None
) -> TaskOpened:
    rule = node.task
    process = execution.state.process_of(token.scope).process
    if process is None:
        raise AssertionError("A case without a process")
    return TaskOpened(
        token_id=token.id,
        process=process,
        element_id=node.id,
        name=node.name or node.id,
        name_en=node.name_en,
        role=rule.role,
        assignee=assignee,
        due_at=due_at,
        form=rule.form,
        is_decision=rule.is_decision,
        not_performer_of=rule.not_performer_of,
        reminders=_reminders(execution, node, due_at),
        escalate_to=rule.escalate_to,
        item_index=execution.state.scopes[token.scope].index if execution.is_round(token) else None,
    )


def _note(token: Token, due_at: datetime | None, assignee: str | None) -> None:
    for name, value in (("due", due_at), ("assignee", assignee)):
        token.note.pop(name, None)
        if value is not None:
            token.note[name] = value


def _assignee(execution: Execution, token: Token, node: Node) -> str | None:
    formula = node.task.assignee
    value = None if formula is None else compute(execution, formula, token.scope, token=token)
    if value is not None and not isinstance(value, str):
        raise ExpressionError(f"The assignee {formula.text if formula else ''} is not a text.", element_id=node.id)
    return value


def _due_at(execution: Execution, token: Token, node: Node) -> datetime | None:
    rule = node.task
    if rule.due is None:
        return None
    value: Any = rule.due
    if rule.due_formula is not None:
        value = compute(execution, rule.due_formula, token.scope, token=token)
        if value is None:
            return None
    return timing.due_of_task(value, execution.env)


def _reminders(execution: Execution, node: Node, due_at: datetime | None) -> tuple[datetime, ...]:
    if due_at is None:
        return ()
    return timing.reminders_before(due_at, tuple(node.task.reminders), execution.env)


def names_read(execution: Execution, token: Token) -> frozenset[str]:
    """The variables that a waiting task's due time and assignee depend on."""
    rule = execution.node(token).task
    return frozenset().union(*(formula.names for formula in (rule.assignee, rule.due_formula) if formula is not None))


def move_task(execution: Execution, token: Token) -> None:
    """Compute a waiting task's due time and assignee again. A fixed due text keeps the instant that it once gave."""
    node = execution.node(token)
    before = token.note.get("due"), token.note.get("assignee")
    due_at = _due_at(execution, token, node) if node.task.due_formula is not None else before[0]
    assignee = _assignee(execution, token, node)
    if (due_at, assignee) != before:
        _note(token, due_at, assignee)
        execution.effects.append(TaskMoved(token.id, assignee, due_at, _reminders(execution, node, due_at)))


def complete_task(execution: Execution, token: Token, data: Mapping[str, Any]) -> None:
    """A person has completed the task."""
    node = execution.node(token)
    execution.effects.append(TaskClosed(token.id, is_cancelled=False))
    execution.current = node.id
    take_outputs(execution, token, node, data)
    activities.complete(execution, token, node)


def run_script(execution: Execution, token: Token, node: Node) -> None:
    """A script is one FEEL expression: its value goes to the result variable, else to the data outputs.

    Without a result variable a context gives each data output its entry, and another value is given to all of them.
    Without data outputs either, the entries of a context become variables.
    """
    if node.script is None:
        raise NothingToDoError(element_id=node.id)
    value = compute(execution, node.script, token.scope, token=token)
    if value is None and (reason := explain(execution, node.script, token.scope, token=token)):
        raise ExpressionError(f"{node.script.text}: {reason}", element_id=node.id)
    if node.result_variable:
        write(execution, token.scope, {node.result_variable: value}, from_outside=False)
        take_data_outputs(execution, token, node, {})
    elif isinstance(value, dict) and not node.data_outputs:
        write(execution, token.scope, value, from_outside=False)
    else:
        given = value if isinstance(value, dict) else {output.formula.text: value for output in node.data_outputs}
        take_data_outputs(execution, token, node, given)
    activities.complete(execution, token, node)


def invoke_operation(execution: Execution, token: Token, node: Node) -> None:
    """A service task calls a registered operation."""
    if node.operation is None:
        raise NothingToDoError(f"{node.name or node.id} names no operation.", element_id=node.id)
    token.waits = "operation"
    execution.request = InvokeOperation(
        token_id=token.id,
        element_id=node.id,
        operation=node.operation,
        inputs=assign(execution, node.inputs, token.scope, token=token),
        variables=visible(execution, token.scope, token=token),
    )


def invoke_decision(execution: Execution, token: Token, node: Node) -> None:
    """A business rule task evaluates a decision, or calls an operation."""
    if node.decision is None:
        invoke_operation(execution, token, node)
        return
    process = execution.state.process_of(token.scope).process
    if process is None:
        raise AssertionError("A case without a process")
    inputs = assign(execution, node.inputs, token.scope, token=token)
    token.waits = "decision"
    execution.request = InvokeDecision(
        token_id=token.id,
        element_id=node.id,
        process=process,
        decision=node.decision,
        result_variable=node.result_variable,
        variables=visible(execution, token.scope, token=token) | inputs,
    )


def send(execution: Execution, token: Token, node: Node) -> None:
    """A send task calls its operation, or sends its message."""
    if node.operation is not None:
        invoke_operation(execution, token, node)
    elif node.message is not None:
        throw_message(execution, token, node, node.message, payload_of(execution, token, node))
        take_data_outputs(execution, token, node, {})
        activities.complete(execution, token, node)
    else:
        raise NothingToDoError(f"{node.name or node.id} names neither message nor operation.", element_id=node.id)


def receive(execution: Execution, token: Token, node: Node) -> None:
    """A receive task waits for its message."""
    if node.message is None:
        raise NothingToDoError(f"{node.name or node.id} names no message.", element_id=node.id)
    token.waits = "event"
    arm(execution, node, role="catch", holder=token.id, scope_id=token.scope, token=token)


def answer(execution: Execution, token: Token, outputs: Mapping[str, Any]) -> None:
    """An operation or decision has given its result."""
    node = execution.node(token)
    execution.current = node.id
    take_outputs(execution, token, node, outputs)
    activities.complete(execution, token, node)
