"""Two who do the same thing at once: one of them wins, and nothing is written twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from engine import Actor, Engine, VirtualClock
from tests.workflows.product import HUBB, Product
from workflows.application import drafts, queries
from workflows.application.errors import DraftChangedError
from workflows.call.commands import sign_up
from workflows.call.errors import MeetingFullError
from workflows.call.queries import sign_ups_of


@pytest.fixture
def product(engine_factory: Callable[..., Engine], clock: VirtualClock, files: Path) -> Product:
    return Product(engine_factory, clock, files)


def at_once(*actions: Callable[[], object]) -> list[object]:
    """What the actions give, or the exceptions that they raise, when all begin together."""
    gate = Barrier(len(actions))

    def run(action: Callable[[], object]) -> object:
        gate.wait()
        try:
            return action()
        except (DraftChangedError, MeetingFullError) as error:
            return type(error)

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_one_of_two_savers_wins_and_the_other_is_told(product: Product) -> None:
    # given
    draft_id = product.draft(product.open_call())

    def saving(who: str) -> Callable[[], object]:
        def save() -> object:
            with product.engine.work(actor=product.actor(who)) as work:
                return drafts.save_draft(work, draft_id, {"title": who}, 2).title

        return save

    # when
    found = at_once(saving("sokande.1"), saving("sokande.2"))
    # then
    assert DraftChangedError in found
    with product.engine.reading() as session:
        draft = drafts.read_draft(session, draft_id, actor=product.actor("sokande.1"))
    assert draft.revision == 3
    assert draft.title in found


def test_two_who_begin_at_once_get_the_same_draft(product: Product) -> None:
    call_id = product.open_call()

    def beginning(who: str) -> Callable[[], object]:
        def begin() -> object:
            with product.engine.work(actor=product.actor(who)) as work:
                return drafts.start_draft(work, call_id, HUBB).id

        return begin

    assert len(set(at_once(beginning("sokande.1"), beginning("sokande.2")))) == 1


def test_two_clicks_at_once_are_one_submission(product: Product) -> None:
    call_id = product.open_call()
    draft_id = product.draft(call_id)
    found = at_once(lambda: product.submit(draft_id), lambda: product.submit(draft_id))
    with product.engine.reading() as session:
        applications = queries.applications_of(session, call_id)
    assert set(found) == {applications[0].id}
    assert len(applications) == 1
    assert product.engine.incidents() == []


def test_two_clicks_at_once_are_one_new_version(product: Product) -> None:
    # given
    application_id = product.submit(product.draft(product.open_call()))
    with product.engine.work(actor=product.actor("sokande.1")) as work:
        again = drafts.reopen(work, application_id)
    # when
    found = at_once(lambda: product.submit(again.id), lambda: product.submit(again.id))
    # then
    assert found == [application_id, application_id]
    assert product.engine.incidents() == []
    with product.engine.reading() as session:
        assert [version.version for version in queries.versions_of(session, application_id)] == [1, 2]


def test_the_last_place_at_the_meeting_is_given_once(product: Product) -> None:
    # given
    call_id = product.open_call(meeting_capacity=1)

    def joining(email: str) -> Callable[[], object]:
        def join() -> object:
            with product.engine.work(actor=Actor("public")) as work:
                return sign_up(work, call_id, email=email, name="kontaktperson.1")

        return join

    # when
    found = at_once(joining("a@foretag.example"), joining("b@foretag.example"))
    # then
    assert found.count(MeetingFullError) == 1
    with product.engine.reading() as session:
        assert len(sign_ups_of(session, call_id)) == 1
