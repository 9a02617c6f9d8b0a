"""What the law and the board's rules say about meetings, votes, minutes, notices and the sum of grants."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from engine.calendars import WorkingCalendar, instant
from workflows.call.rules import local_day
from workflows.letters.wording import ZONE

SUMMONS_DAYS = 7
SUMMONS_TIME = time(9)
ADJUSTMENT_DAYS = 14
NOTICE_DAYS = 2
APPEAL_WEEKS = 3
_DECIDING = frozenset({"present", "remote", "serving"})
_STATUTORY = WorkingCalendar()


def deciding_members(present: Iterable[Mapping[str, Any]], *, conflicted: Iterable[str] = ()) -> frozenset[str]:
    """Who takes part in a decision: present, on distance or serving, and not in a conflict of interest.

    Source: Kommunallagen 5 kap. 16 § (distance), 6 kap. 28–30 §§ (conflict of interest).
    """
    away = frozenset(conflicted)
    return frozenset(
        row["member"] for row in present if row.get("attendance") in _DECIDING and row["member"] not in away
    )


def is_quorate(deciding: int, *, seats: int) -> bool:
    """Whether the board may decide: more than half of its members take part. Source: Kommunallagen 6 kap. 27 §."""
    return deciding * 2 > seats


def is_carried(votes_yes: int | None, votes_no: int | None, *, chair_vote: str | None = None) -> bool:
    """Whether a decision is carried: simple majority, the chair's vote at a tie, and assent where nobody voted.

    Source: Kommunallagen 5 kap. 55–56 §§ through 6 kap. 33 §.
    """
    if votes_yes is None or votes_no is None:
        return True
    if votes_yes == votes_no:
        return chair_vote == "yes"
    return votes_yes > votes_no


def last_day(day: date) -> date:
    """The last day of a time that ends on `day`: the next working day if it is a Saturday, a Sunday or a holiday.

    Midsummer Eve, Christmas Eve and New Year's Eve count as holidays; an organisation's own days off do not.
    Source: lag (1930:173) 2 §.
    """
    return _STATUTORY.working_day_at_or_after(day)


def last_appeal_day(counted_from: date, *, weeks: int = APPEAL_WEEKS) -> date:
    """The last day of appeal: the same weekday three weeks after the notice (or the receipt), moved as the law says.

    Source: Kommunallagen 13 kap. 5 §, Förvaltningslagen 44 §, lag (1930:173) 1–2 §§.
    """
    return last_day(counted_from + timedelta(weeks=weeks))


def summons_at(meeting_at: datetime, *, now: datetime, days: int = SUMMONS_DAYS, zone: str = ZONE) -> datetime:
    """When the summons goes out: at 09:00 so many calendar days before the meeting, at once where that has passed.

    Source: T-kallelse; the board's rules of procedure (seven days is the default).
    """
    return max(instant(summons_day(meeting_at, days=days, zone=zone), SUMMONS_TIME, zone), now)


def summons_day(meeting_at: datetime, *, days: int = SUMMONS_DAYS, zone: str = ZONE) -> date:
    """The day of the summons: so many calendar days before the meeting. Source: T-kallelse."""
    return local_day(meeting_at, zone) - timedelta(days=days)


def adjust_by(meeting_on: date) -> date:
    """The last day for adjusting the minutes: 14 days after the meeting. Source: Kommunallagen 5 kap. 69 §."""
    return meeting_on + timedelta(days=ADJUSTMENT_DAYS)


def notice_by(adjusted_on: date) -> date:
    """The last day for posting the notice: the second day after the adjustment. Source: Kommunallagen 8 kap. 12 §."""
    return adjusted_on + timedelta(days=NOTICE_DAYS)


def notice_removed_on(appeal_until: date) -> date:
    """The first day without the notice: after the time of appeal. Source: Kommunallagen 8 kap. 11 §."""
    return appeal_until + timedelta(days=1)
