"""The way in: a command on a case's state gives the new state, the effects, and an operation to call, if any."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.interpreter import (
    activities,
    events,
    gateways,
    joins,
    loops,
    migration,
    starting,
    subprocesses,
    tasks,
    triggers,
)
from engine.interpreter.catching import Thrown, end_case, throw_error
from engine.interpreter.errors import NotWaitingError
from engine.interpreter.execution import Behaviour, Behaviours, Execution
from engine.interpreter.messages import (
    ActivateAdHoc,
    Command,
    CompleteTask,
    Effect,
    Environment,
    InvokeDecision,
    InvokeOperation,
    MessageReceived,
    MoveToVersion,
    OperationFailed,
    OperationSucceeded,
    SetVariables,
    SignalReceived,
    SkipElement,
    StartCase,
    TerminateCase,
    TimerFired,
)
from engine.interpreter.state import CaseState, Token
from engine.interpreter.variables import write

_PERFORM: Mapping[str, Behaviour] = {
    "task": tasks.pass_through,
    "userTask": tasks.open_task,
    "manualTask": tasks.open_task,
    "scriptTask": tasks.run_script,
    "serviceTask": tasks.invoke_operation,
    "businessRuleTask": tasks.invoke_decision,
    "sendTask": tasks.send,
    "receiveTask": tasks.receive,
    "callActivity": subprocesses.open_call,
    "subProcess": subprocesses.open_subprocess,
    "transaction": subprocesses.open_subprocess,
    "adHocSubProcess": subprocesses.open_adhoc,
}
_BEHAVIOURS = Behaviours(
    enter={
        **dict.fromkeys(_PERFORM, activities.enter),
        "startEvent": events.pass_event,
        "boundaryEvent": events.pass_event,
        "intermediateCatchEvent": events.enter_catch,
        "intermediateThrowEvent": events.enter_throw,
        "endEvent": events.enter_end,
        "exclusiveGateway": gateways.pass_exclusive,
        "parallelGateway": gateways.pass_parallel,
        "inclusiveGateway": gateways.pass_inclusive,
        "complexGateway": gateways.pass_complex,
        "eventBasedGateway": gateways.wait_for_first,
    },
    perform=_PERFORM,
    open_loop=loops.open_loop,
    end_round=loops.end_round,
    end_scope=subprocesses.end_scope,
    is_enough=subprocesses.is_enough,
    take_joins=joins.take_joins,
    follow_changes=triggers.follow_changes,
    throw_signal=events.throw_signal,
)


@dataclass(frozen=True, slots=True)
class Step:
    """What a command did. `requests` holds an operation or decision to answer before the step is whole, or nothing."""

    state: CaseState
    effects: Sequence[Effect]
    requests: Sequence[InvokeOperation | InvokeDecision]


def run(state: CaseState, command: Command, env: Environment) -> Step:
    """Carry out a command: the case moves on until everything in it waits.

    The given state is used up, also when an error is raised. Raises the errors of `engine.interpreter.errors`,
    InvalidValueError and LimitExceededError; then nothing of the step may be kept.
    """
    execution = Execution(state, env, _BEHAVIOURS)
    if not isinstance(command, OperationSucceeded | OperationFailed):
        state.steps = 0
    _COMMANDS[type(command)](execution, command)
    if state.status == "active":
        execution.run_to_rest()
    if state.wide:
        # A pack says what is read in it, so that it can stay closed when other variables change.
        triggers.index_readers(execution)
    requests = (execution.request,) if execution.request is not None else ()
    return Step(state, tuple(execution.effects), requests)


def _token(execution: Execution, token_id: str, *waits: str) -> Token:
    token = execution.state.tokens.get(token_id)
    if token is None or token.waits not in waits:
        raise NotWaitingError
    execution.current = token.node
    return token


def _complete(execution: Execution, command: CompleteTask) -> None:
    tasks.complete_task(execution, _token(execution, command.token_id, "task"), command.data)


def _succeed(execution: Execution, command: OperationSucceeded) -> None:
    tasks.answer(execution, _token(execution, command.token_id, "operation", "decision"), command.outputs)


def _fail(execution: Execution, command: OperationFailed) -> None:
    token = _token(execution, command.token_id, "operation", "decision")
    thrown = Thrown("error", command.code, command.message)
    data = {"code": command.code, "message": command.message}
    execution.record("error_thrown", execution.node(token), token.scope, data)
    throw_error(execution, thrown, token.scope, token=token)


def _fire(execution: Execution, wait_id: str, kind: str, payload: Mapping[str, Any]) -> None:
    wait = execution.state.waits.get(wait_id)
    if wait is None or wait.kind != kind:
        raise NotWaitingError
    triggers.fire(execution, wait, payload)


def _fire_timer(execution: Execution, command: TimerFired) -> None:
    _fire(execution, command.timer_id, "timer", {})


def _receive_message(execution: Execution, command: MessageReceived) -> None:
    _fire(execution, command.subscription_id, "message", command.payload)


def _receive_signal(execution: Execution, command: SignalReceived) -> None:
    _fire(execution, command.subscription_id, "signal", command.payload)


def _set_variables(execution: Execution, command: SetVariables) -> None:
    write(execution, execution.state.root, command.variables, from_outside=True)


def _activate(execution: Execution, command: ActivateAdHoc) -> None:
    scope = execution.state.scopes.get(command.scope_id)
    if scope is None:
        raise NotWaitingError
    subprocesses.activate(execution, scope, command.element_id)


def _terminate(execution: Execution, _: TerminateCase) -> None:
    end_case(execution, "terminated")


def _skip(execution: Execution, command: SkipElement) -> None:
    token = _token(execution, command.token_id, "operation", "decision", "event")
    node = execution.node(token)
    if node.is_activity:
        triggers.skip_activity(execution, token, node)
    else:
        execution.record("element_completed", node, token.scope, {"skipped": command.reason})
        triggers.skip_event(execution, token, node)


_COMMANDS: Mapping[type, Callable[[Execution, Any], None]] = {
    StartCase: starting.start_case,
    CompleteTask: _complete,
    OperationSucceeded: _succeed,
    OperationFailed: _fail,
    TimerFired: _fire_timer,
    MessageReceived: _receive_message,
    SignalReceived: _receive_signal,
    SetVariables: _set_variables,
    ActivateAdHoc: _activate,
    TerminateCase: _terminate,
    SkipElement: _skip,
    MoveToVersion: migration.move,
}
