"""Reminders and escalations of tasks, from the diagram to the mailbox."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine import Actor, Engine, JobHandler, VirtualClock
from tests.workflows.notifications.mail_server import mail_server
from workflows.notifications import MAIL, mail_handler, mail_list, send, task_handlers
from workflows.parties import Account, save_account
from workflows.registry import FileStore

Start = Callable[[dict[str, JobHandler]], Engine]

DIAGRAM = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:utlysa="urn:utlysa:bpmn:1"
    targetNamespace="urn:test">
  <process id="check" name="Kontroll" isExecutable="true" utlysa:caseTitle="=title">
    <startEvent id="begin"/>
    <sequenceFlow id="f1" sourceRef="begin" targetRef="check_application"/>
    <userTask id="check_application" name="Kontrollera" utlysa:role="officer" utlysa:due="P7D"
        utlysa:reminders="-2 days" utlysa:escalateTo="call_manager"/>
    <sequenceFlow id="f2" sourceRef="check_application" targetRef="finish"/>
    <endEvent id="finish"/>
  </process>
</definitions>"""
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))


def start(start_engine: Start, files: Path) -> Engine:
    """An engine with two accounts and a case that waits for the officer."""
    made: list[Engine] = []
    handlers = {MAIL: mail_handler(FileStore(files), None), **task_handlers(lambda: made[0])}
    made.append(start_engine(handlers))
    engine = made[0]
    with engine.work(actor=Actor.system()) as work:
        for account_id, role in (("handlaggare.1", "officer"), ("utlysare.1", "call_manager")):
            held = Account(account_id, account_id, frozenset({role}), email=f"{account_id}@example.org")
            save_account(work.session, held, at=work.now)
    engine.deploy({"check.bpmn": DIAGRAM}, actor=Actor.system())
    engine.start("check", {"title": "Klustret"}, business_key="RUN/604/2021", actor=Actor.system())
    return engine


def mails_of(engine: Engine) -> list[tuple[str, str]]:
    """Recipient and subject of each mail, in order."""
    with engine.reading() as session:
        return [(found.recipient, found.subject) for found in reversed(mail_list(session))]


def test_the_performers_are_reminded_and_the_manager_is_told(
    start_engine: Start, files: Path, clock: VirtualClock
) -> None:
    engine = start(start_engine, files)
    clock.set(datetime(2021, 11, 7, 12, tzinfo=UTC))
    engine.run_due()
    reminder = ("handlaggare.1@example.org", "Påminnelse: Kontrollera")
    assert mails_of(engine) == [reminder]
    clock.advance(timedelta(days=3))
    engine.run_due()
    engine.run_due()
    assert mails_of(engine) == [reminder, ("utlysare.1@example.org", "Försenad uppgift: Kontrollera")]
    with engine.reading() as session:
        body = mail_list(session)[-1].body
    assert "Ärende: Klustret\nDiarienummer: RUN/604/2021\nKlart senast: " in body


def test_nobody_is_reminded_of_a_task_that_is_done(start_engine: Start, files: Path, clock: VirtualClock) -> None:
    engine = start(start_engine, files)
    engine.complete(engine.tasks()[0].id, actor=OFFICER)
    clock.advance(timedelta(days=30))
    engine.run_due()
    assert mails_of(engine) == []


def test_a_refused_mail_is_an_incident_and_is_sent_when_a_person_retries_it(start_engine: Start, files: Path) -> None:
    with mail_server({"a@example.org": "550 No such user"}) as (postbox, url):
        engine = start_engine({MAIL: mail_handler(FileStore(files), url)})
        engine.deploy({"check.bpmn": DIAGRAM}, actor=Actor.system())
        case = engine.start("check", {"title": "Klustret"}, actor=Actor.system())
        with engine.work(actor=Actor.system()) as work:
            send(work, to="a@example.org", subject="x", body="x", key="k", case_id=case.id)
        engine.run_due()
        (incident,) = engine.case(case.id).incidents
        assert "550" in incident.message
        postbox.answers.clear()
        engine.retry_incident(incident.id, actor=Actor("systemforvaltare.1", frozenset({"admin"})))
        engine.run_due()
        assert len(postbox.messages) == 1
        with engine.reading() as session:
            assert mail_list(session)[0].state == "sent"
