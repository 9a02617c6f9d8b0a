"""When a delegated decision is reported and final, and what its paper needs."""

from datetime import UTC, date, datetime

import pytest

from workflows.decision.model import BoardMeeting, Member
from workflows.delegated_decision.errors import NotDecidableError
from workflows.delegated_decision.rules import final_on, missing_parts, outcome_of, report_meeting


def _meeting(on: date) -> BoardMeeting:
    starts_at = datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
    return BoardMeeting(id=on.isoformat(), board="RUN", starts_at=starts_at, place="Sal", members=[Member("ledamot.1")])


def test_a_decision_is_reported_at_the_first_meeting_seven_days_later() -> None:
    meetings = [_meeting(day) for day in (date(2020, 9, 22), date(2020, 9, 6), date(2020, 9, 7), date(2020, 9, 1))]

    found = report_meeting(meetings, decided_on=date(2020, 8, 31))

    assert found is not None
    assert found.id == "2020-09-07"


def test_without_a_later_meeting_there_is_none_yet() -> None:
    assert report_meeting([_meeting(date(2020, 9, 1))], decided_on=date(2020, 8, 31)) is None


def test_a_decision_is_final_when_the_time_from_the_notice_has_run_out() -> None:
    assert final_on(date(2020, 9, 30)) == date(2020, 10, 22)
    assert final_on(date(2021, 12, 17)) == date(2022, 1, 8)


@pytest.mark.parametrize(
    ("kind", "decision", "outcome"),
    [
        ("letter_of_intent", "approve", "granted"),
        ("letter_of_intent", "reject", "rejected"),
        ("dismissal", "approve", "dismissed"),
        ("closure", "approve", "closed"),
        ("rejection", "approve", "rejected"),
    ],
)
def test_the_outcome_follows_from_the_kind_and_the_decision(kind: str, decision: str, outcome: str) -> None:
    assert outcome_of(kind, decision) == outcome


def test_a_proposed_dismissal_is_returned_rather_than_rejected() -> None:
    with pytest.raises(NotDecidableError):
        outcome_of("dismissal", "reject")


def test_nothing_in_the_paper_may_be_left_blank() -> None:
    draft = {"arendebeskrivning": "Text", "beslut": " ", "beslutsunderlag": [], "recipients": [{"name": "Klyngen"}]}
    assert missing_parts(draft) == ("delegationsbestammelse", "delegationspunkt", "beslut", "beslutsunderlag")
