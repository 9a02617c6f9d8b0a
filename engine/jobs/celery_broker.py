"""Celery, on RabbitMQ or Redis: carries the ids of jobs that wait to workers on any number of machines."""

import os
import socket
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any, Final

import structlog
from celery import Celery, signals
from celery.exceptions import CPendingDeprecationWarning

from engine.errors import UnavailableError
from engine.jobs.announcer import Announcer
from engine.jobs.broker import BrokerUnavailableError, JobRunner, JobTimes

_TASK: Final = "utlysa.job"
_QUEUE: Final = "utlysa"
_CONNECT_SECONDS: Final = 4
# One reconnection: it heals a connection that the broker has closed meanwhile, and does not wait for one that is away.
_RETRY: Final = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
# A broker gives a message of a worker that vanished to another one after this long; the row is safe all the while.
_VISIBLE_SECONDS: Final = 600
# For which part of a job's time a worker waits for a database that is away.
_PATIENCE_SHARE: Final = 0.7
_PAUSE_SECONDS: Final = 1.0

_log = structlog.get_logger()


class CeleryBroker:
    """A broker at `amqp://` (RabbitMQ) or `redis://`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._app = _application(url)
        self._announcer = Announcer(self.send)

    def announce(self, job_ids: Sequence[str]) -> None:
        """Tell workers soon, from a thread of its own; never waits and never fails."""
        self._announcer.put(job_ids)

    def send(self, job_ids: Sequence[str]) -> None:
        """Tell workers now. Raises BrokerUnavailableError."""
        try:
            with self._app.producer_pool.acquire(block=True, timeout=_CONNECT_SECONDS) as producer:
                for job_id in job_ids:
                    self._app.send_task(_TASK, (job_id,), producer=producer, retry=True, retry_policy=_RETRY)
        except Exception as error:  # each transport has its own errors, and none of them may reach a command
            raise BrokerUnavailableError from error

    def waiting(self) -> int:
        """How many announcements no worker has taken yet. Raises BrokerUnavailableError."""
        try:
            with self._app.pool.acquire(block=True, timeout=_CONNECT_SECONDS) as connection:
                return _messages_in(connection)
        except Exception as error:  # each transport has its own errors
            raise BrokerUnavailableError from error

    def work(self, open_runner: Callable[[], JobRunner], *, processes: int, times: JobTimes) -> int:
        """Do announced jobs until the process is told to stop, which ends what is in hand first; the exit status."""
        app = _application(self._url)
        app.conf.task_soft_time_limit = times.seconds
        app.conf.task_time_limit = times.hard_seconds
        # It asks to choose what happens to a job in hand when the connection is lost; `_application` has chosen.
        warnings.filterwarnings("ignore", category=CPendingDeprecationWarning)
        _register(app, open_runner, patience_seconds=times.seconds * _PATIENCE_SHARE)
        worker = app.Worker(
            hostname=f"utlysa@{socket.gethostname()}.{os.getpid()}",
            concurrency=processes,
            pool="prefork",
            optimization="fair",
            # On Redis a lost connection is noticed by the subscription that gossip holds open. Without it a worker
            # whose acknowledgement fails in that moment counts the message as in hand for ever, and takes no other.
            without_gossip=False,
            without_mingle=True,
            without_heartbeat=True,
            quiet=True,
        )
        worker.start()
        return int(worker.exitcode or 0)

    def close(self) -> None:
        """Announce what waits to be announced, for a moment at most, and let go of the connections."""
        self._announcer.close()
        self._app.close()


def _application(url: str) -> Celery:
    """Celery as this program wants it: nothing but ids in JSON, no results, no say of its own in what a job is."""
    app = Celery("utlysa", broker=url, set_as_current=False, fixups=[])
    app.conf.update(
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_default_queue=_QUEUE,
        # A message is gone once its job has been tried: a worker that is killed leaves it to another one.
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_enable_prefetch_count_reduction=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_proc_alive_timeout=30.0,
        worker_enable_remote_control=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        broker_connection_timeout=_CONNECT_SECONDS,
        broker_connection_retry=True,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_heartbeat=30,
        broker_transport_options=_transport(url),
    )
    return app


def _transport(url: str) -> dict[str, Any]:
    if url.startswith("amqp"):
        # The broker confirms that it has each message.
        return {"confirm_publish": True, **_RETRY}
    return {
        "visibility_timeout": _VISIBLE_SECONDS,
        "socket_connect_timeout": _CONNECT_SECONDS,
        "socket_timeout": 30,
        "socket_keepalive": True,
        "health_check_interval": 10,
        **_RETRY,
    }


def _messages_in(connection: Any) -> int:
    connection.ensure_connection(timeout=_CONNECT_SECONDS, **_RETRY)
    with connection.channel() as channel:
        try:
            return int(channel.queue_declare(queue=_QUEUE, passive=True).message_count)
        except connection.channel_errors:
            # Nothing was ever announced there.
            return 0


def _register(app: Celery, open_runner: Callable[[], JobRunner], *, patience_seconds: float) -> None:
    """The worker's one task, and what each of its processes opens for itself."""
    opened: list[JobRunner] = []

    def open_here(**_: Any) -> None:
        opened[:] = [open_runner()]

    def leave_logging(**_: Any) -> None:
        """The program has set its own logging; Celery does so only where nobody is connected here."""

    def do(job_id: str) -> None:
        until = time.monotonic() + patience_seconds
        while True:
            try:
                opened[0].run_job(job_id)
            except UnavailableError as error:
                # Waiting here keeps the messages behind this one for when the database is back.
                if time.monotonic() > until:
                    _log.warning("job_left", job=job_id, error=str(error))
                    return
                time.sleep(_PAUSE_SECONDS)
            else:
                return

    app.task(name=_TASK)(do)
    signals.worker_process_init.connect(open_here, weak=False)
    signals.setup_logging.connect(leave_logging, weak=False)
