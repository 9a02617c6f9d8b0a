"""The handler of `mail` jobs."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import update

from engine import Job, JobContext, JobHandler, Work
from engine.failpoints import hit
from workflows.notifications.errors import MailRefusedError
from workflows.notifications.messages import enclosures_of, message_of
from workflows.notifications.model import MailState, mails
from workflows.notifications.queries import mail
from workflows.notifications.smtp import deliver
from workflows.parties import own_organisation
from workflows.registry import FileStore

_Opened = Callable[..., AbstractContextManager[Work]]


def mail_handler(store: FileStore, smtp_url: str | None) -> JobHandler:
    """The handler of `mail` jobs: sends by the mail server, or without one delivers to the demo's mailbox.

    A refusal for good is written on the mail and becomes an incident at once; when a person retries that, the mail is
    sent again. Any other failure is tried again by itself. A repeat of a mail that has gone sends nothing.
    """

    def handle(job: Job, context: JobContext) -> None:
        mail_id = str(job.payload["mail_id"])
        with context.work() as work:
            found = mail(work.session, mail_id)
            organisation = own_organisation(work.session)
            enclosures = enclosures_of(work.session, found)
        if found.state not in {"waiting", "failed"}:
            return
        if smtp_url is None:
            _settle(context.work, mail_id, "delivered", context.now)
            return
        hit("before-send")
        try:
            deliver(message_of(found, enclosures, organisation=organisation, store=store, at=context.now), smtp_url)
        except MailRefusedError as error:
            _settle(context.work, mail_id, "failed", context.now, error=str(error))
            raise
        hit("after-send")
        _settle(context.work, mail_id, "sent", context.now)

    return handle


def _settle(opened: _Opened, mail_id: str, state: MailState, at: datetime, *, error: str = "") -> None:
    with opened() as work:
        work.session.execute(update(mails).where(mails.c.id == mail_id).values(state=state, settled_at=at, error=error))
