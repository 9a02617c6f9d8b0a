"""Which case of a rehearsal waits for which message, and messages that came before anyone waited."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.runtime.correlation import correlation_text, fits, has_values


@dataclass(frozen=True, slots=True)
class Letter:
    """A message on its way."""

    name: str
    payload: Mapping[str, Any]
    correlation: Mapping[str, Any]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case (by number) that waits, under the key of its subscription."""

    case: int
    wait_id: str
    name: str
    key: str


class Mailbox:
    """Subscriptions by name and key, so that a message finds its receiver without asking all."""

    def __init__(self) -> None:
        self._by_key: dict[str, dict[str, dict[tuple[int, str], Waiting]]] = {}
        self._all: dict[tuple[int, str], Waiting] = {}
        self._kept: dict[str, list[Letter]] = {}

    def subscribe(self, case: int, wait_id: str, name: str, correlation: Mapping[str, Any]) -> Waiting:
        """A case begins to wait."""
        waiting = Waiting(case, wait_id, name, correlation_text(correlation))
        self._all[case, wait_id] = waiting
        self._by_key.setdefault(name, {}).setdefault(waiting.key, {})[case, wait_id] = waiting
        return waiting

    def unsubscribe(self, case: int, wait_id: str) -> None:
        """A case waits no longer."""
        waiting = self._all.pop((case, wait_id), None)
        if waiting is not None:
            keys = self._by_key[waiting.name]
            del keys[waiting.key][case, wait_id]
            if not keys[waiting.key]:
                del keys[waiting.key]

    def is_waiting(self, waiting: Waiting) -> bool:
        """Whether the subscription is still there."""
        return (waiting.case, waiting.wait_id) in self._all

    def receivers(self, letter: Letter) -> Iterator[tuple[Waiting, frozenset[str]]]:
        """Who may be meant, the exact key first; with the names that the receiver's own variables must have."""
        keys = self._by_key.get(letter.name, {})
        exact = correlation_text(letter.correlation)
        if exact in keys:
            for waiting in list(keys[exact].values()):
                yield waiting, frozenset()
        for key in [key for key in keys if key != exact]:
            names_or_none = fits(key, letter.correlation, letter.payload)
            if names_or_none is not None:
                for waiting in list(keys[key].values()):
                    yield waiting, names_or_none

    def signalled(self, name: str) -> list[Waiting]:
        """Everyone who waits for a signal."""
        return [waiting for found in self._by_key.get(name, {}).values() for waiting in found.values()]

    def keep(self, letter: Letter) -> None:
        """Keep a message until somebody waits for it."""
        self._kept.setdefault(letter.name, []).append(letter)

    def take_kept(self, waiting: Waiting, variables: Mapping[str, Any], now: datetime) -> Letter | None:
        """The oldest kept message that is for a new subscription."""
        kept = self._kept.get(waiting.name, [])
        for letter in kept:
            names = fits(waiting.key, letter.correlation, letter.payload)
            if letter.expires_at > now and names is not None and has_values(variables, letter.correlation, names):
                kept.remove(letter)
                return letter
        return None
