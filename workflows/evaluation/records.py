"""Evaluations kept and found."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workflows.evaluation.model import Evaluation, evaluations


def save_evaluation(session: Session, application_id: str, period: int, **values: Any) -> None:
    """Write the evaluation of a period, or change what is there."""
    this = (evaluations.c.application_id == application_id) & (evaluations.c.period == period)
    if session.scalar(select(evaluations.c.period).where(this)) is None:
        empty = {
            "content": None,
            "grade": None,
            "goal_attainment": None,
            "recommendation": "",
            "recorded_at": None,
            "document_number": None,
        }
        session.execute(
            evaluations.insert().values(**{**empty, **values, "application_id": application_id, "period": period})
        )
    else:
        session.execute(update(evaluations).where(this).values(**values))


def evaluation_of(session: Session, application_id: str, period: int) -> Evaluation | None:
    """The evaluation of a grant's period, or None before its figures are collected."""
    row = (
        session.execute(
            select(evaluations).where(evaluations.c.application_id == application_id, evaluations.c.period == period)
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else Evaluation(**row)
