"""What machines that watch the installation are told."""

from datetime import timedelta

import pytest

from engine import Engine
from tests.web.api.test_api import PROV
from tests.web.installation import Site


def test_the_process_answers(site: Site) -> None:
    answer = site.visitor().get("/healthz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})


def test_it_is_ready_while_a_scheduler_ticks_and_nothing_is_late(site: Site) -> None:
    visitor = site.visitor()
    assert visitor.get("/readyz").status_code == 503
    site.engine.note_tick("nod.1")
    answer = visitor.get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json()["checks"] == dict.fromkeys(("database", "migrations", "scheduler", "due"), True)
    site.engine.deploy({"prov.bpmn": PROV.replace(b'utlysa:due="', b'utlysa:reminders="-1 day" utlysa:due="')})
    site.engine.start("prov", actor=site.actor("handlaggare.1"))
    due = site.engine.next_due()
    assert due is not None
    site.clock.set(due + timedelta(minutes=16))
    site.engine.note_tick("nod.1")
    answer = visitor.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["checks"]["due"] is False


def test_it_is_not_ready_with_another_releases_tables(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine, "is_migrated", lambda self: False)
    answer = site.visitor().get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["checks"]["migrations"] is False


def test_numbers_are_given_for_prometheus(site: Site) -> None:
    site.engine.deploy({"prov.bpmn": PROV})
    site.engine.start("prov", actor=site.actor("handlaggare.1"))
    site.engine.note_tick("nod.1")
    answer = site.visitor().get("/metrics")
    assert answer.mimetype == "text/plain"
    said = answer.get_data(as_text=True)
    for line in (
        'utlysa_cases{status="active"} 1.0',
        'utlysa_tasks{state="open"} 1.0',
        "utlysa_incidents_open 0.0",
        "utlysa_tick_age_seconds 0.0",
    ):
        assert line in said.splitlines()
