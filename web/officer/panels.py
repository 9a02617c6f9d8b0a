"""Panels of facts, texts, tables and links: how pages show what a case is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Fact = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `is_number` says for each column whether it is aligned to the right."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    is_number: Sequence[bool] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A titled box: facts, then texts with a heading each, then tables, then links (text, address, note)."""

    id: str
    title: str
    note: str = ""
    facts: Sequence[Fact] = ()
    texts: Sequence[tuple[str, str]] = ()
    tables: Sequence[Grid] = ()
    links: Sequence[tuple[str, str, str]] = ()
