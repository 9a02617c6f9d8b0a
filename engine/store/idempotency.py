"""Answers of commands that were sent with an idempotency key."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from engine.errors import IdempotencyKeyReusedError
from engine.store.tables import idempotency

_FIND = select(idempotency.c.command, idempotency.c.answer).where(idempotency.c.key == bindparam("k"))


def fingerprint(command: Any) -> str:
    """What identifies a command: a hash over its JSON."""
    return hashlib.sha256(json.dumps(command, sort_keys=True, default=str).encode()).hexdigest()


def answer(connection: Connection, key: str, command: str) -> Any:
    """The first answer to the command with this key, None if there is none.

    Raises IdempotencyKeyReusedError if the key was used for another command.
    """
    row = connection.execute(_FIND, {"k": key}).one_or_none()
    return None if row is None else checked(row.command, row.answer, command)


def checked(known_command: str | None, known_answer: Any, command: str) -> Any:
    """The answer that was kept, None if there is none. Raises IdempotencyKeyReusedError if it was another command's."""
    if known_command is not None and known_command != command:
        raise IdempotencyKeyReusedError
    return known_answer


def remember(connection: Connection, key: str, command: str, *, given: Any, now: datetime) -> None:
    """Keep the answer. Raises IntegrityError if somebody else used the key in the same moment."""
    connection.execute(insert(idempotency), {"key": key, "command": command, "answer": given, "at": now})


def forget(connection: Connection, before: datetime) -> None:
    """Remove answers that are older."""
    connection.execute(delete(idempotency).where(idempotency.c.at < before))
