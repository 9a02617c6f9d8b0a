"""Two web processes, two workers and two tickers on a real PostgreSQL and a real broker, each kind killed once."""

import os
from pathlib import Path

import pytest

from tests.journeys.cluster_run import run
from tests.journeys.cluster_servers import MissingServerError

_IS_FULL = os.environ.get("UTLYSA_FULL") == "1"
_CASES = 2000 if _IS_FULL else 200


@pytest.mark.slow
@pytest.mark.timeout(3600 if _IS_FULL else 300)
def test_every_case_goes_through_once_whatever_is_killed(tmp_path: Path) -> None:
    try:
        report = run(_CASES, tmp_path, is_durable=_IS_FULL)
    except MissingServerError as error:
        pytest.fail(f"A server that the test needs is not installed: {error}")
    assert report.breaches == []
    assert report.kills == ["web1", "worker1", "ticker1"]
    assert report.restarts == ["broker", "database"]
    assert (report.commands, report.mails) == (3 * _CASES, _CASES)
    # Both kinds of page, of both web processes, while the database was away.
    assert report.unavailable >= 4
