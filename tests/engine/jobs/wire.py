"""A broker for tests: keeps what was announced, and may be cut."""

from collections.abc import Sequence

from engine import BrokerUnavailableError, JobTimes


class Wire:
    """Keeps what was announced; it may be cut."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.is_cut = False
        self.left = 0

    def announce(self, job_ids: Sequence[str]) -> None:
        if not self.is_cut:
            self.told += job_ids

    def send(self, job_ids: Sequence[str]) -> None:
        if self.is_cut:
            raise BrokerUnavailableError
        self.told += job_ids

    def waiting(self) -> int:
        if self.is_cut:
            raise BrokerUnavailableError
        return self.left

    def work(self, open_runner: object, *, processes: int, times: JobTimes) -> int:
        raise AssertionError("Nobody works here: the test does the jobs itself")

    def close(self) -> None:
        """Nothing is open."""
