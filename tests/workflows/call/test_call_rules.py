"""The cut-off, the schedule, the reminders and what may be amended."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.calendars import WorkingCalendar
from tests.workflows.call.example import a_call
from workflows.call.rules import (
    amendment_faults,
    cutoff_of,
    opening_of,
    reminder_days,
    schedule_warnings,
    summons_day,
)

CALENDAR = WorkingCalendar()
DEADLINE = date(2021, 11, 29)


def test_the_whole_last_day_counts() -> None:
    assert cutoff_of(DEADLINE, "23:59:59") == datetime(2021, 11, 29, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(("written", "hour"), [("12:00", 11), ("16:00", 15)])
def test_a_time_of_day_is_the_first_instant_that_is_too_late(written: str, hour: int) -> None:
    assert cutoff_of(DEADLINE, written) == datetime(2021, 11, 29, hour, 0, tzinfo=UTC)


def test_the_cutoff_follows_summer_time() -> None:
    assert cutoff_of(date(2022, 3, 27), "23:59:59") == datetime(2022, 3, 27, 22, 0, tzinfo=UTC)
    assert cutoff_of(date(2021, 10, 30), "23:59:59") == datetime(2021, 10, 30, 22, 0, tzinfo=UTC)


def test_a_call_opens_when_the_local_day_begins() -> None:
    assert opening_of(date(2021, 11, 1)) == datetime(2021, 10, 31, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(("board_day", "to_board", "to_summons"), [(14, 11, 6), (15, 12, 7), (16, 13, 8)])
def test_the_short_lead_of_2021_is_told_in_working_days(board_day: int, to_board: int, to_summons: int) -> None:
    # when
    found = schedule_warnings(
        opens_on=date(2021, 11, 1), deadline_date=DEADLINE, board_date=date(2021, 12, board_day), calendar=CALENDAR
    )
    # then
    assert [warning.code for warning in found] == ["short_lead"]
    assert f"{to_board} arbetsdagar, varav {to_summons} innan kallelsen" in found[0].text.sv


def test_a_schedule_with_seven_weeks_is_not_remarked_upon() -> None:
    assert not schedule_warnings(
        opens_on=date(2024, 8, 1), deadline_date=date(2024, 9, 13), board_date=date(2024, 11, 19), calendar=CALENDAR
    )


def test_everything_odd_in_a_schedule_is_told() -> None:
    # when
    found = schedule_warnings(
        opens_on=date(2021, 12, 15), deadline_date=date(2021, 12, 24), board_date=date(2022, 1, 11), calendar=CALENDAR
    )
    # then
    assert [warning.code for warning in found] == [
        "short_opening",
        "deadline_not_working_day",
        "short_lead",
        "holidays",
    ]
    assert "nyårsafton" in found[3].text.sv.lower()


def test_a_board_before_the_deadline_is_told() -> None:
    found = schedule_warnings(
        opens_on=date(2021, 11, 1), deadline_date=DEADLINE, board_date=date(2021, 11, 20), calendar=CALENDAR
    )
    assert [warning.code for warning in found] == ["board_before_deadline"]


def test_the_board_is_summoned_a_week_before() -> None:
    assert summons_day(date(2021, 12, 15)) == date(2021, 12, 8)


def test_reminders_that_fall_on_one_day_are_merged() -> None:
    # when
    found = reminder_days(DEADLINE, CALENDAR)
    # then
    assert [(day.day, day.kinds) for day in found] == [
        (date(2021, 11, 15), ("days_14",)),
        (date(2021, 11, 22), ("days_7",)),
        (date(2021, 11, 25), ("own_draft",)),
        (date(2021, 11, 26), ("days_3", "days_1")),
    ]


def test_a_deadline_moves_forward_while_the_call_is_open() -> None:
    call = a_call()
    now = call.cutoff - timedelta(seconds=1)
    assert not amendment_faults(call, now=now, new_deadline_date=date(2021, 12, 6), new_decision_date=None)
    assert not amendment_faults(call, now=now, new_deadline_date=None, new_decision_date=date(2022, 1, 20))


def test_a_deadline_never_moves_back() -> None:
    call = a_call()
    faults = amendment_faults(
        call, now=call.cutoff - timedelta(days=9), new_deadline_date=date(2021, 11, 28), new_decision_date=None
    )
    assert [fault.sv for fault in faults] == ["Sista ansökningsdag kan bara flyttas framåt."]


def test_a_deadline_that_has_passed_stays() -> None:
    call = a_call()
    faults = amendment_faults(call, now=call.cutoff, new_deadline_date=date(2021, 12, 6), new_decision_date=None)
    assert len(faults) == 1
    assert "passerat" in faults[0].sv


def test_a_decision_cannot_come_before_the_deadline() -> None:
    call = a_call()
    faults = amendment_faults(call, now=call.opens_at, new_deadline_date=date(2022, 1, 10), new_decision_date=None)
    assert len(faults) == 1
    assert "beslutsdatumet" in faults[0].sv
