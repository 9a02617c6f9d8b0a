"""Tokens, scopes and waits as JSON values and back; what is empty is left out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.interpreter.messages import ProcessRef
from engine.interpreter.records import Compensation, Loop, Scope, Token, Wait
from engine.interpreter.stored import StoredValues, encoded
from engine.interpreter.values import decode_values, encode_values


def _without_empty(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if value not in (None, {}, [], "")}


def dump_token(token: Token) -> dict[str, Any]:
    """A token as JSON values."""
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


def load_token(item: Mapping[str, Any]) -> Token:
    """The token that was dumped."""
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


def dump_scope(scope: Scope, *, has_packs: bool = False) -> dict[str, Any]:
    """A scope as JSON values; the lists of a loop that `has_packs` are in these."""
    return _without_empty(
        {
            "id": scope.id,
            "kind": scope.kind,
            "of": scope.element,
            "parent": scope.parent,
            "owner": scope.owner,
            "process": _dump_process(scope.process),
            "variables": encoded(scope.variables),
            "snapshot": encoded(scope.snapshot),
            "loop": _dump_loop(scope.loop, has_packs=has_packs) if scope.loop else None,
            "index": scope.index,
            "compensations": [_dump_compensation(record) for record in scope.compensations],
            "closed": None if scope.is_open_to_caller else True,
            "interrupted_by": scope.interrupted_by,
            "note": encode_values(scope.note),
        }
    )


def load_scope(item: Mapping[str, Any]) -> Scope:
    """The scope that was dumped."""
    return Scope(
        id=item["id"],
        kind=item["kind"],
        element=item["of"],
        parent=item.get("parent"),
        owner=item.get("owner"),
        process=ProcessRef(*item["process"]) if "process" in item else None,
        variables=StoredValues(item.get("variables", {})),
        snapshot=StoredValues(item.get("snapshot", {})),
        loop=_load_loop(item["loop"]) if "loop" in item else None,
        index=item.get("index"),
        compensations=[_load_compensation(record) for record in item.get("compensations", ())],
        is_open_to_caller="closed" not in item,
        interrupted_by=item.get("interrupted_by"),
        note=decode_values(item.get("note", {})),
    )


def _dump_process(reference: ProcessRef | None) -> list[Any] | None:
    return [reference.key, reference.version] if reference is not None else None


def _dump_loop(loop: Loop, *, has_packs: bool) -> dict[str, Any]:
    lists = {"items": loop.items, "outputs": loop.outputs}
    if has_packs:
        lists = {name: None if values is None else [] for name, values in lists.items()}
    lists = encode_values(lists)
    counts = {"total": loop.total, "begun": loop.begun, "done": loop.done, "finishing": loop.is_finishing or None}
    return {key: value for key, value in (counts | lists).items() if value is not None}


def _load_loop(item: Mapping[str, Any]) -> Loop:
    lists = decode_values({"items": item.get("items"), "outputs": item.get("outputs")})
    total = item.get("total")
    return Loop(
        total=total,
        begun=item["begun"],
        done=item["done"],
        items=_padded(lists["items"], total),
        outputs=_padded(lists["outputs"], total),
        is_finishing=item.get("finishing", False),
    )


def _padded(values: list[Any] | None, total: int | None) -> list[Any] | None:
    """A loop's list with a place for each round: what packs hold of it comes when they are opened."""
    return values if values is None or total is None else values + [None] * (total - len(values))


def _dump_compensation(record: Compensation) -> dict[str, Any]:
    return _without_empty(
        {
            "of": record.element,
            "handler": record.handler,
            "variables": encoded(record.variables),
            "inner": [_dump_compensation(inner) for inner in record.inner],
            "own": encoded(record.own),
            "process": _dump_process(record.process),
            "index": record.index,
        }
    )


def _load_compensation(item: Mapping[str, Any]) -> Compensation:
    return Compensation(
        element=item["of"],
        handler=item.get("handler"),
        variables=StoredValues(item.get("variables", {})),
        inner=[_load_compensation(inner) for inner in item.get("inner", ())],
        own=StoredValues(item.get("own", {})),
        process=ProcessRef(*item["process"]) if "process" in item else None,
        index=item.get("index"),
    )


def dump_wait(wait: Wait) -> dict[str, Any]:
    """A wait as JSON values."""
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


def load_wait(item: Mapping[str, Any]) -> Wait:
    """The wait that was dumped."""
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
