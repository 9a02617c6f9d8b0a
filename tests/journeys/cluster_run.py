"""Runs cases through two web processes, two workers and two tickers while each kind of process and server is killed.

`python -m tests.journeys.cluster_run --cases 2000` prints what happened; exit status 1 if anything is lost or doubled.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from engine import Actor, UnavailableError
from tests.engine.runtime.diagrams import catch, diagram, end, start, timer, user
from tests.journeys.cluster_clients import OFFICER, PROCESS, Tally, carry_through
from tests.journeys.cluster_nodes import MailServer, Node, WebNode
from tests.journeys.cluster_servers import Broker, PostgreSQL, RabbitMQ, Redis, servers, wait_for
from tests.journeys.visitor import Visitor
from workflows.bootstrap import Product, build, install
from workflows.demo.cast import save_cast
from workflows.notifications import mail_list
from workflows.settings import Settings

TRIAL = diagram(
    PROCESS,
    start(),
    user("prepare", role="officer"),
    catch("rest", timer("PT1S")),
    user("confirm", role="officer", due="PT1S", escalateTo="area_head"),
    end(),
    paths=["start prepare rest confirm end"],
    startableBy="officer",
)
# Short, so that what a killed worker had in hand is taken over while the run goes on.
_JOB_SECONDS = 6
_SETTLE_SECONDS = 120
_BROKERS: dict[str, type[Broker]] = {"redis": Redis, "rabbitmq": RabbitMQ}


@dataclass
class Report:
    """What a run saw, and what is wrong with what it left."""

    cases: int
    seconds: float = 0.0
    kills: list[str] = field(default_factory=list)
    restarts: list[str] = field(default_factory=list)
    database_away_seconds: float = 0.0
    back_after_seconds: float = 0.0
    commands: int = 0
    unanswered: int = 0
    unavailable: int = 0
    longest_wait_seconds: float = 0.0
    mails: int = 0
    mails_repeated: int = 0
    job_attempts_repeated: int = 0
    breaches: list[str] = field(default_factory=list)


class Cluster:
    """The processes of one installation, and its servers."""

    def __init__(self, database: PostgreSQL, broker: Broker, mail: MailServer, folder: Path) -> None:
        self.database, self.broker, self.mail = database, broker, mail
        common = {
            "UTLYSA_DEMO": "1",
            "UTLYSA_DATABASE_URL": database.url,
            "UTLYSA_BROKER_URL": broker.url,
            "UTLYSA_FILES_DIR": str(folder / "files"),
            "UTLYSA_SMTP_URL": mail.url,
            "UTLYSA_LIMIT_JOB_SECONDS": str(_JOB_SECONDS),
        }
        self.web = [WebNode(f"web{number}", common, folder) for number in (1, 2)]
        self.workers = [Node(f"worker{number}", ["worker", "--processes", "1"], common, folder) for number in (1, 2)]
        self.tickers = [Node(f"ticker{number}", ["worker", "--ticks-only"], common, folder) for number in (1, 2)]
        settings = Settings(demo=True, database_url=database.url, files_dir=folder / "files")
        self.product = build(settings)

    @property
    def nodes(self) -> Sequence[Node]:
        """Every process."""
        return [*self.web, *self.workers, *self.tickers]

    def install(self) -> None:
        """Make the tables, and write who works there and how."""
        install(self.product)
        self.product.engine.deploy({"cluster_trial/cluster_trial.bpmn": TRIAL}, actor=Actor.system())
        with self.product.engine.work(actor=Actor.system()) as work:
            save_cast(work.session, at=datetime.now(UTC))


@contextmanager
def cluster(folder: Path, *, is_durable: bool = False, broker_kind: type[Broker] = Redis) -> Iterator[Cluster]:
    """A cluster that runs, and is gone afterwards."""
    with MailServer() as mail, servers(is_durable=is_durable, broker_kind=broker_kind) as (database, broker):
        made = Cluster(database, broker, mail, folder)
        try:
            made.install()
            for node in made.nodes:
                node.start()
            for web in made.web:
                web.wait()
            yield made
        finally:
            for node in made.nodes:
                node.kill()
            made.product.engine.close()


def run(cases: int, folder: Path, *, is_durable: bool = False, broker_kind: type[Broker] = Redis) -> Report:
    """Carry cases through a cluster, kill one of each in the middle, and look at what is left."""
    report, tally = Report(cases), Tally()
    with (
        cluster(folder, is_durable=is_durable, broker_kind=broker_kind) as running,
        ThreadPoolExecutor(1) as pool,
    ):
        begun = time.monotonic()
        addresses = [web.address for web in running.web]
        engine = running.product.engine
        working = pool.submit(carry_through, engine, addresses, cases, tally)
        _disturb(running, tally, working, report)
        working.result()
        _settle(running.product)
        report.seconds = round(time.monotonic() - begun, 1)
        statuses = [node.stop() for node in running.nodes]
        report.breaches += [f"exit status {status}" for status in statuses if status != 0]
        _look(running, tally, report)
    return report


# --- what goes wrong on the way ---------------------------------------------------------------------------------------


def _disturb(running: Cluster, tally: Tally, working: Future[None], report: Report) -> None:
    """Kill one of each at its share of the work, as a power cut does, and start it again as a supervisor does."""

    def kill(node: Node) -> Callable[[], None]:
        def act() -> None:
            node.kill()
            report.kills.append(node.name)
            node.start()

        return act

    plan: list[tuple[float, Callable[[], None]]] = [
        (0.10, kill(running.web[0])),
        (0.25, kill(running.workers[0])),
        (0.40, kill(running.tickers[0])),
        (0.55, lambda: _restart_broker(running, report)),
        (0.70, lambda: _restart_database(running, tally, report)),
    ]
    for share, act in plan:
        wait_for(
            lambda share=share: working.done() or tally.acknowledged >= share * 3 * report.cases,
            seconds=600 + report.cases,
            what=f"{tally.acknowledged} commands were acknowledged",
        )
        if working.done():
            working.result()
        act()


def _restart_broker(running: Cluster, report: Report) -> None:
    running.broker.crash()
    time.sleep(1)
    running.broker.start()
    report.restarts.append("broker")


def _restart_database(running: Cluster, tally: Tally, report: Report) -> None:
    """Crash the database; the web processes go on, and answer again by themselves once it is back."""
    pids = [web.pid for web in running.web]
    visitors = [Visitor(web.address, OFFICER) for web in running.web]
    begun = time.monotonic()
    running.database.crash()
    for visitor in visitors:
        for path in ("/api/v1/tasks", "/mina-uppgifter"):
            tally.note(answer := visitor.get(path))
            if answer.status != 503:
                report.breaches.append(f"{path} answered {answer.status} without a database")
    time.sleep(1)
    running.database.start()
    back = time.monotonic()
    report.restarts.append("database")
    report.database_away_seconds = round(back - begun, 2)
    before = tally.acknowledged
    wait_for(lambda: tally.acknowledged > before, what="No command was acknowledged after the database came back")
    report.back_after_seconds = round(time.monotonic() - back, 2)
    if [web.pid for web in running.web if web.is_alive] != pids:
        report.breaches.append("a web process ended with the database")


def _settle(product: Product) -> None:
    """Wait until nothing is left to do."""

    def is_quiet() -> bool:
        try:
            numbers = product.engine.numbers()
        except UnavailableError:
            return False
        return not numbers.jobs.get("waiting") and not numbers.cases.get("active")

    wait_for(is_quiet, seconds=_SETTLE_SECONDS, what="Jobs or cases are left over")


# --- what must hold ---------------------------------------------------------------------------------------------------


def _look(running: Cluster, tally: Tally, report: Report) -> None:
    engine, found = running.product.engine, report.breaches
    report.commands = tally.acknowledged
    report.unanswered, report.unavailable = tally.unanswered, tally.statuses[503]
    report.longest_wait_seconds = round(tally.longest_wait_seconds, 2)
    if tally.without_retry_after:
        found.append(f"{tally.without_retry_after} answers 503 without Retry-After")
    found += [*engine.verify(), *engine.verify_audit()]
    found += [f"incident: {incident.message}" for incident in engine.incidents()]
    _look_at_cases(running.product, tally, report)
    _look_at_jobs(running, report)


def _look_at_cases(product: Product, tally: Tally, report: Report) -> None:
    engine, found = product.engine, report.breaches
    cases = {case.id: case for case in engine.cases(process_key=PROCESS, limit=10 * report.cases)}
    if set(cases) != set(tally.started.values()) or len(cases) != report.cases:
        found.append(f"{len(cases)} cases for {len(tally.started)} acknowledged starts")
    for case_id, case in cases.items():
        told = Counter((event.type, event.element_id) for event in engine.history(case_id))
        wanted = [
            ("task_completed", "prepare"), ("task_escalated", "confirm"), ("task_completed", "confirm"),
            ("timer_fired", "rest"), ("case_completed", None),
        ]  # fmt: skip
        if case.status != "completed" or any(_count(told, *each) != 1 for each in wanted):
            found.append(f"case {case_id}: {case.status}, {dict(told)}")
    tasks = {task.id: task.completed_by for task in engine.tasks(state="completed", process_key=PROCESS, limit=10**6)}
    if tasks != tally.completed:
        found.append(f"{len(tasks)} completed tasks for {len(tally.completed)} acknowledged completions")


def _count(told: Counter[tuple[str, str | None]], kind: str, element: str | None) -> int:
    return sum(number for (type_, id_), number in told.items() if type_ == kind and (element is None or id_ == element))


def _look_at_jobs(running: Cluster, report: Report) -> None:
    """Each escalation is one job and one mail; the mail server has each mail once, or again where somebody died."""
    engine, found = running.product.engine, report.breaches
    jobs = engine.jobs(limit=10**6)
    kinds = Counter((job.kind, job.state) for job in jobs)
    if kinds != Counter({("task_escalation", "done"): report.cases, ("mail", "done"): report.cases}):
        found.append(f"jobs: {dict(kinds)}")
    with engine.reading() as session:
        mails = mail_list(session, limit=10**6)
    states = Counter(mail.state for mail in mails)
    if states != Counter({"sent": report.cases}):
        found.append(f"mails: {dict(states)}")
    received = running.mail.received
    report.mails, report.mails_repeated = len(received), sum(received.values()) - len(received)
    if len(received) != report.cases:
        found.append(f"{len(received)} mails came")
    report.job_attempts_repeated = sum(max(job.attempts - 1, 0) for job in jobs)
    disturbances = len(report.kills) + len(report.restarts)
    if report.mails_repeated > 2 * disturbances:
        found.append(f"{report.mails_repeated} mails came again, after {disturbances} disturbances")


def main() -> int:
    """Run, and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--broker", choices=_BROKERS, default="redis")
    parser.add_argument("--json", action="store_true", help="print for a program")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the processes' logs there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="utlysa-cluster-run-") as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        report = run(arguments.cases, folder, is_durable=True, broker_kind=_BROKERS[arguments.broker])
    if arguments.json:
        print(json.dumps(asdict(report), ensure_ascii=False))
    else:
        for name, value in asdict(report).items():
            print(f"{name}: {value}")
    return 1 if report.breaches else 0


if __name__ == "__main__":
    sys.exit(main())
