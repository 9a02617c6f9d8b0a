"""What happened in the play as lines for a terminal: when, which matter, what, by whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine import Case, Event, Outline
from workflows.demo.moments import ZONE
from workflows.demo.play import Play

_WEEKDAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
_SHOWN = {
    "case_started": "Ärendet startar",
    "task_completed": "Klart",
    "timer_fired": "Tiden är inne",
    "message_received": "Kom in",
    "error_thrown": "Avbrott",
    "case_completed": "Ärendet är avslutat",
}


@dataclass(frozen=True, slots=True)
class _Line:
    at: datetime
    case: Case
    event: Event


def timeline(play: Play) -> Iterator[str]:
    """The play's events in order of time, a date above each day's."""
    engine = play.stage.engine
    lines = [
        _Line(event.at, case, event)
        for case in engine.cases(limit=1000)
        for event in engine.history(case.id)
        if event.type in _SHOWN
    ]
    names = _Names(play)
    day = None
    for line in sorted(lines, key=lambda line: (line.at, line.case.id, line.event.seq)):
        local = line.at.astimezone(ZONE)
        if local.date() != day:
            day = local.date()
            yield ""
            yield f"[bold]{_WEEKDAYS[day.weekday()]} {day.isoformat()}[/bold]"
        number = line.case.business_key or "–"
        step = names.of(line.event)
        what = f"{_SHOWN[line.event.type]}: {step or line.case.title}"
        yield f"  {local:%H.%M}  {number:<13}  {what}  [dim]{line.event.actor}[/dim]"


class _Names:
    """The Swedish names of elements, read once from each deployed diagram."""

    def __init__(self, play: Play) -> None:
        self._engine = play.stage.engine
        self._known: dict[str, Outline] = {}

    def of(self, event: Event) -> str:
        """The name of the element that the event is about, or its id where the drawing gives no name."""
        if not event.element_id or not event.process_key:
            return ""
        if event.process_key not in self._known:
            self._known[event.process_key] = self._engine.outline(event.process_key)
        return self._known[event.process_key].name_of(event.element_id).sv
