"""Rules of time: timers, due dates and reminders that can be read, that come, and that do not come too often."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.calendars import WorkingCalendar
from engine.definitions.reporting import Report
from engine.definitions.rules.expressions import check_formula, constant
from engine.definitions.rules.formulas import parsed
from engine.interpreter.errors import TimerError
from engine.interpreter.messages import Environment, ProcessRef
from engine.interpreter.timing import due_of_task, next_in_cycle, reminders_before, schedule
from engine.reader import Node, Process, TimerRule

_SHORTEST = timedelta(minutes=1)
_LONGEST = timedelta(days=36525)
_BASE = datetime(2025, 1, 7, 12, 0, tzinfo=UTC)


class _NoLibrary:
    """Times are read without any process at hand."""

    def process(self, ref: ProcessRef) -> Process:
        """Knows none."""
        raise KeyError(ref.key)

    def latest(self, key: str) -> ProcessRef:
        """Knows none."""
        raise KeyError(key)


_ENV = Environment(now=_BASE, library=_NoLibrary(), calendar=WorkingCalendar(), zone=ZoneInfo("Europe/Stockholm"))


@dataclass(frozen=True, slots=True)
class _Timed:
    node: Node
    rule: TimerRule


def check_timers(process: Process, report: Report) -> None:
    """Report timers, due dates and reminders that cannot work."""
    for node in process.nodes.values():
        for event in node.events:
            if event.kind == "timer" and event.timer is None:
                report.at("timer_missing", node)
            elif event.timer is not None:
                _check_timer(_Timed(node, event.timer), report)
        _check_due(node, report)


def _check_timer(timed: _Timed, report: Report) -> None:
    rule = timed.rule
    value: object = rule.text
    if rule.formula is not None:
        check_formula(rule.formula, report, element=timed.node.id, line=rule.line)
        expression = parsed(rule.formula)
        is_constant, value = constant(expression) if expression is not None else (False, None)
        if not is_constant:
            return
    if not rule.text.strip():
        report.at("timer_missing", timed.node)
        return
    for code in _faults(rule, value):
        report.add(code, line=rule.line, element=timed.node.id, text=rule.text, kind=_KIND_NAMES[rule.kind])


_KIND_NAMES = {"date": "timeDate", "duration": "timeDuration", "cycle": "timeCycle"}


def _faults(rule: TimerRule, value: object) -> Iterator[str]:
    """The codes of what is wrong with a time that is known beforehand."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        first = schedule(rule.kind, value, _BASE, _ENV)
    except TimerError:
        yield "timer_too_far" if _has_absurd_number(text) else "timer_invalid"
        return
    except (OverflowError, ValueError):
        yield "timer_too_far"
        return
    if text.startswith("R0/"):
        yield "timer_never_fires"
    if text.startswith("-") or (rule.kind == "duration" and first.due_at < _BASE):
        yield "timer_negative"
    elif first.due_at > _BASE + _LONGEST:
        yield "timer_too_far"
    elif rule.kind == "cycle":
        yield from _cycle_faults(value, first.due_at)
    if _differs(rule.kind, text, value):
        yield "timer_kind_differs"


def _has_absurd_number(text: str) -> bool:
    """Whether a year has more than four digits, or a part of a duration more than three."""
    most = 3 if "P" in text else 4
    return any(len(part) > most for part in "".join(sign if sign.isdigit() else " " for sign in text).split())


def _cycle_faults(value: object, first: datetime) -> Iterator[str]:
    try:
        following = next_in_cycle(value, first, None, _ENV)
    except TimerError:
        yield "timer_too_often"
        return
    is_counted = isinstance(value, str) and value.strip()[1:2].isdigit()
    if following is not None and following.due_at - first < _SHORTEST and not is_counted:
        yield "timer_too_often"


def _differs(kind: str, text: str, value: object) -> bool:
    is_duration = text.lstrip("+-").startswith("P") if text else not isinstance(value, date)
    if kind == "cycle":
        return bool(text) and not text.startswith("R") and " " not in text
    return is_duration == (kind == "date")


def _check_due(node: Node, report: Report) -> None:
    rule = node.task
    if rule.due and rule.due_formula is None:
        try:
            due_of_task(rule.due, _ENV)
        except (TimerError, ValueError, OverflowError):
            report.at("due_invalid", node, text=rule.due)
    for text in rule.reminders:
        try:
            reminders_before(_BASE + timedelta(days=400), (text,), _ENV)
        except (TimerError, ValueError, OverflowError):
            report.at("reminder_invalid", node, text=text)
