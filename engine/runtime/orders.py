"""How a command is described: who gives it, how it can be given again, and how a repeat is recognised."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from engine.model import Actor

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Once(Generic[Answer]):
    """A command with an idempotency key: a repeat gets the first answer.

    `keep` turns the answer into JSON values, `restore` turns these back. With `is_looked_up_by_body` the command's body
    looks for the first answer itself, in a statement that it needs anyway, and raises AnsweredBeforeError.
    """

    key: str | None
    command: str
    keep: Callable[[Answer], Any]
    restore: Callable[[Any], Answer]
    is_looked_up_by_body: bool = False


class AnsweredBeforeError(Exception):
    """The command's idempotency key has an answer; its body found it with what it reads anyway."""

    def __init__(self, answer: Any) -> None:
        super().__init__("The command was carried out before.")
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Order:
    """Who gives a command, and as what it can be given again: the incident of a failed step keeps it."""

    name: str
    actor: Actor
    case_id: str | None = None
    subject: str | None = None
    values: Mapping[str, Any] | None = None
