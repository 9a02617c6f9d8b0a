"""The organisation's working days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

_SATURDAY = 5
_DAY = timedelta(days=1)
_MOST_WORKING_DAYS = 100_000


@lru_cache(maxsize=512)
def _holidays_of(country: str, year: int, language: str) -> Mapping[date, str]:
    """The public holidays of a year, and the days that are treated as such (in Sweden lag 1930:173, 2 §)."""
    supported = holidays.country_holidays(country).supported_categories
    categories = tuple(name for name in ("public", "de_facto") if name in supported)
    found = holidays.country_holidays(country, years=year, expand=False, language=language, categories=categories)
    return dict(found.items())


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are working days: not Saturdays, Sundays, the country's holidays or the organisation's days off.

    Half-days and bridging days are working days unless they are among `days_off`.
    """

    days_off: frozenset[date] = field(default_factory=frozenset)
    country: str = "SE"

    def is_working_day(self, day: date) -> bool:
        """Whether the organisation works on that day."""
        return (
            day.weekday() < _SATURDAY
            and day not in self.days_off
            and day not in _holidays_of(self.country, day.year, "sv")
        )

    def holiday_name(self, day: date, language: str = "sv") -> str | None:
        """The holiday's name (`sv` or `en`), or None on a day that is none. Ordinary weekends have no name."""
        return _holidays_of(self.country, day.year, "en_US" if language == "en" else "sv").get(day)

    def add_working_days(self, day: date, count: int) -> date:
        """The day that many working days after `day`, before it when negative; 0 gives the day itself.

        `day` need not be a working day and is never counted. Raises ValueError beyond 100,000 working days, and where
        the calendar ends (years 1 and 9999).
        """
        if abs(count) > _MOST_WORKING_DAYS:
            raise ValueError(f"At most {_MOST_WORKING_DAYS} working days can be added")
        step = _DAY if count > 0 else -_DAY
        left = abs(count)
        while left:
            day = _moved(day, step)
            left -= self.is_working_day(day)
        return day

    def working_day_at_or_before(self, day: date) -> date:
        """The day itself if it is a working day, else the last one before it."""
        while not self.is_working_day(day):
            day = _moved(day, -_DAY)
        return day

    def working_day_at_or_after(self, day: date) -> date:
        """The day itself if it is a working day, else the first one after it."""
        while not self.is_working_day(day):
            day = _moved(day, _DAY)
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day after the day."""
        return self.add_working_days(day, 1)

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days `add_working_days` adds to `first` to reach the working day `last`.

        Forwards the days after `first` up to and with `last` count; backwards, as a negative number, the days from
        `last` up to but not with `first`.
        """
        if last < first:
            return -sum(self.is_working_day(last + _DAY * offset) for offset in range((first - last).days))
        return sum(self.is_working_day(first + _DAY * (offset + 1)) for offset in range((last - first).days))


def _moved(day: date, step: timedelta) -> date:
    try:
        return day + step
    except OverflowError as error:
        raise ValueError("The calendar ends there") from error
