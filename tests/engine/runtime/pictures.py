"""The whole database as values: to see that nothing has changed, or exactly what a command changes."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine import Engine
from engine.store.tables import METADATA

Picture = Mapping[str, Mapping[tuple[Any, ...], Mapping[str, Any]]]

# What of a row is the same each time that a command is given: not its ids, instants and hashes.
_TOLD: Mapping[str, tuple[str, ...]] = {
    "engine_cases": ("process_key", "status", "open_incidents", "revision", "audit_seq"),
    "engine_tasks": ("element_id", "state", "claimed_by", "assigned_to", "completed_by"),
    "engine_waits": ("kind", "element_id", "state"),
    "engine_events": ("type", "actor", "element_id"),
    "engine_outbox": ("kind", "state"),
    "engine_incidents": ("kind", "element_id", "resolution", "resolved_by"),
    "engine_definitions": ("key",),
    "engine_messages": ("name",),
    "engine_starts": ("kind", "name"),
    "engine_exclusions": ("user_id", "reason"),
    "engine_ticks": ("node",),
}


def picture(engine: Engine) -> Picture:
    """Every row of every table of the engine, by its key."""
    found: dict[str, dict[tuple[Any, ...], Mapping[str, Any]]] = {}
    with engine.reading() as session:
        for name, table in METADATA.tables.items():
            keys = [column.name for column in table.primary_key]
            rows = [dict(row) for row in session.execute(select(table)).mappings()]
            found[name] = {tuple(row[key] for key in keys): row for row in rows}
    return found


def difference(before: Picture, after: Picture) -> Counter[tuple[str, str, tuple[Any, ...]]]:
    """What was written in between: rows that came, went and changed, by what can be told of them."""
    found: Counter[tuple[str, str, tuple[Any, ...]]] = Counter()
    for name, rows in after.items():
        known = before[name]
        for key, row in rows.items():
            if key not in known:
                found[name, "came", _told(name, row)] += 1
            elif known[key] != row:
                found[name, "changed", _told(name, row)] += 1
        for key in known.keys() - rows.keys():
            found[name, "went", _told(name, known[key])] += 1
    return found


def _told(name: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column] for column in _TOLD.get(name, ()))
