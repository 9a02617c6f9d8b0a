"""Ids that sort by the time they were made."""

import os
import threading
from datetime import datetime
from typing import Final

_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_TIME_BITS: Final = 48
_CHANCE_BITS: Final = 72
_LENGTH: Final = 24


class _Source:
    """Makes ids that rise within one process even when its clock stands still."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._millisecond = -1
        self._last = 0

    def make(self, now: datetime) -> str:
        millisecond = int(now.timestamp() * 1000) & ((1 << _TIME_BITS) - 1)
        with self._lock:
            if millisecond == self._millisecond:
                self._last += 1 + int.from_bytes(os.urandom(4))
            else:
                self._millisecond = millisecond
                # The top bit stays free, so that counting up within a millisecond cannot overflow.
                self._last = (millisecond << _CHANCE_BITS) | int.from_bytes(os.urandom(_CHANCE_BITS // 8)) >> 1
            return _text(self._last)


def _text(number: int) -> str:
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range((_LENGTH - 1) * 5, -1, -5))


new_id = _Source().make
"""A new id of 24 characters for something made at an aware instant: ids of one process sort in the order of making."""


def composed_id(case_id: str, token_id: str) -> str:
    """The id of the task, timer or subscription that a case's token or counter names."""
    return f"{case_id}-{token_id}"


def case_id_of(composed: str) -> str:
    """The case that a task's, timer's or subscription's id belongs to."""
    return composed.partition("-")[0]


def token_id_of(composed: str) -> str:
    """The token's part of a task's, timer's or subscription's id."""
    return composed.partition("-")[2]
