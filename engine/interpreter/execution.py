"""One command being carried out: the state, the agenda of ready tokens, and the effects so far."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import thread_time
from typing import Any

from engine.errors import EngineError
from engine.interpreter.errors import BudgetExceededError
from engine.interpreter.messages import Effect, Environment, InvokeDecision, InvokeOperation, Recorded
from engine.interpreter.state import CaseState, Scope, Token
from engine.reader.model import Flow, Node, Process
from engine.reader.parts import EventDefinition

STEPS_PER_INSTANCE = 20
TOKENS_PER_INSTANCE = 3
_PATIENT_JOINS = frozenset({"inclusiveGateway", "complexGateway"})

Behaviour = Callable[["Execution", Token, Node], None]


@dataclass(frozen=True, slots=True)
class Behaviours:
    """What the kinds of elements do, by tag; given from outside so that their modules may use `Execution`."""

    enter: Mapping[str, Behaviour]
    perform: Mapping[str, Behaviour]
    open_loop: Behaviour
    end_round: Behaviour
    end_scope: Callable[["Execution", Scope], None]
    is_enough: Callable[["Execution", Token], bool]
    take_joins: Callable[["Execution"], bool]
    follow_changes: Callable[["Execution"], None]
    throw_signal: Callable[["Execution", str, Node, EventDefinition, Mapping[str, Any]], None]


class Execution:
    """Moves tokens until all of them wait, or an operation must be called."""

    def __init__(self, state: CaseState, env: Environment, behaviours: Behaviours) -> None:
        self.state = state
        self.env = env
        self.behaviours = behaviours
        self.effects: list[Effect] = []
        self.request: InvokeOperation | InvokeDecision | None = None
        self.agenda: deque[str] = state.agenda
        self.unchecked: list[str] = []
        self.emptied: list[str] = []
        self.joins: dict[tuple[str, str], None] = state.joins
        self.closed: dict[str, Scope] = {}
        self.instances = 0
        self.current: str | None = None
        # This thread's own time: a case must not fail because the machine is busy with others.
        self._deadline = thread_time() + env.limits.seconds
        self._processes: dict[str, Process] = {}

    def _find_joins(self) -> None:
        """Note the inclusive and complex joins that wait in what was decoded since this was last asked."""
        while self.state.restored:
            found = self.state.restored.pop()
            if isinstance(found, Token):
                if found.id in self.state.tokens and self.node(found).kind in _PATIENT_JOINS:
                    self.joins[found.scope, found.node] = None
                continue
            for key in found.note:
                word, _, node_id = key.partition(" ")
                if word == "complex":
                    self.joins[found.id, node_id] = None

    # --- the loop ---------------------------------------------------------------------------------------------------

    def run_to_rest(self) -> None:
        """Take steps until nothing is ready, or an operation must be called. Errors get the element's id."""
        try:
            self._settle()
            while not self._is_asking() and self._take_step():
                self._settle()
        except EngineError as error:
            if getattr(error, "element_id", self) is None:
                error.element_id = self.current  # type: ignore[attr-defined]
            raise

    def _is_asking(self) -> bool:
        """Whether an operation is to be called; not one whose activity was interrupted as soon as it had begun."""
        if self.request is not None and self.request.token_id not in self.state.tokens:
            self.request = None
        return self.request is not None

    def _take_step(self) -> bool:
        while self.agenda:
            token = self.state.tokens.get(self.agenda.popleft())
            if token is not None and token.waits == "ready":
                self.count_step()
                node = self.node(token)
                self.current = node.id
                self.behaviours.enter[node.kind](self, token, node)
                return True
        self._find_joins()
        return self.behaviours.take_joins(self)

    def _settle(self) -> None:
        """End the scopes that a step has emptied; then let conditions, timers and tasks follow what it has written."""
        while self.state.status == "active":
            if self.emptied:
                self._end_if_empty(self.emptied.pop())
            elif self.state.changed or self.unchecked:
                self.behaviours.follow_changes(self)
            else:
                return

    def _end_if_empty(self, scope_id: str) -> None:
        scope = self.state.scopes.get(scope_id)
        if scope is not None and not self.state.by_scope.get(scope_id):
            self.behaviours.end_scope(self, scope)

    def count_step(self) -> None:
        """Spend one step of the command's budget. Raises BudgetExceededError."""
        self.state.steps += 1
        limits = self.env.limits
        if self.state.steps > limits.steps + self.instances * STEPS_PER_INSTANCE:
            raise BudgetExceededError("steps", limits.steps, element_id=self.current)
        if self.state.steps % 16 == 0 and thread_time() > self._deadline:
            raise BudgetExceededError("seconds", limits.seconds, element_id=self.current)
        if len(self.state.tokens) > limits.tokens + self.state.instances * TOKENS_PER_INSTANCE:
            raise BudgetExceededError("tokens", limits.tokens, element_id=self.current)

    # --- the diagram ------------------------------------------------------------------------------------------------

    def process(self, scope_id: str) -> Process:
        """The process that a scope belongs to."""
        found = self._processes.get(scope_id)
        if found is None:
            root = self.state.process_of(scope_id)
            if root.process is None:
                raise AssertionError(f"Scope {root.id} names no process")
            found = self._processes.get(root.id) or self.env.library.process(root.process)
            self._processes[root.id] = self._processes[scope_id] = found
        return found

    def forget_processes(self) -> None:
        """Look the processes up anew: a scope has gone over to another version."""
        self._processes.clear()

    def node(self, token: Token) -> Node:
        """The element at which a token is."""
        return self.process(token.scope).nodes[token.node]

    # --- moving -----------------------------------------------------------------------------------------------------

    def place(self, node_id: str, scope_id: str, *, flow: str | None = None) -> Token:
        """Put a new token at an element; it is entered when its turn comes."""
        token = self.state.add_token(Token(self.state.make_id("t"), node_id, scope_id, flow=flow))
        self.agenda.append(token.id)
        return token

    def leave(self, token: Token, flows: Sequence[Flow]) -> None:
        """Take the token along the flows; with none it ends here, and perhaps its scope with it."""
        self.state.remove_token(token)
        for flow in flows:
            self.place(flow.target, token.scope, flow=flow.id)
        if not flows:
            self.may_be_empty(token.scope)

    def may_be_empty(self, scope_id: str) -> None:
        """Have the scope ended after this step, if no token is left in it by then."""
        self.emptied.append(scope_id)

    # --- telling ----------------------------------------------------------------------------------------------------

    def record(self, kind: str, node: Node | None, scope_id: str, data: Mapping[str, Any] | None = None) -> None:
        """Add a line of history."""
        key = self.process(scope_id).id
        element_id, element_type = (node.id, node.kind) if node is not None else (None, None)
        self.effects.append(Recorded(kind, element_id, element_type, data or {}, key))

    def record_element(self, kind: str, token: Token, node: Node) -> None:
        """Add a line of history about the element at which a token is, with the round it is in."""
        index = self.state.scopes[token.scope].index
        is_round = index is not None and self.state.scopes[token.scope].element == node.id
        self.record(kind, node, token.scope, {"instance": index} if is_round else None)

    def is_round(self, token: Token) -> bool:
        """Whether the token is one round of a repeated activity."""
        scope = self.state.scopes[token.scope]
        return scope.kind == "instance" and scope.element == token.node
