"""The calendar of a grant, and what may be paid."""

import itertools
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.decision.terms import add_months, confirm_by, final_report_by, report_periods
from workflows.follow_up.errors import PaymentTooHighError, RecoveryOrderError
from workflows.follow_up.rules import (
    check_payment,
    has_few_sectors,
    is_too_close,
    missed_reviews,
    payment,
    review_plans,
)

START, END = date(2022, 1, 1), date(2022, 12, 31)


def test_each_area_is_reviewed_twice_a_calendar_year() -> None:
    plans = review_plans([("DIG", "Digitala lösningar"), ("JSV", "Jord, skog och vatten")], start=START, end=END)

    assert [(plan.area, plan.due_on) for plan in plans] == [
        ("DIG", date(2022, 5, 31)),
        ("JSV", date(2022, 5, 31)),
        ("DIG", date(2022, 11, 30)),
        ("JSV", date(2022, 11, 30)),
    ]
    assert plans[0].opens_on == date(2022, 4, 1)


def test_a_review_does_not_open_before_the_support_period() -> None:
    plans = review_plans([("HE", "Hållbar energi")], start=date(2022, 5, 2), end=END)
    assert plans[0].opens_on == date(2022, 5, 2)


def test_two_years_have_four_reviews_and_none_outside_the_period() -> None:
    plans = review_plans([("HE", "Hållbar energi")], start=date(2022, 6, 1), end=date(2023, 12, 31))
    assert [plan.due_on for plan in plans] == [date(2022, 11, 30), date(2023, 5, 31), date(2023, 11, 30)]


def test_reports_cover_the_period_without_gap_and_are_due_a_month_later() -> None:
    periods = report_periods(start=START, end=END)

    assert [(one.first_day, one.last_day) for one in periods] == [
        (date(2022, 1, 1), date(2022, 3, 31)),
        (date(2022, 4, 1), date(2022, 6, 30)),
        (date(2022, 7, 1), date(2022, 9, 30)),
        (date(2022, 10, 1), date(2022, 12, 31)),
    ]
    # 30 April 2022 is a Saturday and 1 May a Sunday.
    assert [one.due_on for one in periods] == [
        date(2022, 5, 2),
        date(2022, 8, 1),
        date(2022, 10, 31),
        date(2023, 1, 31),
    ]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 1500))
def test_periods_always_meet_and_end_with_the_support(start: date, length: int) -> None:
    end = date.fromordinal(start.toordinal() + length)
    periods = report_periods(start=start, end=end)

    assert (periods[0].first_day, periods[-1].last_day) == (start, end)
    assert all(
        second.first_day.toordinal() == first.last_day.toordinal() + 1 for first, second in itertools.pairwise(periods)
    )


def test_a_grant_is_confirmed_within_four_weeks() -> None:
    assert confirm_by(datetime(2021, 12, 17, 12, tzinfo=UTC)) == datetime(2022, 1, 14, 22, 59, 59, tzinfo=UTC)


def test_a_last_day_on_an_eve_moves_to_the_next_working_day() -> None:
    assert confirm_by(datetime(2021, 11, 26, 9, tzinfo=UTC)) == datetime(2021, 12, 27, 22, 59, 59, tzinfo=UTC)


def test_the_final_report_comes_within_two_months() -> None:
    assert final_report_by(END) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2022, 1, 31), 1, date(2022, 2, 28)),
        (date(2022, 11, 30), 3, date(2023, 2, 28)),
        (date(2022, 12, 1), 12, date(2023, 12, 1)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_a_payment_is_the_verified_cost_times_the_percentage_rounded_down() -> None:
    amount = payment(approved_costs_sek=1_000_001, percent=Decimal("48.98"), granted_sek=2_400_000, paid_sek=0)
    assert amount == 489_800


def test_a_payment_never_passes_what_is_left_of_the_grant() -> None:
    amount = payment(approved_costs_sek=2_000_000, percent=Decimal(50), granted_sek=2_300_000, paid_sek=2_000_000)
    assert amount == 300_000


@given(st.integers(0, 10**8), st.decimals(0, 100, places=2), st.integers(0, 10**7), st.integers(0, 10**7))
def test_no_computed_payment_is_refused(costs: int, percent: Decimal, granted: int, paid: int) -> None:
    amount = payment(approved_costs_sek=costs, percent=percent, granted_sek=granted, paid_sek=paid)
    check_payment(amount, approved_costs_sek=costs, percent=percent)
    assert paid + amount <= max(granted, paid)


def test_more_than_the_share_is_refused() -> None:
    with pytest.raises(PaymentTooHighError):
        check_payment(500_001, approved_costs_sek=1_000_000, percent=Decimal(50))


def test_nothing_is_paid_under_a_recovery_order() -> None:
    with pytest.raises(RecoveryOrderError):
        payment(approved_costs_sek=1, percent=Decimal(50), granted_sek=1, paid_sek=0, has_recovery_order=True)


def test_reviews_should_gather_three_sectors_and_be_three_months_apart() -> None:
    assert has_few_sectors(["public", "business", "public"])
    assert not has_few_sectors(["public", "business", "academia"])
    assert is_too_close(date(2022, 5, 30), previous_on=date(2022, 3, 1))
    assert not is_too_close(date(2022, 6, 1), previous_on=date(2022, 3, 1))
    assert not is_too_close(date(2022, 6, 1), previous_on=None)


def test_a_review_that_is_past_and_not_done_is_missed() -> None:
    due = [date(2022, 5, 31), date(2022, 11, 30)]
    assert missed_reviews(due, done=0, today=date(2022, 5, 31)) == 0
    assert missed_reviews(due, done=0, today=date(2022, 6, 1)) == 1
    assert missed_reviews(due, done=1, today=date(2022, 6, 1)) == 0
