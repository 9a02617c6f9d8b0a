"""What a delegated decision's operations refuse, also where an edited diagram or form lets it through."""

from collections.abc import Callable
from typing import Any

import pytest

from engine import Actor, Call, Engine, VirtualClock
from tests.workflows.decision.stage import Stage
from workflows.decision.errors import DecisionMissingError
from workflows.delegated_decision.deciding import register_decision
from workflows.delegated_decision.errors import IncompleteDraftError, NotDispatchedError, OutsideDelegationError
from workflows.delegated_decision.operations import close, dispatch, record_draft
from workflows.delegated_decision.records import change, save_draft
from workflows.follow_up.errors import NotGrantedError
from workflows.follow_up.records import grant_of

MATTER = {"kind": "letter_of_intent", "title": "Avsiktsförklaring", "text": "Text"}
GIVEN = {"matter": MATTER, "registry_number": "RUN/598/2021", "decision": "approve", "signed": True}
DRAFT = {
    "registry_number": "RUN/598/2021",
    "kind": "letter_of_intent",
    "title": "Avsiktsförklaring",
    "matter": MATTER,
    "draft": {"recipients": [{"name": "Klyngen", "address": "post@klyngen.example"}]},
    "point": "1.2",
    "basis": "",
}


@pytest.fixture
def stage(engine_factory: Callable[..., Engine], clock: VirtualClock) -> Stage:
    """The staff in place."""
    return Stage.build(engine_factory, clock)


def _call(work: Any, actor: Actor, **variables: Any) -> Call:
    return Call(work._desk, actor, case_id="case", element_id="step", inputs={}, variables=variables)


def test_a_draft_with_an_empty_part_is_refused(stage: Stage) -> None:
    with stage.engine.work(actor=Actor.system()) as work, pytest.raises(IncompleteDraftError, match="beslut"):
        record_draft(_call(work, work.actor, **GIVEN, arendebeskrivning="Text"))


def test_the_director_cannot_decide_what_the_table_gives_to_the_board(stage: Stage) -> None:
    director = stage.actor("direktor.1")
    with stage.engine.work(actor=director) as work, pytest.raises(OutsideDelegationError):
        register_decision(_call(work, director, **GIVEN, decider={"decider": "board"}))


def test_nobody_else_can_sign_for_the_director(stage: Stage) -> None:
    officer = stage.actor("handlaggare.1")
    with stage.engine.work(actor=officer) as work, pytest.raises(OutsideDelegationError):
        register_decision(_call(work, officer, **GIVEN, decider={"decider": "director"}))


@pytest.mark.parametrize("given", [{"decision": None}, {"decision": "return"}, {"signed": False}])
def test_nothing_is_registered_that_nobody_has_decided(stage: Stage, given: dict[str, Any]) -> None:
    director = stage.actor("direktor.1")
    variables = {**GIVEN, "decider": {"decider": "director"}, **given}
    with stage.engine.work(actor=director) as work, pytest.raises(DecisionMissingError):
        register_decision(_call(work, director, **variables))


def test_nothing_is_sent_before_it_is_decided_nor_closed_before_it_is_sent(stage: Stage) -> None:
    with stage.engine.work(actor=Actor.system()) as work:
        draft = save_draft(work.session, "case", **DRAFT)
        with pytest.raises(DecisionMissingError):
            dispatch(_call(work, work.actor))
        change(work.session, draft.id, state="decided", outcome="granted", decided_at=work.now)
        with pytest.raises(NotDispatchedError):
            close(_call(work, work.actor))


def test_an_application_without_a_grant_has_no_follow_up(stage: Stage) -> None:
    with stage.engine.reading() as session, pytest.raises(NotGrantedError):
        grant_of(session, "none")
