"""What pages read about evaluations."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.evaluation.model import Evaluation, evaluations


def evaluations_of(session: Session, application_id: str) -> list[Evaluation]:
    """The evaluations of an application's grant, the first period first."""
    rows = session.execute(
        select(evaluations).where(evaluations.c.application_id == application_id).order_by(evaluations.c.period)
    ).mappings()
    return [Evaluation(**row) for row in rows]
