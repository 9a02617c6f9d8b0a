"""What comes after a step, read from the drawings: for the boxes that tell what a button leads to, and for cases."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from engine import Engine, NotFoundError
from engine.calendars import WorkingCalendar
from engine.outline import Element, Outline
from web.i18n import text

Kind = Literal["task", "wait", "auto", "rule", "end"]
_DUE = re.compile(r"(\d+) (working )?days?")
_AUTOMATIC = frozenset({"serviceTask", "sendTask"})
_WAITS = frozenset({"intermediateCatchEvent", "receiveTask"})
_MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can come next. `when` is the way there in the drawing's words: `Komplett? nej`."""

    kind: Kind
    name: str
    when: str
    role: str | None = None
    due: date | None = None
    is_decision: bool = False
    waits_for: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """One drawing of a case: the process, and the call activity of the level above that began it."""

    outline: Outline
    caller: str | None


def levels_of(engine: Engine, key: str, version: int | None, wanted: str) -> list[Level]:
    """The drawings from a case's own process down to one that it calls; only its own where that is not called."""
    root = Level(engine.outline(key, version), None)
    return _descend(engine, [root], wanted) or [root]


def _descend(engine: Engine, levels: list[Level], wanted: str) -> list[Level] | None:
    outline = levels[-1].outline
    if outline.key == wanted:
        return levels
    known = {level.outline.key for level in levels}
    for element in outline.elements.values():
        if element.called and element.called not in known:
            below = _outline(engine, element.called)
            found = _descend(engine, [*levels, Level(below, element.id)], wanted) if below else None
            if found:
                return found
    return None


def _outline(engine: Engine, key: str) -> Outline | None:
    try:
        return engine.outline(key)
    except NotFoundError:
        return None


def due_day(due: str | None, today: date, calendar: WorkingCalendar) -> date | None:
    """The last day of a task that begins today; None where the drawing gives no plain number of days."""
    found = _DUE.fullmatch(due or "")
    if not found:
        return None
    count = int(found[1])
    return calendar.add_working_days(today, count) if found[2] else today + timedelta(days=count)


def next_of(
    engine: Engine, levels: Sequence[Level], element_id: str, *, today: date, calendar: WorkingCalendar
) -> list[Step]:
    """What can come after an element of the innermost drawing, nearest first."""
    walk = _Walk(engine, today, calendar)
    walk.leave(list(levels), element_id, "")
    return walk.found[:_MOST_STEPS]


@dataclass
class _Walk:
    """A walk along the flows, past gateways and automatic steps, into called processes and out of them again."""

    engine: Engine
    today: date
    calendar: WorkingCalendar
    found: list[Step] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def leave(self, levels: list[Level], element_id: str, when: str) -> None:
        """Go on along every way out of an element."""
        outline = levels[-1].outline
        element = outline.elements.get(element_id)
        for target, on in _ways(element, when) if element else ():
            if len(self.found) < _MOST_STEPS and (outline.key, target) not in self.seen:
                self.seen.add((outline.key, target))
                self._enter(levels, outline.elements[target], on)

    def _enter(self, levels: list[Level], element: Element, when: str) -> None:
        if element.is_task:
            due = due_day(element.due, self.today, self.calendar)
            self._add("task", element, when, due=due)
        elif element.kind in _WAITS:
            self._add("wait", element, when)
        elif element.kind == "callActivity" and element.called:
            self._call(levels, element, when)
        elif element.kind == "subProcess":
            self._begin(levels, element.id, when)
        elif element.kind == "endEvent":
            self._end(levels, element, when)
        else:
            if element.kind in _AUTOMATIC and element.name.sv:
                self._add("auto", element, when)
            self.leave(levels, element.id, when)

    def _add(self, kind: Kind, element: Element, when: str, due: date | None = None) -> None:
        name = text(element.name) or element.id
        role, waits_for = element.role, element.waits_for or ""
        self.found.append(Step(kind, name, when, role, due, element.is_decision, waits_for))

    def _call(self, levels: list[Level], element: Element, when: str) -> None:
        below = _outline(self.engine, element.called or "")
        if below is None or any(level.outline.key == below.key for level in levels):
            self._add("wait", element, when)
            return
        self._begin([*levels, Level(below, element.id)], below.key, when)

    def _begin(self, levels: list[Level], scope: str, when: str) -> None:
        outline = levels[-1].outline
        for element in outline.elements.values():
            if element.kind == "startEvent" and element.scope == scope and element.waits_for is None:
                self.leave(levels, element.id, when)

    def _end(self, levels: list[Level], element: Element, when: str) -> None:
        outline = levels[-1].outline
        if element.waits_for == "error":
            self._catch(levels, element, element.scope, when)
        elif element.scope in outline.elements:
            self.leave(levels, element.scope, when)
        elif len(levels) > 1:
            self.leave(levels[:-1], levels[-1].caller or "", when)
        else:
            self._add("end", element, when)

    def _catch(self, levels: list[Level], thrown: Element, scope: str, when: str) -> None:
        """Go on from the boundary event that catches an error, in the nearest scope or level that has one."""
        outline = levels[-1].outline
        for boundary in outline.boundaries_of(scope):
            if boundary.waits_for == "error" and boundary.detail in (None, thrown.detail):
                self.leave(levels, boundary.id, when)
                return
        if scope in outline.elements:
            self._catch(levels, thrown, outline.elements[scope].scope, when)
        elif len(levels) > 1:
            self._catch(levels[:-1], thrown, levels[-1].caller or "", when)
        else:
            self._add("end", thrown, when)


def _ways(element: Element, when: str) -> Iterator[tuple[str, str]]:
    for way in element.ways:
        label = text(way.label)
        name = text(element.name)
        on = f"{name} {label}".strip() if label else ""
        yield way.target, f"{when}, {on}" if when and on else when or on
