"""The row of an application, for the steps that read and change it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import Workspace
from workflows.application.errors import UnknownApplicationError
from workflows.application.model import applications
from workflows.parties import account, emails_of


def application_row(session: Session, application_id: str) -> Mapping[str, Any]:
    """The application's row. Raises UnknownApplicationError."""
    row = session.execute(select(applications).where(applications.c.id == application_id)).mappings().one_or_none()
    if row is None:
        raise UnknownApplicationError(f"There is no application {application_id}")
    return dict(row)


def change_application(work: Workspace, application_id: str, **values: Any) -> None:
    """Change columns of an application."""
    work.session.execute(update(applications).where(applications.c.id == application_id).values(**values))


def addresses_of(session: Session, row: Mapping[str, Any]) -> list[str]:
    """Where to write about an application: its contact person, and who submitted it."""
    return list(dict.fromkeys([row["contact_email"], *emails_of(session, row["submitted_by"])]))


def language_of(session: Session, row: Mapping[str, Any]) -> str:
    """The language of who submitted it."""
    person = account(session, row["submitted_by"])
    return person.language if person else "sv"
