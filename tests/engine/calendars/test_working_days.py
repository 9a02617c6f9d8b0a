"""Working days, against the calendar vectors of the domain description (section 6)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendars import WorkingCalendar

CALENDAR = WorkingCalendar()
DEADLINE = date(2021, 11, 29)
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (-10, date(2021, 11, 15)),
        (-5, date(2021, 11, 22)),
        (-3, date(2021, 11, 24)),
        (-1, date(2021, 11, 26)),
        (0, DEADLINE),
    ],
)
def test_reminders_before_the_deadline_of_2021(count: int, expected: date) -> None:
    assert CALENDAR.add_working_days(DEADLINE, count) == expected


@pytest.mark.parametrize(("board", "left", "after_notice"), [(14, 11, 6), (15, 12, 7), (16, 13, 8)])
def test_time_to_prepare_the_board_of_december_2021(board: int, left: int, after_notice: int) -> None:
    meeting = date(2021, 12, board)
    notice = date(2021, 12, board - 7)
    assert CALENDAR.working_days_between(DEADLINE, meeting) == left
    assert CALENDAR.working_days_between(DEADLINE, notice) == after_notice


@pytest.mark.parametrize(
    ("month", "day"),
    [
        (1, 1),
        (1, 6),
        (4, 2),
        (4, 4),
        (4, 5),
        (5, 1),
        (5, 13),
        (5, 23),
        (6, 6),
        (6, 25),
        (6, 26),
        (11, 6),
        (12, 24),
        (12, 25),
        (12, 26),
        (12, 31),
    ],
)
def test_the_days_off_of_2021(month: int, day: int) -> None:
    assert not CALENDAR.is_working_day(date(2021, month, day))
    assert CALENDAR.holiday_name(date(2021, month, day))


@pytest.mark.parametrize("easter", [date(2021, 4, 4), date(2022, 4, 17), date(2026, 4, 5), date(2027, 3, 28)])
def test_easter_moves_with_the_year(easter: date) -> None:
    assert CALENDAR.holiday_name(easter) == "Påskdagen"
    assert CALENDAR.holiday_name(easter, "en") == "Easter Sunday"


def test_2021_has_sixteen_named_days_off() -> None:
    year = [date.fromordinal(n) for n in range(date(2021, 1, 1).toordinal(), date(2022, 1, 1).toordinal())]
    assert sum(CALENDAR.holiday_name(day) is not None for day in year) == 16


def test_midsummer_moves_a_deadline_to_the_days_around_it() -> None:
    midsummer_eve = date(2021, 6, 25)
    assert CALENDAR.working_day_at_or_before(midsummer_eve) == date(2021, 6, 24)
    assert CALENDAR.working_day_at_or_after(midsummer_eve) == date(2021, 6, 28)
    assert CALENDAR.next_working_day(date(2021, 6, 24)) == date(2021, 6, 28)
    assert CALENDAR.working_day_at_or_after(date(2021, 6, 24)) == date(2021, 6, 24)


def test_the_organisation_adds_days_off_of_its_own() -> None:
    bridge = date(2021, 5, 14)
    calendar = WorkingCalendar(days_off=frozenset({bridge}))
    assert CALENDAR.is_working_day(bridge)
    assert not calendar.is_working_day(bridge)
    assert calendar.holiday_name(bridge) is None
    assert calendar.next_working_day(date(2021, 5, 12)) == date(2021, 5, 17)


@pytest.mark.parametrize(("day", "count"), [(date(2021, 1, 1), 100_001), (date(9999, 12, 30), 5), (date(1, 1, 2), -5)])
def test_what_the_calendar_cannot_count_is_refused(day: date, count: int) -> None:
    with pytest.raises(ValueError, match=r"working days can be added|calendar ends"):
        CALENDAR.add_working_days(day, count)


@given(DAYS, st.integers(-60, 60))
def test_adding_lands_on_a_working_day_and_counts_back(day: date, count: int) -> None:
    moved = CALENDAR.add_working_days(day, count)
    assert count == 0 or CALENDAR.is_working_day(moved)
    assert CALENDAR.working_days_between(day, moved) == count
