"""What is kept of a case between two commands: tokens, scopes, waits and a counter, as a small readable document."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.interpreter.documents import dump_scope, dump_token, dump_wait, load_scope, load_token, load_wait
from engine.interpreter.records import Compensation, Loop, Scope, Token, Wait
from engine.interpreter.values import decode_values, encode_values, size_of

__all__ = ["CaseState", "Compensation", "Loop", "Scope", "Token", "Wait"]


class CaseState:
    """The tokens, scopes and waits of one case, with the indexes that keep a step's work small."""

    def __init__(self) -> None:
        self.status = "new"
        self.root = ""
        self.next_id = 1
        self.size = 0
        self.steps = 0
        self.instances = 0
        self.tokens: dict[str, Token] = {}
        self.scopes: dict[str, Scope] = {}
        self.waits: dict[str, Wait] = {}
        self.correlation: dict[str, Any] = {}
        self.by_scope: dict[str, dict[str, Token]] = {}
        self.owned: dict[str, dict[str, Scope]] = {}
        self.by_holder: dict[str, dict[str, Wait]] = {}
        self.changed: set[str] = set()

    @classmethod
    def new(cls) -> "CaseState":
        """The state of a case that has not started."""
        return cls()

    # --- changing ---------------------------------------------------------------------------------------------------

    def make_id(self, letter: str) -> str:
        """The next id of the case."""
        number = self.next_id
        self.next_id += 1
        return f"{letter}{number}"

    def add_token(self, token: Token) -> Token:
        """Put a token into the state."""
        self.tokens[token.id] = token
        self.by_scope.setdefault(token.scope, {})[token.id] = token
        return token

    def remove_token(self, token: Token) -> None:
        """Take a token out of the state."""
        del self.tokens[token.id]
        del self.by_scope[token.scope][token.id]

    def add_scope(self, scope: Scope) -> Scope:
        """Put a scope into the state."""
        self.scopes[scope.id] = scope
        self.size += sum(map(size_of, scope.variables.values()))
        self.instances += scope.kind == "instance"
        if scope.kind == "instance" and scope.parent in self.scopes:
            self.scopes[scope.parent].rounds[scope.id] = None
        if scope.owner is not None:
            self.owned.setdefault(scope.owner, {})[scope.id] = scope
        return scope

    def remove_scope(self, scope: Scope) -> None:
        """Take a scope and its variables out of the state."""
        del self.scopes[scope.id]
        self.instances -= scope.kind == "instance"
        self.by_scope.pop(scope.id, None)
        self.size -= sum(map(size_of, scope.variables.values()))
        if scope.owner is not None:
            self.owned[scope.owner].pop(scope.id, None)

    def add_wait(self, wait: Wait) -> Wait:
        """Put a wait into the state."""
        self.waits[wait.id] = wait
        self.by_holder.setdefault(wait.holder, {})[wait.id] = wait
        return wait

    def remove_wait(self, wait: Wait) -> None:
        """Take a wait out of the state."""
        del self.waits[wait.id]
        del self.by_holder[wait.holder][wait.id]

    # --- asking -----------------------------------------------------------------------------------------------------

    def tokens_in(self, scope_id: str) -> list[Token]:
        """The tokens directly in a scope, oldest first."""
        return list(self.by_scope.get(scope_id, {}).values())

    def scopes_of(self, token_id: str) -> list[Scope]:
        """The scopes that a token owns."""
        return list(self.owned.get(token_id, {}).values())

    def waits_of(self, holder: str) -> list[Wait]:
        """What a token or scope waits for."""
        return list(self.by_holder.get(holder, {}).values())

    def chain(self, scope_id: str | None) -> Iterator[Scope]:
        """The scope and all around it, from the inside out."""
        while scope_id is not None:
            scope = self.scopes[scope_id]
            yield scope
            scope_id = scope.parent

    def process_of(self, scope_id: str) -> Scope:
        """The nearest scope that is a process: the case itself or a called process."""
        return next(scope for scope in self.chain(scope_id) if scope.kind == "process")

    def variables(self) -> dict[str, Any]:
        """The case's own variables."""
        return dict(self.scopes[self.root].variables) if self.root in self.scopes else {}

    # --- saving -----------------------------------------------------------------------------------------------------

    def dump(self) -> dict[str, Any]:
        """A document of JSON values from which `load` restores the state."""
        return {
            "status": self.status,
            "root": self.root,
            "next": self.next_id,
            "tokens": [dump_token(token) for token in self.tokens.values()],
            "scopes": [dump_scope(scope) for scope in self.scopes.values()],
            "waits": [dump_wait(wait) for wait in self.waits.values()],
            **({"correlation": encode_values(self.correlation)} if self.correlation else {}),
        }

    @classmethod
    def load(cls, document: Mapping[str, Any]) -> "CaseState":
        """The state that was dumped."""
        state = cls()
        state.status = document["status"]
        state.root = document["root"]
        state.next_id = document["next"]
        state.correlation = decode_values(document.get("correlation", {}))
        for item in document["scopes"]:
            state.add_scope(load_scope(item))
        for item in document["tokens"]:
            state.add_token(load_token(item))
        for item in document["waits"]:
            state.add_wait(load_wait(item))
        return state
