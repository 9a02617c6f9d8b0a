"""The dates that a grant brings with it: confirmation, reports and the final report."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.calendars import instant
from workflows.call.rules import local_day
from workflows.decision.rules import last_day
from workflows.letters.wording import ZONE

CONFIRM_WEEKS = 4
RESERVE_DAYS = 90
REPORT_MONTHS = 3
FINAL_REPORT_MONTHS = 2
_END_OF_DAY = time(23, 59, 59)
_DECEMBER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPeriod:
    """A period that is reported, both days included; `period` counts from 1."""

    period: int
    first_day: date
    last_day: date
    opens_on: date
    due_on: date


def confirm_by(sent_at: datetime) -> datetime:
    """The last moment for confirming a grant: the end of the day four weeks after the decision was sent.

    Moved to the next working day as lag (1930:173) says. Source: domain 6.1 (Tillväxtverket's practice).
    """
    return end_of(last_day(local_day(sent_at) + timedelta(weeks=CONFIRM_WEEKS)))


def end_of(day: date) -> datetime:
    """The last second of a local day, so that lists show the day itself as due."""
    return instant(day, _END_OF_DAY, ZONE)


def reserve_until(decided_at: datetime) -> datetime:
    """Until when the reserve list applies: the end of the day 90 days after the decision. Source: the call's text."""
    return end_of(local_day(decided_at) + timedelta(days=RESERVE_DAYS))


def report_periods(*, start: date, end: date) -> tuple[ReportPeriod, ...]:
    """The reports: one for every third month of the support period, the last one for what is left.

    Each opens the day after its period and is due a month after the period's end, or the next working day.
    Source: domain 0.3 and 6.4.
    """
    periods: list[ReportPeriod] = []
    first = start
    while first <= end:
        last = min(add_months(first, REPORT_MONTHS) - timedelta(days=1), end)
        opens = last + timedelta(days=1)
        due = last_day(add_months(opens, 1) - timedelta(days=1))
        periods.append(
            ReportPeriod(period=len(periods) + 1, first_day=first, last_day=last, opens_on=opens, due_on=due)
        )
        first = opens
    return tuple(periods)


def final_report_by(end: date) -> date:
    """The last day for the final report: two months after the support period. Source: domain 6.7."""
    return last_day(add_months(end + timedelta(days=1), FINAL_REPORT_MONTHS) - timedelta(days=1))


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    index = day.month - 1 + months
    year, month = day.year + index // _DECEMBER, index % _DECEMBER + 1
    following = date(year + month // _DECEMBER, month % _DECEMBER + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
