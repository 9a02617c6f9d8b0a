"""Killing the server at any moment and starting it again loses nothing that was confirmed, and doubles nothing."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from engine import Actor, SystemClock, UserTask
from tests.journeys.visitor import Visitor
from workflows.bootstrap import Product, build, install
from workflows.decision.commands import create_meeting
from workflows.decision.model import Member
from workflows.demo import cast, facts
from workflows.notifications import mail_list
from workflows.registry import documents_of, registry_breaches
from workflows.settings import Settings

pytestmark = pytest.mark.slow

CASES = 6
# After so many acknowledged tasks the server is killed: early, in the middle, and when decisions are sent.
KILLS = (5, 15, 27, 40)
TODAY = datetime.now(UTC).date()
LETTER = facts.letter()
# Who does each step, and with what: the whole way to the decision's dispatch.
STEPS: dict[str, tuple[str, dict[str, Any]]] = {
    "register_request": ("registrator.1", {}),
    "assign_officer": ("omradeschef.1", {"officer": "handlaggare.3", "due_on": str(TODAY + timedelta(days=20))}),
    "prepare_matter": ("handlaggare.3", dict(LETTER.prepared)),
    "declare_officer_conflict": ("handlaggare.3", {"conflict": "no"}),
    "draft_decision": ("handlaggare.3", dict(LETTER.draft)),
    "review_draft": ("omradeschef.1", {"review": "ok"}),
    "declare_delegate_conflict": ("direktor.1", {"conflict": "no"}),
    "decide": ("direktor.1", {"decision": "approve", "signed": True}),
}


class Server:
    """`utlysa serve` as a process of its own, which may be killed and started again on the same port."""

    def __init__(self, settings: Settings, port: int, log: Path) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._port, self._log = port, log
        self._environment = {
            **os.environ,
            "UTLYSA_DEMO": "1",
            "UTLYSA_DATABASE_URL": settings.database_url,
            "UTLYSA_FILES_DIR": str(settings.files_dir),
            "UTLYSA_BASE_URL": self.address,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "web.cli.main", "serve", "--port", str(self._port)],
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            assert self._process.poll() is None, self._log.read_text()
            time.sleep(0.05)
        raise AssertionError(self._log.read_text())

    def kill(self) -> None:
        """End the process at once, as a power cut does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


@dataclass
class Acknowledged:
    """What the server has said yes to: each task, with who did it; and how often a client had to ask again."""

    done: dict[str, str] = field(default_factory=dict)
    asked_again: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, task: UserTask, account: str) -> None:
        """The answer has come."""
        with self._lock:
            self.done[task.id] = account

    def note_again(self) -> None:
        """The answer has not come."""
        with self._lock:
            self.asked_again += 1


@pytest.fixture
def product(database_url: str, tmp_path: Path) -> Iterator[Product]:
    """An installation with requests that wait for the registrar."""
    settings = Settings(demo=True, database_url=database_url, files_dir=tmp_path / "files")
    made = build(settings, clock=SystemClock())
    install(made)
    now = datetime.now(UTC)
    with made.engine.work(actor=Actor.system()) as work:
        cast.save_cast(work.session, at=now)
        members = [Member(name, role) for name, role in cast.MEMBERS]
        create_meeting(work, starts_at=now + timedelta(days=40), place="Östersund", members=members)
    with made.engine.reading() as session:
        registrar = cast.actor(session, "registrator.1")
    for number in range(CASES):
        made.engine.send_message("loi_request_received", _request(number), actor=registrar)
    yield made
    made.engine.close()


@pytest.fixture
def server(product: Product, tmp_path: Path) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = Server(product.settings, port, tmp_path / "server.log")
    running.start()
    yield running
    running.kill()


def _request(number: int) -> dict[str, Any]:
    return {
        "received_on": TODAY.isoformat(),
        "sender": f"Kluster {number}",
        "country": "NO",
        "subject": f"Avsiktsförklaring {number}",
        "requester_email": f"kluster.{number}@kluster.example",
        "external_deadline": str(TODAY + timedelta(days=60)),
    }


def test_what_was_acknowledged_is_there_once_however_often_the_server_is_killed(
    product: Product, server: Server
) -> None:
    acknowledged = Acknowledged()
    cases = [case.id for case in product.engine.cases(process_key="delegated_decision")]
    with ThreadPoolExecutor(max_workers=3) as clients:
        working = [clients.submit(_work_through, product, server, case, acknowledged) for case in cases]
        _kill_again_and_again(server, acknowledged, lambda: all(each.done() for each in working))
        for each in working:
            each.result()
    server.kill()

    engine = product.engine
    while engine.run_due().jobs:
        pass
    tasks = {task.id: task for task in engine.tasks(state="completed", limit=1000)}
    assert acknowledged.asked_again > 0
    assert {task.id: task.completed_by for task in tasks.values()} == acknowledged.done
    assert sorted(Counter(task.element_id for task in tasks.values()).items()) == sorted(
        dict.fromkeys(STEPS, CASES).items()
    )
    for case in cases:
        done = [event.element_id for event in engine.history(case) if event.type == "task_completed"]
        assert sorted(str(each) for each in done) == sorted(STEPS)
    assert engine.incidents() == []
    assert engine.verify() == []
    assert engine.verify_audit() == []
    _papers_and_mails_are_there_once(product)


def _papers_and_mails_are_there_once(product: Product) -> None:
    with product.engine.reading() as session:
        assert registry_breaches(session, product.files) == []
        mails = mail_list(session, limit=1000)
        decisions = documents_of(session, kinds=("D17",))
    numbers = [paper.registry_number for paper in decisions]
    assert len(numbers) == len(set(numbers)) == CASES
    assert all(count == 1 for count in Counter((mail.recipient, mail.subject) for mail in mails).values())


def _work_through(product: Product, server: Server, case_id: str, acknowledged: Acknowledged) -> None:
    """Do every step of a case over HTTP, asking again with the same key while no answer comes."""
    people: dict[str, Visitor] = {}
    while True:
        waiting = [task for task in product.engine.tasks(case_id) if task.element_id in STEPS]
        if not waiting:
            return
        task = waiting[0]
        account, data = STEPS[task.element_id]
        if task.element_id == "register_request":
            data = {**product.engine.task_variables(task.id)}
            data = {name: str(value) for name, value in data.items() if name in _request(0)}
        _complete(server, people, account, task, data, acknowledged)


def _complete(
    server: Server,
    people: dict[str, Visitor],
    account: str,
    task: UserTask,
    data: dict[str, Any],
    acknowledged: Acknowledged,
) -> None:
    while True:
        try:
            if account not in people:
                people[account] = Visitor(server.address, account)
            path = f"/api/v1/tasks/{task.id}/complete"
            answer = people[account].command(path, {"data": data}, key=f"key-{task.id}")
        except (OSError, HTTPException):
            acknowledged.note_again()
            time.sleep(0.05)
            continue
        # Also where the first attempt was carried out and its answer was lost: the key brings the same answer.
        assert answer.status == 200, answer
        acknowledged.note(task, account)
        return


def _kill_again_and_again(server: Server, acknowledged: Acknowledged, is_over: Any) -> None:
    chance = random.Random(2021)  # noqa: S311 - the moment of a kill is no secret
    left = list(KILLS)
    while not is_over():
        if left and len(acknowledged.done) >= left[0]:
            left.pop(0)
            time.sleep(chance.uniform(0, 0.15))
            server.kill()
            server.start()
        time.sleep(0.005)
    assert left == []
