"""What the engine needs of a message broker, and the one place where the adapter of one is loaded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Protocol, cast

from engine.errors import EngineError
from engine.model import Text

_ADAPTER: Final = "engine.jobs.celery_broker"
_LIBRARIES: Final = frozenset({"celery", "kombu", "redis", "amqp"})
# How a job's time, its hard end and its lease follow from each other: a worker that is ended for lateness is ended
# before anybody else may take its job.
_HARD_FACTOR: Final = 7 / 6
_LEASE_FACTOR: Final = 4 / 3


class BrokerUnavailableError(EngineError):
    """The message broker does not answer. Nothing is lost: the jobs are rows, and are announced again."""

    code = "broker_unavailable"


class BrokerMissingError(EngineError):
    """UTLYSA_BROKER_URL is set, but the libraries of the extra `cluster` are not installed."""

    code = "broker_missing"
    text = Text(
        "UTLYSA_BROKER_URL är satt, men tillägget cluster är inte installerat: kör "
        "`pip install --require-hashes -r requirements-cluster.txt`, eller ta bort inställningen.",
        "UTLYSA_BROKER_URL is set, but the extra cluster is not installed: run "
        "`pip install --require-hashes -r requirements-cluster.txt`, or remove the setting.",
    )

    def __init__(self) -> None:
        super().__init__(f"{self.text.sv} / {self.text.en}")


@dataclass(frozen=True, slots=True)
class JobTimes:
    """How long a job may take, in seconds: it is then interrupted, soon after that its process is ended, and after
    the lease another worker may take it."""

    seconds: float = 90.0

    @property
    def hard_seconds(self) -> float:
        """When the process of a job that could not be interrupted is ended."""
        return self.seconds * _HARD_FACTOR

    @property
    def lease_seconds(self) -> float:
        """For how long a claimed job is its worker's, and after which an unanswered announcement is repeated."""
        return self.seconds * _LEASE_FACTOR


class JobRunner(Protocol):
    """What does a job that has been announced."""

    def run_job(self, job_id: str) -> bool:
        """Do a job if it still waits and nobody else has it; whether it was tried."""


class Broker(Protocol):
    """Tells workers that jobs wait. It carries ids alone: an announcement may be lost, late or repeated."""

    def announce(self, job_ids: Sequence[str]) -> None:
        """Tell workers soon, from a thread of its own; never waits and never fails."""

    def send(self, job_ids: Sequence[str]) -> None:
        """Tell workers now. Raises BrokerUnavailableError."""

    def waiting(self) -> int:
        """How many announcements no worker has taken yet. Raises BrokerUnavailableError."""

    def work(self, open_runner: Callable[[], JobRunner], *, processes: int, times: JobTimes) -> int:
        """Do announced jobs until the process is told to stop, which ends what is in hand first; the exit status.

        `open_runner` is called once in each of the `processes`, which share nothing.
        """

    def close(self) -> None:
        """Announce what waits to be announced, for a moment at most, and let go of the connections."""


def open_broker(url: str) -> Broker:
    """The broker at `amqp://` or `redis://`; nothing is connected yet. Raises BrokerMissingError.

    The adapter is loaded here, by name, and only here: an installation without a broker needs neither Celery nor its
    dependencies, and an `import` at the head of any module would ask for them.
    """
    try:
        adapter = import_module(_ADAPTER)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _LIBRARIES:
            raise
        raise BrokerMissingError from error
    return cast("Broker", adapter.CeleryBroker(url))
