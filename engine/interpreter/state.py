"""What is kept of a case between two commands: tokens, scopes, waits and a counter, as a small readable document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.interpreter.messages import ProcessRef
from engine.interpreter.values import decode_values, encode_values, size_of


@dataclass(slots=True, eq=False)
class Token:
    """A token at an element: in which scope, waiting for what, and by which flow it came.

    `waits` is one of: ready, task, operation, decision, event, gateway, join, scope, loop, compensation.
    `received` are the event definitions (by index) that a parallel multiple event already has.
    """

    id: str
    node: str
    scope: str
    waits: str = "ready"
    flow: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    received: list[int] = field(default_factory=list)
    note: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Loop:
    """How far a repeated activity has come. `total` is None while it is not known (standard loops)."""

    total: int | None
    begun: int = 0
    done: int = 0
    items: list[Any] | None = None
    outputs: list[Any] | None = None
    is_finishing: bool = False


@dataclass(slots=True, eq=False)
class Compensation:
    """A completed activity that can be undone: by `handler` (an element), with the variables as they were.

    For a completed sub-process with handlers of its own, `scope` holds its closed scope's records.
    """

    element: str
    handler: str | None
    variables: dict[str, Any]
    inner: list["Compensation"] = field(default_factory=list)
    index: int | None = None


@dataclass(slots=True, eq=False)
class Scope:
    """A case, a called process, a sub-process, a repeated activity or one round of it.

    `kind` is one of: process, subprocess, event, loop, instance, compensation. `owner` is the token that waits for it;
    `rounds` (of a loop) are the ids of its open instances.
    """

    id: str
    kind: str
    element: str
    parent: str | None = None
    owner: str | None = None
    process: ProcessRef | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    loop: Loop | None = None
    index: int | None = None
    compensations: list[Compensation] = field(default_factory=list)
    is_open_to_caller: bool = True
    interrupted_by: str | None = None
    note: dict[str, Any] = field(default_factory=dict)
    rounds: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Wait:
    """Something outside that the case waits for: a timer, message, signal or condition.

    `role` says what it does: catch (holder: a token), gateway (a token), boundary (the host's token), start (a scope).
    """

    id: str
    kind: str
    node: str
    event: int
    role: str
    holder: str
    scope: str
    due_at: datetime | None = None
    armed_at: datetime | None = None
    remaining: int | None = None
    name: str | None = None


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
            "tokens": [_dump_token(token) for token in self.tokens.values()],
            "scopes": [_dump_scope(scope) for scope in self.scopes.values()],
            "waits": [_dump_wait(wait) for wait in self.waits.values()],
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
            state.add_scope(_load_scope(item))
        for item in document["tokens"]:
            state.add_token(_load_token(item))
        for item in document["waits"]:
            state.add_wait(_load_wait(item))
        return state


def _without_empty(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if value not in (None, {}, [], "")}


def _dump_token(token: Token) -> dict[str, Any]:
    document: dict[str, Any] = {"id": token.id, "at": token.node, "in": token.scope, "waits": token.waits}
    if token.waits in {"join", "ready"} and token.flow is not None:
        # Only a join still asks by which flow a token came.
        document["flow"] = token.flow
    if token.variables:
        document["variables"] = encode_values(token.variables)
    if token.received:
        document["received"] = token.received
    if token.note:
        document["note"] = encode_values(token.note)
    return document


def _load_token(item: Mapping[str, Any]) -> Token:
    return Token(
        id=item["id"],
        node=item["at"],
        scope=item["in"],
        waits=item["waits"],
        flow=item.get("flow"),
        variables=decode_values(item["variables"]) if "variables" in item else {},
        received=list(item.get("received", ())),
        note=decode_values(item["note"]) if "note" in item else {},
    )


def _dump_scope(scope: Scope) -> dict[str, Any]:
    return _without_empty(
        {
            "id": scope.id,
            "kind": scope.kind,
            "of": scope.element,
            "parent": scope.parent,
            "owner": scope.owner,
            "process": [scope.process.key, scope.process.version] if scope.process else None,
            "variables": encode_values(scope.variables),
            "loop": _dump_loop(scope.loop) if scope.loop else None,
            "index": scope.index,
            "compensations": [_dump_compensation(record) for record in scope.compensations],
            "closed": None if scope.is_open_to_caller else True,
            "interrupted_by": scope.interrupted_by,
            "note": encode_values(scope.note),
        }
    )


def _load_scope(item: Mapping[str, Any]) -> Scope:
    return Scope(
        id=item["id"],
        kind=item["kind"],
        element=item["of"],
        parent=item.get("parent"),
        owner=item.get("owner"),
        process=ProcessRef(*item["process"]) if "process" in item else None,
        variables=decode_values(item.get("variables", {})),
        loop=_load_loop(item["loop"]) if "loop" in item else None,
        index=item.get("index"),
        compensations=[_load_compensation(record) for record in item.get("compensations", ())],
        is_open_to_caller="closed" not in item,
        interrupted_by=item.get("interrupted_by"),
        note=decode_values(item.get("note", {})),
    )


def _dump_loop(loop: Loop) -> dict[str, Any]:
    lists = encode_values({"items": loop.items, "outputs": loop.outputs})
    counts = {"total": loop.total, "begun": loop.begun, "done": loop.done, "finishing": loop.is_finishing or None}
    return {key: value for key, value in (counts | lists).items() if value is not None}


def _load_loop(item: Mapping[str, Any]) -> Loop:
    lists = decode_values({"items": item.get("items"), "outputs": item.get("outputs")})
    return Loop(
        total=item.get("total"),
        begun=item["begun"],
        done=item["done"],
        items=lists["items"],
        outputs=lists["outputs"],
        is_finishing=item.get("finishing", False),
    )


def _dump_compensation(record: Compensation) -> dict[str, Any]:
    return _without_empty(
        {
            "of": record.element,
            "handler": record.handler,
            "variables": encode_values(record.variables),
            "inner": [_dump_compensation(inner) for inner in record.inner],
            "index": record.index,
        }
    )


def _load_compensation(item: Mapping[str, Any]) -> Compensation:
    return Compensation(
        element=item["of"],
        handler=item.get("handler"),
        variables=decode_values(item.get("variables", {})),
        inner=[_load_compensation(inner) for inner in item.get("inner", ())],
        index=item.get("index"),
    )


def _dump_wait(wait: Wait) -> dict[str, Any]:
    return _without_empty(
        {
            "id": wait.id,
            "kind": wait.kind,
            "at": wait.node,
            "event": wait.event,
            "role": wait.role,
            "holder": wait.holder,
            "in": wait.scope,
            "due": wait.due_at.isoformat() if wait.due_at else None,
            "armed": wait.armed_at.isoformat() if wait.armed_at else None,
            "remaining": wait.remaining,
            "name": wait.name,
        }
    )


def _load_wait(item: Mapping[str, Any]) -> Wait:
    return Wait(
        id=item["id"],
        kind=item["kind"],
        node=item["at"],
        event=item.get("event", 0),
        role=item["role"],
        holder=item["holder"],
        scope=item["in"],
        due_at=datetime.fromisoformat(item["due"]) if "due" in item else None,
        armed_at=datetime.fromisoformat(item["armed"]) if "armed" in item else None,
        remaining=item.get("remaining"),
        name=item.get("name"),
    )
