"""Dates, times, amounts and lists in words, as Swedes (and, in the second language, the English) write them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

ZONE = "Europe/Stockholm"
_NO_BREAK = "\N{NO-BREAK SPACE}"
_WEEKDAYS = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "sv": (
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def date_text(day: date, *, language: str = "sv", zone: str = ZONE) -> str:
    """`29 november 2021`. An aware instant is its local day."""
    local = _local_date(day, zone)
    return f"{local.day}{_NO_BREAK}{_MONTHS[language][local.month - 1]} {local.year}"


def weekday_text(day: date, *, language: str = "sv", zone: str = ZONE) -> str:
    """`måndag 29 november 2021`."""
    local = _local_date(day, zone)
    return f"{_WEEKDAYS[language][local.weekday()]} {date_text(local, language=language)}"


def short_date_text(day: date, *, zone: str = ZONE) -> str:
    """`2021-11-29`."""
    return _local_date(day, zone).isoformat()


def time_text(at: time | datetime, *, language: str = "sv", zone: str = ZONE) -> str:
    """`kl. 12.00`; seconds only where there are any: `kl. 23.59.59`. In English `12:00`."""
    local = at.astimezone(ZoneInfo(zone)).time() if isinstance(at, datetime) else at
    parts = [f"{local.hour:02}", f"{local.minute:02}", *([f"{local.second:02}"] if local.second else [])]
    return ":".join(parts) if language == "en" else f"kl.{_NO_BREAK}{'.'.join(parts)}"


def instant_text(at: datetime, *, language: str = "sv", zone: str = ZONE) -> str:
    """`måndag 6 december 2021 kl. 12.00`, in local time. Raises ValueError for a naive instant."""
    if at.tzinfo is None:
        raise ValueError(f"An instant needs a time zone: {at.isoformat()}")
    between = " at " if language == "en" else " "
    return weekday_text(at, language=language, zone=zone) + between + time_text(at, language=language, zone=zone)


def deadline_text(at: datetime, *, language: str = "sv", zone: str = ZONE) -> str:
    """The words of every deadline: `måndag 29 november 2021 kl. 23.59.59, svensk tid`.

    `at` is the half-open cut-off: midnight is told as the last second of the day before, any other time as `före`.
    """
    local = at.astimezone(ZoneInfo(zone))
    swedish_time = "Swedish time" if language == "en" else "svensk tid"
    if local.time() == time():
        last = datetime.combine(local.date() - timedelta(days=1), time(23, 59, 59), tzinfo=ZoneInfo(zone))
        return f"{instant_text(last, language=language, zone=zone)}, {swedish_time}"
    day = weekday_text(local, language=language, zone=zone)
    before = "before" if language == "en" else "före"
    return f"{day} {before} {time_text(local, language=language, zone=zone)}, {swedish_time}"


def number_text(value: Decimal | int, *, decimals: int | None = None, language: str = "sv") -> str:
    """`2 300 000` and `12,5` with no-break spaces; with the value's own decimals, or `decimals` of them."""
    number = Decimal(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    elif number == number.to_integral_value():
        number = number.quantize(Decimal(1))
    text = f"{abs(number):,f}"
    sign = "\N{MINUS SIGN}" if number < 0 else ""
    if language == "en":
        return sign + text
    return sign + text.replace(",", _NO_BREAK).replace(".", ",")


def money_text(amount_sek: Decimal | int, *, language: str = "sv") -> str:
    """`2 300 000 kr`; öre only where there are any."""
    number = Decimal(amount_sek)
    decimals = 0 if number == number.to_integral_value() else 2
    text = number_text(number, decimals=decimals, language=language)
    return f"SEK{_NO_BREAK}{text}" if language == "en" else f"{text}{_NO_BREAK}kr"


def percent_text(percent: Decimal | int, *, decimals: int = 2, language: str = "sv") -> str:
    """`50,00 %` for 50."""
    space = "" if language == "en" else _NO_BREAK
    return f"{number_text(Decimal(percent), decimals=decimals, language=language)}{space}%"


def ceiling_text(percent: Decimal | int, *, language: str = "sv") -> str:
    """`50 %` and `62,5 %`: a share that a rule sets, with no more decimals than it has."""
    number = Decimal(percent)
    decimals = 0 if number == number.to_integral_value() else None
    space = "" if language == "en" else _NO_BREAK
    return f"{number_text(number, decimals=decimals, language=language)}{space}%"


def period_text(first: date, last: date, *, language: str = "sv", zone: str = ZONE) -> str:
    """`1 januari–31 december 2022`: what both have in common is said once."""
    start, end = _local_date(first, zone), _local_date(last, zone)
    head = date_text(start, language=language)
    if start.year == end.year:
        head = head.rsplit(" ", 1)[0]
    if (start.year, start.month) == (end.year, end.month):
        head = head.split(_NO_BREAK, 1)[0]
    return f"{head}\N{EN DASH}{date_text(end, language=language)}"


def list_text(items: Sequence[str], *, language: str = "sv") -> str:
    """`energi, skog och upplevelser`."""
    last = " and " if language == "en" else " och "
    return last.join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def yes_no_text(value: bool, *, language: str = "sv") -> str:  # noqa: FBT001  # the value itself is what is worded
    """`ja` or `nej`."""
    words = {"sv": ("nej", "ja"), "en": ("no", "yes")}[language]
    return words[value]


def _local_date(day: date, zone: str) -> date:
    if not isinstance(day, datetime):
        return day
    return (day.astimezone(ZoneInfo(zone)) if day.tzinfo else day).date()
