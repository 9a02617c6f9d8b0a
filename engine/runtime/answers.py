"""Cases and tasks as the values that callers get, and as the JSON that an idempotency key keeps."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.interpreter.state import CaseState
from engine.interpreter.stored import StoredValues, encoded
from engine.interpreter.values import decode, decode_values, encode
from engine.model import Case, Definition, Incident, UserTask
from engine.store.cases import CaseRecord
from engine.store.tables import incidents

_APART = frozenset({"definition", "variables", "incidents"})
_NUMBERS = frozenset({"version", "revision", "process_version", "item_index"})


def case_variables(document: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The case's own variables of a state document, each decoded when it is asked for."""
    if not document:
        return {}
    for scope in document["scopes"]:
        if scope["id"] == document["root"]:
            return StoredValues(scope.get("variables", {}))
    return {}


def task_variables(state: CaseState, token_id: str) -> dict[str, Any]:
    """All variables that can be read at a token, the innermost first; the case's own if the token is gone."""
    token = state.tokens.get(token_id)
    if token is None:
        return dict(state.variables())
    found = dict(token.variables)
    for scope in state.chain(token.scope):
        found = {**scope.variables, **found}
        if scope.index is not None:
            found.setdefault("loopCounter", scope.index)
        if scope.kind == "process" and not scope.is_open_to_caller:
            break
    return found


def case_value(connection: Connection, record: CaseRecord, definition: Definition) -> Case:
    """A case as callers get it."""
    return Case(
        id=record.id,
        definition=definition,
        status=record.status,  # type: ignore[arg-type]  # the column holds nothing else
        title=record.title,
        business_key=record.business_key,
        group=record.case_group,
        started_at=record.started_at,
        ended_at=record.ended_at,
        variables=dict(case_variables(record.state)),
        incidents=open_incidents(connection, record.id) if record.open_incidents else (),
        # Within a command: the one that the case gets when it is written.
        revision=record.revision + record.is_changed,
    )


def open_incidents(connection: Connection, case_id: str) -> tuple[Incident, ...]:
    """A case's incidents that nobody has resolved."""
    query = select(incidents).where(incidents.c.case_id == case_id, incidents.c.resolved_at.is_(None))
    return tuple(incident_value(row) for row in connection.execute(query.order_by(incidents.c.id)))


def incident_value(row: Any) -> Incident:
    """An incident as callers get it."""
    return Incident(
        id=row.id,
        case_id=row.case_id,
        element_id=row.element_id,
        kind=row.kind,
        message=row.message,
        raised_at=row.raised_at,
        resolved_at=row.resolved_at,
        resolution=row.resolution,
        resolved_by=row.resolved_by,
        details=decode_values(row.command.get("details", {})),
        stated=stated_in(row.command),
    )


def stated_in(command: Mapping[str, Any]) -> list[str]:
    """The names of what a person stated with a stored command: nobody else may change these."""
    return sorted(command["values"].get("data") or ()) if command["name"] == "complete" else []


def keep_case(case: Case) -> dict[str, Any]:
    """A case as JSON values, without its incidents."""
    document = _keep({field.name: getattr(case, field.name) for field in fields(case) if field.name not in _APART})
    return document | {"definition": _keep(asdict(case.definition)), "variables": encoded(case.variables)}


def restore_case(document: Mapping[str, Any]) -> Case:
    """The case that was kept."""
    values = _restore({key: value for key, value in document.items() if key not in _APART})
    definition = Definition(**_restore(document["definition"]))
    return Case(
        **values | {"definition": definition, "variables": decode_values(document["variables"]), "incidents": ()}
    )


def keep_task(task: UserTask) -> dict[str, Any]:
    """A task as JSON values."""
    return _keep(asdict(task))


def restore_task(document: Mapping[str, Any]) -> UserTask:
    """The task that was kept."""
    return UserTask(**_restore(document))


def task_value(row: Mapping[str, Any], record: CaseRecord, **changes: datetime | str | None) -> UserTask:
    """A task of its row as callers get it; `changes` are columns that the transaction has changed."""
    now = {**row, **changes}
    return UserTask(
        id=now["id"],
        case_id=now["case_id"],
        element_id=now["element_id"],
        name=now["name"],
        name_en=now["name_en"],
        role=now["role"],
        assignee=now["claimed_by"] or now["assigned_to"],
        state=now["state"],
        created_at=now["created_at"],
        due_at=now["due_at"],
        form=now["form"],
        is_decision=now["is_decision"],
        process_key=now["process_key"],
        process_version=now["process_version"],
        case_title=record.title,
        business_key=record.business_key,
        group=record.case_group,
        completed_at=now["completed_at"],
        completed_by=now["completed_by"],
        escalated_at=now["escalated_at"],
        item_index=now["item_index"],
    )


def _keep(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: encode(value) for key, value in values.items()}


def _restore(document: Mapping[str, Any]) -> dict[str, Any]:
    values = {key: decode(value) for key, value in document.items()}
    return {key: int(value) if key in _NUMBERS and value is not None else value for key, value in values.items()}
