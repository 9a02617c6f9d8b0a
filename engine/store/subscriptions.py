"""Rows of what cases wait for: messages and signals."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from engine.store.tables import cases, waits


@dataclass(frozen=True, slots=True)
class Waiting:
    """One subscription; `correlation` is its text."""

    id: str
    case_id: str
    element_id: str
    correlation: str


def of_case(connection: Connection, case_id: str, kind: str, name: str) -> list[Waiting]:
    """What one case waits for under a name, the oldest first."""
    query = _BY_NAME.where(waits.c.case_id == case_id, waits.c.kind == kind, waits.c.name == name)
    return [Waiting(*row) for row in connection.execute(query)]


def exactly(connection: Connection, name: str, correlation: str) -> list[Waiting]:
    """The active cases that wait for a message with exactly this correlation, the oldest first."""
    query = _ACTIVE.where(waits.c.kind == "message", waits.c.name == name, waits.c.correlation == correlation)
    return [Waiting(*row) for row in connection.execute(query)]


def by_name(connection: Connection, kind: str, name: str) -> list[Waiting]:
    """All active cases that wait for a message or signal of a name, the oldest first."""
    query = _ACTIVE.where(waits.c.kind == kind, waits.c.name == name)
    return [Waiting(*row) for row in connection.execute(query)]


def awaited(connection: Connection, kind: str, name: str) -> set[tuple[str, str]]:
    """The process keys and elements of the active cases that wait for a message or signal of a name."""
    query = _AWAITED.where(waits.c.kind == kind, waits.c.name == name, cases.c.status == "active")
    return {(key, element_id) for key, element_id in connection.execute(query)}


def exists(connection: Connection, subscription_id: str) -> bool:
    """Whether the case still waits for it."""
    query = select(waits.c.id).where(waits.c.id == subscription_id)
    return connection.execute(query).first() is not None


_AWAITED = select(cases.c.process_key, waits.c.element_id).join(waits, cases.c.id == waits.c.case_id)
_BY_NAME = select(waits.c.id, waits.c.case_id, waits.c.element_id, waits.c.correlation).order_by(
    waits.c.created_at, waits.c.id
)
_ACTIVE = _BY_NAME.join(cases, cases.c.id == waits.c.case_id).where(cases.c.status == "active")
