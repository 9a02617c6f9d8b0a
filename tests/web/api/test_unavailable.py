"""A database that another program holds: the answer says when to try again, and tells nobody what it is made of."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store import database
from tests.engine.runtime.diagrams import ONE_TASK
from tests.web.installation import Site, open_site


@pytest.fixture
def site(installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """An installation that waits for its database for a short while only."""
    monkeypatch.setattr(database, "_BUSY_TIMEOUT_MS", 200)
    opened = open_site(installed, tmp_path / "site")
    yield opened
    opened.engine.close()


def test_a_locked_database_is_503_with_a_time_to_try_again_and_nothing_is_half_written(
    site: Site, tmp_path: Path
) -> None:
    site.engine.deploy({"p.bpmn": ONE_TASK})
    task_id = site.engine.tasks(site.engine.start("one_task").id)[0].id
    visitor = site.visitor("handlaggare.1")
    headers = {"X-CSRFToken": visitor.token(), "Idempotency-Key": "k"}
    path = f"/api/v1/tasks/{task_id}/complete"
    other = sqlite3.connect(tmp_path / "site" / "utlysa.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        refused = visitor.client.post(path, json={"data": {"x": "1"}}, headers=headers)
    finally:
        other.close()
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    said = refused.get_data(as_text=True)
    assert not [word for word in ("locked", "sqlite", "Traceback", "OperationalError") if word in said]
    assert site.engine.task(task_id).state == "open"
    answered = visitor.client.post(path, json={"data": {"x": "1"}}, headers=headers)
    assert answered.status_code == 200
    assert json.loads(answered.get_data(as_text=True))["status"] == "completed"
    assert site.engine.verify() == []
