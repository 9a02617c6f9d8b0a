"""The rules of a call: its cut-off, its schedule, its reminders and what may be amended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine import Text
from engine.calendars import WorkingCalendar, end_of_day, instant, start_of_day
from workflows.call.values import FundingCall
from workflows.registry.numbers import ZONE

WHOLE_DAY = "23:59:59"
SUMMONS_DAYS = 7
USUAL_LEAD_DAYS = 49
SHORTEST_OPEN_DAYS = 21
REMINDER_DAYS = (14, 7, 3, 1)
OWN_DRAFT_WORKING_DAYS = 2
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class ScheduleWarning:
    """Something in the schedule that people should know of and may decide to accept."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class ReminderDay:
    """A day on which those with a draft are reminded, and which of the planned reminders fall on it."""

    day: date
    kinds: tuple[str, ...]


def cutoff_of(deadline_date: date, deadline_time: str, zone: str = ZONE) -> datetime:
    """The first instant that is too late, aware UTC.

    "23:59:59" means the whole day, so the cut-off is the next local midnight: no gap in the last second. "12:00" and
    "16:00" mean before that time. Raises ValueError for any other text that is no time.
    Source: Förvaltningslagen 22 §; call text, "Sista ansökningsdag"; domain.md, T-deadline.
    """
    if deadline_time == WHOLE_DAY:
        return end_of_day(deadline_date, zone)
    return instant(deadline_date, time.fromisoformat(deadline_time), zone)


def local_day(at: datetime, zone: str = ZONE) -> date:
    """The date that the instant falls on where people are."""
    return at.astimezone(ZoneInfo(zone)).date()


def opening_of(opens_on: date, zone: str = ZONE) -> datetime:
    """The instant at which a call opens: the beginning of that local day. Source: domain.md, T-open."""
    return start_of_day(opens_on, zone)


def summons_day(board_date: date) -> date:
    """The day on which the board is summoned, a week before it meets. Source: the board's rules; T-kallelse."""
    return board_date - timedelta(days=SUMMONS_DAYS)


def schedule_warnings(
    *, opens_on: date, deadline_date: date, board_date: date, calendar: WorkingCalendar
) -> tuple[ScheduleWarning, ...]:
    """What is tight or odd in the schedule; it warns and stops nothing.

    Source: the region's norm of about seven weeks before the board's meeting (domain.md 0.3); task 1.5.
    """
    found = [
        *_opening_warnings(opens_on, deadline_date, calendar),
        *_lead_warnings(deadline_date, board_date, calendar),
    ]
    holidays = _holidays_between(deadline_date, board_date, calendar)
    if holidays:
        names = ", ".join(holidays)
        text = Text(f"Helgdagar under beredningen: {names}.", f"Holidays during the preparation: {names}.")
        found.append(ScheduleWarning("holidays", text))
    return tuple(found)


def _opening_warnings(opens_on: date, deadline_date: date, calendar: WorkingCalendar) -> list[ScheduleWarning]:
    found = []
    days = (deadline_date - opens_on).days
    if days < SHORTEST_OPEN_DAYS:
        text = Text(
            f"Utlysningen är öppen i {days} dagar. Tre veckor eller mer rekommenderas.",
            f"The call is open for {days} days. Three weeks or more are recommended.",
        )
        found.append(ScheduleWarning("short_opening", text))
    if not calendar.is_working_day(deadline_date):
        text = Text(
            "Sista ansökningsdag är ingen arbetsdag. Ingen kan svara på frågor den dagen.",
            "The last day of application is no working day. Nobody can answer questions on it.",
        )
        found.append(ScheduleWarning("deadline_not_working_day", text))
    return found


def _lead_warnings(deadline_date: date, board_date: date, calendar: WorkingCalendar) -> list[ScheduleWarning]:
    if board_date <= deadline_date:
        text = Text("Nämnden möts före sista ansökningsdag.", "The board meets before the last day of application.")
        return [ScheduleWarning("board_before_deadline", text)]
    lead = (board_date - deadline_date).days
    if lead >= USUAL_LEAD_DAYS:
        return []
    to_board = calendar.working_days_between(deadline_date, board_date)
    to_summons = calendar.working_days_between(deadline_date, summons_day(board_date))
    text = Text(
        f"Det är {lead} dagar från sista ansökningsdag till nämnden, {to_board} arbetsdagar, varav {to_summons} innan "
        f"kallelsen går ut. Normalt är {USUAL_LEAD_DAYS} dagar.",
        f"There are {lead} days from the last day of application to the board, {to_board} working days, of which "
        f"{to_summons} before the summons. Usual are {USUAL_LEAD_DAYS} days.",
    )
    return [ScheduleWarning("short_lead", text)]


def _holidays_between(first: date, last: date, calendar: WorkingCalendar) -> list[str]:
    days = (first + timedelta(days=offset) for offset in range(1, max(0, (last - first).days) + 1))
    return [name for day in days if (name := calendar.holiday_name(day)) and day.weekday() < _SATURDAY]


def reminder_days(deadline_date: date, calendar: WorkingCalendar) -> tuple[ReminderDay, ...]:
    """The days on which those with a draft are reminded, in order; reminders that fall on one day are merged.

    14, 7, 3 and 1 calendar days before, or the working day before that; and two working days before.
    Source: domain.md, T-rem14/7/3/1 and T-draft.
    """
    planned = [
        (calendar.working_day_at_or_before(deadline_date - timedelta(days=days)), f"days_{days}")
        for days in REMINDER_DAYS
    ]
    planned.append((calendar.add_working_days(deadline_date, -OWN_DRAFT_WORKING_DAYS), "own_draft"))
    days = sorted({day for day, _ in planned})
    return tuple(ReminderDay(day, tuple(kind for at, kind in planned if at == day)) for day in days)


def amendment_faults(
    call: FundingCall, *, now: datetime, new_deadline_date: date | None, new_decision_date: date | None
) -> tuple[Text, ...]:
    """Why the call cannot be amended so; empty if it can.

    A deadline only moves forward, and only while the call is open. Source: R-49, equal treatment.
    """
    found: list[Text] = []
    if new_deadline_date is not None and now >= call.cutoff:
        found.append(
            Text(
                "Sista ansökningsdag har passerat och kan inte flyttas.",
                "The last day of application has passed and cannot be moved.",
            )
        )
    if new_deadline_date is not None and new_deadline_date < call.deadline_date:
        found.append(
            Text("Sista ansökningsdag kan bara flyttas framåt.", "The last day of application can only move forward.")
        )
    deadline = new_deadline_date or call.deadline_date
    if (new_decision_date or call.decision_to) < deadline:
        found.append(
            Text(
                "Beslutet kan inte komma före sista ansökningsdag. Flytta beslutsdatumet också.",
                "The decision cannot come before the last day of application. Move the date of decision too.",
            )
        )
    return tuple(found)


def warning_texts(warnings: Sequence[ScheduleWarning]) -> list[dict[str, str]]:
    """The warnings as the case keeps them."""
    return [{"code": warning.code, "text": warning.text.sv, "text_en": warning.text.en} for warning in warnings]
