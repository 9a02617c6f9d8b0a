"""The matters before the board: one row each, from the officer's proposal to the posted notice."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import Text
from workflows.decision.errors import DecisionMissingError
from workflows.decision.model import Matter, board_matters
from workflows.tables import new_id

FINAL_OUTCOMES = frozenset({"as_proposed", "changed", "rejected"})
_NO_MATTER = Text(
    "Ärendet finns inte hos nämnden. Skriv ett förslag först.",
    "The matter is not before the board. Write a proposal first.",
)
_OPEN_STATES = ("drafted", "proposed", "scheduled", "summoned")


def save_proposal(session: Session, values: Mapping[str, Any], *, case_id: str) -> Matter:
    """Write the case's open matter anew, or a new one where there is none; it is then at the state "proposed"."""
    old = session.scalar(
        select(board_matters.c.id).where(board_matters.c.case_id == case_id, board_matters.c.state.in_(_OPEN_STATES))
    )
    if old is None:
        old = new_id()
        empty = {"late_reason": "", "paragraph": ""}
        session.execute(board_matters.insert().values(id=old, case_id=case_id, state="proposed", **empty, **values))
    else:
        change(session, old, state="proposed", meeting_id=None, agenda_no=None, record=None, outcome=None, **values)
    return matter(session, old)


def change(session: Session, matter_id: str, **values: Any) -> None:
    """Change a matter's columns."""
    session.execute(update(board_matters).where(board_matters.c.id == matter_id).values(**values))


def matter(session: Session, matter_id: str) -> Matter:
    """The matter with that id. Raises DecisionMissingError if there is none."""
    row = session.execute(select(board_matters).where(board_matters.c.id == matter_id)).mappings().one_or_none()
    if row is None:
        raise DecisionMissingError(_NO_MATTER)
    return _matter(row)


def current_matter(session: Session, case_id: str) -> Matter:
    """The case's matter that the board has not finished. Raises DecisionMissingError if there is none."""
    row = (
        session.execute(
            select(board_matters).where(board_matters.c.case_id == case_id, board_matters.c.state.not_in(("posted",)))
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise DecisionMissingError(_NO_MATTER)
    return _matter(row)


def decided_matter(session: Session, case_id: str, *, kind: str) -> Matter:
    """The case's latest matter of a kind that the board has decided. Raises DecisionMissingError."""
    row = (
        session.execute(
            select(board_matters)
            .where(
                board_matters.c.case_id == case_id,
                board_matters.c.kind == kind,
                board_matters.c.outcome.in_(FINAL_OUTCOMES),
                board_matters.c.decided_at.is_not(None),
            )
            .order_by(board_matters.c.decided_at.desc())
            .limit(1)
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise DecisionMissingError
    return _matter(row)


def matters_of_meeting(session: Session, meeting_id: str) -> list[Matter]:
    """The matters on a meeting's agenda, in its order."""
    rows = session.execute(
        select(board_matters)
        .where(board_matters.c.meeting_id == meeting_id)
        .order_by(board_matters.c.agenda_no, board_matters.c.title, board_matters.c.id)
    ).mappings()
    return [_matter(row) for row in rows]


def _matter(row: Mapping[Any, Any]) -> Matter:
    return Matter(**row)
