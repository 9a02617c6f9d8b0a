"""Rows of what cases wait for: messages and signals."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from engine.store.tables import cases, subscriptions


@dataclass(frozen=True, slots=True)
class Waiting:
    """One subscription; `correlation` is its text."""

    id: str
    case_id: str
    element_id: str
    correlation: str


def of_case(connection: Connection, case_id: str, kind: str, name: str) -> list[Waiting]:
    """What one case waits for under a name, the oldest first."""
    query = _BY_NAME.where(
        subscriptions.c.case_id == case_id, subscriptions.c.kind == kind, subscriptions.c.name == name
    )
    return [Waiting(*row) for row in connection.execute(query)]


def exactly(connection: Connection, name: str, correlation: str) -> list[Waiting]:
    """The active cases that wait for a message with exactly this correlation, the oldest first."""
    query = _ACTIVE.where(
        subscriptions.c.kind == "message", subscriptions.c.name == name, subscriptions.c.correlation == correlation
    )
    return [Waiting(*row) for row in connection.execute(query)]


def by_name(connection: Connection, kind: str, name: str) -> list[Waiting]:
    """All active cases that wait for a message or signal of a name, the oldest first."""
    query = _ACTIVE.where(subscriptions.c.kind == kind, subscriptions.c.name == name)
    return [Waiting(*row) for row in connection.execute(query)]


def exists(connection: Connection, subscription_id: str) -> bool:
    """Whether the case still waits for it."""
    query = select(subscriptions.c.id).where(subscriptions.c.id == subscription_id)
    return connection.execute(query).first() is not None


_BY_NAME = select(
    subscriptions.c.id, subscriptions.c.case_id, subscriptions.c.element_id, subscriptions.c.correlation
).order_by(subscriptions.c.created_at, subscriptions.c.id)
_ACTIVE = _BY_NAME.join(cases, cases.c.id == subscriptions.c.case_id).where(cases.c.status == "active")
