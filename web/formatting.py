"""Dates, deadlines, amounts and shares in words, the same everywhere, in Swedish and English."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from markupsafe import Markup

from engine.calendars import WorkingCalendar

NO_BREAK = "\N{NO-BREAK SPACE}"
Tone = Literal["", "warn", "bad"]
Number = int | Decimal | float


@dataclass(frozen=True, slots=True)
class Words:
    """How one language writes dates and distances."""

    days: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    clock: str
    minute_mark: str
    zone: str
    today: str
    tomorrow: str
    ahead: tuple[str, str, str]
    late: tuple[str, str, str]


SWEDISH = Words(
    days=("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    months=(
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    short_months=("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
    clock="kl.",
    minute_mark=".",
    zone="svensk tid",
    today="i dag",
    tomorrow="i morgon",
    ahead=("före nästa arbetsdag", "om {} arbetsdag", "om {} arbetsdagar"),
    late=("sen", "{} arbetsdag sen", "{} arbetsdagar sen"),
)
ENGLISH = Words(
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    short_months=("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"),
    clock="at",
    minute_mark=":",
    zone="Swedish time",
    today="today",
    tomorrow="tomorrow",
    ahead=("before the next working day", "in {} working day", "in {} working days"),
    late=("late", "{} working day late", "{} working days late"),
)


def words(language: str) -> Words:
    """The words of a language; Swedish unless it is English."""
    return ENGLISH if language == "en" else SWEDISH


@dataclass(frozen=True, slots=True)
class Formatter:
    """Formats for one reader: language, zone, the present day and the working calendar."""

    language: str
    zone: ZoneInfo
    today: date
    calendar: WorkingCalendar

    def local(self, value: date | datetime) -> date | datetime:
        """An instant as the clock on the wall shows it; a date as it is. Raises ValueError for a naive instant."""
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is None:
            raise ValueError(f"A time without a zone cannot be shown: {value!r}")
        return value.astimezone(self.zone)

    def ends_day(self, value: date | datetime) -> bool:
        """Whether a half-open deadline falls at midnight, so that the day before is the last one."""
        local = self.local(value)
        return isinstance(local, datetime) and local.time() == time()

    def day_of(self, value: date | datetime) -> date:
        """The last day that a deadline leaves: an instant at midnight ends the day before it."""
        local = self.local(value)
        if not isinstance(local, datetime):
            return local
        return local.date() - timedelta(days=1) if self.ends_day(local) else local.date()

    def date_text(self, value: date | datetime, *, short: bool = True, year: bool | None = None) -> str:
        """`fre 3 dec`, or `fredag 3 december 2021`; the year where it is not the present one."""
        local = self.local(value)
        used = words(self.language)
        day = used.days[local.weekday()]
        month = (used.short_months if short else used.months)[local.month - 1]
        show_year = year if year is not None else (not short or local.year != self.today.year)
        text = f"{day[:3] if short else day} {local.day} {month}" + (f" {local.year}" if show_year else "")
        return text.replace(" ", NO_BREAK) if short else text

    def clock_text(self, value: datetime, *, seconds: bool = False) -> str:
        """`kl. 12.00`, in English `at 12:00`."""
        used = words(self.language)
        local = value.astimezone(self.zone)
        pattern = f"%H{used.minute_mark}%M" + (f"{used.minute_mark}%S" if seconds else "")
        return f"{used.clock}{NO_BREAK}{local.strftime(pattern)}"

    def dag(
        self,
        value: date | datetime | None,
        kort: bool = True,  # noqa: FBT001, FBT002 - read in templates as |dag(kort=false)
        ar: bool | None = None,  # noqa: FBT001 - the same
        tid: bool = False,  # noqa: FBT001, FBT002 - the same
        sekunder: bool = False,  # noqa: FBT001, FBT002 - the same
    ) -> Markup:
        """A date in a `time` element; `tid` adds the clock, `sekunder` its seconds. None is a dash."""
        if value is None:
            return Markup("–")
        text = self.date_text(value, short=kort, year=ar)
        if tid and isinstance(value, datetime):
            text += (NO_BREAK if kort else " ") + self.clock_text(value, seconds=sekunder)
        return _time(self.local(value), text)

    def sista(
        self,
        value: date | datetime | None,
        tid: bool = False,  # noqa: FBT001, FBT002 - read in templates as |sista(true)
        kort: bool = True,  # noqa: FBT001, FBT002 - the same
    ) -> Markup:
        """A due date: like `dag`, but an instant at midnight is shown as the day that it ends."""
        if value is not None and self.ends_day(value):
            return _time(self.local(value), self.date_text(self.day_of(value), short=kort))
        return self.dag(value, kort, None, tid)

    def klocka(self, value: datetime, sekunder: bool = True) -> Markup:  # noqa: FBT001, FBT002 - read in templates
        """The clock alone, with its seconds: `kl. 10.41.07`."""
        return _time(value.astimezone(self.zone), self.clock_text(value, seconds=sekunder))

    def frist(self, cutoff: datetime) -> Markup:
        """A deadline in the words that are the same everywhere.

        `cutoff` is the half-open instant: at midnight the words name the last second before it,
        `måndag 29 november 2021 kl. 23.59.59, svensk tid`; otherwise `måndag 6 december 2021 kl. 12.00, svensk tid`.
        """
        ends_day = self.ends_day(cutoff)
        shown = cutoff - timedelta(seconds=1) if ends_day else cutoff
        text = f"{self.date_text(shown, short=False)} {self.clock_text(shown, seconds=ends_day)}"
        return _time(shown.astimezone(self.zone), f"{text}, {words(self.language).zone}")

    def om(self, value: date | datetime | None) -> str:
        """The distance in working days: `i dag`, `i morgon`, `om 3 arbetsdagar`, `1 arbetsdag sen`; empty for None."""
        if value is None:
            return ""
        day, used = self.day_of(value), words(self.language)
        if day == self.today:
            return used.today
        if day < self.today:
            return _counted(used.late, self.calendar.working_days_between(day, self.today))
        if day == self.today + timedelta(days=1):
            return used.tomorrow
        return _counted(used.ahead, self.calendar.working_days_between(self.today, day))

    def ton(self, value: date | datetime | None) -> Tone:
        """How a due date is coloured: `bad` when late, `warn` today."""
        if value is None:
            return ""
        day = self.day_of(value)
        return "bad" if day < self.today else "warn" if day == self.today else ""

    def tal(self, value: Number | None, decimaler: int | None = None) -> str:
        """A number with the language's marks: `1 234,5`; a dash for None."""
        if value is None:
            return "–"
        exact = Decimal(str(value))
        if decimaler is not None:
            exact = exact.quantize(Decimal(1).scaleb(-decimaler), rounding=ROUND_HALF_UP)
        whole = f"{exact:,f}"
        if self.language == "en":
            return whole
        return whole.replace(",", NO_BREAK).replace(".", ",")

    def kr(self, value: Number | None, enhet: str | None = None) -> str:
        """An amount in kronor: `2 300 000 kr`; öre only where there are any. `enhet=""` leaves the unit out."""
        if value is None:
            return "–"
        exact = Decimal(str(value))
        text = self.tal(exact, 0 if exact == exact.to_integral_value() else 2)
        unit = enhet if enhet is not None else "SEK" if self.language == "en" else "kr"
        return f"{text}{NO_BREAK}{unit}" if unit else text

    def miljoner(self, value: Number) -> str:
        """An amount on a scale: `2,5 mkr`."""
        millions = (Decimal(str(value)) / 1_000_000).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        unit = "MSEK" if self.language == "en" else "mkr"
        return f"{self.tal(millions.normalize() if millions else 0)}{NO_BREAK}{unit}"

    def procent(self, value: Number | None, decimaler: int = 2) -> str:
        """A share given in percent: 50 becomes `50,00 %`."""
        return "–" if value is None else f"{self.tal(value, decimaler)}{NO_BREAK}%"

    def storlek(self, size_bytes: int) -> str:
        """The size of a file: `218 kB`, `1,4 MB`."""
        if size_bytes < 1_000_000:
            return f"{self.tal(max(1, round(size_bytes / 1000)))}{NO_BREAK}kB"
        return f"{self.tal(size_bytes / 1_000_000, 1)}{NO_BREAK}MB"


def _counted(forms: tuple[str, str, str], count: int) -> str:
    return forms[min(count, 2)].format(count).replace(" ", NO_BREAK)


def _time(value: date | datetime, text: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), text)
