"""What pages read about extensions."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.extension.model import Extension, extensions


def extensions_of(session: Session, application_id: str) -> list[Extension]:
    """Every proposal to extend the application's grant, with what was decided, the first first."""
    rows = session.execute(
        select(extensions).where(extensions.c.application_id == application_id).order_by(extensions.c.period)
    ).mappings()
    return [Extension(**row) for row in rows]
