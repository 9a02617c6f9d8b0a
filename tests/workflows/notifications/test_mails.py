"""Mails: written once, sent after the commit, refused or tried again."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from engine import Actor, Engine, JobHandler, VirtualClock, Work
from tests.workflows.notifications.mail_server import mail_server
from workflows.letters import MissingValueError, UnknownTemplateError
from workflows.notifications import (
    MAIL,
    Attachment,
    Mail,
    UnknownMailError,
    count_mails,
    mail,
    mail_handler,
    mail_list,
    send,
    send_template,
)
from workflows.registry import FileStore, StoredFile, register_case, register_document

Start = Callable[[dict[str, JobHandler]], Engine]
PAGE = "<!DOCTYPE html><html lang='sv'><title>Kvitto</title><body><h1>Kvitto</h1></body></html>"


class PowerCutError(Exception):
    """The test's own failure."""


def write(engine: Engine, **changes: object) -> list[str]:
    """Send a mail in a transaction of its own."""
    values = {"to": "sokande.1@example.org", "subject": "Kvitto", "body": "Hej!\n", "key": "receipt:1"}
    with engine.work(actor=Actor.system()) as work:
        return send(work, **(values | changes))  # type: ignore[arg-type]


def mails_of(engine: Engine) -> list[Mail]:
    """All mails, newest first."""
    with engine.reading() as session:
        return mail_list(session)


def start(start_engine: Start, files: Path, smtp_url: str | None = None) -> Engine:
    """An engine that sends mails."""
    return start_engine({MAIL: mail_handler(FileStore(files), smtp_url)})


def test_without_a_mail_server_mails_go_to_the_demos_mailbox(start_engine: Start, files: Path) -> None:
    engine = start(start_engine, files)
    (mail_id,) = write(engine, case_id="c1", language="en")
    with engine.reading() as session:
        assert mail(session, mail_id).state == "waiting"
    engine.run_due()
    with engine.reading() as session:
        found = mail(session, mail_id)
        assert mail_list(session, recipient="sokande.1@example.org", case_id="c1", state="delivered") == [found]
        assert count_mails(session) == {"waiting": 0, "sent": 0, "delivered": 1, "failed": 0, "undeliverable": 0}
        with pytest.raises(UnknownMailError):
            mail(session, "none")
    assert (found.subject, found.body, found.language, found.settled_at) == ("Kvitto", "Hej!\n", "en", engine.now())


def test_a_mail_is_kept_or_undone_with_its_transaction(start_engine: Start, files: Path) -> None:
    engine = start(start_engine, files)

    def fail() -> None:
        with engine.work(actor=Actor.system()) as work:
            send(work, to="a@example.org", subject="x", body="x", key="k")
            raise PowerCutError

    with pytest.raises(PowerCutError):
        fail()
    assert mails_of(engine) == []


def test_the_same_key_is_the_same_mail(start_engine: Start, files: Path) -> None:
    with mail_server() as (postbox, url):
        engine = start(start_engine, files, url)
        first = write(engine)
        engine.run_due()
        assert write(engine) == first
        engine.run_due()
        assert len(postbox.messages) == 1


def test_each_recipient_gets_a_mail_of_its_own(start_engine: Start, files: Path) -> None:
    with mail_server() as (postbox, url):
        engine = start(start_engine, files, url)
        assert len(write(engine, to=["a@example.org", "b@example.org", "a@example.org", " "])) == 2
        engine.run_due()
        assert sorted(str(message["To"]) for message in postbox.messages) == ["a@example.org", "b@example.org"]
        assert len({message["Message-ID"] for message in postbox.messages}) == 2


def test_nobody_to_reach_is_noted(start_engine: Start, files: Path) -> None:
    engine = start(start_engine, files)
    write(engine, to=[])
    engine.run_due()
    assert [(found.recipient, found.state) for found in mails_of(engine)] == [("", "undeliverable")]


def test_a_message_has_its_text_sender_and_attachments(start_engine: Start, files: Path) -> None:
    with mail_server() as (postbox, url):
        engine = start(start_engine, files, url)
        store = FileStore(files)
        with engine.work(actor=Actor.system()) as work:
            letter, upload = register_two(work, store)
            calendar = Attachment("mote.ics", "text/calendar", content=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
            send(
                work,
                to="a@example.org",
                subject="Kvitto\nBcc: x@example.org",
                body="Åäö\n",
                key="k",
                attachments=[letter, upload, calendar],
            )
        engine.run_due()
        (message,) = postbox.messages
    assert (message["Subject"], message["Bcc"]) == ("Kvitto Bcc: x@example.org", None)
    assert message["From"] == "Region Jämtland Härjedalen <region@regionjh.se>"
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_body()
    assert body is not None
    assert body.get_content().strip() == "Åäö"
    found = [(part.get_filename(), part.get_content_type()) for part in message.iter_attachments()]
    assert found == [
        ("RUN-1-2021-1.pdf", "application/pdf"),
        ("budget.pdf", "application/pdf"),
        ("mote.ics", "text/calendar"),
    ]
    assert [part.get_content()[:5] for part in message.iter_attachments()][:2] == [b"%PDF-", b"pdf"]


def register_two(work: Work, store: FileStore) -> tuple[str, str]:
    """A letter and an upload in the diary; their ids."""
    number = register_case(work.session, at=work.now, title="Ansökan", case_id="c1")
    file = StoredFile(store.put(b"pdf"), 3, "application/pdf", "budget.pdf")
    ids = [
        register_document(
            work.session,
            registry_number=number,
            kind="D6",
            title="Kvitto",
            direction="out",
            at=work.now,
            party="Klustret",
            case_id="c1",
            html=html,
            content=content,
        ).id
        for html, content in ((PAGE, None), (None, file))
    ]
    return ids[0], ids[1]


def test_a_refusal_for_good_fails_and_is_not_sent_again(start_engine: Start, files: Path, clock: VirtualClock) -> None:
    with mail_server({"a@example.org": "550 No such user"}) as (postbox, url):
        engine = start(start_engine, files, url)
        write(engine, to="a@example.org")
        engine.run_due()
        (found,) = mails_of(engine)
        assert (found.state, "550" in found.error) == ("failed", True)
        postbox.answers.clear()
        for _ in range(5):
            clock.advance(timedelta(hours=6))
            engine.run_due()
        assert (mails_of(engine)[0].state, postbox.messages) == ("failed", [])


@pytest.mark.parametrize(
    "recipient", ["sokande.1", "a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "@"]
)
def test_what_is_no_address_is_refused(start_engine: Start, files: Path, recipient: str) -> None:
    with mail_server() as (postbox, url):
        engine = start(start_engine, files, url)
        write(engine, to=recipient)
        engine.run_due()
        assert (mails_of(engine)[0].state, postbox.messages) == ("failed", [])


def test_a_failure_for_now_is_tried_again(start_engine: Start, files: Path, clock: VirtualClock) -> None:
    with mail_server({"a@example.org": "451 Try later"}) as (postbox, url):
        engine = start(start_engine, files, url)
        write(engine, to="a@example.org")
        engine.run_due()
        assert mails_of(engine)[0].state == "waiting"
        postbox.answers.clear()
        clock.advance(timedelta(hours=6))
        engine.run_due()
        assert (mails_of(engine)[0].state, len(postbox.messages)) == ("sent", 1)


def test_a_mail_is_written_from_a_template(start_engine: Start, files: Path) -> None:
    engine = start(start_engine, files)
    context = {
        "task": "Bedöm ansökan",
        "task_id": "t1",
        "case_title": "Klustret",
        "has_number": True,
        "registry_number": "RUN/604/2021",
        "has_due_date": False,
    }
    with engine.work(actor=Actor.system()) as work:
        send_template(work, "task_reminder", context, to="a@example.org", key="k", language="en")
    (found,) = mails_of(engine)
    assert found.subject == "Påminnelse: Bedöm ansökan"
    assert "Diarienummer: RUN/604/2021\n" in found.body
    assert "Klart senast" not in found.body
    assert found.body.endswith("Region Jämtland Härjedalen\n")


def test_a_template_without_its_values_or_at_all_is_an_error(start_engine: Start, files: Path) -> None:
    engine = start(start_engine, files)
    with engine.work(actor=Actor.system()) as work:
        with pytest.raises(MissingValueError, match=r"task_reminder.mail.txt, rad 1: \{\{ task \}\}"):
            send_template(work, "task_reminder", {}, to="a@example.org", key="k")
        with pytest.raises(UnknownTemplateError, match="no_such"):
            send_template(work, "no_such", {}, to="a@example.org", key="k")
        with pytest.raises(UnknownTemplateError):
            send_template(work, "../README", {}, to="a@example.org", key="k")
