"""What people, and later stages, change in an application outside its diagram."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from engine import Actor, Engine, FieldError, InvalidDataError, Work, Workspace
from engine.forms import Form
from workflows.application.answering import changes_of, checked_changes
from workflows.application.attachments import FILE_IS_FOREIGN, files_in, foreign_fields
from workflows.application.checklist import items_of
from workflows.application.errors import NotAskedForError
from workflows.application.model import outages
from workflows.application.queries import content_of, open_request, own_application
from workflows.application.rows import application_row, change_application
from workflows.call.queries import funding_call
from workflows.tables import new_id


def answer_completion(
    engine: Engine, application_id: str, *, answers: list[dict[str, Any]], note: str, actor: Actor
) -> None:
    """Send the applicant's answer to what was asked: rows `{number, text, files, changes}`, one for each point.

    `changes` are fields of the application, as entered or typed; `files` and fields of files refer to uploads.
    Raises UnknownApplicationError; NotAskedForError when nothing is asked, or no longer; InvalidDataError.
    """
    with engine.reading() as session:
        found = own_application(session, application_id, actor=actor)
        now = engine.clock.now()
        request = open_request(session, application_id, now=now)
        if request is None:
            raise NotAskedForError
        checked_changes(
            form_of(engine, application_id),
            items_of(request.items),
            changes_of(answers),
            data=content_of(session, application_id),
            call=funding_call(session, found.call_id),
            now=now,
        )
        _check_files(session, answers, actor=actor, org_nr=found.org_nr)
    engine.send_message(
        "completion_answered",
        {"answers": answers, "note": note},
        correlation={"application_id": application_id},
        actor=actor,
        ttl=timedelta(0),
        idempotency_key=f"answer:{application_id}:{request.round}",
    )


def form_of(engine: Engine, application_id: str) -> Form:
    """The application form of the version that the application's case runs on. Raises NotFoundError."""
    version = engine.case(application_id).definition.version
    return engine.definition_form("application", "application", version)


def _check_files(session: Session, answers: list[dict[str, Any]], *, actor: Actor, org_nr: str) -> None:
    files = [("files", str(file["id"])) for answer in answers for file in answer.get("files") or ()]
    files += files_in(changes_of(answers))
    foreign = foreign_fields(session, files, actor=actor, org_nr=org_nr)
    if foreign:
        raise InvalidDataError([FieldError(field, FILE_IS_FOREIGN) for field in foreign])


def withdraw(engine: Engine, application_id: str, *, reason: str, actor: Actor) -> None:
    """Withdraw an application that is not decided.

    Raises UnknownApplicationError; MessageNotExpectedError if it can no longer be withdrawn.
    """
    with engine.reading() as session:
        own_application(session, application_id, actor=actor)
    engine.send_message(
        "application_withdrawn",
        {"reason": reason},
        correlation={"application_id": application_id},
        actor=actor,
        ttl=timedelta(0),
        idempotency_key=f"withdraw:{application_id}",
    )


def note_decision(
    work: Workspace, application_id: str, *, outcome: str, granted_sek: int | None, decided_at: datetime
) -> None:
    """Note on the application what a person has decided: called where the decision itself is registered.

    Raises UnknownApplicationError.
    """
    row = application_row(work.session, application_id)
    change_application(
        work,
        application_id,
        status="decided",
        outcome=outcome,
        granted_sek=granted_sek,
        decided_at=decided_at,
        settled_at=row["settled_at"] or work.now,
    )


def log_outage(work: Work, *, began_at: datetime, ended_at: datetime, note: str) -> None:
    """Log that the service was down; the table on being in time asks for it.

    Raises ValueError if it ends before it began. Source: domain.md D-TIME.
    """
    if ended_at <= began_at:
        raise ValueError("An outage ends after it began")
    work.session.execute(
        outages.insert().values(
            id=new_id(),
            began_at=began_at,
            ended_at=ended_at,
            note=note,
            logged_at=work.now,
            logged_by=work.actor.log_name,
        )
    )
    work.record("outage_logged", {"began_at": began_at.isoformat(), "ended_at": ended_at.isoformat(), "note": note})
