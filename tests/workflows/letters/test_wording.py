"""Dates, sums and lists in words."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from workflows.letters import wording

NB = "\N{NO-BREAK SPACE}"


def plain(text: str) -> str:
    """The text with ordinary spaces, to be read in a test."""
    return text.replace(NB, " ")


def test_a_date_is_written_out() -> None:
    assert wording.date_text(date(2021, 11, 29)) == f"29{NB}november 2021"
    assert plain(wording.date_text(date(2021, 5, 1), language="en")) == "1 May 2021"


def test_an_instant_is_told_in_local_time_with_its_weekday() -> None:
    noon = datetime(2021, 12, 6, 11, tzinfo=UTC)
    assert plain(wording.instant_text(noon)) == "måndag 6 december 2021 kl. 12.00"
    assert plain(wording.instant_text(noon, language="en")) == "Monday 6 December 2021 at 12:00"


def test_an_instant_in_summer_is_two_hours_ahead() -> None:
    assert plain(wording.instant_text(datetime(2022, 6, 1, 22, 30, tzinfo=UTC))) == "torsdag 2 juni 2022 kl. 00.30"


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        wording.instant_text(datetime(2021, 12, 6, 11))  # noqa: DTZ001  # that is what is tested


def test_the_last_day_is_told_to_its_last_second() -> None:
    cutoff = datetime(2021, 11, 29, 23, tzinfo=UTC)
    assert plain(wording.deadline_text(cutoff)) == "måndag 29 november 2021 kl. 23.59.59, svensk tid"


def test_another_cutoff_is_told_as_before() -> None:
    cutoff = datetime(2021, 11, 29, 11, tzinfo=UTC)
    assert plain(wording.deadline_text(cutoff)) == "måndag 29 november 2021 före kl. 12.00, svensk tid"
    assert plain(wording.deadline_text(cutoff, language="en")) == "Monday 29 November 2021 before 12:00, Swedish time"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (2_300_000, "2 300 000 kr"),
        (999, "999 kr"),
        (Decimal("1234.50"), "1 234,50 kr"),
        (-5000, "−5 000 kr"),
        (0, "0 kr"),
    ],
)
def test_sums_have_no_break_spaces_and_decimal_commas(amount: int | Decimal, words: str) -> None:
    assert wording.money_text(amount) == words.replace(" ", NB)


@pytest.mark.parametrize(
    ("percent", "words"), [(50, "50,00 %"), (Decimal("50.005"), "50,01 %"), (Decimal("33.333"), "33,33 %")]
)
def test_percentages_have_two_decimals(percent: int | Decimal, words: str) -> None:
    assert wording.percent_text(percent) == words.replace(" ", NB)


def test_numbers_keep_their_own_decimals() -> None:
    assert wording.number_text(Decimal("12.5")) == "12,5"
    assert wording.number_text(Decimal("12.00")) == "12"
    assert wording.number_text(1234, language="en") == "1,234"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), "1 januari–31 december 2022"),
        (date(2022, 1, 1), date(2022, 1, 31), "1–31 januari 2022"),
        (date(2021, 1, 1), date(2022, 1, 31), "1 januari 2021–31 januari 2022"),
    ],
)
def test_a_period_says_once_what_both_ends_share(first: date, last: date, words: str) -> None:
    assert plain(wording.period_text(first, last)) == words


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (list("abc"), "a, b och c")]
)
def test_lists_end_with_och(items: list[str], words: str) -> None:
    assert wording.list_text(items) == words


def test_a_time_has_seconds_only_where_there_are_any() -> None:
    assert plain(wording.time_text(time(8, 5))) == "kl. 08.05"
    assert wording.time_text(time(8, 5, 9), language="en") == "08:05:09"
