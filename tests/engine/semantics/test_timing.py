"""Instants of timers and tasks: local time, summer time, working days, cycles and cron lines."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from engine.calendars import WorkingCalendar
from engine.feel import YearsMonthsDuration
from engine.interpreter.cron import is_cron, next_cron
from engine.interpreter.errors import TimerError
from engine.interpreter.messages import Environment
from engine.interpreter.timing import due_of_task, moment_of, next_in_cycle, reminders_before, schedule
from tests.engine.semantics.bench import STOCKHOLM, Shelf


def at(text: str) -> datetime:
    """A Swedish wall clock time as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).astimezone(UTC)


def env(now: str = "2021-11-01T08:00") -> Environment:
    return Environment(at(now), Shelf(), WorkingCalendar(), STOCKHOLM)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-11-29T23:59:59.999", "2021-11-29T23:59:59.999"),
        ("2021-11-30", "2021-11-30T00:00"),
        (date(2021, 11, 30), "2021-11-30T00:00"),
        (datetime(2022, 6, 1, 12), "2022-06-01T12:00"),  # noqa: DTZ001 - a local time is what is meant
        ("P7D", "2021-11-08T08:00"),
        ("P2W", "2021-11-15T08:00"),
        ("P1Y2M", "2023-01-01T08:00"),
        ("P3M", "2022-02-01T08:00"),
        ("PT1H30M", "2021-11-01T09:30"),
        ("-P1D", "2021-10-31T08:00"),
        (timedelta(days=1), "2021-11-02T08:00"),
        (YearsMonthsDuration(1), "2021-12-01T08:00"),
    ],
)
def test_a_moment_is_read_in_swedish_time(value: Any, expected: str) -> None:
    assert moment_of(value, env().now, env()) == at(expected)


def test_days_keep_the_wall_clock_over_summer_time_and_hours_do_not() -> None:
    assert moment_of("P7D", at("2022-03-25T09:00"), env()) == at("2022-04-01T09:00")
    assert moment_of("P1W", at("2021-10-28T09:00"), env()) == at("2021-11-04T09:00")
    assert moment_of("-P7D", at("2022-04-01T09:00"), env()) == at("2022-03-25T09:00")
    assert moment_of("PT168H", at("2022-03-25T09:00"), env()) == at("2022-04-01T10:00")


@pytest.mark.parametrize(
    ("cycle", "last", "following"),
    [
        ("R/2028-02-29T09:00/P1Y", "2031-02-28T09:00", "2032-02-29T09:00"),
        ("R/2022-01-31T09:00/P1M", "2022-02-28T09:00", "2022-03-31T09:00"),
        ("R/2022-03-26T02:30/P1D", "2022-03-27T03:30", "2022-03-28T02:30"),
        ("R/2000-01-01T00:00/PT1M", "2022-03-25T12:00", "2022-03-25T12:01"),
    ],
)
def test_a_cycle_counts_from_the_start_that_is_written(cycle: str, last: str, following: str) -> None:
    schedule = next_in_cycle(cycle, at(last), None, env())
    assert schedule is not None
    assert schedule.due_at == at(following)


def test_months_keep_the_wall_clock_over_summer_time_and_the_end_of_the_month() -> None:
    assert moment_of("P1M", at("2022-03-15T09:00"), env()) == at("2022-04-15T09:00")
    assert moment_of("P1M", at("2022-01-31T09:00"), env()) == at("2022-02-28T09:00")


@pytest.mark.parametrize("value", ["", "soon", "P", "PT", "2021-13-01", "P9999999999D", 5, True, None, [], "P9000Y"])
def test_what_is_no_moment_is_an_error(value: Any) -> None:
    with pytest.raises(TimerError):
        moment_of(value, env().now, env())


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("5 working days", "2021-11-09T00:00"),
        ("1 day", "2021-11-03T00:00"),
        ("2021-11-29", "2021-11-30T00:00"),
        (date(2021, 11, 29), "2021-11-30T00:00"),
        ("PT4H", "2021-11-01T12:00"),
        ("P1D", "2021-11-02T08:00"),
    ],
)
def test_a_due_date_is_the_end_of_that_day(due: Any, expected: str) -> None:
    assert due_of_task(due, env()) == at(expected)


def test_reminders_count_from_the_due_date_and_those_gone_by_are_left_out() -> None:
    found = reminders_before(at("2021-11-30T00:00"), ("-14 days", "-7 days", "-3 days", "-1 days at 09:00"), env())
    # 15, 22, 26 (Friday) and 28 November, a Sunday, whose reminder moves to the Friday and so is the same one.
    assert found == (at("2021-11-15T09:00"), at("2021-11-22T09:00"), at("2021-11-26T09:00"))
    late = reminders_before(at("2021-11-30T00:00"), ("-14 days", "-7 days at 09:00"), env("2021-11-20T12:00"))
    assert late == (at("2021-11-22T09:00"),)
    with pytest.raises(TimerError):
        reminders_before(at("2021-11-30T00:00"), ("often",), env())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R2/P1D", ["2021-11-02T08:00", "2021-11-03T08:00"]),
        ("R3/2021-12-01T09:00/P1M", ["2021-12-01T09:00", "2022-01-01T09:00", "2022-02-01T09:00"]),
        ("R/P1D/2021-11-03T12:00", ["2021-11-02T08:00", "2021-11-03T08:00"]),
        ("R1/PT1H", ["2021-11-01T09:00"]),
    ],
)
def test_a_cycle_ends_after_its_count_or_at_its_end(text: str, expected: list[str]) -> None:
    planned = schedule("cycle", text, env().now, env())
    found = []
    following: Any = planned
    while following is not None:
        found.append(following.due_at)
        following = next_in_cycle(text, following.due_at, following.remaining, env())
    assert found == [at(moment) for moment in expected]


@pytest.mark.parametrize(
    ("line", "after", "expected"),
    [
        ("0 9 * * *", "2021-11-01T08:00", "2021-11-01T09:00"),
        ("0 9 * * *", "2021-11-01T09:00", "2021-11-02T09:00"),
        ("*/15 8-17 * * MON-FRI", "2021-11-05T17:50", "2021-11-08T08:00"),
        ("0 9 1 1,7 *", "2021-11-01T08:00", "2022-01-01T09:00"),
        ("0 9 13 * FRI", "2021-11-06T08:00", "2021-11-12T09:00"),
        ("0 0 9 ? * 2", "2021-11-02T08:00", "2021-11-08T09:00"),
        ("0 9 29 2 *", "2021-11-01T08:00", "2024-02-29T09:00"),
        ("0 9 * * 7", "2021-11-01T08:00", "2021-11-07T09:00"),
    ],
)
def test_cron_lines_fire_by_local_clocks(line: str, after: str, expected: str) -> None:
    assert is_cron(line)
    assert next_cron(line, at(after), STOCKHOLM) == at(expected)


@pytest.mark.parametrize("line", ["0 9 31 2 *", "61 9 * * *", "0 9 * * XYZ"])
def test_a_cron_line_that_never_fires_is_an_error(line: str) -> None:
    with pytest.raises(TimerError):
        next_cron(line, env().now, STOCKHOLM)


def test_feel_is_not_taken_for_a_cron_line() -> None:
    assert not is_cron("if urgent then a else b")
