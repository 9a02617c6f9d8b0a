"""Completes tasks over HTTP with idempotency keys while web processes are killed at random, and counts what went wrong.

`python -m tests.journeys.kill_run --completions 10000 --kills 200` prints its figures as one line of JSON.
"""

import argparse
import json
import os
import queue
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from engine import Actor, Engine, SystemClock
from tests.engine.runtime.diagrams import diagram, end, parallel, start, user
from tests.journeys.visitor import Answer, Visitor
from web.cli.measures.places import places
from workflows.bootstrap import Product, build
from workflows.demo import cast
from workflows.settings import Settings

BRANCHES = ("a", "b", "c")
STEPS = len(BRANCHES) + 1
DIAGRAM = diagram(
    "killing",
    start(),
    parallel("split"),
    *(user(name, role="officer") for name in BRANCHES),
    parallel("join"),
    user("check", role="officer"),
    end(),
    paths=["start split", *(f"split {name} join" for name in BRANCHES), "join check end"],
)
OFFICERS = ("handlaggare.1", "handlaggare.2", "handlaggare.3")
_PAUSE_S = 0.02
_TRANSIENT = frozenset({502, 503})
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Plan:
    """How many completions by how many clients, over how many web processes, and how many of these are killed."""

    completions: int = 10_000
    kills: int = 200
    clients: int = 20
    processes: int = 2
    seed: int = 2021

    @property
    def cases(self) -> int:
        """Each case is completed in a fixed number of steps."""
        return -(-self.completions // STEPS)


@dataclass(frozen=True)
class Figures:
    """What happened; all of the last five must be nothing."""

    database: str
    completions: int
    kills: int
    clients: int
    processes: int
    seconds: float
    per_second: float
    median_ms: float
    p95_ms: float
    asked_again: int
    refused: int
    lost: int
    twice: int
    answered_otherwise: int
    breaches: int

    @property
    def is_well(self) -> bool:
        """Whether nothing was lost, nothing was done twice and every repeat got the first answer."""
        return not (self.refused or self.lost or self.twice or self.answered_otherwise or self.breaches)


@dataclass
class Clients:
    """What the clients share: the tasks that wait, what was answered to each key, and what went wrong."""

    engine: Engine
    addresses: Sequence[str]
    todo: "queue.Queue[str | None]" = field(default_factory=queue.Queue)
    answers: dict[str, tuple[str, Answer]] = field(default_factory=dict)
    done_in: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    asked_again: set[str] = field(default_factory=set)
    refused: list[Answer] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def work(self, number: int) -> None:
        """Complete one task after the other until there are none, each until it is answered."""
        client = Client(self, OFFICERS[number % len(OFFICERS)], number)
        while (task_id := self.todo.get()) is not None:
            began = time.monotonic()
            answer = client.complete(task_id)
            with self.lock:
                self.milliseconds.append((time.monotonic() - began) * 1000)
            self._note(task_id, client.account, answer)

    def _note(self, task_id: str, account: str, answer: Answer) -> None:
        case_id = task_id.partition("-")[0]
        with self.lock:
            if answer.status != 200:
                self.refused.append(answer)
            self.answers[task_id] = (account, answer)
            self.done_in[case_id] += 1
            is_joined = self.done_in[case_id] == len(BRANCHES)
        if is_joined:
            for task in self.engine.tasks(case_id):
                self.todo.put(task.id)


class Client:
    """One person's program: it asks again, of any web process, until there is an answer."""

    def __init__(self, clients: Clients, account: str, number: int) -> None:
        self.account = account
        self._clients = clients
        self._turn = number
        self._visitors: dict[str, Visitor] = {}

    def complete(self, task_id: str) -> Answer:
        """The answer to the completion, however often it must be asked for."""
        content = {"data": {task_id.rpartition("-")[2]: self.account}}
        while True:
            self._turn += 1
            address = self._clients.addresses[self._turn % len(self._clients.addresses)]
            try:
                answer = self._visitor(address).command(
                    f"/api/v1/tasks/{task_id}/complete", content, key=f"key-{task_id}"
                )
            except (OSError, HTTPException):
                pass
            else:
                if answer.status not in _TRANSIENT:
                    return answer
            with self._clients.lock:
                self._clients.asked_again.add(task_id)
            time.sleep(_PAUSE_S)

    def _visitor(self, address: str) -> Visitor:
        if address not in self._visitors:
            self._visitors[address] = Visitor(address, self.account)
        return self._visitors[address]


class Processes:
    """The web processes of one installation under their master."""

    def __init__(self, settings: Settings, count: int, log: Path) -> None:
        ports = [str(_free_port()) for _ in range(count)]
        self.addresses = [f"http://127.0.0.1:{port}" for port in ports]
        self._log = log
        environment = {
            **os.environ,
            "UTLYSA_DEMO": "1",
            "UTLYSA_DATABASE_URL": settings.database_url,
            "UTLYSA_FILES_DIR": str(settings.files_dir),
        }
        with log.open("ab") as stream:
            self._master = subprocess.Popen(
                [sys.executable, "-m", "tests.journeys.kill_server", *ports],
                cwd=_ROOT,
                env=environment,
                stdout=stream,
                stderr=stream,
            )

    def alive(self) -> list[int]:
        """The web processes that live now."""
        children = Path(f"/proc/{self._master.pid}/task/{self._master.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_one(self, chance: random.Random) -> None:
        """End one of them at once, as a power cut does; the master starts another."""
        while not (alive := self.alive()):
            time.sleep(_PAUSE_S)
        os.kill(chance.choice(alive), signal.SIGKILL)

    def await_first(self) -> None:
        """Wait until all of them answer. Raises RuntimeError with their log."""
        until = time.monotonic() + 60
        for address in self.addresses:
            port = int(address.rpartition(":")[2])
            while not _answers(port):
                if time.monotonic() > until or self._master.poll() is not None:
                    raise RuntimeError(self._log.read_text())
                time.sleep(_PAUSE_S)

    def stop(self) -> None:
        """End all of them."""
        self._master.terminate()
        self._master.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# --- the run --------------------------------------------------------------------------------------------------------


def run(database_url: str, folder: Path, plan: Plan) -> Figures:
    """Install, complete and kill, and look at what is left. The database is empty or has the engine's tables."""
    settings = Settings(demo=True, database_url=database_url, files_dir=folder / "files")
    product = build(settings, clock=SystemClock())
    try:
        return _run(product, folder, plan)
    finally:
        product.engine.close()


def _run(product: Product, folder: Path, plan: Plan) -> Figures:
    engine = product.engine
    engine.migrate()
    engine.deploy({"killing/killing.bpmn": DIAGRAM})
    with engine.work(actor=Actor.system()) as work:
        cast.save_cast(work.session, at=datetime.now(UTC))
    with _processes(product.settings, plan, folder) as processes:
        clients = Clients(engine, processes.addresses)
        for _ in range(plan.cases):
            for task in engine.tasks(engine.start("killing").id):
                clients.todo.put(task.id)
        began = time.monotonic()
        killed = _complete_and_kill(clients, processes, plan)
        seconds = time.monotonic() - began
        otherwise = _ask_again(clients, processes)
    return _figures(product, plan, clients, seconds=seconds, killed=killed, otherwise=otherwise)


@contextmanager
def _processes(settings: Settings, plan: Plan, folder: Path) -> Iterator[Processes]:
    processes = Processes(settings, plan.processes, folder / "server.log")
    try:
        processes.await_first()
        yield processes
    finally:
        processes.stop()


def _complete_and_kill(clients: Clients, processes: Processes, plan: Plan) -> int:
    """Let the clients work; a process is killed each time that so many tasks are done as chance has chosen."""
    chance = random.Random(plan.seed)  # noqa: S311  # the moment of a kill is no secret
    total = plan.cases * STEPS
    left = sorted(chance.sample(range(1, total - 1), plan.kills))
    killed = 0
    with ThreadPoolExecutor(plan.clients) as pool:
        working = [pool.submit(clients.work, number) for number in range(plan.clients)]
        while len(clients.answers) < total and not any(each.done() for each in working):
            if left and len(clients.answers) >= left[0]:
                left.pop(0)
                time.sleep(chance.uniform(0, 0.05))
                processes.kill_one(chance)
                killed += 1
            time.sleep(0.002)
        for _ in working:
            clients.todo.put(None)
        for each in working:
            each.result()
    return killed


def _ask_again(clients: Clients, processes: Processes) -> int:
    """Repeat each command whose first answer may have been lost; how many repeats got another answer."""
    processes.await_first()
    people = {account: Client(clients, account, 0) for account in OFFICERS}
    before = set(clients.asked_again)
    otherwise = 0
    for task_id in before:
        account, first = clients.answers[task_id]
        again = people[account].complete(task_id)
        otherwise += (again.status, again.text) != (first.status, first.text)
    return otherwise


def _figures(product: Product, plan: Plan, clients: Clients, *, seconds: float, killed: int, otherwise: int) -> Figures:
    engine = product.engine
    lost, twice = _lost_and_twice(engine, clients)
    times = clients.milliseconds
    return Figures(
        database="SQLite" if product.settings.database_url.startswith("sqlite") else "PostgreSQL",
        completions=len(clients.answers),
        kills=killed,
        clients=plan.clients,
        processes=plan.processes,
        seconds=round(seconds, 1),
        per_second=round(len(clients.answers) / seconds, 1),
        median_ms=round(median(times), 1),
        p95_ms=round(quantiles(times, n=20)[-1], 1),
        asked_again=len(clients.asked_again),
        refused=len(clients.refused),
        lost=lost,
        twice=twice,
        answered_otherwise=otherwise,
        breaches=len(engine.verify()),
    )


def _lost_and_twice(engine: Engine, clients: Clients) -> tuple[int, int]:
    """How many acknowledged completions are not there, and how many tasks were completed more than once or unasked."""
    lost = twice = 0
    by_case: dict[str, dict[str, str]] = {}
    for task_id, (account, _) in clients.answers.items():
        by_case.setdefault(task_id.partition("-")[0], {})[task_id] = account
    for case_id, expected in by_case.items():
        told = [event for event in engine.history(case_id) if event.type == "task_completed"]
        counts = Counter((event.data["task_id"], event.actor) for event in told)
        lost += sum(counts[task_id, account] == 0 for task_id, account in expected.items())
        twice += sum(counts.values()) - len(set(counts) & set(expected.items()))
        lost += engine.case(case_id).status != "completed"
    return lost, twice


def _main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--completions", type=int, default=Plan.completions)
    parser.add_argument("--kills", type=int, default=Plan.kills)
    parser.add_argument("--clients", type=int, default=Plan.clients)
    parser.add_argument("--processes", type=int, default=Plan.processes)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--sqlite", action="store_true", help="on SQLite also where there is a PostgreSQL")
    given: Any = parser.parse_args(arguments)
    plan = Plan(given.completions, given.kills, given.clients, given.processes, given.seed)
    found = places(None)
    with found[0 if given.sqlite else -1].database() as url, tempfile.TemporaryDirectory() as folder:
        figures = run(url, Path(folder), plan)
    print(json.dumps({**asdict(figures), "is_well": figures.is_well}))
    return 0 if figures.is_well else 1


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
