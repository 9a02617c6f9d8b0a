"""The information meeting as a calendar file that mail programs understand."""

from datetime import datetime

from icalendar import Calendar, Event

from workflows.call.values import FundingCall, Meeting
from workflows.notifications import Attachment

_PRODUCT = "-//Utlysa//Utlysa//SV"


def calendar_file(call: FundingCall, meeting: Meeting, *, at: datetime) -> Attachment:
    """An `.ics` file with the meeting, in UTC; the same call's meeting always has the same identity (RFC 5545)."""
    event = Event()
    event.add("uid", f"{call.id}-meeting@utlysa")
    event.add("dtstamp", at)
    event.add("dtstart", meeting.start)
    event.add("dtend", meeting.end)
    event.add("summary", f"Informationsmöte: {call.title}")
    if meeting.place:
        event.add("location", meeting.place)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return Attachment("informationsmote.ics", "text/calendar", content=calendar.to_ical())
