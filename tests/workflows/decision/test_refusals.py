"""What the board's operations refuse, also where an edited form lets it through."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from engine import Actor, Call, Engine, VirtualClock
from tests.workflows.decision.stage import Stage, record_of
from workflows.decision.board_steps import record_notice, schedule, verify_meeting
from workflows.decision.dispatch_steps import dispatch, record_call_decisions
from workflows.decision.errors import (
    DecisionMissingError,
    MeetingNotOpenError,
    NoMajorityError,
    NoticeTooEarlyError,
    SummonsSentError,
)


@pytest.fixture
def stage(engine_factory: Callable[..., Engine], clock: VirtualClock) -> Stage:
    """The call of 2021 with its proposal on the agenda of 15 December."""
    built = Stage.build(engine_factory, clock)
    built.start_call()
    built.rank()
    built.propose()
    return built


def _call(work: Any, stage: Stage, **variables: Any) -> Call:
    return Call(work._desk, Actor.system(), case_id=stage.call_id, element_id="step", inputs={}, variables=variables)


def test_votes_against_carry_no_decision(stage: Stage) -> None:
    record = record_of(votes_yes=2, votes_no=3)
    with stage.engine.work(actor=Actor.system()) as work, pytest.raises(NoMajorityError, match="2 röster"):
        verify_meeting(_call(work, stage, **record))


def test_a_notice_waits_for_the_minutes(stage: Stage) -> None:
    with stage.engine.work(actor=Actor.system()) as work, pytest.raises(NoticeTooEarlyError):
        record_notice(_call(work, stage, notice_posted_on=date(2021, 12, 17)))


def test_after_the_summons_a_matter_needs_a_reason_and_after_the_meeting_another_meeting(stage: Stage) -> None:
    item = {"board_meeting_id": "m0", "agenda_no": 1}
    stage.clock.set(datetime(2021, 12, 9, 12, 0, tzinfo=UTC))
    with stage.engine.work(actor=Actor.system()) as work, pytest.raises(SummonsSentError):
        schedule(_call(work, stage, **item))
    stage.clock.set(datetime(2021, 12, 15, 8, 0, tzinfo=UTC))
    with stage.engine.work(actor=Actor.system()) as work, pytest.raises(MeetingNotOpenError):
        schedule(_call(work, stage, **item, late_reason="Brådskar"))


@pytest.mark.parametrize("operation", [record_call_decisions, dispatch])
def test_no_operation_decides_before_the_board_has(stage: Stage, operation: Callable[[Call], Any]) -> None:
    with stage.engine.work(actor=Actor.system()) as work, pytest.raises(DecisionMissingError):
        operation(_call(work, stage))
