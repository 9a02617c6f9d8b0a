"""From a local date and time in a named zone to an instant in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instant(local_date: date, local_time: time, zone: ZoneInfo | str) -> datetime:
    """The aware UTC instant at which clocks in `zone` show that date and time.

    A time that summer time skips is read with the offset before the change, so 02:30 in the skipped hour is the instant
    at which clocks show 03:30. A time that occurs twice is its first occurrence. (RFC 5545, 3.3.5, says the same.)
    Raises ValueError if `local_time` carries a zone of its own.
    """
    if local_time.tzinfo is not None:
        raise ValueError("The time must be local: it carries a zone of its own")
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    return datetime.combine(local_date, local_time.replace(fold=0), tzinfo=place).astimezone(UTC)


def start_of_day(local_date: date, zone: ZoneInfo | str) -> datetime:
    """The first instant of the day, which belongs to it."""
    return instant(local_date, time(), zone)


def end_of_day(local_date: date, zone: ZoneInfo | str) -> datetime:
    """The first instant after the day, which no longer belongs to it: days are half-open."""
    return start_of_day(local_date + timedelta(days=1), zone)
