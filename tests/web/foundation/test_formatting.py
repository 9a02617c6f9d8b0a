"""The exact words of dates, deadlines, distances and amounts."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.calendars import WorkingCalendar
from web.formatting import Formatter

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SV = Formatter("sv", STOCKHOLM, date(2021, 12, 2), WorkingCalendar())
EN = Formatter("en", STOCKHOLM, date(2021, 12, 2), WorkingCalendar())
CUTOFF = datetime(2021, 11, 30, 0, 0, tzinfo=STOCKHOLM)
NOON = datetime(2021, 12, 6, 11, 0, tzinfo=UTC)


def plain(text: str) -> str:
    """The words without marks, with ordinary spaces."""
    bare = text.split(">", 1)[1].rsplit("<", 1)[0] if text.startswith("<time") else text
    return bare.replace("\N{NO-BREAK SPACE}", " ")


def test_a_deadline_at_midnight_names_the_last_second_before_it() -> None:
    assert plain(SV.frist(CUTOFF)) == "måndag 29 november 2021 kl. 23.59.59, svensk tid"
    assert plain(EN.frist(CUTOFF)) == "Monday 29 November 2021 at 23:59:59, Swedish time"


def test_a_deadline_at_noon_is_noon_in_sweden() -> None:
    assert plain(SV.frist(NOON)) == "måndag 6 december 2021 kl. 12.00, svensk tid"


def test_a_deadline_carries_its_instant_for_machines() -> None:
    assert 'datetime="2021-11-29T23:59:59+01:00"' in SV.frist(CUTOFF)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2021, 12, 2), "tor 2 dec"),
        (date(2022, 1, 11), "tis 11 jan 2022"),
        (date(2021, 3, 1), "mån 1 mars"),
        (datetime(2021, 12, 31, 23, 30, tzinfo=UTC), "lör 1 jan 2022"),
    ],
)
def test_a_short_date_has_its_weekday_and_the_year_when_it_is_another(value: date, expected: str) -> None:
    assert plain(SV.dag(value)) == expected


def test_a_long_date_has_the_year_and_may_have_the_clock() -> None:
    assert plain(SV.dag(NOON, kort=False, tid=True)) == "måndag 6 december 2021 kl. 12.00"
    assert plain(SV.dag(NOON, tid=True, sekunder=True)) == "mån 6 dec kl. 12.00.00"
    assert plain(EN.dag(NOON, kort=False, tid=True)) == "Monday 6 December 2021 at 12:00"


def test_no_date_is_a_dash() -> None:
    assert SV.dag(None) == "–"
    assert SV.om(None) == ""


def test_a_due_instant_at_midnight_is_shown_as_the_day_that_it_ends() -> None:
    assert plain(SV.sista(CUTOFF)) == "mån 29 nov"
    assert plain(SV.sista(NOON, tid=True)) == "mån 6 dec kl. 12.00"


@pytest.mark.parametrize(
    ("value", "expected", "tone"),
    [
        (date(2021, 12, 2), "i dag", "warn"),
        (date(2021, 12, 3), "i morgon", ""),
        (date(2021, 12, 6), "om 2 arbetsdagar", ""),
        (date(2021, 12, 5), "om 1 arbetsdag", ""),
        (date(2021, 12, 1), "1 arbetsdag sen", "bad"),
        (date(2021, 11, 29), "3 arbetsdagar sen", "bad"),
        (date(2021, 12, 27), "om 16 arbetsdagar", ""),
        (datetime(2021, 12, 3, 0, 0, tzinfo=STOCKHOLM), "i dag", "warn"),
    ],
)
def test_a_distance_counts_working_days(value: date, expected: str, tone: str) -> None:
    assert plain(SV.om(value)) == expected
    assert SV.ton(value) == tone


def test_a_distance_over_a_weekend_without_working_days_has_words_of_its_own() -> None:
    saturday = Formatter("sv", STOCKHOLM, date(2021, 12, 4), WorkingCalendar())
    friday = Formatter("sv", STOCKHOLM, date(2021, 12, 3), WorkingCalendar())

    assert plain(friday.om(date(2021, 12, 5))) == "före nästa arbetsdag"
    assert plain(saturday.om(date(2021, 12, 3))) == "sen"


def test_english_distances() -> None:
    assert plain(EN.om(date(2021, 12, 6))) == "in 2 working days"
    assert plain(EN.om(date(2021, 12, 1))) == "1 working day late"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2_300_000, "2 300 000 kr"),
        (Decimal("1234567.5"), "1 234 567,50 kr"),
        (Decimal("100.00"), "100 kr"),
        (0, "0 kr"),
        (None, "–"),
    ],
)
def test_amounts_have_no_break_spaces_and_oere_only_where_there_are_any(value: Decimal | None, expected: str) -> None:
    text = SV.kr(value)

    assert plain(text) == expected
    assert " " not in text


def test_amounts_without_unit_and_in_english() -> None:
    assert plain(SV.kr(2_300_000, "")) == "2 300 000"
    assert plain(EN.kr(2_300_000)) == "2,300,000 SEK"


def test_shares_numbers_and_sizes() -> None:
    assert plain(SV.procent(50)) == "50,00 %"
    assert plain(SV.procent(Decimal("49.567"))) == "49,57 %"
    assert plain(SV.tal(Decimal("76.0"))) == "76,0"
    assert plain(SV.miljoner(2_500_000)) == "2,5 mkr"
    assert plain(SV.miljoner(10_000_000)) == "10 mkr"
    assert plain(SV.storlek(218_400)) == "218 kB"
    assert plain(SV.storlek(1_400_000)) == "1,4 MB"


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2021, 12, 2, 9, 0)  # noqa: DTZ001 - that is what is refused
    with pytest.raises(ValueError, match="without a zone"):
        SV.dag(naive)
