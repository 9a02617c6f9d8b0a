"""Working days, holidays, and the way from local wall time to an instant."""

from engine.calendars.instants import end_of_day, instant, start_of_day
from engine.calendars.working_days import WorkingCalendar

__all__ = ["WorkingCalendar", "end_of_day", "instant", "start_of_day"]
