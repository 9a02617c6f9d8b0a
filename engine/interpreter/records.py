"""What a case's state is made of: tokens, scopes, loops, waits and what can be compensated."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.interpreter.messages import ProcessRef


@dataclass(slots=True, eq=False)
class Token:
    """A token at an element: in which scope, waiting for what, and by which flow it came.

    `waits` is one of: ready, task, operation, decision, event, gateway, join, scope, loop, compensation.
    `received` are the event definitions (by index) that a parallel multiple event already has.
    `reads` are the variables that a waiting task depends on; None as long as nobody has looked. It is not saved.
    """

    id: str
    node: str
    scope: str
    waits: str = "ready"
    flow: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    received: list[int] = field(default_factory=list)
    note: dict[str, Any] = field(default_factory=dict)
    reads: frozenset[str] | None = None


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

    Of a completed sub-process or called process, `own` are its scope's variables and `inner` what was completed in it;
    `process` is the one that was called.
    """

    element: str
    handler: str | None
    variables: MutableMapping[str, Any]
    inner: list["Compensation"] = field(default_factory=list)
    index: int | None = None
    own: Mapping[str, Any] = field(default_factory=dict)
    process: ProcessRef | None = None


@dataclass(slots=True, eq=False)
class Scope:
    """A case, a called process, a sub-process, a repeated activity or one round of it.

    `kind` is one of: process, subprocess, event, loop, instance, compensation. `owner` is the token that waits for it;
    `rounds` (of a loop) are the ids of its open instances; `snapshot` (of a compensation) are variables as they were.
    """

    id: str
    kind: str
    element: str
    parent: str | None = None
    owner: str | None = None
    process: ProcessRef | None = None
    variables: MutableMapping[str, Any] = field(default_factory=dict)
    snapshot: Mapping[str, Any] = field(default_factory=dict)
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
    `reads` are the variables that it depends on; None as long as nobody has looked. It is not saved.
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
    reads: frozenset[str] | None = None
