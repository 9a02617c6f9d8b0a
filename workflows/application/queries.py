"""Reading applications: for the applicant, for the officers, and for the stages that follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import Actor
from workflows.application.errors import UnknownApplicationError
from workflows.application.model import (
    application_proposals,
    application_versions,
    applications,
    completion_requests,
)
from workflows.application.reading import SectionView, read_sections
from workflows.application.rows import application_row
from workflows.application.values import Application, CompletionRequest, Proposal, Version
from workflows.registry import Document, documents_of

_COLUMNS = (
    *("id", "call_id", "registry_number", "version", "status", "org_identity", "applicant_name", "title"),
    *("contact_email", "received_at", "is_on_time", "sha256", "respond_by", "outcome", "granted_sek", "decided_at"),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant is told of a submission: when it came in, whether in time, and its content's check sum."""

    registry_number: str
    received_at: datetime
    is_on_time: bool
    cutoff: datetime
    sha256: str
    document: Document | None
    files: Sequence[Document]


@dataclass(frozen=True, slots=True)
class Statistics:
    """The applications of a call in figures. `by_area` counts an application in each of its areas."""

    received: int
    in_time: int
    sought_sek: int
    by_status: dict[str, int]
    by_area: dict[str, int]
    by_municipality: dict[str, int]


def application(session: Session, application_id: str) -> Application:
    """The application. Raises UnknownApplicationError. Who may see it is the policy's to say."""
    return _application(application_row(session, application_id))


def own_application(session: Session, application_id: str, *, actor: Actor) -> Application:
    """The application, for those who act for its applicant. Raises UnknownApplicationError for all others."""
    found = application(session, application_id)
    if found.org_identity not in actor.identities:
        raise UnknownApplicationError
    return found


def applications_of(session: Session, call_id: str, *, status: str | None = None) -> list[Application]:
    """The applications to a call in the order of their arrival, all or those in one status."""
    statement = select(applications).where(applications.c.call_id == call_id)
    if status is not None:
        statement = statement.where(applications.c.status == status)
    ordered = statement.order_by(applications.c.received_at, applications.c.registry_number)
    return [_application(row) for row in session.execute(ordered).mappings()]


def my_applications(session: Session, *, actor: Actor) -> list[Application]:
    """The submitted applications of the organisations that the actor acts for, the latest first."""
    statement = (
        select(applications)
        .where(applications.c.org_identity.in_(sorted(actor.identities)))
        .order_by(applications.c.received_at.desc())
    )
    return [_application(row) for row in session.execute(statement).mappings()]


def sections_of(session: Session, application_id: str, *, version: int | None = None) -> tuple[SectionView, ...]:
    """The application as labels and texts, section by section; its current content, or that of a version.

    Raises UnknownApplicationError.
    """
    if version is None:
        return read_sections(application_row(session, application_id)["sections"])
    statement = select(application_versions.c.sections).where(
        application_versions.c.application_id == application_id, application_versions.c.version == version
    )
    kept = session.scalar(statement)
    if kept is None:
        raise UnknownApplicationError
    return read_sections(kept)


def content_of(session: Session, application_id: str) -> dict[str, Any]:
    """The application's content as it is now, typed, by the names of the form. Raises UnknownApplicationError."""
    return dict(application_row(session, application_id)["data"])


def versions_of(session: Session, application_id: str) -> list[Version]:
    """The versions of an application, the first first."""
    statement = (
        select(application_versions)
        .where(application_versions.c.application_id == application_id)
        .order_by(application_versions.c.version)
    )
    return [_taken(Version, row) for row in session.execute(statement).mappings()]


def receipt_of(session: Session, application_id: str, *, cutoff: datetime) -> Receipt:
    """The receipt of the latest submission (not of a completion). Raises UnknownApplicationError."""
    submitted = [found for found in versions_of(session, application_id) if found.cause != "completed"]
    if not submitted:
        raise UnknownApplicationError
    latest = submitted[-1]
    known = documents_of(session, case_id=application_id)
    return Receipt(
        registry_number=application(session, application_id).registry_number,
        received_at=latest.received_at,
        is_on_time=latest.received_at < cutoff,
        cutoff=cutoff,
        sha256=latest.sha256,
        document=next((document for document in known if document.id == latest.receipt_id), None),
        files=[found for found in known if found.kind == "BIL" and found.registered_at == latest.received_at],
    )


def completion_requests_of(session: Session, application_id: str) -> list[CompletionRequest]:
    """The requests for completion, the latest first."""
    statement = (
        select(completion_requests)
        .where(completion_requests.c.application_id == application_id)
        .order_by(completion_requests.c.round.desc())
    )
    return [_taken(CompletionRequest, row) for row in session.execute(statement).mappings()]


def open_request(session: Session, application_id: str, *, now: datetime) -> CompletionRequest | None:
    """The request that the applicant can answer now, if there is one."""
    latest = next(iter(completion_requests_of(session, application_id)), None)
    is_open = latest is not None and latest.answered_at is None and now < latest.respond_by
    return latest if is_open and application(session, application_id).status == "completion_requested" else None


def proposal_of(session: Session, application_id: str) -> Proposal | None:
    """The officer's proposal to reject or dismiss the application, if there is one."""
    statement = select(application_proposals).where(application_proposals.c.application_id == application_id)
    row = session.execute(statement).mappings().one_or_none()
    return None if row is None else _taken(Proposal, row)


def messages_of(session: Session, application_id: str) -> list[Document]:
    """What has gone between the applicant and the region in the case, the latest first."""
    return list(reversed(documents_of(session, case_id=application_id, visible_to_applicant=True)))


def completion_report(session: Session, call_id: str) -> list[tuple[Application, CompletionRequest]]:
    """Who was asked to complete what, in a call: so that the same lack can be seen to be treated the same. R-08."""
    return [
        (found, request)
        for found in applications_of(session, call_id)
        for request in reversed(completion_requests_of(session, found.id))
    ]


def statistics_of(session: Session, call_id: str) -> Statistics:
    """The applications of a call in figures."""
    rows = session.execute(select(applications).where(applications.c.call_id == call_id)).mappings().all()
    figures = [row["figures"] for row in rows]
    return Statistics(
        received=len(rows),
        in_time=sum(bool(row["is_on_time"]) for row in rows),
        sought_sek=sum(entry["sought_sek"] for entry in figures),
        by_status=_counted(row["status"] for row in rows),
        by_area=_counted(area for entry in figures for area in entry["areas"]),
        by_municipality=_counted(entry["municipality"] for entry in figures),
    )


def _counted(values: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in sorted(values):
        found[value] = found.get(value, 0) + 1
    return found


def _application(row: Any) -> Application:
    figures = dict(row["figures"])
    areas = tuple(figures.pop("areas"))
    return Application(areas=areas, **figures, **{name: row[name] for name in _COLUMNS})


def _taken(kind: Any, row: Any) -> Any:
    return kind(**{name: row[name] for name in kind.__slots__})
