"""The sweep finds every case that is silent, and never looks at more than some thousand at once."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete

from engine import Engine
from engine.runtime import sweeping
from engine.store.tables import tasks
from tests.engine.runtime.counting import counted
from tests.engine.runtime.diagrams import ONE_TASK

Factory = Callable[..., Engine]


def test_the_sweep_goes_through_all_open_cases_some_at_a_time(
    engine_factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "LOOKED_AT", 3)
    engine = engine_factory()
    engine.deploy({"p.bpmn": ONE_TASK})
    ids = [engine.start("one_task").id for _ in range(10)]
    silent = [ids[1], ids[8]]
    with engine.work() as work:
        work.session.execute(delete(tasks).where(tasks.c.case_id.in_(silent)))
    found: list[list[str]] = []
    for _ in range(5):
        engine.sweep()
        found.append(sorted(incident.case_id for incident in engine.incidents()))
    assert found == [silent[:1], silent[:1], silent, silent, silent]
    with counted(engine) as counts:
        engine.sweep()
    assert len(counts.statements) <= 6, counts.statements
