"""Delegated decisions kept and found."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import Text
from workflows.decision.errors import DecisionMissingError
from workflows.delegated_decision.model import DelegatedDecision, delegated_decisions
from workflows.tables import new_id

_NEW: Mapping[str, Any] = {
    "state": "drafted",
    "outcome": None,
    "decided_by": None,
    "delegate": None,
    "decided_at": None,
    "documents": {},
    "meeting_id": None,
    "paragraph": "",
    "notice_posted_on": None,
    "final_on": None,
}


def save_draft(session: Session, case_id: str, **values: Any) -> DelegatedDecision:
    """Write the case's draft anew, or a new one where the case has none that is undecided."""
    found = session.scalar(
        select(delegated_decisions.c.id).where(
            delegated_decisions.c.case_id == case_id, delegated_decisions.c.state == "drafted"
        )
    )
    if found is None:
        found = new_id()
        session.execute(delegated_decisions.insert().values(id=found, case_id=case_id, **{**_NEW, **values}))
    else:
        change(session, found, **values)
    return delegated_decision(session, found)


def change(session: Session, decision_id: str, **values: Any) -> None:
    """Change a delegated decision's columns."""
    session.execute(update(delegated_decisions).where(delegated_decisions.c.id == decision_id).values(**values))


def delegated_decision(session: Session, decision_id: str) -> DelegatedDecision:
    """The delegated decision with that id. Raises DecisionMissingError if there is none."""
    row = (
        session.execute(select(delegated_decisions).where(delegated_decisions.c.id == decision_id))
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise DecisionMissingError
    return DelegatedDecision(**row)


def decision_of_case(session: Session, case_id: str) -> DelegatedDecision:
    """The case's delegated decision that is not final yet. Raises DecisionMissingError if there is none."""
    row = (
        session.execute(
            select(delegated_decisions).where(
                delegated_decisions.c.case_id == case_id, delegated_decisions.c.state != "final"
            )
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise DecisionMissingError(
            Text(
                "Ärendet har inget delegationsbeslut. Skriv ett förslag först.",
                "The matter has no delegated decision. Write a proposal first.",
            )
        )
    return DelegatedDecision(**row)


def all_decisions(session: Session) -> list[DelegatedDecision]:
    """Every delegated decision, the latest first, drafts before the decided ones."""
    rows = session.execute(
        select(delegated_decisions).order_by(
            delegated_decisions.c.decided_at.is_not(None),
            delegated_decisions.c.decided_at.desc(),
            delegated_decisions.c.registry_number,
        )
    ).mappings()
    return [DelegatedDecision(**row) for row in rows]


def decisions_for_meeting(session: Session, meeting_id: str) -> list[DelegatedDecision]:
    """The decisions on a meeting's list, in the order in which they were decided."""
    rows = session.execute(
        select(delegated_decisions)
        .where(delegated_decisions.c.meeting_id == meeting_id)
        .order_by(delegated_decisions.c.decided_at, delegated_decisions.c.registry_number)
    ).mappings()
    return [DelegatedDecision(**row) for row in rows]
