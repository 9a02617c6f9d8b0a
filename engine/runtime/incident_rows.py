"""Writes and resolves incidents within a transaction, with the command that may be given again."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from engine.errors import NotFoundError
from engine.ids import new_id
from engine.interpreter.errors import BudgetExceededError
from engine.interpreter.values import decode_values, encode_values, normalise
from engine.model import Actor
from engine.runtime.transaction import Transaction
from engine.store.cases import CaseRecord
from engine.store.tables import incidents, waits

_GIVEN_BY_NOBODY = frozenset({"job", "fire_timer"})


def command_of(name: str, actor: Actor, values: Mapping[str, Any]) -> dict[str, Any]:
    """A command as a document: its name, who gave it, and its arguments."""
    return {
        "name": name,
        "actor": {
            "id": actor.id,
            "roles": sorted(actor.roles),
            "identities": sorted(actor.identities),
            "substitute_for": actor.substitute_for,
        },
        "values": _encoded(values),
    }


def _encoded(values: Mapping[str, Any]) -> dict[str, Any]:
    return encode_values({key: normalise(value, name=key) for key, value in values.items()})


def read_command(document: Mapping[str, Any]) -> tuple[str, Actor, dict[str, Any]]:
    """The name, actor and arguments of a stored command."""
    who = document["actor"]
    actor = Actor(who["id"], frozenset(who["roles"]), frozenset(who["identities"]), who["substitute_for"])
    return document["name"], actor, decode_values(document["values"])


def details_of(error: Exception, **more: Any) -> dict[str, Any]:
    """What made a command fail, as values that can be worded in any language."""
    if isinstance(error, BudgetExceededError):
        return {**more, "budget": error.budget, "limit": error.limit}
    return {**more, "error": type(error).__name__, "text": str(error)}


def find(connection: Connection, incident_id: str) -> Row[Any]:
    """One incident. Raises NotFoundError."""
    found = connection.execute(select(incidents).where(incidents.c.id == incident_id)).one_or_none()
    if found is None:
        raise NotFoundError(f"There is no incident {incident_id}.")
    return found


def lock_open(tx: Transaction, incident_id: str) -> Mapping[str, Any]:
    """Lock the incident's case, or the incident itself where it has none, and read it. Raises NotFoundError if it is
    not open (any more)."""
    case_id = incident_id.partition("-")[0]
    if case_id:
        tx.case(case_id, with_state=False)
    query = select(incidents).where(incidents.c.id == incident_id, incidents.c.resolved_at.is_(None))
    found = tx.connection.execute(query.with_for_update()).mappings().one_or_none()
    if found is None:
        raise NotFoundError(f"There is no open incident {incident_id}.")
    return dict(found)


def close_in(tx: Transaction, row: Mapping[str, Any], *, actor: Actor, resolution: str) -> None:
    """Resolve one open incident that is locked, with its line of history."""
    change = {"resolved_at": tx.now, "resolved_by": actor.log_name, "resolution": resolution}
    tx.connection.execute(update(incidents).where(incidents.c.id == row["id"]).values(**change))
    data = {"incident_id": row["id"], "resolution": resolution}
    if not row["case_id"]:
        tx.append_log("incident_resolved", actor.log_name, data)
        return
    case = tx.case(row["case_id"], with_state=False)
    case.open_incidents -= 1
    tx.append(case, "incident_resolved", actor.log_name, element_id=row["element_id"], data=data)


def raise_in(
    tx: Transaction,
    *,
    case_id: str,
    element_id: str | None,
    kind: str,
    message: str,
    actor: Actor,
    subject: str | None,
    command: Mapping[str, Any],
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write an incident, or bring the open one of the same subject up to date.

    A case that never began is told of in the log; where nobody waits for an answer (a timer, a job) there is an
    incident as well, with no case.
    """
    case = _case_or_none(tx, case_id)
    if case is None:
        tx.append_log("start_failed", actor.log_name, {"element_id": element_id, "message": message})
        if command["name"] not in _GIVEN_BY_NOBODY:
            return
    is_new = _write(
        tx,
        "" if case is None else case.id,
        subject,
        actor,
        {
            "element_id": element_id,
            "kind": kind,
            "message": message,
            "command": {**command, "details": _encoded(details or {})},
            "raised_at": tx.now,
        },
    )
    if subject is not None:
        tx.connection.execute(update(waits).where(waits.c.id == subject).values(state="failed"))
    if case is not None:
        case.open_incidents += is_new
        data = {"kind": kind, "message": message}
        tx.append(case, "incident_raised", actor.log_name, element_id=element_id, data=data)


def _case_or_none(tx: Transaction, case_id: str) -> CaseRecord | None:
    try:
        return tx.case(case_id, with_state=False)
    except NotFoundError:
        return None


def _write(tx: Transaction, case_id: str, subject: str | None, actor: Actor, values: dict[str, Any]) -> bool:
    """Write the row; whether it is a new one."""
    open_one = select(incidents.c.id).where(incidents.c.subject == subject, incidents.c.resolved_at.is_(None))
    known = tx.connection.execute(open_one).scalar() if subject is not None else None
    if known is not None:
        tx.connection.execute(update(incidents).where(incidents.c.id == known).values(**values))
        return False
    row = {
        "id": f"{case_id}-{new_id(tx.now)}",
        "case_id": case_id,
        "subject": subject,
        "raised_by": actor.log_name,
        "resolved_at": None,
        "resolved_by": None,
        "resolution": "",
    }
    tx.connection.execute(insert(incidents), {**row, **values})
    return True


def resolve_in(tx: Transaction, case_id: str, subject: str | None, *, actor: Actor, resolution: str) -> None:
    """Resolve a case's open incidents of a subject, or all but those of jobs, which outlive their case.

    Does nothing, without SQL, for a case that has none.
    """
    case = tx.case(case_id, with_state=False)
    if not case.open_incidents:
        return
    is_meant = (
        incidents.c.case_id == case_id,
        incidents.c.subject == subject if subject is not None else incidents.c.kind != "job",
        incidents.c.resolved_at.is_(None),
    )
    found = tx.connection.execute(select(incidents.c.id, incidents.c.element_id).where(*is_meant)).all()
    if not found:
        return
    change = {"resolved_at": tx.now, "resolved_by": actor.log_name, "resolution": resolution}
    tx.connection.execute(update(incidents).where(*is_meant).values(**change))
    case.open_incidents -= len(found)
    for row in found:
        data = {"incident_id": row.id, "resolution": resolution}
        tx.append(case, "incident_resolved", actor.log_name, element_id=row.element_id, data=data)
