"""Completions over HTTP while web processes are killed at random: a tenth of what `make bench` does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.kill_run import Plan, run

pytestmark = pytest.mark.slow

# A tenth on PostgreSQL; on SQLite, whose writers wait for each other and for the disk, a twentieth.
PLANS = {"sqlite": Plan(completions=500, kills=10), "postgresql": Plan(completions=1000, kills=20)}


def test_what_is_acknowledged_is_kept_and_done_once_however_often_a_process_is_killed(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    url = new_database()
    figures = run(url, tmp_path, PLANS[url.partition("+")[0].partition(":")[0]])
    assert figures.is_well, figures
    assert figures.asked_again > 0
    assert figures.kills == PLANS[url.partition("+")[0].partition(":")[0]].kills
