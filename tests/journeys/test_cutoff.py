"""In time or late is decided by one instant of Swedish time, wherever the server stands."""

import time
from collections.abc import Iterator
from datetime import datetime

import pytest

from engine import VirtualClock
from workflows.application.queries import application
from workflows.bootstrap import Product
from workflows.demo import facts
from workflows.demo.moments import local
from workflows.demo.play import Play

LAST_IN_TIME = datetime.fromisoformat("2021-11-29T23:59:59.999+01:00")
FIRST_LATE = datetime.fromisoformat("2021-11-30T00:00:00+01:00")


@pytest.fixture(params=["UTC", "Europe/Stockholm", "America/New_York"])
def server_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_the_cut_off_is_half_open_in_swedish_time(server_zone: str, product: Product, clock: VirtualClock) -> None:
    play = Play.on(product, clock)
    play.begin_call(with_applicants=False)
    play.go_on(until=local("2021-11-29 12:00"))
    first, second = facts.applicants()[:2]
    drafts = [play.stage.save_application(play.call_id, applicant) for applicant in (first, second)]

    clock.set(LAST_IN_TIME)
    in_time = play.stage.submit_draft(drafts[0], first)
    clock.set(FIRST_LATE)
    late = play.stage.submit_draft(drafts[1], second)

    with product.engine.reading() as session:
        assert application(session, in_time).is_on_time is True
        assert application(session, late).is_on_time is False
        assert application(session, in_time).received_at == LAST_IN_TIME
