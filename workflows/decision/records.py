"""The decisions about applications and the log of what was delivered; both only grow."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine import Text
from workflows.decision.errors import AlreadyDecidedError, DecisionMissingError
from workflows.decision.model import Decision, Dispatch, decisions, dispatches
from workflows.registry import Document
from workflows.tables import new_id


def record_decision(session: Session, decision: Decision) -> Decision:
    """Write an application's first decision. Raises AlreadyDecidedError if it has one."""
    taken = session.scalar(
        select(func.count()).select_from(decisions).where(decisions.c.application_id == decision.application_id)
    )
    if taken:
        raise AlreadyDecidedError(
            Text(
                f"{decision.registry_number} har redan ett beslut. Det ändras bara genom rättelse.",
                f"{decision.registry_number} already has a decision. It can only be changed by a rectification.",
            )
        )
    session.execute(decisions.insert().values(**asdict(decision)))
    return decision


def follow_up_decision(session: Session, old: Decision, **changes: Any) -> Decision:
    """Write the next version of a decision: a lapse, or a reserve that is promoted. The old one stays."""
    new = replace(
        old,
        **{
            "id": new_id(),
            "version": old.version + 1,
            "document_number": None,
            "dispatched_at": None,
            **changes,
        },
    )
    session.execute(decisions.insert().values(**asdict(new)))
    return new


def decision_of(session: Session, application_id: str) -> Decision:
    """The application's latest decision. Raises DecisionMissingError if there is none."""
    row = (
        session.execute(
            select(decisions)
            .where(decisions.c.application_id == application_id)
            .order_by(decisions.c.version.desc())
            .limit(1)
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise DecisionMissingError
    return _decision(row)


def decisions_of_call(session: Session, call_id: str) -> list[Decision]:
    """The latest decision of each of the call's applications, by registry number."""
    newest = (
        select(decisions.c.application_id, func.max(decisions.c.version).label("version"))
        .where(decisions.c.call_id == call_id)
        .group_by(decisions.c.application_id)
        .subquery()
    )
    rows = session.execute(
        select(decisions)
        .join(
            newest,
            (decisions.c.application_id == newest.c.application_id) & (decisions.c.version == newest.c.version),
        )
        .order_by(decisions.c.registry_number)
    ).mappings()
    return [_decision(row) for row in rows]


def note_dispatch(session: Session, decision_id: str, document: Document, *, at: datetime) -> None:
    """Note which document tells of a decision, and when it was sent."""
    session.execute(
        update(decisions).where(decisions.c.id == decision_id).values(document_number=document.number, dispatched_at=at)
    )


def log_dispatch(
    session: Session, document: Document, *, recipient: str, address: str, channel: str, at: datetime
) -> None:
    """Write a line in the delivery log; the same document to the same address is one line (R-53)."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {
        "id": new_id(),
        "case_id": document.case_id,
        "registry_number": document.registry_number,
        "document_number": document.number,
        "recipient": recipient,
        "address": address,
        "channel": channel,
        "sent_at": at,
    }
    session.execute(insert(dispatches).values(**row).on_conflict_do_nothing())


def dispatches_of(session: Session, case_id: str) -> list[Dispatch]:
    """The delivery log of a case, in order."""
    rows = session.execute(
        select(dispatches)
        .where(dispatches.c.case_id == case_id)
        .order_by(dispatches.c.sent_at, dispatches.c.document_number, dispatches.c.address)
    ).mappings()
    return [Dispatch(**row) for row in rows]


def _decision(row: Mapping[Any, Any]) -> Decision:
    return Decision(**row)
