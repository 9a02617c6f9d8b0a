"""Extensions kept and found."""

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engine import Text
from workflows.decision.errors import DecisionMissingError
from workflows.extension.model import Extension, extensions


def save_extension(session: Session, application_id: str, period: int, **values: Any) -> None:
    """Write the proposal about a period anew."""
    this = (extensions.c.application_id == application_id) & (extensions.c.period == period)
    session.execute(delete(extensions).where(this))
    empty = {"outcome": None, "decided_by": None, "decided_at": None, "document_number": None}
    session.execute(extensions.insert().values(application_id=application_id, period=period, **{**empty, **values}))


def change_extension(session: Session, application_id: str, period: int, **values: Any) -> None:
    """Change columns of the proposal about a period."""
    session.execute(
        update(extensions)
        .where(extensions.c.application_id == application_id, extensions.c.period == period)
        .values(**values)
    )


def extension_of(session: Session, application_id: str, period: int) -> Extension:
    """The proposal about a period. Raises DecisionMissingError if there is none."""
    row = (
        session.execute(
            select(extensions).where(extensions.c.application_id == application_id, extensions.c.period == period)
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise DecisionMissingError(
            Text(
                "Förlängningen är inte föreslagen. Skriv ett förslag först.",
                "The extension is not proposed. Write a proposal first.",
            )
        )
    return Extension(**row)
