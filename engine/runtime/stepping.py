"""Moves one case through the interpreter until it waits: operations and decisions are answered on the way."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError

from engine import failpoints
from engine.calendars import WorkingCalendar
from engine.definitions import Check
from engine.errors import BpmnError, EngineError, InvalidDataError, LimitExceededError, RefusedError
from engine.feel import evaluate
from engine.interpreter import messages as m
from engine.interpreter.state import CaseState
from engine.interpreter.stepping import run
from engine.interpreter.values import normalise
from engine.model import Actor
from engine.reader.parts import Formula
from engine.reader.xml import DiagramLimits
from engine.runtime.call import Call, Choices, Operation, no_choices
from engine.runtime.effects import Effects
from engine.runtime.library import ConnectedLibrary, Deployed, Shelf
from engine.runtime.transaction import Transaction
from engine.store.cases import CaseRecord
from engine.store.database import is_serialisation_failure


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every case of an engine runs in."""

    shelf: Shelf
    operations: Mapping[str, Operation]
    calendar: WorkingCalendar
    zone: ZoneInfo
    limits: m.Limits = field(default_factory=m.Limits)
    diagrams: DiagramLimits = field(default_factory=DiagramLimits)
    choices: Choices = no_choices
    checks: Mapping[str, Check] = field(default_factory=dict)


# What a person can mend who gave the command: a rule's refusal, or data that only the operation could judge.
REFUSALS = (RefusedError, InvalidDataError)


class StepFailedError(Exception):
    """A step of a case could not be taken: everything rolls back, and the case gets an incident."""

    def __init__(self, case_id: str, element_id: str | None, kind: str, cause: Exception) -> None:
        super().__init__(str(cause))
        self.case_id = case_id
        self.element_id = element_id
        self.kind = kind
        self.cause = cause

    @property
    def refusal(self) -> EngineError | None:
        """The answer to whoever gave the command, if an operation refused it rather than failed."""
        is_refused = self.kind == "operation" and isinstance(self.cause, REFUSALS)
        return self.cause if is_refused and isinstance(self.cause, EngineError) else None


class Stepper:
    """One case in one transaction: commands go in, rows and the new state document come out."""

    def __init__(
        self,
        tx: Transaction,
        case: CaseRecord,
        actor: Actor,
        *,
        surroundings: Surroundings,
        skipped: frozenset[str] = frozenset(),
    ) -> None:
        self._tx = tx
        self.case = case
        self._actor = actor
        self._surroundings = surroundings
        self._skipped = skipped
        self._library = ConnectedLibrary(surroundings.shelf, tx.connection)
        self.effects = Effects(tx, case, actor)
        self.state = CaseState.new() if case.state is None else CaseState.load(case.state)

    @property
    def deployed(self) -> Deployed:
        """The case's own version with its forms."""
        return self._library.deployed(m.ProcessRef(self.case.process_key, self.case.process_version))

    def take(self, command: m.Command) -> None:
        """Run the command to the next waits, and keep the new state. Raises StepFailedError."""
        self._run(command)
        self.case.state = self.state.dump()
        self.case.is_state_changed = True
        self._name_case()
        failpoints.hit("after-step")

    def _run(self, command: m.Command) -> None:
        pending: deque[m.InvokeOperation | m.InvokeDecision] = deque()
        following: m.Command | None = command
        while following is not None:
            pending.extend(self._step(following))
            following = self._next_answer(pending)

    def _step(self, command: m.Command) -> Any:
        surroundings = self._surroundings
        env = m.Environment(
            now=self._tx.now,
            library=self._library,
            calendar=surroundings.calendar,
            zone=surroundings.zone,
            limits=surroundings.limits,
            skipped=self._skipped,
        )
        try:
            step = run(self.state, command, env)
            for effect in step.effects:
                self.effects.apply(effect)
        except LimitExceededError as error:
            raise StepFailedError(self.case.id, getattr(error, "element_id", None), "limit", error) from error
        except EngineError as error:
            raise StepFailedError(self.case.id, getattr(error, "element_id", None), error.code, error) from error
        self.state = step.state
        return step.requests

    def _next_answer(self, pending: "deque[m.InvokeOperation | m.InvokeDecision]") -> m.Command | None:
        while pending:
            request = pending.popleft()
            # An answer that came before may have interrupted what this request was for.
            if request.token_id in self.state.tokens:
                return self._answer(request)
        return None

    def _answer(self, request: m.InvokeOperation | m.InvokeDecision) -> m.Command:
        try:
            if isinstance(request, m.InvokeDecision):
                return m.OperationSucceeded(request.token_id, self._decide(request))
            return m.OperationSucceeded(request.token_id, self._call(request))
        except BpmnError as error:
            return m.OperationFailed(request.token_id, error.code, error.message)
        except StepFailedError:
            raise
        except DBAPIError as error:
            if is_serialisation_failure(error):
                raise
            raise StepFailedError(self.case.id, request.element_id, "operation", error) from error
        except Exception as error:
            raise StepFailedError(self.case.id, request.element_id, "operation", error) from error

    def _call(self, request: m.InvokeOperation) -> Mapping[str, Any]:
        operation = self._surroundings.operations.get(request.operation)
        if operation is None:
            raise LookupError(f"There is no operation {request.operation}.")
        call = Call(
            self._tx,
            self._actor,
            case_id=self.case.id,
            element_id=request.element_id,
            inputs=MappingProxyType(dict(request.inputs)),
            variables=MappingProxyType(dict(request.variables)),
            running=self._running_around(request.token_id),
        )
        outputs = operation.call(call) or {}
        return {name: normalise(value, name=name) for name, value in outputs.items()}

    def _running_around(self, token_id: str) -> list[m.ProcessRef]:
        """The versions that a step runs on: of its own process, then of those that called it."""
        scopes = self.state.chain(self.state.tokens[token_id].scope)
        return [scope.process for scope in scopes if scope.process is not None]

    def _decide(self, request: m.InvokeDecision) -> Mapping[str, Any]:
        surroundings = self._surroundings
        model, name = self._library.model(request.process, request.decision)
        now = self._tx.now.astimezone(surroundings.zone)
        explained = model.explain(name, request.variables, now=now, calendar=surroundings.calendar)
        value = normalise(explained.value, name=request.decision)
        rules = [rule.id or str(rule.index) for rule in explained.rules]
        self._tx.append(
            self.case,
            "decision_evaluated",
            self._actor.log_name,
            element_id=request.element_id,
            element_type="businessRuleTask",
            process_key=request.process.key,
            data={"decision": request.decision, "rules": rules},
        )
        if request.result_variable is not None:
            return {request.result_variable: value}
        return value if isinstance(value, dict) else {request.decision: value}

    def _name_case(self) -> None:
        process = self.deployed.process
        variables = self.state.variables()
        self.case.title = self._text(process.case_title, variables) or self.case.title or process.name or process.id
        self.case.case_group = self._text(process.case_group, variables) or self.case.case_group

    def _text(self, formula: Formula | None, variables: Mapping[str, Any]) -> str | None:
        if formula is None:
            return None
        surroundings = self._surroundings
        now = self._tx.now.astimezone(surroundings.zone)
        value = evaluate(formula.expression, variables, now=now, calendar=surroundings.calendar)
        return value if isinstance(value, str) else None
