"""Local wall time becomes the right instant on both sides of a clock change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.calendars import end_of_day, instant, start_of_day

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]  # A star cannot be matched to the parameters.


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (date(2021, 11, 29), time(23, 59, 59), utc(2021, 11, 29, 22, 59, 59)),
        (date(2021, 6, 15), time(12, 0), utc(2021, 6, 15, 10, 0)),
        (date(2021, 3, 28), time(2, 30), utc(2021, 3, 28, 1, 30)),
        (date(2021, 10, 31), time(2, 30), utc(2021, 10, 31, 0, 30)),
        (date(2021, 10, 31), time(2, 30, fold=1), utc(2021, 10, 31, 0, 30)),
        (date(2021, 10, 31), time(3, 0), utc(2021, 10, 31, 2, 0)),
    ],
)
def test_wall_time_in_stockholm(day: date, clock: time, expected: datetime) -> None:
    assert instant(day, clock, STOCKHOLM) == expected
    assert instant(day, clock, "Europe/Stockholm") == expected


def test_a_skipped_time_is_shown_an_hour_later() -> None:
    skipped = instant(date(2021, 3, 28), time(2, 30), STOCKHOLM)
    assert skipped.astimezone(STOCKHOLM).time() == time(3, 30)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2021, 3, 28), 23), (date(2021, 10, 31), 25), (date(2021, 11, 29), 24)]
)
def test_a_day_is_half_open_and_as_long_as_the_clocks_make_it(day: date, hours: int) -> None:
    assert end_of_day(day, STOCKHOLM) - start_of_day(day, STOCKHOLM) == timedelta(hours=hours)
    assert end_of_day(day, STOCKHOLM) == start_of_day(day + timedelta(days=1), STOCKHOLM)


def test_the_last_instant_of_the_deadline_is_in_time_and_midnight_is_not() -> None:
    cutoff = end_of_day(date(2021, 11, 29), STOCKHOLM)
    assert datetime.fromisoformat("2021-11-29T23:59:59.999+01:00") < cutoff
    assert datetime.fromisoformat("2021-11-30T00:00:00+01:00") == cutoff


def test_a_time_with_a_zone_of_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="zone of its own"):
        instant(date(2021, 11, 29), time(12, tzinfo=UTC), STOCKHOLM)
