"""The demo's instants: Swedish wall time as it stands in the script, and office hours after what just happened."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Stockholm")
_OPENS, _CLOSES = time(8, 30), time(16, 30)


def local(text: str) -> datetime:
    """The instant of Swedish wall time, `2021-12-01 10:09`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def office_time_after(moment: datetime, *, minutes: int = 20) -> datetime:
    """Some minutes after an instant, or the next morning where the office has closed by then; weekdays only."""
    found = moment.astimezone(ZONE) + timedelta(minutes=minutes)
    if found.time() > _CLOSES:
        found = datetime.combine(found.date() + timedelta(days=1), _OPENS, ZONE)
    elif found.time() < _OPENS:
        found = datetime.combine(found.date(), _OPENS, ZONE)
    while found.weekday() >= 5:  # Saturday and Sunday
        found = datetime.combine(found.date() + timedelta(days=1), _OPENS, ZONE)
    return found


def not_before(text: str, moment: datetime, *, minutes: int = 20) -> datetime:
    """The scripted instant, or office time after what just happened, whichever is later."""
    return max(local(text), office_time_after(moment, minutes=minutes))
