"""The audit log's hash chain: each line's hash covers the line before it, so that no line can be changed unseen."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.store.types import instant_text

START: Final = "0" * 64
LOG_STREAM: Final = "log"


@dataclass(frozen=True, slots=True)
class Line:
    """One audit line as it is stored; `data` is JSON text."""

    stream: str
    seq: int
    at: datetime
    type: str
    element_id: str | None
    element_type: str | None
    process_key: str | None
    actor: str
    data: str

    def hash_after(self, previous: str) -> str:
        """The SHA-256 of this line and the hash of the one before it, in hexadecimal."""
        content = json.dumps(
            [
                previous,
                self.stream,
                self.seq,
                instant_text(self.at),
                self.type,
                self.element_id,
                self.element_type,
                self.process_key,
                self.actor,
                self.data,
            ],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return hashlib.sha256(content.encode()).hexdigest()


def breaches(stream: str, lines: Iterable[tuple[Line, str]], *, head_seq: int, head_hash: str) -> list[str]:
    """What is wrong with one stream's chain: its lines with their stored hashes, in order, and the head kept apart."""
    previous, expected = START, 1
    for line, stored in lines:
        if line.seq != expected:
            return [f"I6 {stream}: line {expected} is missing"]
        if line.hash_after(previous) != stored:
            return [f"I6 {stream}: line {line.seq} was changed"]
        previous, expected = stored, expected + 1
    if expected - 1 != head_seq or previous != head_hash:
        return [f"I6 {stream}: {head_seq} lines were written, {expected - 1} are there, or the last one was replaced"]
    return []
