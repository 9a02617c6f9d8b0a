"""Clients that carry cases through a cluster over HTTP, and ask again with the same key while no answer comes."""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from sqlalchemy import select

from engine import Engine, UnavailableError
from tests.journeys.visitor import Answer, Visitor
from workflows.notifications.model import mails

PROCESS = "cluster_trial"
OFFICER = "handlaggare.1"
_CLIENTS = 4
_PAUSE_SECONDS = 0.1
_LOOK_SECONDS = 0.3
_GIVE_UP_SECONDS = 300


@dataclass
class Tally:
    """What the clients have seen: each acknowledged command with its answer, and each kind of refusal."""

    started: dict[str, str] = field(default_factory=dict)
    completed: dict[str, str] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    unanswered: int = 0
    without_retry_after: int = 0
    longest_wait_seconds: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def acknowledged(self) -> int:
        """How many commands have been acknowledged."""
        return len(self.started) + len(self.completed)

    def note(self, answer: Answer | None) -> None:
        """An answer came, or none."""
        with self.lock:
            if answer is None:
                self.unanswered += 1
                return
            self.statuses[answer.status] += 1
            if answer.status == 503 and not answer.headers.get("Retry-After", "").isdigit():
                self.without_retry_after += 1

    def note_wait(self, seconds: float) -> None:
        """A command was acknowledged after so long, with all its repeats."""
        with self.lock:
            self.longest_wait_seconds = max(self.longest_wait_seconds, seconds)


class Client:
    """One person's program, which knows every address of the site and goes to the next one where one fails."""

    def __init__(self, addresses: Sequence[str], tally: Tally, *, first: int) -> None:
        self._addresses, self._tally, self._turn = addresses, tally, first
        self._visitors: dict[str, Visitor] = {}

    def command(self, path: str, content: Mapping[str, Any], *, key: str) -> Answer:
        """Give a command until it is acknowledged. Raises AssertionError for any other refusal."""
        begun = time.monotonic()
        while time.monotonic() - begun < _GIVE_UP_SECONDS:
            address = self._addresses[self._turn % len(self._addresses)]
            answer = self._try(address, path, content, key)
            self._tally.note(answer)
            if answer is not None and answer.status != 503:
                assert answer.status in {200, 201}, answer
                self._tally.note_wait(time.monotonic() - begun)
                return answer
            self._turn += 1
            time.sleep(_PAUSE_SECONDS)
        raise AssertionError(f"No answer to {path} within {_GIVE_UP_SECONDS} s")

    def _try(self, address: str, path: str, content: Mapping[str, Any], key: str) -> Answer | None:
        try:
            if address not in self._visitors:
                self._visitors[address] = Visitor(address, OFFICER)
            return self._visitors[address].command(path, content, key=key)
        except (OSError, HTTPException, AssertionError):
            # No answer, or no session: logging in needs the database as well.
            self._visitors.pop(address, None)
            return None


def carry_through(engine: Engine, addresses: Sequence[str], cases: int, tally: Tally) -> None:
    """Start so many cases, do their first task at once, and the second once a mail has told that it is late."""
    ready = _ReadyTasks(engine)
    with ThreadPoolExecutor(2 * _CLIENTS) as pool:
        starters, doers = (
            [Client(addresses, tally, first=number) for number in range(_CLIENTS)] for _ in ("start", "do")
        )
        starting = [
            pool.submit(_start_all, client, range(number, cases, _CLIENTS), tally)
            for number, client in enumerate(starters)
        ]
        until = time.monotonic() + _GIVE_UP_SECONDS + cases / 5
        while len(tally.completed) < 2 * cases:
            if time.monotonic() > until:
                raise TimeoutError(f"{len(tally.completed)} of {2 * cases} tasks were done")
            given = ready.take()
            _wait_for(
                pool.submit(_complete_all, client, given[number::_CLIENTS], tally)
                for number, client in enumerate(doers)
            )
            time.sleep(_LOOK_SECONDS)
        _wait_for(starting)


class _ReadyTasks:
    """The tasks that may be done, each of them once: the first of a case, and the second when its mail has gone."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._taken: set[str] = set()

    def take(self) -> list[str]:
        """Those that came since the last look; none while the database is away."""
        try:
            found = self._engine.tasks(process_key=PROCESS, limit=5000)
            with self._engine.reading() as session:
                told = set(session.execute(select(mails.c.case_id).where(mails.c.state == "sent")).scalars())
        except UnavailableError:
            return []
        is_ready = (task for task in found if task.element_id == "prepare" or task.case_id in told)
        new = [task.id for task in is_ready if task.id not in self._taken]
        self._taken.update(new)
        return new


def _start_all(client: Client, numbers: Sequence[int], tally: Tally) -> None:
    for number in numbers:
        key = f"start-{number}"
        content = {"process": PROCESS, "variables": {"number": number}}
        answer = client.command("/api/v1/cases", content, key=key)
        with tally.lock:
            tally.started[key] = str(json.loads(answer.text)["id"])


def _complete_all(client: Client, task_ids: Sequence[str], tally: Tally) -> None:
    for task_id in task_ids:
        client.command(f"/api/v1/tasks/{task_id}/complete", {"data": {}}, key=f"done-{task_id}")
        with tally.lock:
            tally.completed[task_id] = OFFICER


def _wait_for(working: Iterable[Future[None]]) -> None:
    for each in list(working):
        each.result()
