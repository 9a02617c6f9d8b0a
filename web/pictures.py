"""Where things stand in pictures: the call's timeline and the budget bar, in percent of their width."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

Phase = Literal["past", "now", "future"]
Kind = Literal["bar", "dot", "now"]
_LETTER_PERCENT = 0.56  # The width of a letter on a line as wide as a page, generously.
_MOST_WEEK_MARKS = 14
_MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """A period, both days included."""

    label: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Point:
    """A day on which something happens; a key one is a diamond."""

    label: str
    on: date
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """Something on the line: `ends` puts a point's text before it, where there is no room after it."""

    kind: Kind
    label: str
    on: date
    x: float
    width: float = 0
    row: int = 0
    phase: Phase = "future"
    is_key: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class WeekMark:
    """Where a week begins."""

    week: int
    x: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """A line of days; `items` in the order of time, which is also the order in which they are read."""

    items: Sequence[Item]
    weeks: Sequence[WeekMark]
    rows: int


def timeline(spans: Iterable[Span], points: Iterable[Point], *, today: date) -> Timeline:
    """Lay periods and days out on a line so that no text stands on another.

    Raises ValueError where there is neither a period nor a day.
    """
    spans, points = sorted(spans, key=lambda each: each.starts_on), sorted(points, key=lambda each: each.on)
    days = [each.on for each in points] + [day for span in spans for day in (span.starts_on, span.ends_on)]
    if not days:
        raise ValueError("A timeline needs at least one day")
    first, last = min(days), max(days) + timedelta(days=1)
    scale = 100 / (last - first).days
    bars = _stacked([_bar(each, first, scale, today) for each in spans], from_row=0)
    from_row = 1 + max((each.row for each in bars), default=-1)
    dots = _stacked([_dot(each, first, scale, today) for each in points], from_row=from_row)
    items = [*bars, *dots]
    rows = 1 + max(each.row for each in items)
    if first <= today < last:
        items.append(Item("now", "", today, x=((today - first).days + 0.5) * scale, phase="now"))
    ordered = sorted(items, key=lambda each: (each.on, each.kind != "bar"))
    return Timeline(ordered, _weeks(first, last, scale), rows)


def _bar(span: Span, first: date, scale: float, today: date) -> Item:
    phase: Phase = "past" if span.ends_on < today else "future" if span.starts_on > today else "now"
    width = ((span.ends_on - span.starts_on).days + 1) * scale
    return Item("bar", span.label, span.starts_on, x=(span.starts_on - first).days * scale, width=width, phase=phase)


def _dot(point: Point, first: date, scale: float, today: date) -> Item:
    phase: Phase = "past" if point.on < today else "now" if point.on == today else "future"
    x = ((point.on - first).days + 0.5) * scale
    ends = x + _text_width(point.label) > 100
    return Item("dot", point.label, point.on, x=x, phase=phase, is_key=point.is_key, ends=ends)


def _text_width(label: str) -> float:
    """How wide a point's text is, with its date and its mark."""
    return (len(label) + len(" ons 15 dec") + 3) * _LETTER_PERCENT


def _stacked(items: Sequence[Item], *, from_row: int) -> list[Item]:
    """Give each item the first row in which it stands clear of those before it."""
    taken: list[list[tuple[float, float]]] = []
    placed = []
    for item in items:
        start, end = _extent(item)
        row = next((n for n, used in enumerate(taken) if all(end <= a or start >= b for a, b in used)), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append((start, end))
        placed.append(replace(item, row=min(row + from_row, _MOST_ROWS)))
    return placed


def _extent(item: Item) -> tuple[float, float]:
    if item.kind == "bar":
        return item.x, item.x + item.width
    width = _text_width(item.label)
    return (item.x - width, item.x + 1) if item.ends else (item.x - 1, item.x + width)


def _weeks(first: date, last: date, scale: float) -> list[WeekMark]:
    monday = first + timedelta(days=-first.weekday() % 7)
    mondays = [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)]
    step = -(-len(mondays) // _MOST_WEEK_MARKS) or 1
    return [WeekMark(day.isocalendar().week, (day - first).days * scale) for day in mondays[::step] if day < last]


@dataclass(frozen=True, slots=True)
class Share:
    """An amount on the budget bar, in kronor."""

    label: str
    amount: Decimal
    url: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A share as drawn; one outside the frame is hatched, and its text begins where the frame ends (`pad`)."""

    label: str
    amount: Decimal
    url: str
    width: float
    is_outside: bool = False
    pad: float = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """An amount on the scale."""

    amount: Decimal
    x: float


@dataclass(frozen=True, slots=True)
class BudgetBar:
    """One segment for each grant, the frame as a line, and the next one outside it."""

    parts: Sequence[Part]
    cap: Decimal
    cap_x: float
    marks: Sequence[Mark]


def budget_bar(granted: Sequence[Share], *, cap: Decimal, following: Share | None = None) -> BudgetBar:
    """The grants against the frame, in their order; `following` is the next one, which there is no room for."""
    used = sum((each.amount for each in granted), Decimal(0))
    whole = max(cap, used + (following.amount if following else 0))
    if whole <= 0:
        raise ValueError("A budget bar needs a frame or an amount above zero")
    parts = [Part(each.label, each.amount, each.url, _percent(each.amount, whole)) for each in granted]
    if following is not None:
        pad = _percent(max(cap - used, Decimal(0)), whole)
        width = _percent(following.amount, whole)
        parts.append(Part(following.label, following.amount, following.url, width, is_outside=True, pad=pad))
    marks = [Mark(cap * quarter / 4, _percent(cap * quarter / 4, whole)) for quarter in range(4)]
    return BudgetBar(parts, cap, _percent(cap, whole), marks)


def _percent(amount: Decimal, whole: Decimal) -> float:
    return float(amount / whole * 100)
